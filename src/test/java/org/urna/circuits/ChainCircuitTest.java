package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.Edits.add;
import static org.urna.circuits.Edits.plus;
import static org.urna.circuits.Edits.set;
import static org.urna.circuits.SignedDocument.concat;
import static org.urna.circuits.SignedDocument.entry;
import static org.urna.circuits.SignedDocument.hex;
import static org.urna.circuits.SignedDocument.messageDigest;
import static org.urna.circuits.SignedDocument.sha1;
import static org.urna.circuits.SignedDocument.sha256;
import static org.urna.circuits.SignedDocument.tlv;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.ChainDocument.Maker;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.circuits.SignerCertificate.Encoding;
import org.urna.enrolment.SignatureHints;
import org.urna.proof.PublicSignals;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessException;
import org.urna.trust.tree.P256Point;

/// `enrolment-p256-sha1-chain` against protocol §5: the whole chain from data group 1 to the
/// authority. Each rule of the certificate alone is held by [CertificateCircuitTest], each of the
/// signatures alone by `EcdsaForgeryTest`; here they are held together.
class ChainCircuitTest {
  private static CircuitUnderTest enrolment;
  private static ChainDocument genuine;
  private static Map<String, List<BigInteger>> genuineInputs;
  private static Assignment honest;

  @BeforeAll
  static void load() {
    enrolment = CircuitUnderTest.load("enrolment-p256-sha1-chain");
    genuine = new Maker().make();
    genuineInputs = genuine.inputs(terms());
    honest = enrolment.attempt(genuineInputs);
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint system for the tests that follow
  static void free() {
    enrolment = null;
    honest = null;
  }

  private static EnrolmentInputs terms() {
    EnrolmentInputs terms = new EnrolmentInputs();
    terms.keyType = 5;
    return terms;
  }

  // --- what it must accept ------------------------------------------------------------------

  @Test
  void genuineDocumentHasTheShapeOfARealOne() {
    assertThat(genuine.passport().econtent()).hasSize(153);
    assertThat(genuine.passport().attributes()).hasSize(92);
    // The digest of data group 1 and the messageDigest stand where they stand in a real one.
    assertThat(Arrays.copyOfRange(genuine.passport().econtent(), 25, 45))
        .isEqualTo(sha1(genuine.passport().dg1()));
    assertThat(Arrays.copyOfRange(genuine.passport().attributes(), 72, 92))
        .isEqualTo(sha1(genuine.passport().econtent()));
  }

  @TestFactory
  Stream<DynamicTest> accepts() {
    List<DynamicTest> tests = new ArrayList<>();
    accepted(tests, "an ordinary passport", _ -> {}, _ -> {});
    accepted(tests, "unique by document", _ -> {}, t -> t.uniqueBy = 1);
    accepted(
        tests,
        "hash algorithm with NULL",
        m -> m.passport.algorithm = hex("06052b0e03021a0500"),
        _ -> {});
    accepted(
        tests,
        "LDS version 1, no signing time, a named curve, another leaf",
        m -> {
          m.passport.ldsVersion = 1;
          m.passport.signingTime = false;
          m.certificate.encoding = Encoding.NAMED;
        },
        t -> t.leafIndex = 65535);
    accepted(tests, "the longest data", ChainCircuitTest::longest, t -> t.leafIndex = 0);
    accepted(
        tests,
        "one data group, unique by document",
        m -> m.passport.dataGroups = List.of(1),
        t -> t.uniqueBy = 1);
    return tests.stream();
  }

  /// eContent of 245 bytes (another entry does not fit), attributes of 119, certificate of 887.
  private static void longest(Maker m) {
    m.passport.algorithm = hex("06052b0e03021a0500");
    m.passport.dataGroups = List.of(1, 2, 3, 7, 11, 12, 13, 14);
    m.passport.attributeList =
        list -> {
          List<byte[]> longer = new ArrayList<>(list);
          longer.add(1, tlv(0x30, hex("06032a0304"), tlv(0x31, tlv(0x04, new byte[16]))));
          return longer;
        };
    int size = m.certificate.of(P256Point.GENERATOR).length;
    m.certificate.issuer = SignerCertificate.nameOf(887 - size + m.certificate.issuer.length);
  }

  private static void accepted(
      List<DynamicTest> tests,
      String what,
      Consumer<Maker> document,
      Consumer<EnrolmentInputs> statement) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Maker maker = new Maker();
              document.accept(maker);
              EnrolmentInputs terms = terms();
              statement.accept(terms);
              assertStatement(terms, maker.make());
            }));
  }

  /// Recomputes every public signal from the passport's bytes by the protocol's formulas.
  private static void assertStatement(EnrolmentInputs terms, ChainDocument document)
      throws WitnessException {
    Map<String, List<BigInteger>> inputs = document.inputs(terms);
    try (Witness witness = enrolment.witness(inputs)) {
      assertThat(enrolment.constraints().assign(witness).violations()).isZero();
      PublicSignals signals = enrolment.circuit().signalsOf(witness);
      assertThat(signals.value("nullifier"))
          .isEqualTo(
              terms.nullifier(document.passport().dg1(), sha1(document.passport().econtent())));
      EnrolmentInputs.assertPublicInputs(signals, inputs);
    }
  }

  /// (r, n − s) is as good a signature as (r, s), and the same person.
  @Test
  void otherHalfOfEitherSignatureGivesTheSameNullifier() throws WitnessException {
    for (int uniqueBy = 0; uniqueBy < 2; uniqueBy++) {
      EnrolmentInputs terms = terms();
      terms.uniqueBy = uniqueBy;
      EcdsaSignature passport = genuine.passportSignature();
      EcdsaSignature certificate = genuine.certificateSignature();
      assertStatement(
          terms,
          genuine
              .withPassportSignature(passport.withS(P256Point.ORDER.subtract(passport.s())))
              .withCertificateSignature(
                  certificate.withS(P256Point.ORDER.subtract(certificate.s()))));
    }
  }

  // --- documents that were signed, and that are refused all the same ---------------------------

  @TestFactory
  Stream<DynamicTest> refusesSignedDocument() {
    List<DynamicTest> tests = new ArrayList<>();
    signed(tests, "nationality differs", m -> m.passport.nationality = "BLR");
    signed(tests, "issuing state differs", m -> m.passport.issuingState = "BLR");
    signed(tests, "one day too young", m -> m.passport.birth = "081123");
    signed(tests, "expired the day before", m -> m.passport.expiry = "261121");
    signed(tests, "data group 1 is not first", m -> m.passport.dataGroups = List.of(2, 1, 3));
    signed(
        tests,
        "the digest of data group 1 stands in the second entry only",
        m ->
            m.passport.entries =
                list -> {
                  List<byte[]> other = new ArrayList<>(list);
                  other.addFirst(entry(1, sha1(new byte[1])));
                  return other;
                });
    signed(
        tests,
        "digests of 32 bytes",
        m -> {
          m.passport.dataGroups = List.of();
          m.passport.entries = _ -> List.of(entry(1, concat(dg1Digest(), new byte[12])));
        });
    signed(
        tests,
        "digests of 19 bytes",
        m -> {
          m.passport.dataGroups = List.of();
          m.passport.entries =
              _ -> List.of(entry(1, Arrays.copyOf(dg1Digest(), 19)), entry(2, new byte[20]));
        });
    signed(
        tests,
        "the security object names SHA-256",
        m -> m.passport.algorithm = hex("06096086480165030402010500"));
    signed(
        tests,
        "the security object names SHA-224",
        m -> m.passport.algorithm = hex("06052b0e03021b"));
    signed(tests, "a byte behind eContent", m -> m.passport.econtent = c -> concat(c, new byte[1]));
    signed(
        tests,
        "messageDigest of other content",
        m -> m.passport.econtentDigest = _ -> sha1(new byte[1]));
    signed(
        tests,
        "messageDigest of 32 bytes",
        m -> m.passport.econtentDigest = d -> concat(d, new byte[12]));
    signed(
        tests,
        "messageDigest with SHA-256",
        m -> m.passport.attributeList = list -> last(list, messageDigest(sha256(new byte[1]))));
    signed(
        tests,
        "messageDigest only inside another attribute",
        m ->
            m.passport.attributeList =
                list -> {
                  List<byte[]> other = new ArrayList<>(list);
                  other.remove(1);
                  return last(other, tlv(0x30, other.getLast()));
                });
    signed(
        tests,
        "two messageDigests",
        m ->
            m.passport.attributeList =
                list -> {
                  List<byte[]> other = new ArrayList<>(list);
                  other.set(1, other.getLast());
                  return other;
                });
    signed(
        tests,
        "a byte behind the attributes",
        m -> m.passport.attributes = c -> concat(c, new byte[1]));

    signed(tests, "signed by another key than the certified one", m -> m.signer = BigInteger.TEN);
    signed(tests, "certified by another authority", m -> {}, t -> {}, BigInteger.TWO);
    signed(tests, "signed by the authority itself", m -> m.signer = ChainDocument.AUTHORITY);
    signed(
        tests,
        "an authority's certificate in the signer's place",
        m -> {
          m.certificate.extensions.set(0, SignerCertificate.AUTHORITY_USAGE);
          m.certificate.extensions.add(SignerCertificate.IS_AUTHORITY);
        });
    signed(
        tests,
        "the authority's own certificate, and the authority signs",
        m -> {
          m.signer = ChainDocument.AUTHORITY;
          m.certified = ChainDocument.AUTHORITY;
          m.certificate.extensions.set(0, SignerCertificate.AUTHORITY_USAGE);
          m.certificate.extensions.add(SignerCertificate.IS_AUTHORITY);
        });
    signed(
        tests,
        "a signer of master lists",
        m -> m.certificate.extensions.add(hex("30130603551d250101ff0409300706056781080103")));
    signed(tests, "no keyUsage", m -> m.certificate.extensions.removeFirst());
    signed(tests, "keyUsage twice", m -> m.certificate.extensions.add(SignerCertificate.KEY_USAGE));
    signed(
        tests,
        "a second key behind the first",
        m ->
            m.certificate.behindKey =
                keyInfo(Encoding.NAMED, ChainDocument.publicKey(ChainDocument.SIGNER)));
    signed(
        tests,
        "a second key in front of the first",
        m -> m.certificate.keyInfo = c -> concat(keyInfo(Encoding.NAMED, P256Point.GENERATOR), c));
    signed(tests, "a unique identifier", m -> m.certificate.behindKey = hex("82020000"));
    signed(
        tests,
        "a byte behind the certificate",
        m -> m.certificate.certificate = c -> concat(c, new byte[1]));
    signed(
        tests,
        "the certificate's length one too small",
        m -> m.certificate.certificate = c -> plus(c, 3, -1));
    signed(tests, "version 1", m -> m.certificate.version = hex("a003020100"));
    signed(
        tests,
        "a curve with another coefficient",
        m -> m.certificate.keyInfo = c -> plus(c, 138, 1));
    signed(
        tests, "a curve with another generator", m -> m.certificate.keyInfo = c -> plus(c, 228, 1));
    signed(
        tests,
        "a certificate that says ECDSA with SHA-256",
        m -> m.certificate.algorithm = SignerCertificate.ECDSA_SHA256);
    return tests.stream();
  }

  private static byte[] keyInfo(Encoding encoding, P256Point key) {
    return SignerCertificate.keyInfo(encoding, key.x(), key.y());
  }

  private static byte[] dg1Digest() {
    return sha1(genuine.passport().dg1());
  }

  private static List<byte[]> last(List<byte[]> list, byte[] element) {
    List<byte[]> copy = new ArrayList<>(list);
    copy.set(copy.size() - 1, element);
    return copy;
  }

  /// All of it is honest but one thing: few constraints may break, and one must.
  private static void signed(List<DynamicTest> tests, String what, Consumer<Maker> flaw) {
    signed(tests, what, flaw, _ -> {}, ChainDocument.AUTHORITY);
  }

  private static void signed(
      List<DynamicTest> tests,
      String what,
      Consumer<Maker> flaw,
      Consumer<EnrolmentInputs> statement,
      BigInteger authority) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Maker maker = new Maker();
              maker.authority = authority;
              flaw.accept(maker);
              EnrolmentInputs terms = terms();
              statement.accept(terms);
              Map<String, List<BigInteger>> inputs =
                  maker.make().inputs(terms, ChainDocument.publicKey(ChainDocument.AUTHORITY));
              assertRefused(inputs);
            }));
  }

  private static void assertRefused(Map<String, List<BigInteger>> inputs) {
    assertThat(enrolment.attempt(inputs).violations()).as("broken constraints").isPositive();
  }

  // --- statements that do not fit a genuine document ------------------------------------------

  @TestFactory
  Stream<DynamicTest> refusesStatement() {
    List<DynamicTest> tests = new ArrayList<>();
    statement(tests, "another trust root", i -> add(i, "trustRoot", 0, 1));
    statement(tests, "another key commitment", i -> add(i, "nullifierKeyCommitment", 0, 1));
    statement(tests, "another nullifier key", i -> add(i, "nullifierKey", 0, 1));
    statement(tests, "unique by 2", i -> set(i, "uniqueBy", 0, 2));
    statement(tests, "another leaf index", i -> add(i, "leafIndex", 0, 1));
    statement(tests, "another sibling", i -> add(i, "leafPath", 9, 1));
    tests.add(leafTest("authority of another state", t -> t.signerState = "BLR"));
    tests.add(leafTest("authority listed as a document signer", t -> t.keyType = 4));
    tests.add(leafTest("authority listed with an RSA key type", t -> t.keyType = 1));
    tests.add(
        dynamicTest(
            "another citizenship, and the leaf of that state",
            () -> {
              EnrolmentInputs terms = terms();
              terms.citizenship = "BLR";
              terms.signerState = "BLR";
              assertThat(enrolment.attempt(genuine.inputs(terms)).violations()).isBetween(1, 40);
            }));
    return tests.stream();
  }

  /// Only the root can be wrong.
  private static DynamicTest leafTest(String what, Consumer<EnrolmentInputs> other) {
    return dynamicTest(
        what,
        () -> {
          EnrolmentInputs terms = terms();
          other.accept(terms);
          assertThat(enrolment.attempt(genuine.inputs(terms)).violations()).isEqualTo(1);
        });
  }

  private static void statement(
      List<DynamicTest> tests, String what, Consumer<Map<String, List<BigInteger>>> forgery) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(genuineInputs);
              forgery.accept(inputs);
              assertThat(enrolment.attempt(inputs).violations()).isBetween(1, 40);
            }));
  }

  // --- private inputs that were not signed -----------------------------------------------------

  @TestFactory
  Stream<DynamicTest> refusesForgedInput() {
    List<DynamicTest> tests = new ArrayList<>();
    int content = genuine.passport().econtent().length;
    int attributes = genuine.passport().attributes().length;
    int certificate = genuine.certificate().length;
    forged(tests, "a byte behind eContent's end", i -> set(i, "econtent", content, 1));
    forged(tests, "a padding byte given as content", i -> set(i, "econtent", content, 0x80));
    forged(tests, "eContent one byte longer", i -> add(i, "econtentLength", 0, 1));
    forged(tests, "eContent one byte shorter", i -> add(i, "econtentLength", 0, -1));
    forged(tests, "a byte behind the attributes", i -> set(i, "signedAttributes", attributes, 1));
    forged(tests, "attributes one byte longer", i -> add(i, "signedAttributesLength", 0, 1));
    forged(tests, "a byte behind the certificate", i -> set(i, "certificate", certificate, 1));
    forged(tests, "a byte in the certificate's last block", i -> set(i, "certificate", 895, 1));
    forged(tests, "certificate one byte longer", i -> add(i, "certificateLength", 0, 1));
    forged(tests, "certificate one byte shorter", i -> add(i, "certificateLength", 0, -1));
    forged(tests, "certificate longer than the array", i -> set(i, "certificateLength", 0, 900));
    for (String who : List.of("signer", "authority")) {
      for (BigInteger r : List.of(BigInteger.ZERO, P256Point.ORDER)) {
        forged(tests, who + " r = " + r.signum() + " n", i -> limbs(i, who + "NonceX", r));
      }
      forged(tests, who + " s = 0", i -> signedLimbs(i, who + "S", BigInteger.ZERO));
      forged(tests, who + " s = n", i -> signedLimbs(i, who + "S", P256Point.ORDER));
    }
    return tests.stream();
  }

  private static void limbs(Map<String, List<BigInteger>> inputs, String name, BigInteger value) {
    inputs.put(name, EcdsaSignature.limbs(value));
  }

  /// In the offset form of README.md: limb u stands for u − 2^31.
  private static void signedLimbs(
      Map<String, List<BigInteger>> inputs, String name, BigInteger value) {
    BigInteger offset = BigInteger.ZERO;
    for (int k = 0; k < 8; k++) {
      offset = offset.setBit(32 * k + 31);
    }
    inputs.put(name, EcdsaSignature.limbs(value.add(offset)));
  }

  private static void forged(
      List<DynamicTest> tests, String what, Consumer<Map<String, List<BigInteger>>> forgery) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(genuineInputs);
              forgery.accept(inputs);
              assertRefused(inputs);
            }));
  }

  /// One number of each private input in turn, by chance, is one too large, and everything that
  /// follows from it is computed anew. What every number alone does is [#noWireIsFree]'s.
  @TestFactory
  Stream<DynamicTest> refusesEachPrivateInputOffByOne() {
    Set<String> names = new TreeSet<>(genuineInputs.keySet());
    enrolment.circuit().publicSignals().forEach(signal -> names.remove(signal.name()));
    Random random = new Random(7);
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : names) {
      int at = random.nextInt(genuineInputs.get(name).size());
      forged(tests, name + "[" + at + "]", i -> add(i, name, at, 1));
    }
    return tests.stream();
  }

  /// A key that agrees with the listed one in all but one limb of one of its multiples.
  @Test
  void refusesMultiplesThatDifferInOneLimb() {
    Random random = new Random(8);
    for (int part = 0; part < 6; part++) {
      int at = 16 * part + random.nextInt(16);
      Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(genuineInputs);
      set(
          inputs,
          "authorityMultiples",
          at,
          inputs.get("authorityMultiples").get(at).flipBit(random.nextInt(32)));
      assertRefused(inputs);
    }
  }

  /// A point of another curve, certified: the parameters are P-256's, the point is not on it.
  @Test
  void refusesCertifiedPointOffTheCurve() {
    Maker maker = new Maker();
    P256Point key = ChainDocument.publicKey(ChainDocument.SIGNER);
    maker.certificate.keyInfo =
        _ ->
            SignerCertificate.keyInfo(
                Encoding.EXPLICIT_SEED_AS_RUSSIA, key.x(), key.y().add(BigInteger.ONE));
    assertRefused(maker.make().inputs(terms()));
  }

  /// The hints themselves cannot be had for what is no signature.
  @Test
  void noHintsForScalarsOutOfRange() {
    EcdsaSignature signature = genuine.passportSignature();
    for (BigInteger bad :
        List.of(BigInteger.ZERO, P256Point.ORDER, P256Point.ORDER.add(signature.r()))) {
      assertThat(
              SignatureHints.forPrivateKey(
                  "", signature.key(), signature.digest(), bad, signature.s()))
          .isEmpty();
      assertThat(
              SignatureHints.forListedKey(
                  "", signature.key(), signature.digest(), signature.r(), bad))
          .isEmpty();
    }
  }

  @Test
  void calculatorRefusesNumbersThatAreNoBytes() {
    for (String name : List.of("dg1", "econtent", "signedAttributes", "certificate")) {
      Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(genuineInputs);
      add(inputs, name, 20, 256);
      assertThatThrownBy(() -> enrolment.witness(inputs).close())
          .isInstanceOf(WitnessException.class);
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
}
