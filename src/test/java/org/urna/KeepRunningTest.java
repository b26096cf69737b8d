package org.urna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The loop that starts a kiosk again, in the shells that read it.
@Timeout(60)
class KeepRunningTest {
  @TempDir private Path folder;

  /// A kiosk that ends in one way the first time, and well the second time.
  @ParameterizedTest
  @CsvSource({
    // memory used up, killed, crashed
    "exit 3, 0, 0, 2",
    "kill -KILL $$, 0, 0, 2",
    "kill -ABRT $$, 0, 0, 2",
    // done, an internal fault that would come again, a person's own end
    "exit 0, 0, 0, 1",
    "exit 1, 0, 1, 1",
    "kill -TERM $$, 0, 143, 1",
    // refused, or broken from the start
    "exit 3, 60, 3, 1",
  })
  void startsAgainAfterAnEndThatNobodyAskedFor(String end, int leastSeconds, int status, int starts)
      throws Exception {
    for (String shell : new String[] {"/bin/bash", "/bin/sh"}) {
      assumeTrue(Files.isExecutable(Path.of(shell)), "the loop is for Unix");
      Path count = folder.resolve("starts");
      Files.deleteIfExists(count);
      Path kiosk = folder.resolve("kiosk");
      Files.writeString(
          kiosk, "echo x >>starts\nif [ $(wc -l <starts) -eq 1 ]; then " + end + "; fi\nexit 0\n");
      assertThat(run(shell, leastSeconds, "keep_running /bin/sh kiosk"))
          .as(shell)
          .isEqualTo(status);
      assertThat(Files.readAllLines(count)).as(shell).hasSize(starts);
    }
  }

  @Test
  void handsItsInputOn() throws Exception {
    Files.writeString(folder.resolve("in"), "a passphrase\n");
    assertThat(run("/bin/sh", 0, "keep_running sh -c 'read line; echo \"$line\" >out' <in"))
        .isZero();
    assertThat(Files.readString(folder.resolve("out"), UTF_8)).isEqualTo("a passphrase\n");
  }

  private int run(String shell, int leastSeconds, String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                shell,
                "-c",
                "set -eu; . "
                    + Path.of("installers/keep-running.sh").toAbsolutePath()
                    + "; "
                    + command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("URNA_RESTART_AFTER", Integer.toString(leastSeconds));
    Process process = builder.start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
