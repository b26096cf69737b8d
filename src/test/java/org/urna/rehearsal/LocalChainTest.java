package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalChainTest {
  private static final Instant GENESIS = Instant.parse("2026-11-22T05:00:00Z");

  @TempDir Path folder;

  @Test
  void timeIsSet() throws Exception {
    try (LocalChain chain = LocalChain.start(LocalChain.Settings.startingAt(GENESIS))) {
      assertThat(chain.now()).isEqualTo(GENESIS);
      Instant later = GENESIS.plus(Duration.ofDays(3));

      chain.moveTo(later);

      assertThat(chain.now()).isEqualTo(later);
      assertThatThrownBy(() -> chain.moveTo(later)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void answersAndErrorsOfAnvilsOwnQuestions() throws Exception {
    try (LocalChain chain = LocalChain.start(LocalChain.Settings.startingAt(GENESIS))) {
      String snapshot = chain.call("evm_snapshot").stringValue();
      chain.moveTo(GENESIS.plusSeconds(60));
      assertThat(chain.call("evm_revert", snapshot).asBoolean()).isTrue();
      assertThat(chain.now()).isEqualTo(GENESIS);
      assertThatThrownBy(() -> chain.call("evm_noSuchThing")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void twoChainsRunSideBySide() throws Exception {
    try (LocalChain one = LocalChain.start(LocalChain.Settings.startingAt(GENESIS));
        LocalChain two = LocalChain.start(LocalChain.Settings.startingAt(GENESIS))) {
      one.moveTo(GENESIS.plusSeconds(1_000));

      assertThat(two.endpoint()).isNotEqualTo(one.endpoint());
      assertThat(two.now()).isEqualTo(GENESIS);
    }
  }

  @Test
  void chainIsKeptBetweenTwoStarts() throws Exception {
    Path file = folder.resolve("chain.json");
    LocalChain.Settings settings = new LocalChain.Settings(GENESIS, Optional.of(file));
    try (LocalChain chain = LocalChain.start(settings)) {
      chain.moveTo(GENESIS.plusSeconds(5_000));
    }

    try (LocalChain chain = LocalChain.start(settings)) {
      assertThat(chain.now()).isAfterOrEqualTo(GENESIS.plusSeconds(5_000));
    }
  }

  @Test
  void programThatDoesNotAnswerIsReported() {
    Path notAnvil = Path.of("/bin/false");

    assertThatThrownBy(() -> LocalChain.start(notAnvil, LocalChain.Settings.startingAt(GENESIS)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with status");
  }

  /// Its process, not its port: that another chain may have by then.
  @Test
  void closedChainIsGone() throws Exception {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    LocalChain chain = LocalChain.start(LocalChain.Settings.startingAt(GENESIS));
    List<ProcessHandle> started =
        ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    chain.close();

    assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  /// Starts a chain, says where, and waits to be killed.
  public static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      LocalChain chain = LocalChain.start(LocalChain.Settings.startingAt(GENESIS));
      System.out.println(chain.endpoint());
      System.out.flush();
      new java.util.concurrent.CountDownLatch(1).await();
    }
  }

  @Test
  @Timeout(60)
  void chainDiesWithAProcessThatIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Holder.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    java.net.URI endpoint;
    try (var lines = holder.inputReader()) {
      endpoint = java.net.URI.create(lines.readLine());
      ask(endpoint);
      ProcessHandle guard = holder.children().findFirst().orElseThrow();
      List<ProcessHandle> chain = guard.descendants().toList();
      assertThat(chain).isNotEmpty();

      holder.destroyForcibly().waitFor();

      guard.onExit().get(20, TimeUnit.SECONDS);
      for (ProcessHandle process : chain) {
        process.onExit().get(20, TimeUnit.SECONDS);
      }
    }
    assertThatThrownBy(() -> ask(endpoint)).isInstanceOf(IOException.class);
  }

  private static void ask(java.net.URI endpoint) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      http.send(
          HttpRequest.newBuilder(endpoint)
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(5))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}"))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    }
  }
}
