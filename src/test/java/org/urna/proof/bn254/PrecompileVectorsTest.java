package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The arithmetic against the vectors that all Ethereum clients share: our verifier and the
/// contract must agree.
class PrecompileVectorsTest {
  record Vector(String name, String input, String expected) {
    BigInteger word(int index) {
      String padded = input + "0".repeat(Math.max(0, 64 * (index + 1) - input.length()));
      return new BigInteger(padded.substring(64 * index, 64 * (index + 1)), 16);
    }

    int words() {
      return input.length() / 64;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Vector> read(String file) throws Exception {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream in =
        PrecompileVectorsTest.class.getResourceAsStream("/vectors/eip-196-197/" + file)) {
      for (JsonNode node : JsonMapper.shared().readTree(in)) {
        vectors.add(
            new Vector(
                node.required("Name").stringValue(),
                node.required("Input").stringValue(),
                node.required("Expected").stringValue()));
      }
    }
    return vectors;
  }

  static Stream<Vector> additions() throws Exception {
    return read("bn256Add.json").stream();
  }

  static Stream<Vector> multiplications() throws Exception {
    return read("bn256ScalarMul.json").stream();
  }

  static Stream<Vector> pairings() throws Exception {
    return read("bn256Pairing.json").stream();
  }

  private static long[] g1(BigInteger x, BigInteger y) {
    assertThat(G1.isOnCurve(x, y)).isTrue();
    return G1.toLimbs(x, y);
  }

  private static String hex(long[] point) {
    byte[] bytes = new byte[64];
    for (int i = 0; i < 2; i++) {
      byte[] word = G1.coordinate(point, 0, i).toByteArray();
      int length = Math.min(32, word.length);
      System.arraycopy(word, word.length - length, bytes, 32 * (i + 1) - length, length);
    }
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @MethodSource("additions")
  void addsAsThePrecompileDoes(Vector vector) {
    long[] sum =
        Group.G1.sum(g1(vector.word(0), vector.word(1)), g1(vector.word(2), vector.word(3)));
    assertThat(hex(sum)).isEqualTo(vector.expected());
  }

  @ParameterizedTest
  @MethodSource("multiplications")
  void multipliesAsThePrecompileDoes(Vector vector) {
    long[] product =
        Group.G1.multiply(g1(vector.word(0), vector.word(1)), PrimeField.limbs(vector.word(2)));
    assertThat(hex(product)).isEqualTo(vector.expected());
  }

  @ParameterizedTest
  @MethodSource("pairings")
  void pairsAsThePrecompileDoes(Vector vector) {
    List<long[]> g1 = new ArrayList<>();
    List<long[]> g2 = new ArrayList<>();
    for (int i = 0; i + 6 <= vector.words(); i += 6) {
      g1.add(g1(vector.word(i), vector.word(i + 1)));
      BigInteger[] c = {
        vector.word(i + 3), vector.word(i + 2), vector.word(i + 5), vector.word(i + 4)
      };
      assertThat(G2.isInSubgroup(c[0], c[1], c[2], c[3])).isTrue();
      g2.add(G2.toLimbs(c[0], c[1], c[2], c[3]));
    }
    BigInteger expected = new BigInteger(vector.expected(), 16);
    assertThat(Pairing.productIsOne(g1, g2)).isEqualTo(expected.equals(BigInteger.ONE));
  }

  @Test
  void thereAreVectorsOfEachKind() throws Exception {
    assertThat(read("bn256Add.json")).hasSizeGreaterThan(10);
    assertThat(read("bn256ScalarMul.json")).hasSizeGreaterThan(10);
    assertThat(read("bn256Pairing.json")).hasSizeGreaterThan(10);
    assertThat(read("bn256Pairing.json")).anyMatch(vector -> vector.expected().endsWith("0"));
  }
}
