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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.upload.ChainException;
import org.urna.upload.ChainException.Kind;
import org.urna.upload.ContractRefusal;
import org.urna.upload.FeeMarket;
import org.urna.upload.GasEstimate;
import org.urna.upload.SendOutcome;
import org.urna.upload.TransactionStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers as clients other than anvil shape them, and every answer with each field forged: a value
/// or a [ChainException], never another exception.
class NodeAnswersTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NO_METHOD =
      "{\"error\":{\"code\":-32601,\"message\":\"the method does not exist\"}}";
  private static final Bytes HASH = Bytes.ofHex("11".repeat(32));
  private static final Address ACCOUNT = EcdsaSignature.addressOf(BigInteger.ONE);

  private static final String BLOCK =
      "{\"number\":\"0x10\",\"hash\":\"0x%1$s\",\"timestamp\":\"0x64\",\"baseFeePerGas\":\"0x7\"}"
          .formatted("11".repeat(32));
  private static final String RECEIPT =
      ("{\"blockNumber\":\"0x10\",\"blockHash\":\"0x%1$s\",\"gasUsed\":\"0x5208\","
              + "\"effectiveGasPrice\":\"0x9\",\"status\":\"0x1\"}")
          .formatted("11".repeat(32));
  private static final String TRANSACTION =
      "{\"from\":\"%1$s\",\"to\":\"%1$s\",\"input\":\"0x01\",\"gasPrice\":\"0x8\"}"
          .formatted(ACCOUNT);
  private static final String LOGS =
      ("[{\"topics\":[\"0x%1$s\"],\"data\":\"0x\",\"transactionHash\":\"0x%1$s\","
              + "\"blockNumber\":\"0x10\",\"blockHash\":\"0x%1$s\",\"logIndex\":\"0x0\"}]")
          .formatted("11".repeat(32));

  /// What the node answers to a method: `{"result":…}` or `{"error":…}`.
  private final Map<String, Function<JsonNode, String>> answers = new ConcurrentHashMap<>();

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private EvmNode node;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
          String method = question.path("method").stringValue();
          asked.add(method);
          ObjectNode answer =
              (ObjectNode)
                  JSON.readTree(
                      answers.getOrDefault(method, _ -> NO_METHOD).apply(question.path("params")));
          answer.set("id", question.path("id"));
          byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    node =
        EvmNode.at(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    node.close();
    server.stop(0);
  }

  private void result(String method, String value) {
    answers.put(method, _ -> "{\"result\":" + value + "}");
  }

  private void error(String method, int code, String message, String data) {
    answers.put(
        method,
        _ ->
            "{\"error\":{\"code\":%d,\"message\":\"%s\",\"data\":%s}}"
                .formatted(code, message, data));
  }

  // ---------------------------------------------------------------- shapes of other clients

  @Test
  void aNodeWithoutASuggestedTipIsAskedOtherwise() throws Exception {
    result("eth_getBlockByNumber", BLOCK);
    assertThat(node.feeMarket())
        .isEqualTo(new FeeMarket(BigInteger.valueOf(7), BigInteger.valueOf(1_000_000_000)));
    result("eth_gasPrice", "\"0xa\"");
    assertThat(node.feeMarket().priorityFee()).isEqualTo(3);
    result("eth_feeHistory", "{\"reward\":[[\"0x5\"],[\"0x1\"],[\"0x4\"]]}");
    assertThat(node.feeMarket().priorityFee()).isEqualTo(4);
    result("eth_maxPriorityFeePerGas", "\"0x2\"");
    assertThat(node.feeMarket().priorityFee()).isEqualTo(2);
  }

  @Test
  void aReceiptWithoutAPriceTakesTheTransactions() throws Exception {
    result("eth_getTransactionByHash", TRANSACTION);
    for (String receipt :
        List.of(
            RECEIPT.replace("\"effectiveGasPrice\":\"0x9\",", ""),
            RECEIPT.replace("\"0x9\"", "null"))) {
      result("eth_getTransactionReceipt", receipt);
      assertThat(node.status(HASH))
          .isEqualTo(new TransactionStatus.Mined(16, HASH, 21_000, BigInteger.valueOf(8), true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blockNumber", "blockHash", "status"})
  void aReceiptOfNoBlockWaits(String field) throws Exception {
    ObjectNode receipt = (ObjectNode) JSON.readTree(RECEIPT);
    receipt.putNull(field);
    result("eth_getTransactionReceipt", receipt.toString());
    assertThat(node.status(HASH)).isEqualTo(new TransactionStatus.Waiting());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "429;whatever it is",
        "-32005;daily request count exceeded, request rate limited",
        "-32000;Too Many Requests",
        "-32016;over rate limit"
      })
  void aRateLimitIsAProviderThatDoesNotAnswer(String codeAndText) {
    String[] parts = codeAndText.split(";");
    error("eth_chainId", Integer.parseInt(parts[0]), parts[1], "null");
    assertThatExceptionOfType(ChainException.class)
        .isThrownBy(node::chainId)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
        .withMessageContaining(parts[1]);
  }

  @Test
  void otherRefusalsWithTheCodeOfRateLimitsAreNone() throws Exception {
    error(
        "eth_sendRawTransaction", -32005, "Transaction gas limit exceeds block gas limit", "null");
    assertThat(node.send(HASH)).isInstanceOf(SendOutcome.GasLimitTooHigh.class);
  }

  @Test
  void aRefusalInUnknownWordsIsAValue() throws Exception {
    error("eth_sendRawTransaction", -32000, "the moon", "null");
    assertThat(node.send(HASH)).isEqualTo(new SendOutcome.Unknown("the moon"));
    error("eth_estimateGas", -32000, "the moon", "null");
    assertThat(node.estimate(ACCOUNT, ACCOUNT, new byte[0]))
        .isEqualTo(new GasEstimate.Unclear("the moon"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"0x\"", "null", "\"0x12345678\"", "7", "{}"})
  void aRevertThatNamesNoErrorIsNotTheContracts(String data) throws Exception {
    error("eth_estimateGas", 3, "execution reverted", data);
    assertThat(node.estimate(ACCOUNT, ACCOUNT, new byte[0]))
        .isEqualTo(new GasEstimate.Unclear("execution reverted"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"%s\"", "\"Reverted %s\"", "{\"message\":\"reverted\",\"data\":\"%s\"}"})
  void aRevertIsReadAsEachClientWrapsIt(String wrapped) throws Exception {
    // Panic(uint256) with code 0x11
    error(
        "eth_estimateGas", 3, "reverted", wrapped.formatted("0x4e487b71" + "0".repeat(62) + "11"));
    assertThat(node.estimate(ACCOUNT, ACCOUNT, new byte[0]))
        .isInstanceOfSatisfying(
            GasEstimate.WouldBeRefused.class,
            refused ->
                assertThat(refused.refusal().reason()).isNotEqualTo(ContractRefusal.UNNAMED));
  }

  // ---------------------------------------------------------------- old blocks, small ranges

  /// A chain of 200,000 blocks, a second each, opened at block 190,000; one result event.
  private EvmElection chain(long opening) {
    answers.put(
        "eth_getBlockByNumber",
        parameters -> {
          String which = parameters.path(0).stringValue();
          long number = which.equals("latest") ? 200_000 : Long.decode(which);
          return number < 100_000
              ? "{\"error\":{\"code\":4444,\"message\":\"pruned history unavailable\"}}"
              : "{\"result\":{\"number\":\"0x%x\",\"hash\":\"0x11\",\"timestamp\":\"0x%x\"}}"
                  .formatted(number, number);
        });
    result("eth_call", "\"0x%1$064x%2$064x%2$064x%2$064x\"".formatted(opening, 300_000L));
    return EvmElection.at(node, new ChainReference(1, ACCOUNT, "test"));
  }

  private void rangesUpTo(long most) {
    answers.put(
        "eth_getLogs",
        parameters -> {
          long from = Long.decode(parameters.path(0).path("fromBlock").stringValue());
          long to = Long.decode(parameters.path(0).path("toBlock").stringValue());
          return to - from + 1 > most
              ? "{\"error\":{\"code\":-32602,\"message\":\"limited to a %d range\"}}"
                  .formatted(most)
              : "{\"result\":[]}";
        });
  }

  @Test
  void aBlockThatTheNodeHasNoMoreIsOlderThanTheOpening() throws Exception {
    EvmElection election = chain(190_000);
    rangesUpTo(5_000);
    assertThat(election.publishedDecryption(1)).isEmpty();
    assertThat(asked.stream().filter("eth_getLogs"::equals)).hasSize(3);
  }

  @Test
  void aSmallRangeIsFoundOnceAndKept() throws Exception {
    EvmElection election = chain(190_000);
    rangesUpTo(2_000);
    assertThat(election.publishedDecryption(1)).isEmpty();
    // 5,000 and 2,500 are refused; then 9 of 1,250
    assertThat(asked.stream().filter("eth_getLogs"::equals)).hasSize(11);
    asked.clear();
    assertThat(election.publishedDecryption(1)).isEmpty();
    assertThat(asked.stream().filter("eth_getLogs"::equals)).hasSize(9);
  }

  @Test
  void aNodeThatGivesNoEventsAtAllIsAFailure() {
    EvmElection election = chain(190_000);
    rangesUpTo(0);
    assertThatExceptionOfType(ChainException.class)
        .isThrownBy(() -> election.publishedDecryption(1))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NODE_ERROR));
  }

  // ---------------------------------------------------------------- every field forged

  private interface Question {
    Object ask(EvmNode node) throws ChainException;
  }

  private static final List<String> FORGERIES =
      List.of(
          "null",
          "7",
          "-1",
          "1e400",
          "true",
          "{}",
          "[]",
          "[null]",
          "\"\"",
          "\"0x\"",
          "\"-0x1\"",
          "\"0xzz\"",
          "\"0x7fffffffffffffff\"",
          "\"0x%s\"".formatted("f".repeat(64)),
          "\"0x%s\"".formatted("f".repeat(66)),
          "\"<html>\"");

  @Test
  void everyForgedFieldIsAValueOrAFailure() throws Exception {
    assertThat(forge("eth_chainId", "\"0x1\"", EvmNode::chainId)).isPositive();
    assertThat(forge("eth_getTransactionCount", "\"0x1\"", n -> n.nonce(ACCOUNT))).isPositive();
    assertThat(forge("eth_getBalance", "\"0x1\"", n -> n.balance(ACCOUNT))).isPositive();
    assertThat(forge("eth_getCode", "\"0x1234\"", n -> n.code(ACCOUNT))).isPositive();
    assertThat(forge("eth_call", "\"0x\"", n -> n.call(ACCOUNT, new byte[4]))).isPositive();
    assertThat(forge("eth_estimateGas", "\"0x1\"", n -> n.estimate(ACCOUNT, ACCOUNT, new byte[4])))
        .isPositive();
    assertThat(forge("eth_getBlockByNumber", BLOCK, EvmNode::head)).isPositive();
    assertThat(forge("eth_getBlockByNumber", BLOCK, n -> n.keptBlock(3))).isPositive();
    result("eth_getBlockByNumber", BLOCK);
    assertThat(forge("eth_maxPriorityFeePerGas", "\"0x1\"", EvmNode::feeMarket)).isPositive();
    answers.remove("eth_maxPriorityFeePerGas");
    assertThat(forge("eth_feeHistory", "{\"reward\":[[\"0x5\"]]}", EvmNode::feeMarket))
        .isPositive();
    assertThat(forge("eth_getTransactionByHash", TRANSACTION, n -> n.sent(HASH))).isPositive();
    result("eth_getTransactionByHash", TRANSACTION);
    assertThat(forge("eth_getTransactionReceipt", RECEIPT, n -> n.status(HASH))).isPositive();
    assertThat(forge("eth_getLogs", LOGS, n -> n.events(ACCOUNT, 0, 1, List.of()))).isPositive();
  }

  @Test
  void everyForgedWordOfTheContractIsAValueOrAFailure() throws Exception {
    result("eth_getBlockByNumber", BLOCK);
    for (String word : List.of("", "00".repeat(32), "ff".repeat(32), "00".repeat(31) + "20")) {
      for (int words = 0; words < 6; words++) {
        result("eth_call", "\"0x" + word.repeat(words) + "\"");
        EvmElection election = EvmElection.at(node, new ChainReference(1, ACCOUNT, "test"));
        onlyChainException(election::facts);
        onlyChainException(election::acceptedBallots);
        onlyChainException(election::result);
        onlyChainException(election::encryptedSums);
        onlyChainException(election::batches);
        onlyChainException(() -> election.publishedDecryption(1));
      }
    }
  }

  private interface Call {
    Object call() throws ChainException;
  }

  /// Whether it failed; any other exception than [ChainException] ends the test.
  private static boolean onlyChainException(Call call) {
    try {
      call.call();
      return false;
    } catch (ChainException e) {
      assertThat(e.getMessage()).isNotBlank();
      return true;
    }
  }

  /// Asks with each field of `answer` forged or left out; how many forgeries were refused.
  private int forge(String method, String answer, Question question) throws Exception {
    result(method, answer);
    question.ask(node);
    int refused = 0;
    for (String forged : forgeriesOf(JSON.readTree(answer))) {
      result(method, forged);
      refused += onlyChainException(() -> question.ask(node)) ? 1 : 0;
    }
    return refused;
  }

  private static List<String> forgeriesOf(JsonNode value) {
    List<String> all = new ArrayList<>(FORGERIES);
    if (value.isObject()) {
      for (String field : value.propertyNames()) {
        all.add(((ObjectNode) value.deepCopy()).without(field).toString());
        for (String forged : forgeriesOf(value.path(field))) {
          ObjectNode copy = (ObjectNode) value.deepCopy();
          copy.putRawValue(field, new tools.jackson.databind.util.RawValue(forged));
          all.add(copy.toString());
        }
      }
    }
    if (value.isArray()) {
      for (JsonNode element : value) {
        forgeriesOf(element).forEach(forged -> all.add("[" + forged + "]"));
      }
    }
    return all;
  }
}
