package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.SignedDocument.concat;
import static org.urna.circuits.SignedDocument.entry;
import static org.urna.circuits.SignedDocument.hex;
import static org.urna.circuits.SignedDocument.messageDigest;
import static org.urna.circuits.SignedDocument.sha256;
import static org.urna.circuits.SignedDocument.tlv;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.circuits.SignedDocument.Key;
import org.urna.circuits.SignedDocument.Maker;
import org.urna.proof.PublicSignals;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessException;

/// `enrolment-rsa2048-sha256` against protocol §5. A refusal is judged by the constraints: forged
/// inputs go through a calculator without assertions, and its assignment must break a constraint.
class EnrolmentCircuitTest {
  private static CircuitUnderTest enrolment;
  private static Key key;
  private static SignedDocument genuine;
  private static Assignment honest;

  @BeforeAll
  static void load() {
    enrolment = CircuitUnderTest.load("enrolment-rsa2048-sha256");
    key = Key.generate(BigInteger.valueOf(65537));
    genuine = new Maker().signedBy(key);
    honest = enrolment.attempt(new EnrolmentInputs().of(genuine));
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint system for the tests that follow
  static void free() {
    enrolment = null;
    honest = null;
  }

  // --- what it must accept ------------------------------------------------------------------

  private record Accepted(String what, Consumer<Maker> document, Consumer<EnrolmentInputs> terms) {}

  private static List<Accepted> accepted() {
    Consumer<Maker> usual = _ -> {};
    Consumer<EnrolmentInputs> usually = _ -> {};
    return List.of(
        new Accepted("an ordinary passport", usual, usually),
        new Accepted("unique by document", usual, t -> t.uniqueBy = 1),
        new Accepted("LDS version 1", m -> m.ldsVersion = 1, usually),
        new Accepted("hash algorithm without NULL", EnrolmentCircuitTest::withoutNull, usually),
        new Accepted("no signing time", m -> m.signingTime = false, usually),
        new Accepted("data group 1 alone", m -> m.dataGroups = List.of(1), usually),
        new Accepted(
            "data groups 1 and 2, version 1", EnrolmentCircuitTest::shortVersion1, usually),
        new Accepted("the longest eContent", EnrolmentCircuitTest::longest, usually),
        new Accepted("version 1 with six groups", EnrolmentCircuitTest::longVersion1, usually),
        new Accepted("attributes in another order", EnrolmentCircuitTest::reversed, usually),
        new Accepted("the longest attributes", EnrolmentCircuitTest::longestAttributes, usually),
        new Accepted("born on the last day", m -> m.birth = "081122", usually),
        new Accepted(
            "born 2026, by the pivot", m -> m.birth = "261122", t -> t.bornOnOrBefore = 20261122),
        new Accepted(
            "born 1927, by the pivot", m -> m.birth = "270101", t -> t.bornOnOrBefore = 19270101),
        new Accepted("expires on the day", m -> m.expiry = "261122", usually),
        new Accepted("expires in fifteen years", m -> m.expiry = "411122", usually),
        new Accepted("another document code letter", m -> m.documentCode = "PN", usually),
        new Accepted("first leaf", usual, t -> t.leafIndex = 0),
        new Accepted("last leaf", usual, t -> t.leafIndex = 65535),
        new Accepted(
            "a German passport", EnrolmentCircuitTest::german, EnrolmentCircuitTest::german));
  }

  private static void withoutNull(Maker m) {
    m.algorithm = hex("0609608648016503040201");
  }

  private static void shortVersion1(Maker m) {
    withoutNull(m);
    m.ldsVersion = 1;
    m.dataGroups = List.of(1, 2);
  }

  private static void longest(Maker m) {
    withoutNull(m);
    m.dataGroups = List.of(1, 2, 3, 7, 11, 12, 14);
    m.ldsVersion = 1;
    m.ldsVersionInfo = hex("300c1304303130381304303430");
    m.ldsVersionInfo = concat(m.ldsVersionInfo, new byte[1]);
  }

  private static void longVersion1(Maker m) {
    m.ldsVersion = 1;
    m.dataGroups = List.of(1, 2, 3, 7, 11, 14);
  }

  private static void reversed(Maker m) {
    m.attributeList =
        list -> {
          List<byte[]> other = new ArrayList<>(list.reversed());
          return other;
        };
  }

  private static void longestAttributes(Maker m) {
    m.signingTime = false;
    m.attributeList = list -> with(list, 1, attribute("2a0304", 45));
  }

  private static void german(Maker m) {
    m.issuingState = "D<<";
    m.nationality = "D<<";
  }

  private static void german(EnrolmentInputs t) {
    t.citizenship = "D<<";
    t.signerState = "D<<";
  }

  /// An attribute of `size` bytes of another type.
  private static byte[] attribute(String type, int size) {
    byte[] oid = tlv(0x06, hex(type));
    return tlv(0x30, oid, tlv(0x31, tlv(0x04, new byte[size - 2 - oid.length - 4])));
  }

  @TestFactory
  Stream<DynamicTest> accepts() {
    return accepted().stream()
        .map(
            a ->
                dynamicTest(
                    a.what(),
                    () -> {
                      Maker maker = new Maker();
                      a.document().accept(maker);
                      SignedDocument document = maker.signedBy(key);
                      EnrolmentInputs terms = new EnrolmentInputs();
                      a.terms().accept(terms);
                      assertStatement(terms, document);
                    }));
  }

  private static void assertStatement(EnrolmentInputs terms, SignedDocument document)
      throws WitnessException {
    Map<String, List<BigInteger>> inputs = terms.of(document);
    try (Witness witness = enrolment.witness(inputs)) {
      assertThat(enrolment.constraints().assign(witness).violations()).isZero();
      PublicSignals signals = enrolment.circuit().signalsOf(witness);
      assertThat(signals.value("nullifier")).isEqualTo(terms.nullifier(document));
      EnrolmentInputs.assertPublicInputs(signals, inputs);
    }
  }

  @Test
  void lengthsOfTheAcceptedDocumentsReachTheBounds() {
    Maker maker = new Maker();
    longest(maker);
    longestAttributes(maker);
    SignedDocument document = maker.signedBy(key);
    assertThat(document.econtent()).hasSize(311);
    assertThat(document.attributes()).hasSize(119);
  }

  // --- documents that a listed signer did sign, and that are refused all the same -------------

  @TestFactory
  Stream<DynamicTest> refusesSignedDocument() {
    List<DynamicTest> tests = new ArrayList<>();
    // DG1 and what it says
    signed(tests, "document code is not P", m -> m.documentCode = "I<");
    signed(tests, "issuing state differs", m -> m.issuingState = "BLR");
    signed(tests, "nationality differs", m -> m.nationality = "BLR");
    signed(tests, "both differ from the citizenship", EnrolmentCircuitTest::german);
    signed(tests, "one day too young", m -> m.birth = "081123");
    signed(tests, "born in the pivot year is 20xx", m -> m.birth = "260101");
    signed(tests, "expired the day before", m -> m.expiry = "261121");
    signed(tests, "expires more than fifteen years ahead", m -> m.expiry = "411123");
    signed(tests, "expiry of the last century", m -> m.expiry = "991231");
    signed(tests, "filler in the birth date", m -> m.birth = "85<<<<");
    signed(tests, "letter in the birth date", m -> m.birth = "85010A");
    signed(tests, "byte behind the digits in the birth date", m -> m.birth = "85010:");
    signed(tests, "filler in the expiry", m -> m.expiry = "3012<<");
    signed(tests, "DG1 with another tag", m -> m.dg1 = put(0, 0x62));
    signed(tests, "DG1 with another inner length", m -> m.dg1 = put(4, 0x59));
    // LDSSecurityObject
    signed(tests, "data group 1 is not first", m -> m.dataGroups = List.of(2, 1, 3));
    signed(
        tests,
        "digest of another data group in the first entry",
        m ->
            m.entries =
                list -> with(list.subList(1, list.size()), 0, entry(1, sha256(new byte[1]))));
    signed(
        tests,
        "the digest stands under number 2",
        m -> m.entries = list -> replace(list, 0, changed(list.getFirst(), 4, 2)));
    signed(tests, "LDS version 2", m -> m.ldsVersion = 2);
    signed(tests, "version 0 with ldsVersionInfo", m -> m.afterList = m.ldsVersionInfo);
    signed(
        tests,
        "version 1 without ldsVersionInfo",
        m -> {
          m.ldsVersion = 1;
          m.ldsVersionInfo = new byte[0];
        });
    signed(
        tests,
        "version 1 with two elements behind the list",
        m -> {
          m.ldsVersion = 1;
          m.afterList = hex("3000");
        });
    signed(
        tests,
        "version 1 with another tag behind the list",
        m -> {
          m.ldsVersion = 1;
          m.ldsVersionInfo = hex("310e1304303130381306303430303030");
        });
    signed(tests, "hash algorithm SHA-512", m -> m.algorithm = hex("06096086480165030402030500"));
    signed(
        tests,
        "hash algorithm parameters that are not NULL",
        m -> m.algorithm = hex("06096086480165030402010501"));
    signed(tests, "a byte in front of eContent", m -> m.econtent = c -> concat(new byte[1], c));
    signed(tests, "a byte behind eContent", m -> m.econtent = c -> concat(c, new byte[1]));
    signed(tests, "eContent with another tag", m -> m.econtent = put(0, 0x31));
    signed(tests, "eContent's length one too small", m -> m.econtent = put(2, -1, true));
    signed(tests, "eContent's length one too large", m -> m.econtent = put(2, 1, true));
    signed(
        tests,
        "a trailing entry that is no entry",
        m -> m.entries = list -> with(list, list.size(), hex("0500")));
    signed(
        tests,
        "a later entry of another shape",
        m -> m.entries = list -> replace(list, 2, changed(list.get(2), 5, 0x05)));
    signed(
        tests,
        "eight entries",
        m -> {
          withoutNull(m);
          m.dataGroups = List.of(1);
          m.entries = list -> with(list, 1, new byte[7 * 39]);
        });
    // signed attributes
    signed(
        tests, "messageDigest of other content", m -> m.econtentDigest = _ -> sha256(new byte[1]));
    signed(
        tests, "no messageDigest", m -> m.attributeList = list -> list.subList(0, list.size() - 1));
    signed(
        tests,
        "a second messageDigest behind",
        m -> {
          m.signingTime = false;
          m.attributeList =
              list ->
                  with(
                      list,
                      2,
                      tlv(0x30, hex("06092a864886f70d010904"), tlv(0x31, tlv(0x04, new byte[16]))));
        });
    signed(
        tests,
        "a second messageDigest in front, empty",
        m -> {
          m.signingTime = false;
          m.attributeList =
              list -> with(list, 0, tlv(0x30, hex("06092a864886f70d010904"), hex("3100")));
        });
    signed(
        tests,
        "two values in messageDigest",
        m ->
            m.attributeList =
                list -> {
                  byte[] value = tlv(0x04, Arrays.copyOfRange(list.getLast(), 17, 49));
                  return replace(
                      without(list, 1),
                      1,
                      tlv(0x30, hex("06092a864886f70d010904"), tlv(0x31, value, hex("0400"))));
                });
    signed(tests, "no contentType", m -> m.attributeList = list -> without(list, 0));
    signed(
        tests,
        "contentType of something else",
        m -> m.attributeList = list -> replace(list, 0, changed(list.getFirst(), 22, 2)));
    signed(
        tests,
        "two contentTypes",
        m -> {
          m.signingTime = false;
          m.attributeList = list -> with(list, 0, SignedDocument.CONTENT_TYPE);
        });
    signed(
        tests,
        "messageDigest only inside another attribute",
        m -> {
          m.signingTime = false;
          m.attributeList =
              list ->
                  replace(
                      list, 1, tlv(0x30, messageDigest(Arrays.copyOfRange(list.get(1), 17, 49))));
        });
    signed(tests, "attributes are not a SET", m -> m.attributes = put(0, 0x30));
    signed(tests, "an attribute is no SEQUENCE", m -> m.attributes = put(25, 0x31));
    signed(tests, "a byte behind the attributes", m -> m.attributes = c -> concat(c, new byte[1]));
    signed(
        tests,
        "a byte behind the last attribute",
        m -> m.attributes = c -> changed(concat(c, new byte[1]), 1, c.length - 1));
    signed(
        tests,
        "the last attribute ends behind the end",
        m -> m.attributes = c -> changed(Arrays.copyOf(c, c.length - 1), 1, c.length - 3));
    signed(
        tests,
        "an attribute with a length in long form",
        m -> {
          m.signingTime = false;
          m.attributeList = list -> with(list, 0, hex("3081020500"));
        });
    // PKCS#1
    for (int at : List.of(0, 1, 2, 100, 203, 204, 205, 221, 222)) {
      signed(
          tests,
          "encoded message changed at byte " + at,
          m -> m.encodedMessage = c -> changed(c, at, c[at] ^ 1));
    }
    signed(
        tests,
        "encoded message without NULL in the DigestInfo",
        m ->
            m.encodedMessage =
                c -> {
                  byte[] info =
                      concat(
                          hex("302f300b0609608648016503040201"),
                          tlv(0x04, Arrays.copyOfRange(c, 224, 256)));
                  byte[] filler = new byte[256 - 3 - info.length];
                  Arrays.fill(filler, (byte) 0xff);
                  return concat(hex("0001"), filler, new byte[1], info);
                });
    signed(
        tests,
        "short padding with bytes behind the digest",
        m ->
            m.encodedMessage =
                c ->
                    concat(
                        Arrays.copyOfRange(c, 0, 10),
                        Arrays.copyOfRange(c, 204, 256),
                        new byte[194]));
    return tests.stream();
  }

  /// All of it is honest but one thing: few constraints may break, and one must.
  private static void signed(List<DynamicTest> tests, String what, Consumer<Maker> flaw) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Maker maker = new Maker();
              flaw.accept(maker);
              Map<String, List<BigInteger>> inputs = new EnrolmentInputs().of(maker.signedBy(key));
              assertRefused(inputs, 150);
            }));
  }

  private static void assertRefused(Map<String, List<BigInteger>> inputs, int mostViolations) {
    assertThat(enrolment.attempt(inputs).violations())
        .as("broken constraints")
        .isBetween(1, mostViolations);
  }

  // --- statements that do not fit a genuine document ------------------------------------------

  @TestFactory
  Stream<DynamicTest> refusesStatement() {
    List<DynamicTest> tests = new ArrayList<>();
    BigInteger one = BigInteger.ONE;
    statement(tests, "another trust root", i -> add(i, "trustRoot", 0, one));
    statement(tests, "another key commitment", i -> add(i, "nullifierKeyCommitment", 0, one));
    statement(tests, "another nullifier key", i -> add(i, "nullifierKey", 0, one));
    statement(tests, "another citizenship", i -> add(i, "citizenship", 0, one));
    statement(tests, "unique by 2", i -> set(i, "uniqueBy", 0, BigInteger.TWO));
    statement(tests, "unique by -1", i -> add(i, "uniqueBy", 0, one.negate()));
    statement(tests, "valid on a day before 2000", i -> put(i, "passportValidOn", "19991231"));
    statement(tests, "valid on a day after 2099", i -> put(i, "passportValidOn", "21000101"));
    statement(tests, "valid on no date", i -> put(i, "passportValidOn", "0"));
    statement(tests, "born before a negative day", i -> put(i, "bornOnOrBefore", "-1"));
    statement(tests, "born before day 0", i -> put(i, "bornOnOrBefore", "0"));
    statement(tests, "another leaf index", i -> add(i, "leafIndex", 0, one));
    statement(tests, "leaf index behind the tree", i -> add(i, "leafIndex", 0, one.shiftLeft(16)));
    for (int level : List.of(0, 7, EnrolmentInputs.DEPTH - 1)) {
      statement(tests, "another sibling at level " + level, i -> add(i, "leafPath", level, one));
    }
    tests.add(
        dynamicTest(
            "signer of another state",
            () -> {
              EnrolmentInputs terms = new EnrolmentInputs();
              terms.signerState = "BLR";
              assertRefused(terms.of(genuine), 1);
            }));
    tests.add(
        dynamicTest(
            "signer listed with another key type",
            () -> {
              EnrolmentInputs terms = new EnrolmentInputs();
              terms.keyType = 2;
              assertRefused(terms.of(genuine), 1);
            }));
    return tests.stream();
  }

  private static void statement(
      List<DynamicTest> tests, String what, Consumer<Map<String, List<BigInteger>>> forgery) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Map<String, List<BigInteger>> inputs = new EnrolmentInputs().of(genuine);
              forgery.accept(inputs);
              assertRefused(inputs, 40);
            }));
  }

  // --- private inputs that were not signed -----------------------------------------------------

  @TestFactory
  Stream<DynamicTest> refusesForgedInput() {
    List<DynamicTest> tests = new ArrayList<>();
    BigInteger one = BigInteger.ONE;
    for (int at : List.of(10, 30, 49, 58, 62, 92)) {
      forged(tests, "DG1 byte " + at, i -> add(i, "dg1", at, one));
    }
    forged(
        tests,
        "DG1 bytes traded for each other in the name",
        i -> {
          add(i, "dg1", 12, one.negate());
          add(i, "dg1", 13, BigInteger.valueOf(256));
        });
    for (int at : List.of(1, 2, 50, 150, 200)) {
      forged(tests, "eContent byte " + at, i -> add(i, "econtent", at, one));
    }
    int end = genuine.econtent().length;
    forged(tests, "a byte behind eContent's end", i -> set(i, "econtent", end, one));
    forged(tests, "a padding byte given as content", i -> set(i, "econtent", end, 0x80));
    forged(tests, "a byte in the last block's length field", i -> set(i, "econtent", 319, one));
    forged(tests, "eContent one byte longer", i -> add(i, "econtentLength", 0, one));
    forged(tests, "eContent one byte shorter", i -> add(i, "econtentLength", 0, one.negate()));
    forged(tests, "eContent longer than the array", i -> put(i, "econtentLength", "400"));
    forged(tests, "eContent of negative length", i -> put(i, "econtentLength", "-1"));
    int last = genuine.attributes().length;
    forged(tests, "signing time", i -> add(i, "signedAttributes", 45, one));
    forged(tests, "messageDigest", i -> add(i, "signedAttributes", last - 1, one));
    forged(tests, "a byte behind the attributes", i -> set(i, "signedAttributes", last, one));
    forged(tests, "attributes one byte longer", i -> add(i, "signedAttributesLength", 0, one));
    forged(tests, "attributes one shorter", i -> add(i, "signedAttributesLength", 0, one.negate()));
    BigInteger n = key.modulus();
    BigInteger e = key.exponent();
    for (int at : List.of(0, 34, 68)) {
      forged(tests, "signature limb " + at, i -> set(i, "signature", at, flip(i, "signature", at)));
      forged(tests, "modulus limb " + at, i -> set(i, "modulus", at, flip(i, "modulus", at)));
    }
    forged(tests, "another signature", i -> i.putAll(RsaInputs.of(BigInteger.TWO, n, e)));
    forged(tests, "signature 0", i -> i.putAll(RsaInputs.of(BigInteger.ZERO, n, e)));
    forged(
        tests,
        "signature and modulus both 0",
        i -> i.putAll(RsaInputs.of(BigInteger.ZERO, BigInteger.ZERO, e)));
    forged(tests, "signature 1 of modulus 1", i -> i.putAll(RsaInputs.of(one, one, e)));
    return tests.stream();
  }

  private static void forged(
      List<DynamicTest> tests, String what, Consumer<Map<String, List<BigInteger>>> forgery) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Map<String, List<BigInteger>> inputs = new EnrolmentInputs().of(genuine);
              forgery.accept(inputs);
              assertRefused(inputs, Integer.MAX_VALUE);
            }));
  }

  /// A number above 255 in place of a byte stops the calculator. There is nothing for the
  /// constraints to refuse: they know the byte's bits only, and `--O2` removes the input itself.
  @Test
  void calculatorRefusesNumbersThatAreNoBytes() {
    for (String name : List.of("dg1", "econtent", "signedAttributes")) {
      Map<String, List<BigInteger>> inputs = new EnrolmentInputs().of(genuine);
      add(inputs, name, 20, BigInteger.valueOf(256));
      assertThatThrownBy(() -> enrolment.witness(inputs).close())
          .isInstanceOf(WitnessException.class);
    }
  }

  @Test
  void refusesSignatureNotBelowTheModulus() {
    BigInteger n = key.modulus();
    SignedDocument document = genuine;
    // Small enough that the first quotient, (s + n)² / n, still fits.
    for (int i = 0; square(document.signature().add(n)).compareTo(n.shiftLeft(2048)) >= 0; i++) {
      Maker maker = new Maker();
      maker.name = "A<<" + Integer.toString(i, 2).replace('0', 'A').replace('1', 'B');
      document = maker.signedBy(key);
    }
    Map<String, List<BigInteger>> inputs = new EnrolmentInputs().of(document);
    inputs.putAll(RsaInputs.of(document.signature().add(n), n, key.exponent()));
    // s + n has the same powers modulo n; only the comparison with n refuses it.
    assertRefused(inputs, 1);
  }

  private static BigInteger square(BigInteger number) {
    return number.multiply(number);
  }

  /// A key that agrees with a listed one in all but one of the nine numbers of the leaf, and under
  /// which the forger can sign: a prime modulus has a known group order.
  @TestFactory
  Stream<DynamicTest> refusesKeyThatAgreesInAllButOnePartOfTheLeaf() {
    return Stream.of(0, 4, 8)
        .map(
            part ->
                dynamicTest(
                    "part " + part,
                    () -> {
                      Key almost = primeKeyLike(key.modulus(), part);
                      SignedDocument document = new Maker().signedBy(almost);
                      // Under its own leaf the key works ...
                      assertThat(enrolment.attempt(new EnrolmentInputs().of(document)).violations())
                          .isZero();
                      // ... and under the leaf of the listed key only the root is wrong.
                      assertRefused(new EnrolmentInputs().of(document, key.modulus()), 1);
                    }));
  }

  /// The product of the odd primes below 2,000: what shares a factor with it is no prime.
  private static final BigInteger SMALL_PRIMES =
      IntStream.iterate(3, n -> n + 2)
          .limit(999)
          .mapToObj(BigInteger::valueOf)
          .filter(n -> n.isProbablePrime(20))
          .reduce(BigInteger.ONE, BigInteger::multiply);

  private static Key primeKeyLike(BigInteger modulus, int part) {
    Random random = new Random(part);
    int bits = part == 8 ? 2048 - 8 * 240 : 240;
    BigInteger hole = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).shiftLeft(240 * part);
    BigInteger e = BigInteger.valueOf(65537);
    while (true) {
      BigInteger candidate =
          modulus.andNot(hole).or(new BigInteger(bits, random).shiftLeft(240 * part));
      candidate = candidate.setBit(0).setBit(2047);
      if (candidate.gcd(SMALL_PRIMES).equals(BigInteger.ONE) && candidate.isProbablePrime(20)) {
        BigInteger order = candidate.subtract(BigInteger.ONE);
        if (order.gcd(e).equals(BigInteger.ONE)) {
          return new Key(candidate, e, e.modInverse(order));
        }
      }
    }
  }

  // --- the assignment itself ----------------------------------------------------------------

  @Test
  void everyPublicSignalIsBoundToTheProof() {
    assertThat(honest.violations()).isZero();
    for (var signal : enrolment.circuit().publicSignals()) {
      for (int wire : enrolment.wiresOf(signal.name())) {
        assertThat(honest.breaksWith(wire, honest.value(wire).add(BigInteger.ONE)))
            .as(signal.name())
            .isTrue();
      }
    }
  }

  @Test
  void noWireIsFree() {
    assertThat(enrolment.freeWires(honest, new Random(1))).isEmpty();
  }

  // --- edits ----------------------------------------------------------------------------------

  private static UnaryOperator<byte[]> put(int at, int value) {
    return bytes -> changed(bytes, at, value);
  }

  private static UnaryOperator<byte[]> put(int at, int value, boolean relative) {
    return bytes -> changed(bytes, at, relative ? bytes[at] + value : value);
  }

  private static byte[] changed(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  private static List<byte[]> with(List<byte[]> list, int at, byte[] element) {
    List<byte[]> copy = new ArrayList<>(list);
    copy.add(at, element);
    return copy;
  }

  private static List<byte[]> without(List<byte[]> list, int at) {
    List<byte[]> copy = new ArrayList<>(list);
    copy.remove(at);
    return copy;
  }

  private static List<byte[]> replace(List<byte[]> list, int at, byte[] element) {
    List<byte[]> copy = new ArrayList<>(list);
    copy.set(at, element);
    return copy;
  }

  private static void set(
      Map<String, List<BigInteger>> inputs, String name, int at, BigInteger value) {
    List<BigInteger> copy = new ArrayList<>(inputs.get(name));
    copy.set(at, value.mod(ConstraintSystem.FIELD));
    inputs.put(name, copy);
  }

  private static void set(Map<String, List<BigInteger>> inputs, String name, int at, int value) {
    set(inputs, name, at, BigInteger.valueOf(value));
  }

  private static void put(Map<String, List<BigInteger>> inputs, String name, String value) {
    set(inputs, name, 0, new BigInteger(value));
  }

  private static void add(
      Map<String, List<BigInteger>> inputs, String name, int at, BigInteger delta) {
    set(inputs, name, at, inputs.get(name).get(at).add(delta));
  }

  private static BigInteger flip(Map<String, List<BigInteger>> inputs, String name, int at) {
    return inputs.get(name).get(at).flipBit(3);
  }
}
