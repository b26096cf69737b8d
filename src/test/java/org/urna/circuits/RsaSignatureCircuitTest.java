package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.SignedDocument.hex;

import java.io.InputStream;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The RSA part of the enrolment circuits alone (src/test/circom/rsa-signature.circom): Wycheproof's
/// vectors, and encoded messages that a signer signed and that are no encodings.
///
/// What Wycheproof calls *acceptable* is a DigestInfo without its NULL: refused here, as RFC 8017
/// A.2.4 asks of a verifier that compares encodings. Out of the circuits' scope are PKCS#1 with
/// exponent 3 (two groups of one vector) and signatures of other than 256 bytes, which have no
/// inputs: Java refuses them before.
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

  // --- Wycheproof ----------------------------------------------------------------------------------

  private record Vector(
      String name, BigInteger modulus, byte[] message, byte[] signature, boolean isValid) {}

  private static JsonNode groups(String file) throws Exception {
    try (InputStream in =
        RsaSignatureCircuitTest.class.getResourceAsStream("/vectors/wycheproof-rsa/" + file)) {
      return JsonMapper.shared().readTree(in);
    }
  }

  private static void add(List<Vector> vectors, JsonNode group, boolean isInScope) {
    for (JsonNode test : group.get("tests")) {
      vectors.add(
          new Vector(
              test.get("tcId").asInt() + " " + test.get("comment").stringValue(),
              new BigInteger(group.get("modulus").stringValue(), 16),
              hex(test.get("msg").stringValue()),
              hex(test.get("sig").stringValue()),
              isInScope && test.get("result").stringValue().equals("valid")));
    }
  }

  @Test
  void judgesWycheproofsPkcs1VectorsRight() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    int outOfScope = 0;
    for (JsonNode group : groups("rsa_signature_2048_sha256_test.json")) {
      if (group.get("exponent").stringValue().equals("010001")) {
        add(vectors, group, true);
      } else {
        outOfScope += group.get("tests").size();
      }
    }
    assertThat(vectors).hasSize(257);
    assertThat(outOfScope).isEqualTo(2);
    judge(pkcs1, vectors, 7);
  }

  @Test
  void judgesWycheproofsPssVectorsRight() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode group : groups("rsa_pss_2048_sha256_mgf1_32_test.json")) {
      add(vectors, group, true);
    }
    assertThat(vectors).hasSize(108);
    judge(pss, vectors, 63);
  }

  /// Signatures that are valid under other hashes for the mask and other lengths of the salt.
  @Test
  void acceptsPssUnderItsOwnParametersOnly() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode group : groups("rsa_pss_misc_test.json")) {
      add(
          vectors,
          group,
          group.get("mgfSha").stringValue().equals("SHA-256") && group.get("sLen").asInt() == 32);
    }
    assertThat(vectors).hasSize(30);
    judge(pss, vectors, 1);
  }

  private static void judge(CircuitUnderTest circuit, List<Vector> vectors, int valid)
      throws Exception {
    int accepted = 0;
    for (Vector vector : vectors) {
      BigInteger signature = new BigInteger(1, vector.signature);
      if (vector.signature.length != RsaInputs.SIZE) {
        assertThat(vector.isValid).as(vector.name).isFalse();
        continue;
      }
      Map<String, List<BigInteger>> inputs =
          inputs(circuit, signature, vector.modulus, SignedDocument.sha256(vector.message));
      if (vector.isValid) {
        try (Witness witness = circuit.witness(inputs)) {
          assertThat(circuit.constraints().assign(witness).violations())
              .as(vector.name)
              .isZero();
        }
        accepted++;
      } else {
        assertThat(circuit.attempt(inputs).violations()).as(vector.name).isPositive();
      }
    }
    assertThat(accepted).isEqualTo(valid);
  }

  private static Map<String, List<BigInteger>> inputs(
      CircuitUnderTest circuit, BigInteger signature, BigInteger modulus, byte[] digest) {
    Map<String, List<BigInteger>> inputs =
        new LinkedHashMap<>(RsaInputs.of(signature, modulus, F4));
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      words.add(new BigInteger(1, Arrays.copyOfRange(digest, 4 * i, 4 * i + 4)));
    }
    inputs.put("digest", words);
    if (circuit == pss) {
      inputs.put(
          "salt",
          EnrolmentInputs.bytes(EmsaPss.saltOf(RsaInputs.power(signature, F4, modulus)), 32));
    }
    return inputs;
  }

  // --- encodings that were signed and are none -----------------------------------------------------

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
                  inputs(pss, key.sign(encoded), key.modulus(), DIGEST);
              assertThat(pss.attempt(inputs).violations()).isPositive();
            }));
  }

  @Test
  void acceptsPssOfAnySalt() throws Exception {
    for (byte fill : new byte[] {0, -1, 0x5a}) {
      EmsaPss encoder = new EmsaPss();
      Arrays.fill(encoder.salt, fill);
      Map<String, List<BigInteger>> inputs =
          inputs(pss, key.sign(encoder.encode(DIGEST)), key.modulus(), DIGEST);
      try (Witness witness = pss.witness(inputs)) {
        assertThat(pss.constraints().assign(witness).violations()).isZero();
      }
    }
  }

  @Test
  void refusesSaltHintOffByOne() {
    Map<String, List<BigInteger>> inputs =
        inputs(pss, key.sign(new EmsaPss().encode(DIGEST)), key.modulus(), DIGEST);
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
    assertThat(pss.attempt(inputs(pss, byPkcs1, key.modulus(), DIGEST)).violations())
        .isPositive();
    assertThat(pkcs1.attempt(inputs(pkcs1, byPss, key.modulus(), DIGEST)).violations())
        .isPositive();
  }

  /// Of the seventeen steps of exponent 65537 each one's hints; every limb of a shorter power is
  /// tried in RsaPowerCircuitTest.
  @Test
  void refusesHintsOffByOneInEachStep() {
    Map<String, List<BigInteger>> honest =
        inputs(pkcs1, key.sign(SignedDocument.pkcs1(DIGEST)), key.modulus(), DIGEST);
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
      byte[] encoded =
          circuit == pss ? new EmsaPss().encode(DIGEST) : SignedDocument.pkcs1(DIGEST);
      ConstraintSystem.Assignment honest =
          circuit.attempt(inputs(circuit, key.sign(encoded), key.modulus(), DIGEST));
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
