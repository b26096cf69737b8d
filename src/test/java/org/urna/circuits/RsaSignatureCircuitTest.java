package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.SignedDocument.concat;
import static org.urna.circuits.SignedDocument.hex;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.SignedDocument.Key;
import org.urna.proof.Witness;

/// The RSA part of the enrolment circuits alone (src/test/circom/rsa-signature.circom) and encoded
/// messages that a signer signed and that are no encodings. [WycheproofRsaTest] runs published
/// vectors through the same circuits.
class RsaSignatureCircuitTest {
  private static final BigInteger F4 = BigInteger.valueOf(65537);
  private static final byte[] DIGEST = SignedDocument.sha256(new byte[] {1, 2, 3});

  private static CircuitUnderTest pkcs1;
  private static CircuitUnderTest pss;
  private static Key key;

  @BeforeAll
  static void load() {
    pkcs1 = CircuitUnderTest.loadTest("test-rsa-pkcs1-sha256");
    pss = CircuitUnderTest.loadTest("test-rsa-pss-sha256");
    key = Key.generate(F4);
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint systems for the tests that follow
  static void free() {
    pkcs1 = null;
    pss = null;
  }

  static Map<String, List<BigInteger>> inputs(
      boolean isPss, BigInteger signature, BigInteger modulus, byte[] digest) {
    Map<String, List<BigInteger>> inputs =
        new LinkedHashMap<>(RsaInputs.of(signature, modulus, F4));
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      words.add(new BigInteger(1, Arrays.copyOfRange(digest, 4 * i, 4 * i + 4)));
    }
    inputs.put("digest", words);
    if (isPss) {
      inputs.put(
          "salt",
          EnrolmentInputs.bytes(EmsaPss.saltOf(RsaInputs.power(signature, F4, modulus)), 32));
    }
    return inputs;
  }

  // --- encodings that were signed and are none
  // -----------------------------------------------------

  @TestFactory
  Stream<DynamicTest> refusesSignedPssEncoding() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int size : List.of(0, 20, 31, 33, 64)) {
      signed(tests, "a salt of " + size + " bytes", p -> p.salt = Arrays.copyOf(p.salt, size));
    }
    signed(tests, "another trailer", p -> p.em = em -> changed(em, 255, 0x70));
    signed(tests, "trailer 0xcc of X9.31", p -> p.em = em -> changed(em, 255, 0xbc ^ 0xcc));
    signed(tests, "the top bit set", p -> p.em = em -> changed(em, 0, 0x80));
    for (int at : List.of(0, 1, 100, 189)) {
      signed(tests, "padding byte " + at + " is 1", p -> p.db = db -> changed(db, at, 1));
      signed(tests, "padding byte " + at + " is 64", p -> p.db = db -> changed(db, at, 0x40));
    }
    signed(tests, "01 is 00", p -> p.db = db -> changed(db, 190, 1));
    signed(tests, "01 is 03", p -> p.db = db -> changed(db, 190, 2));
    signed(tests, "01 is 81", p -> p.db = db -> changed(db, 190, 0x80));
    signed(tests, "01 one byte earlier", p -> p.db = db -> changed(changed(db, 190, 1), 189, 1));
    signed(tests, "H of other bytes", p -> p.em = em -> changed(em, 230, 4));
    signed(tests, "eight bytes in front that are not 0", p -> p.hashed = m -> changed(m, 7, 1));
    signed(tests, "another message", p -> p.hashed = m -> changed(m, 8, 1));
    signed(tests, "another salt hashed", p -> p.hashed = m -> changed(m, 71, 1));
    signed(tests, "no mask", p -> p.mask = m -> new byte[m.length]);
    signed(
        tests,
        "a mask whose counter stands still",
        p ->
            p.mask =
                m -> {
                  byte[] still = new byte[m.length];
                  for (int i = 0; i < m.length; i++) {
                    still[i] = m[i % 32];
                  }
                  return still;
                });
    signed(tests, "the mask's last byte", p -> p.mask = m -> changed(m, 222, 1));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> refusesSignedPkcs1Encoding() {
    List<DynamicTest> tests = new ArrayList<>();
    byte[] em = SignedDocument.pkcs1(DIGEST);
    String algorithm = "300d06096086480165030402010500";
    padded(tests, "DigestInfo without NULL", "302f300b0609608648016503040201" + "0420", DIGEST);
    padded(
        tests, "DigestInfo in BER's long form", "308131300d060960864801650304020105000420", DIGEST);
    padded(tests, "digest's length in long form", "3032" + algorithm + "048120", DIGEST);
    padded(tests, "OID of SHA-224", "3031300d060960864801650304020405000420", DIGEST);
    padded(tests, "OID of SHA-512", "3031300d060960864801650304020305000420", DIGEST);
    padded(tests, "parameters that are no NULL", "3031300d060960864801650304020105010420", DIGEST);
    padded(tests, "BIT STRING for the digest", "3031" + algorithm + "0320", DIGEST);
    padded(tests, "no DigestInfo", "", DIGEST);
    padded(tests, "digest cut", "3030" + algorithm + "041f", Arrays.copyOf(DIGEST, 31));
    padded(
        tests, "a byte behind the digest", "3032" + algorithm + "0421", Arrays.copyOf(DIGEST, 33));
    padded(
        tests, "NULL behind the digest", "3033" + algorithm + "0420", concat(DIGEST, hex("0500")));
    padded(tests, "another digest", "3031" + algorithm + "0420", changed(DIGEST, 31, 1));
    raw(tests, "block type 0", changed(em, 1, 1));
    raw(tests, "block type 2", changed(em, 1, 3));
    raw(tests, "first byte 1", changed(em, 0, 1));
    for (int at : List.of(2, 3, 10, 127, 203)) {
      raw(tests, "padding byte " + at + " is 0", changed(em, at, 0xff));
      raw(tests, "padding byte " + at + " is FE", changed(em, at, 1));
    }
    raw(tests, "no 0 behind the padding", changed(em, 204, 0xff));
    raw(
        tests,
        "eight bytes of padding, digest in front and zeros behind",
        Arrays.copyOf(
            concat(Arrays.copyOf(em, 10), Arrays.copyOfRange(em, 204, 256)), RsaInputs.SIZE));
    return tests.stream();
  }

  /// 00 01 FF… 00 in front, as much as there is room for.
  private static void padded(List<DynamicTest> tests, String what, String info, byte[] digest) {
    byte[] tail = concat(hex(info), digest);
    byte[] em = new byte[RsaInputs.SIZE];
    Arrays.fill(em, 2, em.length - tail.length - 1, (byte) 0xff);
    em[1] = 1;
    System.arraycopy(tail, 0, em, em.length - tail.length, tail.length);
    raw(tests, what, em);
  }

  private static void raw(List<DynamicTest> tests, String what, byte[] encoded) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Map<String, List<BigInteger>> inputs =
                  inputs(false, key.sign(encoded), key.modulus(), DIGEST);
              assertThat(pkcs1.attempt(inputs).violations()).isPositive();
            }));
  }

  private static void signed(List<DynamicTest> tests, String what, Consumer<EmsaPss> flaw) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Random random = new Random(what.hashCode());
              byte[] encoded;
              do { // an encoding with its top bit set may be above the modulus
                EmsaPss encoder = new EmsaPss();
                random.nextBytes(encoder.salt);
                flaw.accept(encoder);
                encoded = encoder.encode(DIGEST);
              } while (new BigInteger(1, encoded).compareTo(key.modulus()) >= 0);
              Map<String, List<BigInteger>> inputs =
                  inputs(true, key.sign(encoded), key.modulus(), DIGEST);
              assertThat(pss.attempt(inputs).violations()).isPositive();
            }));
  }

  @Test
  void acceptsPssOfAnySalt() throws Exception {
    for (byte fill : new byte[] {0, -1, 0x5a}) {
      EmsaPss encoder = new EmsaPss();
      Arrays.fill(encoder.salt, fill);
      Map<String, List<BigInteger>> inputs =
          inputs(true, key.sign(encoder.encode(DIGEST)), key.modulus(), DIGEST);
      try (Witness witness = pss.witness(inputs)) {
        assertThat(pss.constraints().assign(witness).violations()).isZero();
      }
    }
  }

  @Test
  void refusesSaltHintOffByOne() {
    Map<String, List<BigInteger>> inputs =
        inputs(true, key.sign(new EmsaPss().encode(DIGEST)), key.modulus(), DIGEST);
    for (int at : List.of(0, 15, 31)) {
      List<BigInteger> salt = new ArrayList<>(inputs.get("salt"));
      salt.set(at, salt.get(at).add(BigInteger.ONE));
      Map<String, List<BigInteger>> forged = new LinkedHashMap<>(inputs);
      forged.put("salt", salt);
      assertThat(pss.attempt(forged).violations()).isPositive();
    }
  }

  @Test
  void eachPaddingRefusesTheOther() {
    BigInteger byPkcs1 = key.sign(SignedDocument.pkcs1(DIGEST));
    BigInteger byPss = key.sign(new EmsaPss().encode(DIGEST));
    assertThat(pss.attempt(inputs(true, byPkcs1, key.modulus(), DIGEST)).violations()).isPositive();
    assertThat(pkcs1.attempt(inputs(false, byPss, key.modulus(), DIGEST)).violations())
        .isPositive();
  }

  /// Of the seventeen steps of exponent 65537 each one's hints; every limb of a shorter power is
  /// tried in RsaPowerCircuitTest.
  @Test
  void refusesHintsOffByOneInEachStep() {
    Map<String, List<BigInteger>> honest =
        inputs(false, key.sign(SignedDocument.pkcs1(DIGEST)), key.modulus(), DIGEST);
    assertThat(pkcs1.attempt(honest).violations()).isZero();
    for (String name : List.of("quotients", "remainders")) {
      for (int step = 0; RsaInputs.LIMBS * step < honest.get(name).size(); step++) {
        List<BigInteger> limbs = new ArrayList<>(honest.get(name));
        int at = RsaInputs.LIMBS * step + 4 * step;
        limbs.set(at, limbs.get(at).add(BigInteger.ONE));
        Map<String, List<BigInteger>> forged = new LinkedHashMap<>(honest);
        forged.put(name, limbs);
        assertThat(pkcs1.attempt(forged).violations()).as(name + " " + step).isPositive();
      }
    }
  }

  @Test
  void noWireIsFree() {
    for (CircuitUnderTest circuit : List.of(pkcs1, pss)) {
      byte[] encoded = circuit == pss ? new EmsaPss().encode(DIGEST) : SignedDocument.pkcs1(DIGEST);
      ConstraintSystem.Assignment honest =
          circuit.attempt(inputs(circuit == pss, key.sign(encoded), key.modulus(), DIGEST));
      assertThat(honest.violations()).isZero();
      assertThat(circuit.freeWires(honest, new Random(1))).isEmpty();
    }
  }

  private static byte[] changed(byte[] bytes, int at, int bits) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) bits;
    return copy;
  }
}
