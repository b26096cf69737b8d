package org.urna.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElectionSourceTest {
  private static final Path SAMPLE = Path.of("kiosk-config/practice-election/election.toml");

  @Test
  void theSampleBecomesAPackage(@TempDir Path temp) throws Exception {
    ElectionSource source = ElectionSource.read(SAMPLE);
    ElectionManifest base = ElectionFixtures.practice();
    ElectionManifest manifest =
        source.manifest(
            new ElectionSource.Made(
                base.round(),
                base.schedule(),
                base.anchors(),
                base.variants(),
                base.ballotCircuit(),
                base.decryptionCircuit(),
                base.nullifierKeyCommitment(),
                base.trustees(),
                base.stations(),
                50));
    assertThat(manifest.practice()).isTrue();
    assertThat(manifest.options())
        .extracting(BallotOption::kind)
        .containsExactly("candidate", "candidate", "candidate", "against-all", "blank");
    assertThat(manifest.eligibility().bornOnOrBefore()).isEqualTo(LocalDate.of(2008, 11, 22));
    ElectionPackage written =
        ElectionPackage.create(
            temp.resolve("package"),
            manifest,
            ElectionFixtures.chain(),
            ElectionFixtures.signature(manifest),
            source.mediaFiles());
    assertThat(written.manifest()).isEqualTo(manifest);
  }

  @ParameterizedTest
  @CsvSource({
    "must-prove-itself, MUST_PROVE_ITSELF",
    "signature-is-enough, SIGNATURE_IS_ENOUGH",
    ", MUST_PROVE_ITSELF"
  })
  void chipsMustProveThemselvesUnlessTheFileSaysOtherwise(
      String word, EligibilityRule.ChipRule rule, @TempDir Path temp) throws Exception {
    String line = "chip = \"must-prove-itself\"\n";
    String sample = Files.readString(SAMPLE);
    assertThat(sample).contains(line);
    Path file = copy(temp, sample.replace(line, word == null ? "" : "chip = \"" + word + "\"\n"));
    assertThat(ElectionSource.read(file).chip()).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "minimum-age = 18;minimum-age = 0;minimum-age",
        "minimum-age = 18;minimum-aeg = 18;minimum-age",
        "photo = \"voronov.png\";photo = \"../voronov.png\";photo",
        "photo = \"voronov.png\";photo = \"nobody.png\";nobody.png",
        "kind = \"blank\";kind = \"none\";kind",
        "[runoff];[run-off];runoff",
        "unique-by = \"person\";unique-by = \"household\";unique-by",
        "chip = \"must-prove-itself\";chip = \"any\";chip",
        "chip = \"must-prove-itself\";chip = \"MUST_PROVE_ITSELF\";chip",
        "chip = \"must-prove-itself\";chip = false;chip",
        "chip = \"must-prove-itself\";chips = \"signature-is-enough\";chips",
        "practice = true;practice = \"true\";practice"
      })
  void refusesWhatItDoesNotKnowAndNamesTheKey(
      String from, String to, String key, @TempDir Path temp) throws Exception {
    Path file = copy(temp, Files.readString(SAMPLE).replace(from, to));
    assertThatThrownBy(() -> ElectionSource.read(file))
        .isInstanceOf(ElectionPackageException.class)
        .hasMessageContaining(key);
  }

  /// The sample with another text, and the photos beside it.
  private static Path copy(Path temp, String text) throws IOException {
    Path file = temp.resolve("election.toml");
    Files.writeString(file, text);
    Files.createDirectory(temp.resolve("media"));
    try (var photos = Files.list(SAMPLE.resolveSibling("media"))) {
      for (Path photo : photos.toList()) {
        Files.copy(photo, temp.resolve("media").resolve(photo.getFileName()));
      }
    }
    return file;
  }
}
