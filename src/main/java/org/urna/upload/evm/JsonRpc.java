package org.urna.upload.evm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.urna.upload.ChainException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON-RPC 2.0 over HTTP, as Ethereum nodes speak it. The node is a stranger: an answer that takes
/// too long, is too large or is no answer to the question ends as a [ChainException]. Redirections
/// are not followed.
final class JsonRpc implements AutoCloseable {
  /// The largest honest answer is the events of some thousand blocks full of ballots.
  private static final long MOST_BYTES = 64L << 20;

  private static final int MOST_TEXT = 500;

  private static final long TOO_MANY_REQUESTS = 429;

  private static final List<String> RATE_LIMITS =
      List.of(
          "rate limit",
          "too many requests",
          "request limit",
          "request count exceeded",
          "requests per second",
          "compute units");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
  private final URI endpoint;
  private final Duration callLimit;
  private final long mostBytes;
  private final AtomicLong lastId = new AtomicLong();

  private JsonRpc(HttpClient http, URI endpoint, Duration callLimit, long mostBytes) {
    this.http = http;
    this.endpoint = endpoint;
    this.callLimit = callLimit;
    this.mostBytes = mostBytes;
  }

  /// A node at an HTTP address; nothing is asked yet.
  ///
  /// @param callLimit how long one call may take, from connecting to the answer's last byte
  static JsonRpc at(URI endpoint, Duration callLimit) {
    return at(endpoint, callLimit, MOST_BYTES);
  }

  static JsonRpc at(URI endpoint, Duration callLimit, long mostBytes) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(callLimit)
            .build();
    return new JsonRpc(http, endpoint, callLimit, mostBytes);
  }

  /// What a node answers.
  sealed interface Answer {
    /// The call's result, which may be JSON's null.
    record Result(JsonNode value) implements Answer {}

    /// The node's, or the contract's, refusal.
    ///
    /// @param code as the node numbers it; 0 if it does not
    /// @param message of at most [#MOST_TEXT] characters
    /// @param data hexadecimal of what a contract reverted with, or nothing
    record Failed(long code, String message, String data) implements Answer {}
  }

  /// Asks once. Numbers and bytes among the parameters are hexadecimal already.
  Answer ask(String method, Object... parameters) throws ChainException {
    long id = lastId.incrementAndGet();
    String question =
        JSON.writeValueAsString(
            Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", parameters));
    HttpResponse<byte[]> response = exchange(question);
    if (response.statusCode() != 200) {
      throw new ChainException(
          ChainException.Kind.UNREACHABLE,
          "the provider does not answer now: HTTP status " + response.statusCode());
    }
    try {
      return answer(JSON.readTree(response.body()), id);
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  private HttpResponse<byte[]> exchange(String question) throws ChainException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), mostBytes));
    try {
      // The limit of a HttpRequest would end with the answer's head: a node could send its body for
      // ever.
      return response.get(callLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainException(ChainException.Kind.DEADLINE, "the call was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException timeout) {
        throw late(timeout);
      }
      throw new ChainException(
          ChainException.Kind.UNREACHABLE,
          "the node cannot be reached",
          e.getCause() instanceof IOException io ? io : e);
    } finally {
      response.cancel(true);
    }
  }

  private static Answer answer(JsonNode answer, long id) throws ChainException {
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      JsonNode code = error.path("code");
      String message = shown(error.path("message").asString(""));
      if (isRateLimit(code.asLong(0), message)) {
        throw new ChainException(
            ChainException.Kind.UNREACHABLE, "the provider does not answer now: " + message);
      }
      return new Answer.Failed(code.asLong(0), message, revertData(error.path("data")));
    }
    if (!answer.path("id").isIntegralNumber() || answer.path("id").asLong() != id) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the node answers another question");
    }
    if (!answer.has("result")) {
      throw new ChainException(ChainException.Kind.WRONG_ANSWER, "the node's answer has no result");
    }
    return new Answer.Result(answer.path("result"));
  }

  /// A node's words, as people and logs get them.
  private static String shown(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MOST_TEXT ? line.substring(0, MOST_TEXT) : line;
  }

  /// Providers refuse questions above a rate in words of their own. Code -32005 alone says nothing:
  /// with it Besu refuses a gas limit, and Infura a range of events.
  private static boolean isRateLimit(long code, String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return code == TOO_MANY_REQUESTS || RATE_LIMITS.stream().anyMatch(lower::contains);
  }

  /// What a contract reverted with: a string, the member `data` of an object (Hardhat), or behind
  /// the word `Reverted` (OpenEthereum, Nethermind before 1.20).
  private static String revertData(JsonNode data) {
    JsonNode bytes = data.isObject() ? data.path("data") : data;
    String text = bytes.isString() ? bytes.stringValue() : "";
    return text.startsWith("Reverted ") ? text.substring("Reverted ".length()) : text;
  }

  private static ChainException late(Exception cause) {
    return new ChainException(
        ChainException.Kind.DEADLINE, "the node did not answer in time", cause);
  }

  static ChainException unreadable(RuntimeException cause) {
    return new ChainException(
        ChainException.Kind.WRONG_ANSWER, "the node's answer cannot be read", cause);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
