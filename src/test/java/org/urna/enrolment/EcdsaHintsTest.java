package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.urna.trust.tree.P256Point;

class EcdsaHintsTest {
  private static final BigInteger N = P256Point.ORDER;

  private final Random random = new Random(6979);
  private final BigInteger secret = new BigInteger(255, random);
  private final P256Point key = P256Point.GENERATOR.times(secret);
  private final byte[] digest = new byte[32];
  private final BigInteger r;
  private final BigInteger s;

  EcdsaHintsTest() {
    random.nextBytes(digest);
    BigInteger k = new BigInteger(255, random);
    r = P256Point.GENERATOR.times(k).x().mod(N);
    s = k.modInverse(N).multiply(new BigInteger(1, digest).add(r.multiply(secret))).mod(N);
  }

  private List<Optional<Map<String, List<BigInteger>>>> hints(
      P256Point of, byte[] message, BigInteger first, BigInteger second) {
    return List.of(
        EcdsaHints.forPrivateKey("", of, message, first, second),
        EcdsaHints.forListedKey("", of, message, first, second));
  }

  @Test
  void givesTheHintsOfItsDocumentation() {
    Map<String, List<BigInteger>> hints =
        EcdsaHints.forPrivateKey("signer", key, digest, r, s).orElseThrow();
    assertThat(sizes(hints))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("signerNonceX", 8),
                Map.entry("signerNonceY", 8),
                Map.entry("signerS", 8),
                Map.entry("signerTableX", 80),
                Map.entry("signerTableSlopes", 80),
                Map.entry("signerWindows", 256),
                Map.entry("signerDoublingSlopes", 512),
                Map.entry("signerDoubledX", 512),
                Map.entry("signerFirstSlopes", 512),
                Map.entry("signerSecondSlopes", 512),
                Map.entry("signerIsEven", 2),
                Map.entry("signerCorrectionX", 16),
                Map.entry("signerCorrectionSlopes", 16),
                Map.entry("signerGeneratorWindows", 256),
                Map.entry("signerGeneratorSlopes", 248)));
    assertThat(sizes(EcdsaHints.forListedKey("csca", key, digest, r, s).orElseThrow()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cscaNonceX",
                8,
                "cscaS",
                8,
                "cscaWindows",
                256,
                "cscaFirstSlopes",
                512,
                "cscaSecondSlopes",
                512,
                "cscaGeneratorWindows",
                256,
                "cscaGeneratorSlopes",
                248,
                "cscaSumDifference",
                8,
                "cscaSumSlope",
                8));
  }

  private static Map<String, Integer> sizes(Map<String, List<BigInteger>> hints) {
    return hints.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().size()));
  }

  @Test
  void hintsAreLimbsAndBits() {
    for (var hints : hints(key, digest, r, s)) {
      hints
          .orElseThrow()
          .forEach(
              (name, values) -> {
                int bits = name.endsWith("indows") || name.equals("isEven") ? 1 : 32;
                assertThat(values).as(name).allMatch(v -> v.signum() >= 0 && v.bitLength() <= bits);
              });
    }
  }

  @Test
  void hasNoneForWhatIsNoSignature() {
    byte[] other = digest.clone();
    other[31] ^= 1;
    BigInteger one = BigInteger.ONE;
    assertThat(hints(key, digest, r, s)).allMatch(Optional::isPresent);
    assertThat(hints(key, digest, r, N.subtract(s))).allMatch(Optional::isPresent);
    assertThat(hints(key, other, r, s)).allMatch(Optional::isEmpty);
    assertThat(hints(key.negate(), digest, r, s)).allMatch(Optional::isEmpty);
    assertThat(hints(key, digest, r.add(one), s)).allMatch(Optional::isEmpty);
    assertThat(hints(key, digest, r, s.add(one))).allMatch(Optional::isEmpty);
    for (BigInteger bad : List.of(BigInteger.ZERO, N, one.negate())) {
      assertThat(hints(key, digest, bad, s)).allMatch(Optional::isEmpty);
      assertThat(hints(key, digest, r, bad)).allMatch(Optional::isEmpty);
    }
    assertThat(hints(key, digest, r.add(N), s)).allMatch(Optional::isEmpty);
    assertThat(hints(key, digest, r, s.add(N))).allMatch(Optional::isEmpty);
  }

  /// u2 = 1, 2, …, −1: Euclid's algorithm has few remainders there.
  @Test
  void findsHintsForSmallMultipliers() {
    for (int small : new int[] {1, 2, 3, 4, 7, -1, -2, -3}) {
      BigInteger u2 = BigInteger.valueOf(small).mod(N);
      BigInteger u1 = new BigInteger(255, random);
      BigInteger x = P256Point.GENERATOR.times(u1).plus(key.times(u2)).x().mod(N);
      BigInteger t = x.multiply(u2.modInverse(N)).mod(N);
      byte[] e = new byte[32];
      byte[] number = u1.multiply(t).mod(N).toByteArray();
      int length = Math.min(32, number.length);
      System.arraycopy(number, number.length - length, e, 32 - length, length);
      assertThat(EcdsaHints.forPrivateKey("", key, e, x, t)).as("u2 = %d", small).isPresent();
      assertThat(EcdsaHints.forListedKey("", key, e, x, t)).as("u2 = %d", small).isPresent();
    }
  }
}
