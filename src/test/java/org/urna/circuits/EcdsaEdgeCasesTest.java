package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.EcdsaForger.G;
import static org.urna.circuits.EcdsaForger.N;
import static org.urna.circuits.EcdsaForger.P;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.EcdsaForger.Point;
import org.urna.circuits.EcdsaVectors.Outcome;
import org.urna.circuits.EcdsaVectors.Outcomes;
import org.urna.circuits.EcdsaVectors.Vector;

/// Signatures at the edges of ECDSA, through both forms of the circuit. A key for any r, s and
/// digest is Q = (s R − e G) / r: so signatures with a tiny r, with s = 1, with an abscissa between
/// n and p or with a digest of zeros can be had without knowing a logarithm. [WycheproofP256Test]
/// runs published vectors through the same circuits.
class EcdsaEdgeCasesTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger TWO = BigInteger.TWO;
  private static final Random RANDOM = new Random(186);

  private static EcdsaVectors circuits;

  @BeforeAll
  static void load() {
    circuits =
        new EcdsaVectors(
            CircuitUnderTest.loadTest("test-ecdsa-p256-sha256"),
            CircuitUnderTest.loadTest("test-ecdsa-p256-listed-sha256"));
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint systems for the tests that follow
  static void free() {
    circuits = null;
  }

  private static BigInteger scalar() {
    return new BigInteger(255, RANDOM).add(ONE);
  }

  private static byte[] bytes(BigInteger e) {
    return HexFormat.of().parseHex("%064x".formatted(e));
  }

  /// A valid signature with this nonce point, s and digest, by the key that makes it so.
  private static Vector recovered(String name, Point nonce, BigInteger s, BigInteger e) {
    BigInteger r = nonce.x().mod(N);
    Point sum = nonce.times(s);
    sum = e.mod(N).signum() == 0 ? sum : sum.plus(G.times(e).negate());
    return new Vector(name, sum.times(r.modInverse(N)), bytes(e), r, s);
  }

  private static Vector signed(String name, BigInteger secret, BigInteger nonce, BigInteger e) {
    BigInteger r = G.times(nonce).x().mod(N);
    BigInteger s = nonce.modInverse(N).multiply(e.add(r.multiply(secret))).mod(N);
    return new Vector(name, G.times(secret), bytes(e), r, s);
  }

  private static Point pointFrom(BigInteger abscissa) {
    for (BigInteger x = abscissa; ; x = x.add(ONE)) {
      try {
        return Point.ofAbscissa(x);
      } catch (ArithmeticException notOnTheCurve) {
        continue;
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> acceptsSignaturesAtTheEdges() {
    List<Vector> vectors = new ArrayList<>();
    vectors.add(recovered("smallest r", pointFrom(ONE), scalar(), scalar()));
    vectors.add(
        recovered("largest abscissa below n", Point.ofAbscissa(below(N)), scalar(), scalar()));
    vectors.add(recovered("abscissa above n", pointFrom(N.add(ONE)), scalar(), scalar()));
    vectors.add(
        recovered(
            "abscissa far above n",
            Point.ofAbscissa(below(N.add(TWO.pow(125)))),
            scalar(),
            scalar()));
    for (BigInteger s :
        List.of(ONE, TWO, N.subtract(ONE), N.shiftRight(1), N.shiftRight(1).add(ONE))) {
      vectors.add(recovered("s = " + s, G.times(scalar()), s, scalar()));
    }
    for (BigInteger e :
        List.of(
            ONE,
            N.subtract(ONE),
            N.add(ONE),
            TWO.pow(256).subtract(ONE),
            TWO.pow(255),
            scalar().and(TWO.pow(32).subtract(ONE).shiftLeft(96).not()),
            scalar().shiftRight(128),
            scalar().or(TWO.pow(128).subtract(ONE)))) {
      vectors.add(recovered("digest " + e.toString(16), G.times(scalar()), scalar(), e));
    }
    for (BigInteger secret :
        List.of(ONE, TWO, BigInteger.valueOf(3), N.subtract(ONE), N.shiftRight(1))) {
      vectors.add(signed("key " + secret + " G", secret, scalar(), scalar()));
    }
    for (BigInteger nonce : List.of(ONE, TWO, N.subtract(ONE), N.shiftRight(1))) {
      vectors.add(signed("nonce " + nonce + " G", scalar(), nonce, scalar()));
    }
    // u2 and u1 as wanted: s = r / u2, e = u1 s
    for (BigInteger u2 :
        List.of(
            ONE,
            TWO,
            BigInteger.valueOf(3),
            N.subtract(ONE),
            N.shiftRight(1),
            TWO.pow(128),
            TWO.pow(256).subtract(ONE).mod(N))) {
      vectors.add(multipliers("u2 = " + u2, scalar(), u2, scalar()));
      vectors.add(multipliers("u1 = " + u2, scalar(), scalar(), u2));
    }
    for (Vector vector : List.of(recovered("small x of the key", G.times(7), ONE, ONE))) {
      vectors.add(vector);
    }
    return vectors.stream()
        .map(
            v ->
                dynamicTest(
                    v.name(),
                    () ->
                        assertThat(circuits.check(v)).isEqualTo(Outcomes.both(Outcome.ACCEPTED))));
  }

  private static BigInteger below(BigInteger bound) {
    for (BigInteger x = bound.subtract(ONE); ; x = x.subtract(ONE)) {
      try {
        return Point.ofAbscissa(x).x();
      } catch (ArithmeticException notOnTheCurve) {
        continue;
      }
    }
  }

  private static Vector multipliers(String name, BigInteger secret, BigInteger u2, BigInteger u1) {
    BigInteger r = G.times(u2.multiply(secret).add(u1)).x().mod(N);
    BigInteger s = r.multiply(u2.modInverse(N)).mod(N);
    return new Vector(name, G.times(secret), bytes(u1.multiply(s).mod(N)), r, s);
  }

  /// Valid, and beyond the circuits: nobody meets one by chance.
  @Test
  void aListedKeyTakesNoSignatureWhosePartsAreEqual() {
    BigInteger secret = scalar();
    BigInteger u2 = scalar();
    Vector vector = multipliers("u1 G = u2 Q", secret, u2, u2.multiply(secret).mod(N));
    assertThat(vector.isSignature(vector.r(), vector.s())).isTrue();
    assertThat(circuits.check(vector)).isEqualTo(new Outcomes(Outcome.ACCEPTED, Outcome.BEYOND));
  }

  /// Valid, and in the gap of `BelowP`, which alone objects: abscissas of p − 2^96 + 1 to p − 1.
  @Test
  void refusesTheLargestAbscissasAlone() {
    Vector last = recovered("", Point.ofAbscissa(below(P)), scalar(), scalar());
    assertThat(circuits.check(last)).isEqualTo(Outcomes.both(Outcome.BEYOND));
    BigInteger first = P.subtract(TWO.pow(96)).add(ONE);
    Vector least = recovered("", pointFrom(first), scalar(), scalar());
    assertThat(circuits.check(least)).isEqualTo(Outcomes.both(Outcome.BEYOND));
    Vector below = recovered("", Point.ofAbscissa(below(first)), scalar(), scalar());
    assertThat(circuits.check(below)).isEqualTo(Outcomes.both(Outcome.ACCEPTED));
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatIsNoSignature() {
    List<Vector> vectors = new ArrayList<>();
    BigInteger secret = scalar();
    Vector v = signed("genuine", secret, scalar(), scalar());
    BigInteger r = v.r();
    BigInteger s = v.s();
    BigInteger zero = BigInteger.ZERO;
    List<BigInteger[]> pairs =
        List.of(
            new BigInteger[] {zero, zero},
            new BigInteger[] {zero, s},
            new BigInteger[] {r, zero},
            new BigInteger[] {N, s},
            new BigInteger[] {r, N},
            new BigInteger[] {N, N},
            new BigInteger[] {ONE, ONE},
            new BigInteger[] {ONE, N.subtract(ONE)},
            new BigInteger[] {N.subtract(ONE), ONE},
            new BigInteger[] {P, s},
            new BigInteger[] {P.subtract(N), ONE},
            new BigInteger[] {s, r},
            new BigInteger[] {N.subtract(r), s},
            new BigInteger[] {r.flipBit(0), s},
            new BigInteger[] {r.flipBit(255).mod(N), s},
            new BigInteger[] {r, s.flipBit(0)},
            new BigInteger[] {r, s.modInverse(N)},
            new BigInteger[] {r.modInverse(N), s});
    for (BigInteger[] pair : pairs) {
      vectors.add(
          new Vector("r = " + pair[0] + ", s = " + pair[1], v.key(), v.digest(), pair[0], pair[1]));
    }
    vectors.add(new Vector("another digest", v.key(), bytes(v.e().flipBit(255)), v.r(), v.s()));
    vectors.add(new Vector("the key's negative", v.key().negate(), v.digest(), v.r(), v.s()));
    vectors.add(new Vector("another key", G.times(scalar()), v.digest(), v.r(), v.s()));
    // u1 G = -u2 Q: R is the identity
    BigInteger u2 = r.multiply(s.modInverse(N)).mod(N);
    BigInteger opposite = u2.multiply(secret).multiply(s).negate().mod(N);
    vectors.add(new Vector("R = O", v.key(), bytes(opposite), r, s));
    return vectors.stream()
        .map(
            w ->
                dynamicTest(
                    w.name(),
                    () -> assertThat(circuits.check(w)).isEqualTo(Outcomes.both(Outcome.REFUSED))));
  }

  @Test
  void leavesNumbersOutOfRangeToTheReader() {
    Vector v = signed("genuine", scalar(), scalar(), scalar());
    for (BigInteger[] pair :
        List.of(
            new BigInteger[] {v.r().add(N), v.s()},
            new BigInteger[] {v.r(), v.s().add(N)},
            new BigInteger[] {v.r().subtract(N), v.s()},
            new BigInteger[] {v.r(), v.s().negate().mod(N).negate()})) {
      assertThat(circuits.check(new Vector("", v.key(), v.digest(), pair[0], pair[1])))
          .isEqualTo(Outcomes.both(Outcome.ENCODING));
    }
  }
}
