package org.urna.proof.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.urna.proof.bn254.Fr;
import tools.jackson.databind.JsonNode;

class PoseidonTest {
  @Test
  void equalsCircomlibForEveryWidth() throws IOException {
    JsonNode vectors = CircomlibVectors.read("poseidon.json");
    assertThat(vectors.size()).isEqualTo(3 * Poseidon.MAX_INPUTS);
    for (JsonNode vector : vectors) {
      List<BigInteger> inputs =
          StreamSupport.stream(vector.required("inputs").spliterator(), false)
              .map(CircomlibVectors::number)
              .toList();
      assertThat(Poseidon.hash(inputs))
          .as("%d inputs", inputs.size())
          .isEqualTo(CircomlibVectors.number(vector.required("hash")));
    }
  }

  @Test
  void refusesNoInputsAndTooMany() {
    assertThatThrownBy(() -> Poseidon.hash(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Poseidon.hash(Collections.nCopies(17, BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesInputsOutsideTheField() {
    assertThatThrownBy(() -> Poseidon.hash(BigInteger.ONE, Fr.MODULUS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Poseidon.hash(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOneTagOf32CharactersIsReduced() {
    String text = "urna.nullifier-key-commitment.v1";
    BigInteger integer =
        new BigInteger(1, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(integer).isGreaterThan(Fr.MODULUS);
    assertThat(Poseidon.tag(text)).isEqualTo(integer.mod(Fr.MODULUS));
  }

  @Test
  void tagsAreBigEndianAscii() {
    assertThat(Poseidon.tag("RUS")).isEqualTo(new BigInteger("525553", 16));
    assertThatThrownBy(() -> Poseidon.tag("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Poseidon.tag("ключ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Poseidon.tag("x".repeat(33)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
