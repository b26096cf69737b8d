package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.EcdsaForger.G;
import static org.urna.circuits.EcdsaForger.N;
import static org.urna.circuits.EcdsaForger.P;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.EcdsaForger.Claim;
import org.urna.circuits.EcdsaForger.ListedClaim;
import org.urna.circuits.EcdsaForger.Point;
import org.urna.proof.hash.Poseidon;
import org.urna.trust.SignerKeyType;
import org.urna.trust.tree.EcLeaf;
import org.urna.trust.tree.P256Point;

/// Attacks on lib/p256/ecdsa.circom by a prover who knows every discrete logarithm and chooses the
/// digest: so every multiplier, every nonce and every coincidence of points can be had, while all
/// else stays *consistent*. Where the expected number of broken constraints is 1, the assignment
/// would be a proof without that one constraint, which is named in the test.
class EcdsaForgeryTest {
  private static final BigInteger TWO = BigInteger.TWO;
  private static final Random RANDOM = new Random(20261122);

  private static CircuitUnderTest privateKey;
  private static CircuitUnderTest listedKey;

  @BeforeAll
  static void load() {
    privateKey = CircuitUnderTest.loadTest("test-ecdsa-p256-sha256");
    listedKey = CircuitUnderTest.loadTest("test-ecdsa-p256-listed-sha256");
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint systems for the tests that follow
  static void free() {
    privateKey = null;
    listedKey = null;
  }

  private static int broken(Claim claim) {
    return privateKey.attempt(claim.inputs()).violations();
  }

  private static int broken(ListedClaim claim) {
    return listedKey.attempt(claim.inputs()).violations();
  }

  private static BigInteger scalar() {
    return new BigInteger(255, RANDOM).add(BigInteger.ONE);
  }

  private static BigInteger halfScalar() {
    return new BigInteger(128, RANDOM).setBit(100);
  }

  // --- the forger's honest work is accepted
  // -------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> acceptsTrueClaimsWhateverTheMultipliers() {
    BigInteger most = TWO.pow(129).subtract(TWO);
    BigInteger one = BigInteger.ONE;
    List<BigInteger[]> multipliers =
        List.of(
            new BigInteger[] {halfScalar().setBit(0), halfScalar().setBit(0)},
            new BigInteger[] {halfScalar().clearBit(0), halfScalar().clearBit(0)},
            new BigInteger[] {one, one},
            new BigInteger[] {most, most.subtract(TWO)},
            new BigInteger[] {TWO, halfScalar()});
    return multipliers.stream()
        .map(
            ab ->
                dynamicTest(
                    "a = " + ab[0] + ", b = " + ab[1],
                    () -> assertThat(broken(Claim.of(scalar(), scalar(), ab[0], ab[1]))).isZero()));
  }

  @TestFactory
  Stream<DynamicTest> acceptsTrueClaimsUnderAListedKey() {
    return Stream.of(scalar(), BigInteger.ONE, TWO, N.subtract(BigInteger.ONE), N.shiftRight(1))
        .map(
            u2 ->
                dynamicTest(
                    "u2 = " + u2,
                    () ->
                        assertThat(
                                broken(
                                    ListedClaim.of(
                                        scalar(), ListedClaim.u2Of(u2), EcdsaForger.odd(scalar()))))
                            .isZero()));
  }

  /// The leaf of a key is recomputable from the key alone, here by another program.
  @Test
  void theLeafIsWhatTheReadmeSays() {
    for (BigInteger secret : List.of(BigInteger.ONE, N.subtract(BigInteger.ONE), scalar())) {
      Point key = G.times(secret);
      List<BigInteger> multiples = EcdsaForger.multiples(key);
      assertThat(EcLeaf.of(new P256Point(key.x(), key.y())).multiples()).isEqualTo(multiples);
      BigInteger[] inputs = new BigInteger[9];
      inputs[0] = Poseidon.tag("urna.signer.v1");
      inputs[1] = EnrolmentInputs.letters("RUS");
      inputs[2] = BigInteger.valueOf(SignerKeyType.P256_SHA256.code());
      for (int i = 0; i < 6; i++) {
        inputs[3 + i] = Poseidon.hash(multiples.subList(16 * i, 16 * i + 16));
      }
      assertThat(EcLeaf.of(new P256Point(key.x(), key.y())).leaf("RUS", SignerKeyType.P256_SHA256))
          .isEqualTo(Poseidon.hash(inputs));
    }
  }

  // --- exceptional additions
  // ----------------------------------------------------------------------

  /// The state before step i is α Q + β R'; it is doubled to P, then T = dA Q + dB R' is added,
  /// then P again.
  @TestFactory
  Stream<DynamicTest> refusesExceptionalStepsOfTheJointLoop() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int step : new int[] {0, 1, 30, 62, 63}) {
      Multipliers m = Multipliers.random(step);
      // P = T leaves the first slope free; the tangent makes all else true. Only the guard objects.
      tests.add(
          dynamicTest(
              "T = P in step " + step,
              () -> assertThat(broken(m.claim(m.relation(2, -1)))).isEqualTo(1)));
      tests.add(
          dynamicTest(
              "T = -P in step " + step,
              () -> assertThat(broken(m.claim(m.relation(2, 1)))).isGreaterThan(1)));
      tests.add(
          dynamicTest(
              "2 P + T = O in step " + step,
              () -> assertThat(broken(m.claim(m.relation(4, 1)))).isPositive()));
    }
    return tests.stream();
  }

  /// @param a, b odd multipliers
  /// @param alpha, beta their leading digits before a step
  /// @param digitA, digitB of that step
  private record Multipliers(
      BigInteger a,
      BigInteger b,
      BigInteger alpha,
      BigInteger beta,
      BigInteger digitA,
      BigInteger digitB) {
    static Multipliers random(int step) {
      BigInteger[] whole = new BigInteger[2];
      BigInteger[] before = new BigInteger[2];
      BigInteger[] digit = new BigInteger[2];
      for (int i = 0; i < 2; i++) {
        whole[i] = BigInteger.ONE;
        before[i] = BigInteger.ONE;
        digit[i] = BigInteger.ZERO;
        for (int j = 0; j < 64; j++) {
          BigInteger next = BigInteger.valueOf(2L * RANDOM.nextInt(4) - 3);
          if (j == 0) {
            next = BigInteger.valueOf(i == 0 ? -3 : 1); // not one of the table's own exceptions
          }
          if (j == step) {
            before[i] = whole[i];
            digit[i] = next;
          }
          whole[i] = whole[i].shiftLeft(2).add(next);
        }
      }
      return new Multipliers(whole[0], whole[1], before[0], before[1], digit[0], digit[1]);
    }

    /// R' / Q such that `factor` · (α Q + β R') + `sign` · (dA Q + dB R') = O.
    BigInteger relation(int factor, int sign) {
      BigInteger f = BigInteger.valueOf(factor);
      BigInteger s = BigInteger.valueOf(sign);
      BigInteger ofKey = f.multiply(alpha).add(s.multiply(digitA));
      BigInteger ofNonce = f.multiply(beta).add(s.multiply(digitB));
      return ofKey.negate().multiply(ofNonce.modInverse(N)).mod(N);
    }

    Claim claim(BigInteger relation) {
      BigInteger secret = scalar();
      return Claim.of(secret, relation.multiply(secret).mod(N), a, b);
    }
  }

  /// Q ± R, 3Q ± R, Q ± 3R, 3Q ± 3R must not meet the identity or double anything on their way.
  @TestFactory
  Stream<DynamicTest> refusesNoncesThatSpoilTheTable() {
    BigInteger third = BigInteger.valueOf(3).modInverse(N);
    return Stream.of(BigInteger.ONE, BigInteger.valueOf(3), third)
        .flatMap(ratio -> Stream.of(ratio, ratio.negate().mod(N)))
        .map(
            ratio ->
                dynamicTest(
                    "R' = " + ratio + " Q",
                    () -> {
                      BigInteger secret = scalar();
                      BigInteger nonce = ratio.multiply(secret).mod(N);
                      assertThat(broken(Claim.of(secret, nonce, halfScalar(), halfScalar())))
                          .isPositive();
                    }));
  }

  /// In the corrections the slope of V and -Q (or -R') is free if V = -Q; it does not exist if V =
  /// Q, which is refused even where nothing is subtracted.
  @TestFactory
  Stream<DynamicTest> refusesExceptionalCorrections() {
    List<DynamicTest> tests = new ArrayList<>();
    for (boolean isEven : new boolean[] {false, true}) {
      for (int sign : new int[] {-1, 1}) {
        BigInteger a = isEven ? halfScalar().clearBit(0) : halfScalar().setBit(0);
        BigInteger b = halfScalar().setBit(0);
        BigInteger ratio =
            BigInteger.valueOf(sign).subtract(a.setBit(0)).multiply(b.modInverse(N)).mod(N);
        tests.add(
            dynamicTest(
                "V = " + sign + " Q, a even: " + isEven,
                () -> {
                  BigInteger secret = scalar();
                  int broken = broken(Claim.of(secret, ratio.multiply(secret).mod(N), a, b));
                  if (sign < 0) {
                    assertThat(broken).isEqualTo(1);
                  } else {
                    assertThat(broken).isGreaterThan(1);
                  }
                }));
      }
    }
    return tests.stream();
  }

  /// The last window of c G can add a point to itself: k - m = n. One constraint on c objects.
  @TestFactory
  Stream<DynamicTest> refusesTheOneExceptionalMultipleOfTheGenerator() {
    BigInteger top = BigInteger.valueOf(255).shiftLeft(248);
    BigInteger c = N.subtract(top.shiftLeft(1)); // k = n - top, m = -top
    return Stream.of(c, c.negate())
        .flatMap(
            forced ->
                Stream.of(
                    dynamicTest(
                        "private key, c = " + forced,
                        () -> {
                          BigInteger a = halfScalar();
                          BigInteger b = halfScalar();
                          BigInteger secret = scalar();
                          BigInteger nonce =
                              forced
                                  .add(a.multiply(secret))
                                  .negate()
                                  .multiply(b.modInverse(N))
                                  .mod(N);
                          Claim claim = Claim.of(secret, nonce, a, b);
                          assertThat(claim.c()).isEqualTo(forced);
                          assertThat(broken(claim)).isEqualTo(1);
                        }),
                    dynamicTest(
                        "listed key, c = " + forced,
                        () ->
                            assertThat(
                                    broken(
                                        ListedClaim.of(
                                            scalar(), ListedClaim.u2Of(scalar()), forced)))
                                .isEqualTo(1))));
  }

  @Test
  void refusesToAddEqualPointsInTheEndUnderAListedKey() {
    BigInteger secret = scalar();
    BigInteger u2 = scalar();
    BigInteger c = EcdsaForger.odd(u2.multiply(secret).mod(N));
    assertThat(broken(ListedClaim.of(secret, ListedClaim.u2Of(u2), c))).isEqualTo(1);
  }

  @Test
  void refusesOppositePointsInTheEndUnderAListedKey() {
    BigInteger secret = scalar();
    BigInteger u2 = scalar();
    BigInteger c = EcdsaForger.odd(u2.multiply(secret).negate().mod(N));
    BigInteger s = scalar();
    BigInteger claimed = u2.multiply(s).mod(N);
    ListedClaim claim =
        new ListedClaim(G.times(secret), claimed, s, ListedClaim.u2Of(u2), c, c.multiply(s).mod(N));
    assertThat(broken(claim)).isPositive();
  }

  // --- scalars
  // ------------------------------------------------------------------------------------

  /// With b = 0 the nonce disappears from every equation: s = 0 signs any digest.
  @Test
  void refusesToMultiplyTheNonceByZero() {
    BigInteger secret = scalar();
    BigInteger a = halfScalar();
    BigInteger c = EcdsaForger.odd(a.multiply(secret).negate().mod(N));
    Point nonce = G.times(scalar());
    Claim claim =
        new Claim(
            G.times(secret),
            nonce,
            nonce.x(),
            BigInteger.ZERO,
            a,
            BigInteger.ZERO,
            c,
            new BigInteger(256, RANDOM));
    assertThat(broken(claim)).isEqualTo(1);
  }

  /// r = 0 makes s = 0 in one equation and the digest 0 in the other.
  @Test
  void refusesANonceWithAbscissaZero() {
    assertThat(broken(ofNonce(Point.ofAbscissa(BigInteger.ZERO)))).isEqualTo(1);
  }

  @Test
  void refusesZeroForRAndSUnderAnyNonce() {
    Claim genuine = Claim.of(scalar(), scalar(), halfScalar(), halfScalar());
    BigInteger zero = BigInteger.ZERO;
    Claim claim =
        new Claim(
            genuine.key(),
            genuine.nonce(),
            N, // x = n: r = 0 modulo n
            zero,
            genuine.a(),
            genuine.b(),
            genuine.c(),
            zero);
    assertThat(broken(claim)).isPositive();
  }

  /// x + p is below 2^256 for a few x, and another number modulo n: without the comparison with p a
  /// second r would be signed.
  @Test
  void refusesANonceAboveTheFieldsOrder() {
    Claim genuine = ofNonce(smallAbscissa());
    assertThat(broken(genuine)).isZero();
    assertThat(broken(genuine.withNonceX(genuine.nonceX().add(P)))).isEqualTo(1);
  }

  @Test
  void acceptsANonceBetweenTheGroupsAndTheFieldsOrder() {
    BigInteger x = N;
    while (true) {
      x = x.add(BigInteger.ONE);
      try {
        assertThat(broken(ofNonce(Point.ofAbscissa(x)))).isZero();
        return;
      } catch (ArithmeticException notOnTheCurve) {
        continue;
      }
    }
  }

  @Test
  void refusesAKeyAboveTheFieldsOrder() {
    Point key = smallAbscissa();
    BigInteger a = halfScalar();
    BigInteger b = halfScalar();
    BigInteger c = EcdsaForger.odd(scalar());
    Point nonce = key.times(a).plus(G.times(c)).negate().times(b.modInverse(N));
    BigInteger s = b.multiply(nonce.x()).multiply(a.modInverse(N)).mod(N);
    BigInteger e = c.multiply(s).multiply(b.modInverse(N)).mod(N);
    Map<String, List<BigInteger>> inputs = new Claim(key, nonce, nonce.x(), s, a, b, c, e).inputs();
    assertThat(privateKey.attempt(inputs).violations()).isZero();
    inputs.put("keyX", EcdsaForger.plain(key.x().add(P)));
    assertThat(privateKey.attempt(inputs).violations()).isEqualTo(1);
  }

  @Test
  void refusesPointsOffTheCurve() {
    Claim genuine = Claim.of(scalar(), scalar(), halfScalar(), halfScalar());
    Point off = new Point(genuine.key().x(), genuine.key().y().add(BigInteger.ONE));
    assertThat(
            broken(
                new Claim(
                    off,
                    genuine.nonce(),
                    genuine.nonceX(),
                    genuine.s(),
                    genuine.a(),
                    genuine.b(),
                    genuine.c(),
                    genuine.e())))
        .isPositive();
  }

  @Test
  void refusesAnotherDigestAndAnotherS() {
    Claim genuine = Claim.of(scalar(), scalar(), halfScalar(), halfScalar());
    Map<String, List<BigInteger>> inputs = genuine.inputs();
    inputs.put("digest", EcdsaForger.wordsOf(genuine.e().flipBit(7)));
    assertThat(privateKey.attempt(inputs).violations()).isPositive();
    inputs = genuine.inputs();
    inputs.put("s", EcdsaForger.signed(genuine.s().add(BigInteger.ONE), N));
    assertThat(privateKey.attempt(inputs).violations()).isPositive();
    inputs.put("s", EcdsaForger.signed(genuine.s().negate(), N)); // needs the nonce's negative too
    assertThat(privateKey.attempt(inputs).violations()).isPositive();
  }

  /// The same numbers in limbs out of range: 2^32 more in one and 1 less in the next.
  @TestFactory
  Stream<DynamicTest> refusesLimbsOutOfRange() {
    Map<String, List<BigInteger>> inputs =
        Claim.of(scalar(), scalar(), halfScalar(), halfScalar()).inputs();
    Map<String, List<BigInteger>> listed =
        ListedClaim.of(scalar(), ListedClaim.u2Of(scalar()), EcdsaForger.odd(scalar())).inputs();
    return Stream.concat(
        Stream.of(
                "nonceX",
                "nonceY",
                "s",
                "tableX",
                "tableSlopes",
                "doublingSlopes",
                "doubledX",
                "firstSlopes",
                "secondSlopes",
                "correctionX",
                "correctionSlopes",
                "generatorSlopes")
            .map(name -> outOfRange(privateKey, "private key: ", inputs, name)),
        Stream.of(
                "nonceX",
                "s",
                "firstSlopes",
                "secondSlopes",
                "generatorSlopes",
                "sumDifference",
                "sumSlope")
            .map(name -> outOfRange(listedKey, "listed key: ", listed, name)));
  }

  private static DynamicTest outOfRange(
      CircuitUnderTest circuit, String form, Map<String, List<BigInteger>> genuine, String name) {
    return dynamicTest(
        form + name,
        () -> {
          Map<String, List<BigInteger>> inputs = new java.util.LinkedHashMap<>(genuine);
          List<BigInteger> limbs = new ArrayList<>(inputs.getOrDefault(name, List.of()));
          int at = 8 * RANDOM.nextInt(limbs.size() / 8) + RANDOM.nextInt(7);
          limbs.set(at, limbs.get(at).add(TWO.pow(32)));
          limbs.set(at + 1, limbs.get(at + 1).subtract(BigInteger.ONE));
          inputs.put(name, limbs);
          // Every value of the polynomial changes but the one at 2^32: the relations still hold.
          assertThat(circuit.attempt(inputs).violations()).isBetween(1, 2);
        });
  }

  private static Point smallAbscissa() {
    for (int x = 1; ; x++) {
      try {
        return Point.ofAbscissa(BigInteger.valueOf(x));
      } catch (ArithmeticException notOnTheCurve) {
        continue;
      }
    }
  }

  /// A true claim about a nonce whose logarithm nobody knows: the key is what makes it true.
  private static Claim ofNonce(Point nonce) {
    BigInteger a = halfScalar();
    BigInteger b = halfScalar();
    BigInteger c = EcdsaForger.odd(scalar());
    Point key = nonce.times(b).plus(G.times(c)).negate().times(a.modInverse(N));
    BigInteger s = b.multiply(nonce.x()).multiply(a.modInverse(N)).mod(N);
    BigInteger e = c.multiply(s).multiply(b.modInverse(N)).mod(N);
    return new Claim(key, nonce, nonce.x(), s, a, b, c, e);
  }
}
