package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.election.ElectionMode;

class StationSettingsTest {
  private static final Path SAMPLE = Path.of("kiosk-config/station.toml");
  private static final String SAMPLE_ORGANISER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
  @TempDir Path temp;

  @Test
  void readsTheSample() throws Exception {
    StationSettings settings = StationSettings.read(SAMPLE);
    assertThat(settings.mode()).isEqualTo(ElectionMode.PRACTICE);
    assertThat(settings.dataFolder()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.proverThreads()).isEqualTo(2);
    StationSettings.Chain chain = settings.chainSettings().orElseThrow();
    assertThat(chain.endpoint()).isEqualTo("http://127.0.0.1:8545");
    assertThat(chain.secondEndpoint()).isEmpty();
    assertThat(chain.finalityDepth()).hasValue(2);
    assertThat(chain.feeCapGwei()).isEmpty();
    assertThat(chain.gasCap()).isEmpty();
    assertThat(settings.folder().path()).endsWithRaw(Path.of("practice"));
  }

  @Test
  void whatTheSampleShowsBehindCommentsCanBeSet() throws Exception {
    Path file = temp.resolve("station.toml");
    Files.writeString(
        file,
        Files.readString(SAMPLE)
            .replace("# second-endpoint", "second-endpoint")
            .replace("# fee-cap-gwei", "fee-cap-gwei")
            .replace("# gas-cap", "gas-cap"));
    StationSettings.Chain chain = StationSettings.read(file).chainSettings().orElseThrow();
    assertThat(chain.secondEndpoint()).contains("http://127.0.0.1:8546");
    assertThat(chain.feeCapGwei()).hasValue(60);
    assertThat(chain.gasCap()).hasValue(16_777_216);
  }

  @Test
  void aStationWithoutNetworkLeavesTheChainOut() throws Exception {
    String text = Files.readString(SAMPLE);
    Path file = temp.resolve("station.toml");
    Files.writeString(file, text.substring(0, text.indexOf("[prover]")));
    StationSettings settings = StationSettings.read(file);
    assertThat(settings.chainSettings()).isEmpty();
    assertThat(settings.proverThreads()).isPositive();
  }

  @Test
  void aScannerIsNoneUnlessItIsSet() throws Exception {
    assertThat(StationSettings.read(SAMPLE).scannerSettings()).isEmpty();
    String text = Files.readString(SAMPLE);
    Path file = temp.resolve("station.toml");
    // The sample shows how, behind a comment.
    Files.writeString(
        file,
        text.replace("# [scanner]", "[scanner]")
            .replace("# profile", "profile")
            .replace("# device", "device"));
    StationSettings.Scanner scanner = StationSettings.read(file).scannerSettings().orElseThrow();
    assertThat(scanner.profile()).isEqualTo("elyctis-mrz");
    assertThat(scanner.devicePath()).contains("/dev/ttyACM0");
    Files.writeString(file, text + "\n[scanner]\nprofile = \"mrz-wedge\"\n");
    assertThat(StationSettings.read(file).scannerSettings().orElseThrow().devicePath()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "device = \"/dev/ttyACM0\";scanner.profile",
        "profile = \"../x\";scanner.profile",
        "profile = \"\";scanner.profile",
        "profile = \"a\" NEWLINE device = \"ttyACM0\";scanner.device",
        "profile = \"a\" NEWLINE device = \"/dev/tty ACM0\";scanner.device",
        "profile = \"a\" NEWLINE baud = 9600;baud"
      })
  void refusesAScannerThatItDoesNotUnderstand(String table, String key) throws Exception {
    Path file = temp.resolve("station.toml");
    Files.writeString(
        file, Files.readString(SAMPLE) + "\n[scanner]\n" + table.replace("NEWLINE", "\n") + "\n");
    assertThatThrownBy(() -> StationSettings.read(file))
        .isInstanceOf(StationSettingsException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mode = \"practice\";mode = \"test\";mode",
        "mode = \"practice\";modus = \"practice\";mode",
        "threads = 2;threads = 0;prover.threads",
        "threads = 2;threads = \"2\";prover.threads",
        "threads = 2;thread = 2;prover.threads",
        "[chain];[chains];chains",
        "finality-depth = 2;finality-deep = 2;finality-deep",
        "finality-depth = 2;finality-depth = -1;finality-depth",
        "# fee-cap-gwei = 60;fee-cap-gwei = 0;fee-cap-gwei",
        "# gas-cap = 16777216;gas-cap = 16777217;gas-cap",
        "# second-endpoint = \"http://127.0.0.1:8546\";second-endpoint = \"http://127.0.0.1:8545\";second-endpoint",
        "# second-endpoint = \"http://127.0.0.1:8546\";second-endpoint = \"ws://127.0.0.1\";second-endpoint",
        "http://127.0.0.1:8545;ftp://127.0.0.1;chain.endpoint",
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266;0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266;organiser",
        "mode = \"practice\";;mode"
      })
  void refusesWhatItDoesNotKnowAndNamesTheKey(String from, String to, String key) throws Exception {
    String text = Files.readString(SAMPLE);
    assertThat(text).contains(from);
    Path file = temp.resolve("station.toml");
    Files.writeString(file, text.replace(from, to == null ? "" : to));
    assertThatThrownBy(() -> StationSettings.read(file))
        .isInstanceOf(StationSettingsException.class)
        .hasMessageContaining(key);
  }

  @Test
  void aRealStationWaitsForFinality() throws Exception {
    Path file = temp.resolve("station.toml");
    Files.writeString(
        file,
        Files.readString(SAMPLE)
            .replace("\"practice\"", "\"real\"")
            .replace(SAMPLE_ORGANISER, "0x5FbDB2315678afecb367f032d93F642f64180aa3")
            .replace("finality-depth = 2", "finality-depth = 0"));
    assertThatThrownBy(() -> StationSettings.read(file)).hasMessageContaining("finality-depth");
  }

  /// Whoever copies the sample and changes only the mode would accept anybody's election.
  @Test
  void aRealStationDoesNotTrustTheSamplesOrganiser() throws Exception {
    String real = Files.readString(SAMPLE).replace("\"practice\"", "\"real\"");
    Path file = temp.resolve("station.toml");
    Files.writeString(file, real);
    assertThatThrownBy(() -> StationSettings.read(file)).hasMessageContaining("organiser");

    Files.writeString(
        file, real.replace(SAMPLE_ORGANISER, "0x5FbDB2315678afecb367f032d93F642f64180aa3"));
    assertThat(StationSettings.read(file).mode()).isEqualTo(ElectionMode.REAL);
  }
}
