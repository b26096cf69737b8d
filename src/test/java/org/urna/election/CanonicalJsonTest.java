package org.urna.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The canonical form is what an election's identity is computed from, so the library is held to
/// the RFC's own vectors.
class CanonicalJsonTest {
  private static final Path VECTORS = Path.of("src/test/resources/vectors/rfc8785");

  @ParameterizedTest
  @ValueSource(strings = {"primitives", "sorting"})
  void writesTheSamplesOfRfc8785(String name) throws Exception {
    byte[] in = Files.readAllBytes(VECTORS.resolve(name + ".in.json"));
    byte[] out = Files.readAllBytes(VECTORS.resolve(name + ".out.json"));
    assertThat(ManifestJson.canonical(in)).isEqualTo(out);
    assertThat(ManifestJson.canonical(out)).isEqualTo(out);
  }

  @ParameterizedTest
  @CsvFileSource(files = "src/test/resources/vectors/rfc8785/numbers.csv")
  void writesNumbersAsAppendixB(String bits, String expected) throws Exception {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    byte[] json = ("[" + value + "]").getBytes(StandardCharsets.US_ASCII);
    assertThat(new String(ManifestJson.canonical(json), StandardCharsets.US_ASCII))
        .isEqualTo("[" + expected + "]");
  }
}
