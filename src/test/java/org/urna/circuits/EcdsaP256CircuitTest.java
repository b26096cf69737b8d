package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.Thoroughness;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.enrolment.SignatureHints;
import org.urna.trust.tree.EcLeaf;
import org.urna.trust.tree.P256Point;

/// `EcdsaP256` and `EcdsaP256Listed` as wholes, on signatures that Bouncy Castle accepts, and on
/// forgeries in which all is consistent but one thing.
///
/// By default each hint is forged in one number of one row, chosen at random; with
/// `-Durna.exhaustive=true` in every number of every row, which takes an hour. `P256TemplatesTest`
/// forges every number of every template's hints each time.
class EcdsaP256CircuitTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger N = P256Point.ORDER;
  private static final BigInteger P = P256Point.FIELD;

  /// The four circuits.
  enum Form {
    KEY_SHA1("test-ecdsa-p256-sha1", 20, 148_500),
    KEY_SHA256("test-ecdsa-p256-sha256", 32, 148_500),
    LISTED_SHA1("test-ecdsa-p256-listed-sha1", 20, 85_600),
    LISTED_SHA256("test-ecdsa-p256-listed-sha256", 32, 85_600);

    private static final Map<Form, CircuitUnderTest> LOADED = new EnumMap<>(Form.class);

    private final String name;
    private final int digestBytes;
    private final int mostConstraints;

    Form(String name, int digestBytes, int mostConstraints) {
      this.name = name;
      this.digestBytes = digestBytes;
      this.mostConstraints = mostConstraints;
    }

    CircuitUnderTest circuit() {
      return LOADED.computeIfAbsent(this, form -> CircuitUnderTest.loadTest(form.name));
    }

    boolean isListed() {
      return this == LISTED_SHA1 || this == LISTED_SHA256;
    }

    Map<String, List<BigInteger>> inputs(EcdsaSignature signature) {
      return isListed() ? signature.listedInputs() : signature.privateKeyInputs();
    }

    boolean accepts(Map<String, List<BigInteger>> inputs) {
      return circuit().accepts(inputs);
    }

    int violations(Map<String, List<BigInteger>> inputs) {
      return circuit().attempt(inputs).violations();
    }
  }

  private static final Set<String> STATEMENT = Set.of("digest", "keyX", "keyY", "multiples");

  private final Random random = new Random(256);

  /// Frees the constraint systems for the tests that follow.
  @AfterAll
  static void free() {
    Form.LOADED.clear();
  }

  private BigInteger scalar() {
    return new BigInteger(255, random).add(ONE);
  }

  private byte[] digest(Form form) {
    byte[] digest = new byte[form.digestBytes];
    random.nextBytes(digest);
    return digest;
  }

  private static byte[] bytes(BigInteger number, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[size - 1 - i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  private static Map<String, List<BigInteger>> with(
      Map<String, List<BigInteger>> inputs, String name, List<BigInteger> values) {
    Map<String, List<BigInteger>> changed = new LinkedHashMap<>(inputs);
    changed.put(name, values);
    return changed;
  }

  private static Map<String, List<BigInteger>> with(
      Map<String, List<BigInteger>> inputs, String name, int index, BigInteger change) {
    List<BigInteger> values = new ArrayList<>(inputs.get(name));
    values.set(index, values.get(index).add(change).mod(ConstraintSystem.FIELD));
    return with(inputs, name, values);
  }

  @ParameterizedTest
  @EnumSource
  void acceptsASignatureAndItsNegative(Form form) {
    assertThat(form.circuit().constraints().constraints()).isLessThan(form.mostConstraints);
    EcdsaSignature signature = EcdsaSignature.random(form.digestBytes, random);
    EcdsaSignature negative = signature.withS(N.subtract(signature.s()));
    assertThat(negative.isValid()).isTrue();
    assertThat(form.accepts(form.inputs(signature))).isTrue();
    assertThat(form.accepts(form.inputs(negative))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_SHA1", "LISTED_SHA256"})
  void pinsEveryWire(Form form) {
    Assignment honest =
        form.circuit().attempt(form.inputs(EcdsaSignature.random(form.digestBytes, random)));
    assertThat(honest.violations()).isZero();
    assertThat(form.circuit().freeWires(honest, random)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_SHA1", "LISTED_SHA256"})
  void refusesEveryHintOffByOne(Form form) {
    Map<String, List<BigInteger>> inputs =
        form.inputs(EcdsaSignature.random(form.digestBytes, random));
    inputs.forEach(
        (name, values) -> {
          if (STATEMENT.contains(name)) {
            return;
          }
          int only = random.nextInt(values.size());
          for (int i = 0; i < values.size(); i++) {
            if (Thoroughness.IS_EXHAUSTIVE || i == only) {
              BigInteger change = random.nextBoolean() ? ONE : ONE.negate();
              assertThat(form.accepts(with(inputs, name, i, change)))
                  .as("%s[%d] plus %s", name, i, change)
                  .isFalse();
            }
          }
        });
  }

  /// A bit flipped is another honest-looking digit: other points, other slopes wanted.
  @ParameterizedTest
  @EnumSource(names = {"KEY_SHA1", "LISTED_SHA256"})
  void refusesEveryKindOfBitFlipped(Form form) {
    Map<String, List<BigInteger>> inputs =
        form.inputs(EcdsaSignature.random(form.digestBytes, random));
    for (String name : List.of("windows", "generatorWindows", "isEven")) {
      List<BigInteger> bits = inputs.getOrDefault(name, List.of());
      int row = name.equals("windows") ? 4 : name.equals("isEven") ? 2 : 8;
      for (int i = 0; i < Math.min(row, bits.size()); i++) {
        int index = row * random.nextInt(bits.size() / row) + i;
        BigInteger flip = bits.get(index).signum() == 0 ? ONE : ONE.negate();
        assertThat(form.accepts(with(inputs, name, index, flip)))
            .as("%s[%d]", name, index)
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_SHA256", "LISTED_SHA1"})
  void refusesAnotherDigest(Form form) {
    Map<String, List<BigInteger>> inputs =
        form.inputs(EcdsaSignature.random(form.digestBytes, random));
    for (int i = 0; i < form.digestBytes / 4; i++) {
      assertThat(form.accepts(with(inputs, "digest", i, ONE))).isFalse();
    }
    assertThat(form.accepts(with(inputs, "digest", EcdsaSignature.words(digest(form))))).isFalse();
  }

  @Test
  void refusesAnotherKeyAndAKeyOffTheCurve() {
    Form form = Form.KEY_SHA1;
    Map<String, List<BigInteger>> inputs = form.inputs(EcdsaSignature.random(20, random));
    for (String name : List.of("keyX", "keyY")) {
      for (int i = random.nextInt(3); i < 8; i += Thoroughness.IS_EXHAUSTIVE ? 1 : 3) {
        assertThat(form.accepts(with(inputs, name, i, ONE))).as("%s[%d]", name, i).isFalse();
      }
    }
    P256Point other = EcdsaSignature.random(20, random).key();
    Map<String, List<BigInteger>> forged = with(inputs, "keyX", EcdsaSignature.limbs(other.x()));
    assertThat(form.accepts(with(forged, "keyY", EcdsaSignature.limbs(other.y())))).isFalse();
  }

  @Test
  void refusesAKeyThatIsNotReduced() {
    Form form = Form.KEY_SHA256;
    BigInteger x = BigInteger.valueOf(5);
    while (ordinate(x) == null) {
      x = x.add(ONE);
    }
    EcdsaSignature signature = madeUp(new P256Point(x, ordinate(x)));
    Map<String, List<BigInteger>> inputs = form.inputs(signature);
    assertThat(form.accepts(inputs)).isTrue();
    assertThat(form.accepts(with(inputs, "keyX", EcdsaSignature.limbs(x.add(P))))).isFalse();
  }

  /// A digest and its signature under any key, whoever has the secret: R = u1·G + u2·Q, r = x_R, s
  /// = r / u2, e = u1·s. (e is no hash of anything known.)
  private EcdsaSignature madeUp(P256Point key) {
    BigInteger u1 = scalar();
    BigInteger u2 = scalar();
    BigInteger r = P256Point.GENERATOR.times(u1).plus(key.times(u2)).x().mod(N);
    BigInteger s = r.multiply(u2.modInverse(N)).mod(N);
    EcdsaSignature made = new EcdsaSignature(key, bytes(u1.multiply(s).mod(N), 32), r, s);
    assertThat(made.isValid()).isTrue();
    return made;
  }

  /// y of a point with this x, or null.
  private static BigInteger ordinate(BigInteger x) {
    BigInteger square =
        x.pow(3)
            .subtract(x.multiply(BigInteger.valueOf(3)))
            .add(EcdsaSignature.CURVE.getCurve().getB().toBigInteger())
            .mod(P);
    BigInteger root = square.modPow(P.add(ONE).shiftRight(2), P);
    return root.pow(2).mod(P).equals(square) ? root : null;
  }

  /// The first x from here on that belongs to a point, and the key under which that point's x,
  /// modulo n, is r of a signature (r, s) of the digest: Q = (s·R − e·G) / r.
  private static EcdsaSignature withNonceAbscissa(BigInteger from, BigInteger s, byte[] digest) {
    BigInteger x = from;
    while (ordinate(x) == null) {
      x = x.add(ONE);
    }
    P256Point nonce = new P256Point(x, ordinate(x));
    BigInteger r = x.mod(N);
    BigInteger e = new BigInteger(1, digest).mod(N);
    P256Point sum = s.equals(ONE) ? nonce : nonce.times(s);
    P256Point key = sum.plus(P256Point.GENERATOR.times(N.subtract(e))).times(r.modInverse(N));
    EcdsaSignature made = new EcdsaSignature(key, digest, r, s);
    assertThat(made.isValid()).isTrue();
    return made;
  }

  @ParameterizedTest
  @EnumSource
  void acceptsAnAbscissaOfNOrMore(Form form) {
    EcdsaSignature signature = withNonceAbscissa(N, scalar(), digest(form));
    assertThat(signature.r().bitLength()).isLessThan(16); // a small r, as well
    assertThat(form.accepts(form.inputs(signature))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void acceptsSmallRAndS(Form form) {
    EcdsaSignature signature =
        withNonceAbscissa(BigInteger.valueOf(3), BigInteger.valueOf(2), digest(form));
    assertThat(form.accepts(form.inputs(signature))).isTrue();
    EcdsaSignature one = withNonceAbscissa(TWO.pow(247), ONE, digest(form));
    assertThat(form.accepts(form.inputs(one))).isTrue();
  }

  /// The gap of `BelowP`, one signature in 2^160.
  @ParameterizedTest
  @EnumSource(names = {"KEY_SHA1", "LISTED_SHA256"})
  void cannotTakeTheTopmostAbscissas(Form form) {
    BigInteger gap = TWO.pow(256).subtract(TWO.pow(224)).add(TWO.pow(192));
    assertThat(form.accepts(form.inputs(withNonceAbscissa(gap, scalar(), digest(form))))).isFalse();
    EcdsaSignature below = withNonceAbscissa(gap.subtract(TWO.pow(20)), scalar(), digest(form));
    assertThat(form.accepts(form.inputs(below))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void acceptsDigestsAtTheEdges(Form form) {
    BigInteger most = TWO.pow(8 * form.digestBytes).subtract(ONE);
    List<BigInteger> edges = new ArrayList<>(List.of(ONE, TWO, most, most.subtract(ONE)));
    if (form.digestBytes == 32) { // of n and more: nothing is cut off, e counts modulo n
      edges.addAll(List.of(N.subtract(ONE), N.add(ONE), P));
    }
    for (BigInteger e : edges) {
      EcdsaSignature signature = EcdsaSignature.of(scalar(), bytes(e, form.digestBytes), random);
      assertThat(form.accepts(form.inputs(signature))).as("e = %x", e).isTrue();
    }
  }

  /// e = 0 modulo n: the generator's part would be the identity. Documented; no document has such a
  /// digest.
  @Test
  void hasNoHintsForADigestOfZero() {
    for (byte[] digest : List.of(new byte[20], new byte[32], bytes(N, 32))) {
      EcdsaSignature signature = EcdsaSignature.of(scalar(), digest, random);
      assertThat(
              SignatureHints.forPrivateKey(
                  "", signature.key(), digest, signature.r(), signature.s()))
          .isEmpty();
      assertThat(
              SignatureHints.forListedKey(
                  "", signature.key(), digest, signature.r(), signature.s()))
          .isEmpty();
    }
  }

  // ------------------------------------------------ forgeries, all but one thing consistent

  private static Map<String, List<BigInteger>> keyInputs(
      P256Point key, byte[] digest, Map<String, List<BigInteger>> hints) {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(hints);
    inputs.put("digest", EcdsaSignature.words(digest));
    inputs.put("keyX", EcdsaSignature.limbs(key.x()));
    inputs.put("keyY", EcdsaSignature.limbs(key.y()));
    return inputs;
  }

  private static Map<String, List<BigInteger>> listedInputs(
      P256Point key, byte[] digest, Map<String, List<BigInteger>> hints) {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(hints);
    inputs.put("digest", EcdsaSignature.words(digest));
    inputs.put("multiples", EcLeaf.of(key).multiples());
    return inputs;
  }

  /// b = 0 and s = 0 satisfy both relations of scalars for any digest; a·Q = −c·G with the key's
  /// secret. The one constraint b ≠ 0 refuses.
  @Test
  void refusesAZeroMultiplierOfR() {
    BigInteger secret = scalar();
    P256Point key = P256Point.GENERATOR.times(secret);
    BigInteger a = new BigInteger(127, random);
    Map<String, List<BigInteger>> hints =
        SignatureHints.halfSize(
            key,
            P256Point.GENERATOR.times(scalar()),
            BigInteger.ZERO,
            a,
            BigInteger.ZERO,
            a.multiply(secret).negate().mod(N));
    assertThat(Form.KEY_SHA1.violations(keyInputs(key, digest(Form.KEY_SHA1), hints))).isEqualTo(1);
  }

  /// a·Q + b·R' + c·G = O with all three chosen: the classic forgery of a digest that nobody has a
  /// message for. It fits its digest and no other, and its s and no other.
  @Test
  void eachRelationOfScalarsRefusesAlone() {
    Form form = Form.KEY_SHA256;
    BigInteger secret = scalar();
    BigInteger k = scalar();
    P256Point key = P256Point.GENERATOR.times(secret);
    P256Point other = P256Point.GENERATOR.times(k);
    BigInteger a = new BigInteger(128, random);
    BigInteger b = new BigInteger(128, random).add(ONE);
    BigInteger c = a.multiply(secret).add(b.multiply(k)).negate().mod(N);
    BigInteger s = b.multiply(other.x()).multiply(a.modInverse(N)).mod(N);
    BigInteger e = c.multiply(s).multiply(b.modInverse(N)).mod(N);
    Map<String, List<BigInteger>> fitting = SignatureHints.halfSize(key, other, s, a, b, c);
    assertThat(form.accepts(keyInputs(key, bytes(e, 32), fitting))).isTrue();
    assertThat(form.violations(keyInputs(key, digest(form), fitting))).isBetween(1, 2);

    // c·s = b·e for the wanted digest, but then a·s is not b·r
    byte[] wanted = digest(form);
    BigInteger otherS = b.multiply(new BigInteger(1, wanted)).multiply(c.modInverse(N)).mod(N);
    assertThat(
            form.violations(
                keyInputs(key, wanted, SignatureHints.halfSize(key, other, otherS, a, b, c))))
        .isBetween(1, 2);

    // and if the scalars fit, the points do not: equality of x, of y
    BigInteger fitC = b.multiply(new BigInteger(1, wanted)).multiply(s.modInverse(N)).mod(N);
    assertThat(
            form.violations(
                keyInputs(key, wanted, SignatureHints.halfSize(key, other, s, a, b, fitC))))
        .isBetween(1, 4);
  }

  @Test
  void eachRelationOfTheListedFormRefusesAlone() {
    Form form = Form.LISTED_SHA256;
    P256Point key = P256Point.GENERATOR.times(scalar());
    BigInteger u2 = scalar();
    BigInteger c = scalar();
    BigInteger x = key.times(u2).plus(P256Point.GENERATOR.times(c)).x();
    BigInteger s = x.multiply(u2.modInverse(N)).mod(N);
    BigInteger e = c.multiply(s).mod(N);
    byte[] wanted = digest(form);
    Map<String, List<BigInteger>> fitting = SignatureHints.fullSize(key, x, s, u2, c);
    assertThat(form.accepts(listedInputs(key, bytes(e, 32), fitting))).isTrue();
    assertThat(form.violations(listedInputs(key, wanted, fitting))).isBetween(1, 2);
    BigInteger otherS = new BigInteger(1, wanted).multiply(c.modInverse(N)).mod(N);
    assertThat(
            form.violations(
                listedInputs(key, wanted, SignatureHints.fullSize(key, x, otherS, u2, c))))
        .isBetween(1, 2);
    BigInteger otherX = u2.multiply(otherS).mod(N);
    assertThat(
            form.violations(
                listedInputs(key, wanted, SignatureHints.fullSize(key, otherX, otherS, u2, c))))
        .isBetween(1, 2);
    // r = 0 with s = 0: x_R = n
    assertThat(
            form.accepts(
                listedInputs(
                    key, new byte[32], SignatureHints.fullSize(key, N, BigInteger.ZERO, u2, c))))
        .isFalse();
  }

  /// Multipliers at which k·G would meet the last window's point: c − 2·digit·256³¹ = ±n. Refused
  /// by one constraint on integers.
  @Test
  void refusesTheOneMultipleOfGAtWhichPointsMeet() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-generator-multiple");
    // k + m = c, k - m = -n: k = (c - n) / 2 below 256^31, c = 2 m - n
    for (int digit = 129; digit <= 255; digit += 2) {
      BigInteger c = BigInteger.valueOf(digit).shiftLeft(249).subtract(N);
      BigInteger m = BigInteger.valueOf(digit).shiftLeft(248);
      if (c.subtract(m).abs().compareTo(TWO.pow(248)) < 0) {
        assertThat(refusedMultiple(circuit, c)).isTrue();
        return;
      }
    }
    throw new AssertionError("no such digit");
  }

  /// Whether the constraints refuse this odd c, with hints that follow the digits as far as slopes
  /// exist.
  private boolean refusedMultiple(CircuitUnderTest circuit, BigInteger c) {
    BigInteger shifted = c.add(TWO.pow(256)).subtract(ONE).shiftRight(1);
    List<BigInteger> bits = new ArrayList<>();
    List<BigInteger> slopes = new ArrayList<>();
    P256Point sum = null;
    for (int w = 0; w < 32; w++) {
      int digit = 2 * shifted.shiftRight(8 * w).and(BigInteger.valueOf(255)).intValue() - 255;
      int magnitude = (Math.abs(digit) - 1) / 2;
      for (int i = 0; i < 7; i++) {
        bits.add(BigInteger.valueOf(magnitude >> i & 1));
      }
      bits.add(digit < 0 ? ONE : BigInteger.ZERO);
      P256Point added =
          P256Point.GENERATOR.times(BigInteger.valueOf(digit).shiftLeft(8 * w).mod(N));
      if (sum == null) {
        sum = added;
      } else if (sum.equals(added)) { // any slope fits
        assertThat(w).isEqualTo(31);
        slopes.addAll(P256Limbs.hint(scalar(), P));
      } else {
        slopes.addAll(P256Limbs.hint(sum.slopeTo(added), P));
        sum = sum.plus(added);
      }
    }
    int violations = circuit.attempt(Map.of("bits", bits, "slopeHints", slopes)).violations();
    assertThat(violations).isBetween(0, 1);
    return violations == 1;
  }

  @Test
  void generatorMultipleIsWhatItSays() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-generator-multiple");
    for (BigInteger c :
        List.of(ONE, BigInteger.valueOf(3), scalar(), N.subtract(ONE), N.subtract(TWO))) {
      Map<String, List<BigInteger>> hints =
          SignatureHints.halfSize(
              P256Point.GENERATOR.times(scalar()),
              P256Point.GENERATOR.times(scalar()),
              ONE,
              TWO.pow(100),
              TWO.pow(101).add(ONE),
              c);
      Assignment assignment =
          circuit.attempt(
              Map.of(
                  "bits", hints.get("generatorWindows"),
                  "slopeHints", hints.get("generatorSlopes")));
      assertThat(assignment.violations()).isZero();
      P256Point expected = P256Point.GENERATOR.times(c);
      assertThat(P256Limbs.residueOf(output(circuit, assignment, "x"))).isEqualTo(expected.x());
      // y = yPart + y of the last window's point with the other sign
      List<BigInteger> last = hints.get("generatorWindows").subList(248, 256);
      BigInteger digit = ONE;
      for (int bit = 0; bit < 7; bit++) {
        digit = digit.add(last.get(bit).shiftLeft(bit + 1));
      }
      P256Point added = P256Point.GENERATOR.times(digit.shiftLeft(248).mod(N));
      BigInteger outside = last.get(7).signum() == 0 ? added.y().negate() : added.y();
      assertThat(output(circuit, assignment, "yWhole"))
          .containsExactly(outside.mod(ConstraintSystem.FIELD));
      assertThat(P256Limbs.residueOf(output(circuit, assignment, "yPart")).add(outside).mod(P))
          .isEqualTo(expected.y());
      List<BigInteger> limbs =
          output(circuit, assignment, "c").stream().map(P256Limbs::centred).toList();
      assertThat(P256Limbs.valueOf(limbs).mod(N)).isEqualTo(c);
    }
  }

  private static List<BigInteger> output(
      CircuitUnderTest circuit, Assignment assignment, String name) {
    return circuit.wiresOf(name).stream().map(assignment::value).toList();
  }

  // ------------------------------------------------------------------------- the leaf

  @Test
  void outputsTheDigestsOfTheKeysMultiples() {
    Form form = Form.LISTED_SHA1;
    EcdsaSignature signature = EcdsaSignature.random(20, random);
    Map<String, List<BigInteger>> inputs = form.inputs(signature);
    Assignment honest = form.circuit().attempt(inputs);
    EcLeaf leaf = EcLeaf.of(signature.key());
    assertThat(output(form.circuit(), honest, "keyDigests")).isEqualTo(leaf.digests());
    for (int wire : form.circuit().wiresOf("keyDigests")) {
      assertThat(honest.breaksWith(wire, honest.value(wire).add(ONE))).isTrue();
    }
    // one number of the 96 at a time, in each of the nine points: another leaf, if it is not
    // refused
    for (int group = 0; group < 12; group++) {
      int index = 8 * group + random.nextInt(8);
      Assignment other = form.circuit().attempt(with(inputs, "multiples", index, ONE));
      assertThat(output(form.circuit(), other, "keyDigests"))
          .as("multiple %d", index)
          .isNotEqualTo(leaf.digests());
    }
  }
}
