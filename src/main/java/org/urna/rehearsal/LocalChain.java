package org.urna.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An EVM chain on this machine for practice elections and tests: anvil's native program on a free
/// port of 127.0.0.1, with the rules of the Osaka hard fork (a transaction may use 2^24 gas). It
/// ends with this object, and with this process however that ends. Its time can be set; its
/// accounts' keys are known to everyone.
public final class LocalChain implements AutoCloseable {
  /// anvil's own default.
  public static final long CHAIN_ID = 31_337;

  /// The key of anvil's first account (10,000 ether), from the mnemonic "test test … junk" that
  /// every copy of anvil uses.
  public static final BigInteger RICH_KEY =
      new BigInteger("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", 16);

  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /// Runs anvil beside a reader of our end of a pipe: when this process dies, by whatever means,
  /// the pipe ends and anvil with it.
  private static final String GUARD =
      "exec 3<&0; \"$0\" \"$@\" </dev/null 3<&- & chain=$!;"
          + " { while read -r _ <&3; do :; done; kill $chain; } 2>/dev/null & guard=$!;"
          + " trap 'kill $chain' TERM; wait $chain; status=$?; kill $guard 2>/dev/null; exit $status";

  private final Process process;
  private final URI endpoint;
  private final HttpClient http;

  private LocalChain(Process process, URI endpoint, HttpClient http) {
    this.process = process;
    this.endpoint = endpoint;
    this.http = http;
  }

  /// How the chain behaves.
  ///
  /// @param genesis the time of the first block
  /// @param state a file to keep the chain in between two starts, or nothing to forget it
  public record Settings(Instant genesis, Optional<Path> state) {
    public static Settings startingAt(Instant genesis) {
      return new Settings(genesis, Optional.empty());
    }
  }

  /// Looks for anvil: the environment variable URNA_ANVIL, the build's node_modules, then PATH.
  public static Optional<Path> findProgram() {
    List<Path> candidates = new ArrayList<>();
    Optional.ofNullable(System.getenv("URNA_ANVIL"))
        .filter(named -> !named.isBlank())
        .map(Path::of)
        .ifPresent(candidates::add);
    Path packages =
        Path.of(
            System.getProperty("urna.home", "."),
            "src",
            "main",
            "solidity",
            "node_modules",
            "@foundry-rs");
    if (Files.isDirectory(packages)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(packages, "anvil-*")) {
        for (Path folder : found) {
          candidates.add(folder.resolve("bin").resolve(executable()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (String folder :
        Optional.ofNullable(System.getenv("PATH"))
            .orElse("")
            .split(java.io.File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        candidates.add(Path.of(folder, executable()));
      }
    }
    return candidates.stream().filter(Files::isExecutable).findFirst();
  }

  private static String executable() {
    return isWindows() ? "anvil.exe" : "anvil";
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /// Starts the program found by [#findProgram()].
  ///
  /// @throws IOException if there is none, or it does not answer within 20 seconds; then it does
  ///   not run
  public static LocalChain start(Settings settings) throws IOException, InterruptedException {
    Path program =
        findProgram()
            .orElseThrow(
                () ->
                    new IOException(
                        "anvil is missing: node src/main/solidity/build.mjs brings it, or set URNA_ANVIL"));
    return start(program, settings);
  }

  public static LocalChain start(Path program, Settings settings)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    if (!isWindows()) {
      command.addAll(List.of("sh", "-c", GUARD));
    }
    command.addAll(
        List.of(
            program.toAbsolutePath().toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--chain-id",
            Long.toString(CHAIN_ID),
            "--hardfork",
            "osaka",
            "--timestamp",
            Long.toString(settings.genesis().getEpochSecond()),
            "--silent"));
    settings.state().ifPresent(file -> command.addAll(List.of("--state", file.toString())));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    HttpClient http = HttpClient.newBuilder().connectTimeout(CALL_LIMIT).build();
    LocalChain chain = new LocalChain(process, URI.create("http://127.0.0.1:" + port), http);
    try {
      chain.awaitReady();
      return chain;
    } catch (IOException | InterruptedException e) {
      chain.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        call("eth_chainId");
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline) {
          throw new IOException("anvil does not answer", notYet);
        }
      }
      try {
        int status = process.onExit().get(20, TimeUnit.MILLISECONDS).exitValue();
        throw new IOException("anvil ended with status " + status);
      } catch (TimeoutException stillRunning) {
        // that is what it should do
      } catch (ExecutionException e) {
        throw new IOException("anvil cannot be watched", e);
      }
    }
  }

  /// Where its JSON-RPC is.
  public URI endpoint() {
    return endpoint;
  }

  /// Makes the next block, and all after it, not earlier than `time`, and mines one at exactly
  /// `time`.
  ///
  /// @throws IllegalArgumentException if the newest block is not before `time`
  public void moveTo(Instant time) throws IOException, InterruptedException {
    if (!now().isBefore(time)) {
      throw new IllegalArgumentException("the chain's time cannot go back");
    }
    call("evm_setNextBlockTimestamp", time.getEpochSecond());
    mine(1);
  }

  /// The newest block's time.
  public Instant now() throws IOException, InterruptedException {
    JsonNode block = call("eth_getBlockByNumber", "latest", false);
    return Instant.ofEpochSecond(Long.decode(block.required("timestamp").stringValue()));
  }

  /// Mines empty blocks, or blocks with what waits.
  public void mine(int blocks) throws IOException, InterruptedException {
    call("anvil_mine", "0x" + Integer.toHexString(blocks));
  }

  /// Asks over JSON-RPC, also what only anvil answers.
  ///
  /// @return the result
  /// @throws IOException if there is no answer, or the answer is an error
  public JsonNode call(String method, Object... parameters)
      throws IOException, InterruptedException {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("jsonrpc", "2.0").put("id", 1).put("method", method);
    ArrayNode array = request.putArray("params");
    for (Object parameter : parameters) {
      array.addPOJO(parameter);
    }
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(endpoint)
                .timeout(CALL_LIMIT)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(request)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    try {
      JsonNode answer = JsonMapper.shared().readTree(response.body());
      if (answer.has("error")) {
        throw new IOException(method + ": " + answer.required("error"));
      }
      return answer.required("result");
    } catch (JacksonException e) {
      throw new IOException(method + ": the answer is not JSON", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
