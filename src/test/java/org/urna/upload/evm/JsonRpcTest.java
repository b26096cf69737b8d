package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.upload.ChainException;
import org.urna.upload.ChainException.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A node that does what no honest one does: each lie is a [ChainException] of the right kind, and
/// none is another exception.
class JsonRpcTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final long MOST = 10_000;

  private final AtomicReference<String> question = new AtomicReference<>("");
  private final AtomicReference<String> answer = new AtomicReference<>("");
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean endless;
  private HttpServer server;
  private URI endpoint;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.createContext(
        "/",
        exchange -> {
          question.set(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
            out.flush();
            if (endless) {
              done.await();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    done.countDown();
    server.stop(0);
  }

  private Kind refusal(String body) throws Exception {
    answer.set(body);
    try (JsonRpc rpc = JsonRpc.at(endpoint, LONG, MOST)) {
      rpc.ask("eth_chainId");
    } catch (ChainException e) {
      return e.kind();
    }
    throw new AssertionError("accepted: " + body);
  }

  @Test
  void asksAsTheSpecificationSays() throws Exception {
    answer.set("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x7a69\"}");
    try (JsonRpc rpc = JsonRpc.at(endpoint, LONG, MOST)) {
      assertThat(rpc.ask("eth_getBlockByNumber", "latest", false))
          .isInstanceOfSatisfying(
              JsonRpc.Answer.Result.class,
              result -> assertThat(result.value().stringValue()).isEqualTo("0x7a69"));
    }
    JsonNode asked = JsonMapper.shared().readTree(question.get());
    assertThat(asked)
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\",\"params\":[\"latest\",false]}"));
  }

  @Test
  void errorsKeepWhatTheContractSaid() throws Exception {
    answer.set(
        "{\"id\":1,\"error\":{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x1234\"}}");
    try (JsonRpc rpc = JsonRpc.at(endpoint, LONG, MOST)) {
      assertThat(rpc.ask("eth_call"))
          .isEqualTo(new JsonRpc.Answer.Failed(3, "execution reverted", "0x1234"));
    }
    answer.set("{\"id\":null,\"error\":{\"code\":3,\"message\":7,\"data\":{\"a\":1}}}");
    try (JsonRpc rpc = JsonRpc.at(endpoint, LONG, MOST)) {
      assertThat(rpc.ask("eth_call")).isInstanceOf(JsonRpc.Answer.Failed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{\"id\":1,\"result\":\"0x1\"",
        "[]",
        "null",
        "7",
        "{}",
        "{\"id\":1}",
        "{\"result\":\"0x1\"}",
        "{\"id\":2,\"result\":\"0x1\"}",
        "{\"id\":\"1\",\"result\":\"0x1\"}",
        "{\"id\":1.5,\"result\":\"0x1\"}",
        "{\"id\":18446744073709551617,\"result\":\"0x1\"}"
      })
  void anAnswerThatIsNoneIsRefused(String body) throws Exception {
    assertThat(refusal(body)).isEqualTo(Kind.WRONG_ANSWER);
  }

  @Test
  void anAnswerNestedWithoutEndIsRefused() throws Exception {
    assertThat(refusal("{\"id\":1,\"result\":" + "[".repeat(5000))).isEqualTo(Kind.WRONG_ANSWER);
  }

  @Test
  void anAnswerWithoutEndIsRefused() throws Exception {
    endless = true;
    assertThat(refusal("[".repeat((int) MOST + 1))).isEqualTo(Kind.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 307, 401, 429, 500, 503})
  void otherStatusIsNoAnswer(int other) throws Exception {
    status = other;
    assertThat(refusal("")).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void anAnswerThatNeverEndsPassesTheDeadline() {
    endless = true;
    answer.set("{\"id\":1,");
    try (JsonRpc rpc = JsonRpc.at(endpoint, SHORT, MOST)) {
      assertThatExceptionOfType(ChainException.class)
          .isThrownBy(() -> rpc.ask("eth_chainId"))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.DEADLINE));
    }
  }

  @Test
  void interruptionEndsTheCallAndIsKept() {
    endless = true;
    Thread.currentThread().interrupt();
    try (JsonRpc rpc = JsonRpc.at(endpoint, LONG, MOST)) {
      assertThatExceptionOfType(ChainException.class)
          .isThrownBy(() -> rpc.ask("eth_chainId"))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.DEADLINE));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "\"\"",
        "\"0x\"",
        "\"1\"",
        "\"-0x1\"",
        "\"0x-1\"",
        "\"0xg\"",
        "{}",
        "[]",
        "\"0x10000000000000000000000000000000000000000000000000000000000000000\""
      })
  void aQuantityThatIsNoneIsRefusedWhereverItStands(String value) throws Exception {
    answer.set("{\"id\":1,\"result\":" + value + "}");
    try (EvmNode node = EvmNode.at(endpoint, LONG)) {
      assertThatExceptionOfType(ChainException.class)
          .isThrownBy(node::chainId)
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_ANSWER));
    }
    answer.set(
        "{\"id\":1,\"result\":{\"number\":%s,\"hash\":\"0x00\",\"timestamp\":\"0x1\"}}"
            .formatted(value));
    try (EvmNode node = EvmNode.at(endpoint, LONG)) {
      assertThatExceptionOfType(ChainException.class)
          .isThrownBy(node::head)
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_ANSWER));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[{}]",
        "[7]",
        "[{\"topics\":[\"0x0\"],\"data\":\"0x\",\"transactionHash\":\"0x00\",\"blockNumber\":\"0x1\",\"blockHash\":\"0x00\",\"logIndex\":\"0x0\"}]",
        "[{\"topics\":[],\"data\":\"0x00\",\"transactionHash\":\"0x00\",\"blockNumber\":\"0x1\",\"blockHash\":\"0x00\",\"logIndex\":\"0x0\"}]",
        "[{\"topics\":[],\"data\":\"0x\",\"transactionHash\":\"0x00\",\"blockNumber\":\"0x1\",\"blockHash\":\"0x00\",\"logIndex\":\"0xffffffffffffffffff\"}]"
      })
  void eventsThatAreNoneAreRefused(String value) throws Exception {
    answer.set("{\"id\":1,\"result\":" + value + "}");
    try (EvmNode node = EvmNode.at(endpoint, LONG)) {
      assertThatExceptionOfType(ChainException.class)
          .isThrownBy(() -> node.events(EcdsaSignature.addressOf(BigInteger.ONE), 0, 1, List.of()))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_ANSWER));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "7",
        "{\"from\":\"0x00\",\"to\":null,\"input\":\"0x\"}",
        "{\"from\":\"0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf\",\"to\":null,\"input\":null}"
      })
  void transactionsThatAreNoneAreRefused(String value) throws Exception {
    answer.set("{\"id\":1,\"result\":" + value + "}");
    try (EvmNode node = EvmNode.at(endpoint, LONG)) {
      assertThatExceptionOfType(ChainException.class)
          .isThrownBy(() -> node.sent(Bytes.ofHex("00")))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_ANSWER));
    }
  }
}
