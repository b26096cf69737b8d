package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.Edits.plus;
import static org.urna.circuits.Edits.put;
import static org.urna.circuits.SignedDocument.ascii;
import static org.urna.circuits.SignedDocument.concat;
import static org.urna.circuits.SignedDocument.hex;
import static org.urna.circuits.SignedDocument.tlv;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.openssl.PEMParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.circuits.SignerCertificate.Encoding;
import org.urna.circuits.SignerCertificate.Maker;
import org.urna.proof.PublicSignals;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessException;
import org.urna.trust.tree.P256Point;

/// `CertificateKey`: the walk over a document signer's TBSCertificate. Nothing is signed here: a
/// refusal means that a certificate of this shape is refused whoever signed it.
class CertificateCircuitTest {
  private static final int SIZE = 896;
  private static final int MOST = SIZE - 9;
  private static final P256Point KEY =
      P256Point.GENERATOR.times(new BigInteger("31415926535897932384626433832795028841971"));
  private static final Path VECTORS = Path.of("src/test/resources/vectors/csca");
  private static CircuitUnderTest walk;

  @BeforeAll
  static void load() {
    walk = CircuitUnderTest.loadTest("test-certificate");
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint system for the tests that follow
  static void free() {
    walk = null;
  }

  private static Map<String, List<BigInteger>> inputs(byte[] certificate) {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("certificate", EnrolmentInputs.bytes(certificate, SIZE));
    inputs.put("certificateLength", List.of(BigInteger.valueOf(certificate.length)));
    return inputs;
  }

  private static int violations(byte[] certificate) {
    return walk.attempt(inputs(certificate)).violations();
  }

  // --- what it must accept ------------------------------------------------------------------

  @Test
  void findsTheKeyOfTheRealRussianDocumentSigner() throws Exception {
    X509CertificateHolder real = certificates("ru_dsc_document_signer_3.3.pem").getFirst();
    byte[] tbs = real.toASN1Structure().getTBSCertificate().getEncoded(ASN1Encoding.DER);
    assertThat(tbs).hasSize(751);
    assertFindsKey(tbs, keyOf(TBSCertificate.getInstance(tbs)));
  }

  @TestFactory
  Stream<DynamicTest> findsTheKey() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Encoding encoding : Encoding.values()) {
      accepted(tests, "curve " + encoding, m -> m.encoding = encoding);
    }
    for (int bytes : List.of(1, 2, 8, 16, 20, 21, 24)) {
      accepted(tests, "serial number of " + bytes + " bytes", m -> m.serial = number(bytes));
    }
    for (int size : List.of(2, 30, 64, 129, 132, 200, 258, 261, 300)) {
      accepted(
          tests,
          "issuer of " + size + " bytes",
          m -> {
            m.encoding = Encoding.NAMED;
            m.issuer = SignerCertificate.nameOf(size);
          });
      accepted(
          tests,
          "subject of " + size + " bytes",
          m -> {
            m.encoding = Encoding.NAMED;
            m.subject = SignerCertificate.nameOf(size);
          });
    }
    for (int size = 30; size < 62; size++) { // every fine position of the key
      int issuer = size;
      accepted(
          tests,
          "issuer of " + size + " bytes, explicit",
          m -> m.issuer = SignerCertificate.nameOf(issuer));
    }
    accepted(
        tests,
        "generalized time",
        m ->
            m.validity =
                tlv(0x30, tlv(0x17, ascii("191113055152Z")), tlv(0x18, ascii("20511110055152Z"))));
    accepted(tests, "keyUsage alone", m -> m.extensions = List.of(SignerCertificate.KEY_USAGE));
    accepted(tests, "keyUsage last", m -> m.extensions = new ArrayList<>(m.extensions.reversed()));
    accepted(
        tests,
        "digitalSignature and nonRepudiation",
        m -> m.extensions.set(0, hex("300e0603551d0f0101ff0404030206c0")));
    accepted(
        tests,
        "basicConstraints of an end entity",
        m -> m.extensions.add(hex("30090603551d1304023000")));
    accepted(
        tests,
        "critical basicConstraints of an end entity",
        m -> m.extensions.add(hex("300c0603551d130101ff04023000")));
    accepted(
        tests, "basicConstraints first", m -> m.extensions.addFirst(hex("30090603551d1304023000")));
    for (int size : List.of(0, 100, 110, 117, 118, 120, 140)) {
      accepted(
          tests,
          "another extension, with a value of " + size + " bytes",
          m -> m.extensions.add(1, SignerCertificate.extension("0603551d1f", new byte[size])));
    }
    accepted(tests, "short extension of another type", m -> m.extensions.add(hex("300406002a00")));
    accepted(
        tests,
        "the types of keyUsage and extKeyUsage inside another extension",
        m ->
            m.extensions.add(
                SignerCertificate.extension(
                    "0603551d1f", concat(SignerCertificate.KEY_USAGE, hex("30060603551d250400")))));
    accepted(tests, "the longest certificate", CertificateCircuitTest::longest);
    accepted(tests, "the longest extensions", CertificateCircuitTest::longestExtensions);
    accepted(
        tests,
        "the last extension reaches over the bound",
        m -> {
          longestExtensions(m);
          m.extensions.set(3, SignerCertificate.extension("0603551d1f", new byte[102]));
        });
    return tests.stream();
  }

  private static byte[] number(int bytes) {
    byte[] number = new byte[bytes];
    Arrays.fill(number, (byte) 0x30);
    return number;
  }

  private static void longest(Maker m) {
    int rest = MOST - m.of(KEY).length + m.issuer.length;
    m.issuer = SignerCertificate.nameOf(rest);
  }

  /// [3] with 302 bytes.
  private static void longestExtensions(Maker m) {
    m.issuer = SignerCertificate.nameOf(60);
    m.extensions.add(SignerCertificate.extension("0603551d1f", new byte[100]));
    int rest = 302 - 8 - concat(m.extensions.toArray(byte[][]::new)).length;
    m.extensions.add(hex("30%02x".formatted(rest - 2) + "00".repeat(rest - 2)));
  }

  private static void accepted(List<DynamicTest> tests, String what, Consumer<Maker> change) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Maker maker = new Maker();
              change.accept(maker);
              assertFindsKey(maker.of(KEY), KEY);
            }));
  }

  private static void assertFindsKey(byte[] tbs, P256Point key) throws WitnessException {
    try (Witness witness = walk.witness(inputs(tbs))) {
      assertThat(walk.constraints().assign(witness).violations()).isZero();
      PublicSignals signals = walk.circuit().signalsOf(witness);
      assertThat(signals.values("keyX")).isEqualTo(EcdsaSignature.limbs(key.x()));
      assertThat(signals.values("keyY")).isEqualTo(EcdsaSignature.limbs(key.y()));
    }
  }

  @Test
  void certificatesOfTheTestsAreWhatBouncyCastleReads() throws Exception {
    for (Encoding encoding : Encoding.values()) {
      Maker maker = new Maker();
      maker.encoding = encoding;
      assertThat(keyOf(TBSCertificate.getInstance(maker.of(KEY)))).isEqualTo(KEY);
    }
    Maker maker = new Maker();
    longest(maker);
    assertThat(maker.of(KEY)).hasSize(MOST);
  }

  private static P256Point keyOf(TBSCertificate certificate) throws IOException {
    return EcdsaSignature.point(
        ((ECPublicKeyParameters) PublicKeyFactory.createKey(certificate.getSubjectPublicKeyInfo()))
            .getQ());
  }

  private static List<X509CertificateHolder> certificates(String file) throws IOException {
    List<X509CertificateHolder> found = new ArrayList<>();
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(VECTORS.resolve(file)))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        found.add((X509CertificateHolder) next);
      }
    }
    return found;
  }

  // --- every byte -----------------------------------------------------------------------------

  /// Every byte is changed in turn, of other encodings every byte of the key. Where it is part of
  /// what the walk leaves open (contents of serial number, names, validity and other extensions; a
  /// fifth of them is tried) the key stays; where it is a coordinate the key changes; everywhere
  /// else the constraints refuse.
  @TestFactory
  Stream<DynamicTest> refusesEachChangedByteButThoseItLeavesOpen() {
    return Stream.of(Encoding.values())
        .map(
            encoding ->
                dynamicTest(
                    encoding.toString(),
                    () -> {
                      Maker maker = new Maker();
                      maker.encoding = encoding;
                      maker.extensions.add(hex("30090603551d1304023000"));
                      refusesEachChangedByte(maker);
                    }));
  }

  private static void refusesEachChangedByte(Maker maker) {
    byte[] tbs = maker.of(KEY);
    BitSet open = openBytes(tbs, maker);
    byte[] point =
        Arrays.copyOfRange(SignerCertificate.keyInfo(Encoding.NAMED, KEY.x(), KEY.y()), 27, 91);
    int keyAt = indexOf(tbs, point);
    int usageAt = indexOf(tbs, SignerCertificate.KEY_USAGE) + SignerCertificate.KEY_USAGE.length;
    Random random = new Random(maker.encoding.ordinal());
    boolean isWhole = maker.encoding == Encoding.EXPLICIT_SEED_AS_RUSSIA;
    int from =
        isWhole
            ? 0
            : keyAt - SignerCertificate.keyInfo(maker.encoding, KEY.x(), KEY.y()).length + 64;
    int to = isWhole ? tbs.length : keyAt;
    for (int at = from; at < to; at++) {
      if (open.get(at) && at % 5 != 0) {
        continue;
      }
      byte[] changed = tbs.clone();
      if (at == usageAt - 2) {
        changed[at] = 0x08; // fewer unused bits are allowed: other uses than the two that count
      } else if (at == usageAt - 1) {
        changed[at] = 0x04;
      } else if (open.get(at)) {
        changed[at] ^= (byte) 0x40; // a type stays none of those that are looked at
      } else {
        changed[at] ^= (byte) (1 + random.nextInt(255));
      }
      Assignment assignment = walk.attempt(inputs(changed));
      if (at >= keyAt && at < keyAt + 64) {
        assertThat(assignment.violations()).as("byte %d", at).isZero();
        assertThat(keyWords(assignment)).as("byte %d", at).isNotEqualTo(keyWords(KEY));
      } else if (open.get(at)) {
        assertThat(assignment.violations()).as("byte %d", at).isZero();
        assertThat(keyWords(assignment)).as("byte %d", at).isEqualTo(keyWords(KEY));
      } else {
        assertThat(assignment.violations())
            .as("byte %d: %02x to %02x", at, tbs[at], changed[at])
            .isPositive();
      }
    }
  }

  private static List<BigInteger> keyWords(Assignment assignment) {
    List<BigInteger> words = new ArrayList<>();
    for (String signal : List.of("keyX", "keyY")) {
      for (int wire : walk.wiresOf(signal)) {
        words.add(assignment.value(wire));
      }
    }
    return words;
  }

  private static List<BigInteger> keyWords(P256Point key) {
    List<BigInteger> words = new ArrayList<>(EcdsaSignature.limbs(key.x()));
    words.addAll(EcdsaSignature.limbs(key.y()));
    return words;
  }

  /// The contents that the walk skips, found with an own reading of the maker's parts.
  private static BitSet openBytes(byte[] tbs, Maker maker) {
    BitSet open = new BitSet();
    int at = 4 + maker.version.length;
    open.set(at + 2, at + 2 + maker.serial.length);
    at += 2 + maker.serial.length + maker.algorithm.length;
    for (byte[] element : List.of(maker.issuer, maker.validity, maker.subject)) {
      int header = element.length - contentLength(element);
      open.set(at + header, at + element.length);
      at += element.length;
    }
    for (byte[] extension : maker.extensions) {
      if (extension[6] == 0x0e || extension[6] == 0x23) {
        int start = indexOf(tbs, extension);
        open.set(start + 2, start + extension.length);
      } else if (extension[6] == 0x13) {
        int start = indexOf(tbs, extension); // of another type it says nothing, as in an end entity
        open.set(start + 2, start + 7);
      }
    }
    return open;
  }

  private static int contentLength(byte[] element) {
    int first = element[1] & 0xff;
    return first < 0x80
        ? first
        : first == 0x81 ? element[2] & 0xff : (element[2] & 0xff) << 8 | element[3] & 0xff;
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at + part.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("not in there");
  }

  // --- one flaw at a time ---------------------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> refuses() {
    List<DynamicTest> tests = new ArrayList<>();
    // around it
    refused(
        tests, "a byte behind the certificate", m -> m.certificate = c -> concat(c, new byte[1]));
    refused(tests, "bytes behind the certificate", m -> m.certificate = c -> concat(c, c));
    refused(tests, "a byte in front", m -> m.certificate = c -> concat(new byte[1], c));
    refused(
        tests, "the last byte missing", m -> m.certificate = c -> Arrays.copyOf(c, c.length - 1));
    refused(tests, "a certificate in its outer SEQUENCE", m -> m.certificate = c -> tlv(0x30, c));
    refused(
        tests,
        "indefinite length",
        m ->
            m.certificate =
                c -> concat(hex("3080"), Arrays.copyOfRange(c, 4, c.length), hex("0000")));
    refused(
        tests,
        "length in three bytes",
        m ->
            m.certificate =
                c ->
                    concat(
                        hex("308300"),
                        Arrays.copyOfRange(c, 2, 4),
                        Arrays.copyOfRange(c, 4, c.length)));
    refused(tests, "length one too small", m -> m.certificate = c -> plus(c, 3, -1));
    refused(tests, "length one too large", m -> m.certificate = c -> plus(c, 3, 1));
    refused(tests, "no version", m -> m.version = new byte[0]);
    refused(tests, "version 1", m -> m.version = hex("a003020100"));
    refused(tests, "version 2", m -> m.version = hex("a003020101"));
    refused(tests, "version 4", m -> m.version = hex("a003020103"));
    refused(tests, "no serial number's bytes", m -> m.serial = new byte[0]);
    refused(tests, "serial number of 25 bytes", m -> m.serial = number(25));
    refused(
        tests, "algorithm ECDSA with SHA-256", m -> m.algorithm = SignerCertificate.ECDSA_SHA256);
    refused(tests, "algorithm with NULL", m -> m.algorithm = hex("300b06072a8648ce3d04010500"));
    refused(
        tests, "an algorithm with RSA", m -> m.algorithm = hex("300d06092a864886f70d0101050500"));
    refused(tests, "no issuer", m -> m.issuer = new byte[0]);
    refused(tests, "issuer with another tag", m -> m.issuer = plus(m.issuer, 0, 1));
    refused(tests, "issuer of indefinite length", m -> m.issuer = concat(hex("3080"), new byte[4]));
    refused(
        tests,
        "issuer with its length in three bytes",
        m -> m.issuer = hex("308300000500000000000000"));
    refused(
        tests, "issuer with a length that is not minimal, 81", m -> m.issuer = hex("3081020500"));
    refused(
        tests, "issuer with a length that is not minimal, 82", m -> m.issuer = hex("308200020500"));
    refused(
        tests,
        "issuer with a length that is not minimal, 82 00",
        m -> m.issuer = concat(hex("308200ff"), new byte[255]));
    refused(tests, "no validity", m -> m.validity = new byte[0]);
    refused(
        tests,
        "validity with a long length",
        m -> m.validity = concat(hex("308180"), new byte[128]));
    refused(tests, "validity of indefinite length", m -> m.validity = hex("3080"));
    refused(tests, "no subject", m -> m.subject = new byte[0]);
    refused(tests, "subject with a length that is not minimal", m -> m.subject = hex("3081020500"));
    refused(
        tests,
        "subject one byte longer than it says",
        m -> m.subject = concat(m.subject, new byte[1]));
    refused(
        tests,
        "subject one byte shorter",
        m -> m.subject = Arrays.copyOf(m.subject, m.subject.length - 1));
    refused(
        tests,
        "a subject that reaches to another key in the extensions",
        CertificateCircuitTest::subjectOverTheKey);
    refused(
        tests,
        "an issuer that swallows validity and subject",
        CertificateCircuitTest::issuerOverAll);
    // the key
    byte[] other = SignerCertificate.keyInfo(Encoding.EXPLICIT_SEED_AS_RUSSIA, KEY.x(), KEY.y());
    byte[] named = SignerCertificate.keyInfo(Encoding.NAMED, KEY.x(), KEY.y());
    refused(tests, "no key", m -> m.keyInfo = _ -> new byte[0]);
    refused(tests, "a second key behind", m -> m.behindKey = named);
    refused(tests, "a second key in front", m -> m.keyInfo = c -> concat(named, c));
    refused(tests, "a second explicit key in front", m -> m.keyInfo = c -> concat(c, other));
    refused(tests, "a second point in the key's BIT STRING", CertificateCircuitTest::twoPoints);
    refused(tests, "an issuer's unique identifier", m -> m.behindKey = hex("81020000"));
    refused(tests, "a subject's unique identifier", m -> m.behindKey = hex("82020000"));
    refused(tests, "a constructed unique identifier", m -> m.behindKey = hex("a1020500"));
    refused(tests, "an empty element behind the key", m -> m.behindKey = hex("0500"));
    refused(tests, "compressed point", m -> m.keyInfo = c -> compressed(Encoding.NAMED));
    refused(tests, "compressed point, explicit", m -> m.keyInfo = c -> compressed(m.encoding));
    refused(tests, "hybrid point", m -> m.keyInfo = c -> put(c, c.length - 65, 0x06));
    refused(tests, "unused bits in the point", m -> m.keyInfo = c -> put(c, c.length - 66, 0x01));
    refused(
        tests,
        "another curve's name, secp256k1",
        m -> m.keyInfo = _ -> replaced(named, "06082a8648ce3d030107", "06052b8104000a"));
    refused(
        tests,
        "another curve's name, brainpoolP256r1",
        m -> m.keyInfo = _ -> replaced(named, "06082a8648ce3d030107", "06092b2403030208010107"));
    refused(
        tests,
        "curve implied",
        m -> m.keyInfo = _ -> replaced(named, "06082a8648ce3d030107", "0500"));
    refused(
        tests,
        "key for agreement only, id-ecDH",
        m -> m.keyInfo = _ -> replaced(named, "06072a8648ce3d0201", "06052b8104010c"));
    refused(
        tests,
        "explicit parameters without cofactor",
        m -> {
          m.encoding = Encoding.EXPLICIT;
          m.keyInfo = CertificateCircuitTest::withoutCofactor;
        });
    // extensions
    refused(tests, "no extensions", m -> m.extensionElement = _ -> new byte[0]);
    refused(tests, "an empty list of extensions", m -> m.extensions = List.of());
    refused(tests, "extensions with another tag", m -> m.extensionElement = c -> put(c, 0, 0xa2));
    refused(tests, "extensions twice", m -> m.extensionElement = c -> concat(c, c));
    refused(tests, "a list that is no SEQUENCE", m -> m.extensionList = c -> put(c, 0, 0x31));
    refused(tests, "a byte behind the list", m -> m.extensionList = c -> concat(c, new byte[1]));
    refused(tests, "two bytes behind the list", m -> m.extensionList = c -> concat(c, hex("0500")));
    refused(tests, "an element behind the extensions", m -> m.behindExtensions = hex("0500"));
    refused(tests, "[4] behind the extensions", m -> m.behindExtensions = hex("a4020500"));
    refused(
        tests,
        "a list of indefinite length",
        m ->
            m.extensionList =
                c -> concat(hex("3080"), Arrays.copyOfRange(c, 2, c.length), hex("0000")));
    refused(
        tests,
        "a list with a length that is not minimal",
        m -> m.extensionList = c -> concat(hex("3081"), Arrays.copyOfRange(c, 1, c.length)));
    refused(
        tests,
        "extensions with a length that is not minimal",
        m -> m.extensionElement = c -> concat(hex("a381"), Arrays.copyOfRange(c, 1, c.length)));
    refused(
        tests, "an extension that is no SEQUENCE", m -> m.extensions.add(hex("31050603551d1f")));
    refused(
        tests,
        "an extension of indefinite length",
        m -> m.extensions.add(hex("30800603551d1f04000000")));
    refused(
        tests,
        "an extension with a length that is not minimal",
        m -> m.extensions.add(hex("3081070603551d1f0400")));
    refused(
        tests,
        "an extension with its length in two bytes",
        m -> m.extensions.add(concat(hex("308200b00603551d1f0481a8"), new byte[168])));
    refused(
        tests,
        "an extension that ends behind the list",
        m -> m.extensions.add(hex("30080603551d1f0400")));
    refused(tests, "a byte behind the last extension", m -> m.extensions.add(new byte[1]));
    refused(tests, "two bytes behind the last extension", m -> m.extensions.add(new byte[2]));
    refused(tests, "no keyUsage", m -> m.extensions.removeFirst());
    refused(tests, "keyUsage twice", m -> m.extensions.add(SignerCertificate.KEY_USAGE));
    refused(
        tests,
        "keyUsage twice, the second for certificates",
        m -> m.extensions.add(SignerCertificate.AUTHORITY_USAGE));
    refused(
        tests,
        "keyUsage only inside another extension",
        m -> m.extensions.set(0, tlv(0x30, SignerCertificate.KEY_USAGE)));
    refused(
        tests,
        "keyUsage that is not critical",
        m -> m.extensions.set(0, hex("300b0603551d0f040403020780")));
    refused(
        tests,
        "keyUsage that says it is not critical",
        m -> m.extensions.set(0, hex("300e0603551d0f010100040403020780")));
    refused(
        tests,
        "keyUsage with another TRUE",
        m -> m.extensions.set(0, hex("300e0603551d0f010101040403020780")));
    usage(tests, "keyCertSign", "0204");
    usage(tests, "digitalSignature and keyCertSign", "0284");
    usage(tests, "keyCertSign and cRLSign", "0106");
    usage(tests, "all but digitalSignature", "007f");
    usage(tests, "everything", "00ff");
    usage(tests, "nothing", "0700");
    usage(tests, "eight unused bits", "0880");
    refused(
        tests,
        "keyUsage of two bytes",
        m -> m.extensions.set(0, hex("300f0603551d0f0101ff04050303078000")));
    refused(
        tests,
        "keyUsage of no bits",
        m -> m.extensions.set(0, hex("300d0603551d0f0101ff0403030100")));
    refused(
        tests,
        "keyUsage in an extension with a long length",
        m -> m.extensions.add(concat(hex("3081800603551d0f0101ff0476"), new byte[118])));
    refused(tests, "an authority", CertificateCircuitTest::authority);
    refused(
        tests,
        "an authority with a signer's keyUsage",
        m -> m.extensions.add(SignerCertificate.IS_AUTHORITY));
    refused(
        tests,
        "an authority's basicConstraints first",
        m -> m.extensions.addFirst(SignerCertificate.IS_AUTHORITY));
    refused(
        tests,
        "an authority whose basicConstraints are not critical",
        m -> m.extensions.add(hex("300f0603551d13040830060101ff020100")));
    refused(
        tests,
        "basicConstraints with CA and nothing else",
        m -> m.extensions.add(hex("300f0603551d130101ff040530030101ff")));
    refused(
        tests,
        "basicConstraints that say FALSE",
        m -> m.extensions.add(hex("300c0603551d1304053003010100")));
    refused(
        tests,
        "basicConstraints twice",
        m -> {
          m.extensions.add(hex("30090603551d1304023000"));
          m.extensions.add(hex("30090603551d1304023000"));
        });
    refused(
        tests,
        "basicConstraints twice, the second an authority's",
        m -> {
          m.extensions.add(hex("30090603551d1304023000"));
          m.extensions.add(SignerCertificate.IS_AUTHORITY);
        });
    refused(
        tests,
        "an authority's basicConstraints with a long length",
        m ->
            m.extensions.add(
                concat(hex("3081800603551d130101ff04763074"), hex("0101ff"), new byte[113])));
    refused(
        tests,
        "an authority's basicConstraints behind the bytes that are looked at",
        CertificateCircuitTest::authorityBehindTheBound);
    refused(
        tests,
        "a signer of master lists",
        m -> m.extensions.add(hex("30130603551d250101ff0409300706056781080103")));
    refused(
        tests,
        "extended key usage that is not critical",
        m -> m.extensions.addFirst(hex("30100603551d250409300706056781080103")));
    refused(
        tests,
        "extended key usage with a long length",
        m -> m.extensions.add(concat(hex("3081800603551d250479"), new byte[121])));
    // bounds
    refused(
        tests,
        "one byte longer than the array",
        m -> {
          longest(m);
          m.issuer = SignerCertificate.nameOf(m.issuer.length + 1);
        });
    refused(
        tests,
        "an extension that starts behind the bound",
        m -> {
          longestExtensions(m);
          m.extensions.add(SignerCertificate.keyIdentifier());
        });
    refused(
        tests,
        "shorter than 256 bytes",
        m -> {
          m.encoding = Encoding.NAMED;
          m.issuer = hex("3000");
          m.subject = hex("3000");
          m.extensions = List.of(SignerCertificate.KEY_USAGE);
        });
    return tests.stream();
  }

  private static void refused(List<DynamicTest> tests, String what, Consumer<Maker> flaw) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Maker maker = new Maker();
              flaw.accept(maker);
              byte[] certificate = maker.of(KEY);
              assertThat(violations(certificate)).isPositive();
            }));
  }

  private static void usage(List<DynamicTest> tests, String what, String bits) {
    refused(
        tests,
        "keyUsage " + what,
        m -> m.extensions.set(0, hex("300e0603551d0f0101ff04040302" + bits)));
  }

  private static void authority(Maker m) {
    m.extensions.set(0, SignerCertificate.AUTHORITY_USAGE);
    m.extensions.add(SignerCertificate.IS_AUTHORITY);
  }

  private static void authorityBehindTheBound(Maker m) {
    longestExtensions(m);
    m.extensions.add(SignerCertificate.IS_AUTHORITY);
  }

  /// The subject's length reaches into the extensions, where the attacker's key stands.
  private static void subjectOverTheKey(Maker m) {
    m.encoding = Encoding.NAMED;
    byte[] fake = SignerCertificate.keyInfo(Encoding.NAMED, KEY.x(), KEY.y());
    byte[] extension = SignerCertificate.extension("0603551d1f", fake);
    m.extensions.add(1, extension);
    m.certificate =
        c -> {
          int subject = indexOf(c, m.subject);
          int target = indexOf(c, extension) + extension.length - fake.length;
          byte[] changed = c.clone();
          changed[subject + 1] = (byte) 0x82; // covers what was content
          int length = target - subject - 4;
          changed[subject + 2] = (byte) (length >> 8);
          changed[subject + 3] = (byte) length;
          return changed;
        };
  }

  private static void issuerOverAll(Maker m) {
    m.issuer = tlv(0x30, m.issuer, m.validity, m.subject);
    m.validity = new byte[0];
    m.subject = new byte[0];
  }

  private static void twoPoints(Maker m) {
    m.keyInfo =
        c -> {
          byte[] point = Arrays.copyOfRange(c, c.length - 65, c.length);
          byte[] algorithm = Arrays.copyOfRange(c, 4, c.length - 68);
          return tlv(0x30, algorithm, tlv(0x03, new byte[1], point, point));
        };
  }

  private static byte[] compressed(Encoding encoding) {
    byte[] info = SignerCertificate.keyInfo(encoding, KEY.x(), KEY.y());
    int header = encoding == Encoding.NAMED ? 2 : 4;
    byte[] x = Arrays.copyOfRange(info, info.length - 64, info.length - 32);
    return tlv(0x30, Arrays.copyOfRange(info, header, info.length - 68), tlv(0x03, hex("0002"), x));
  }

  private static byte[] withoutCofactor(byte[] info) {
    byte[] point = Arrays.copyOfRange(info, info.length - 68, info.length);
    // 30 82 .. | 30 81 EC 06 07 .. 30 81 E0 | parameters
    byte[] parameters = Arrays.copyOfRange(info, 19, info.length - 68 - 3);
    return tlv(0x30, tlv(0x30, hex("06072a8648ce3d0201"), tlv(0x30, parameters)), point);
  }

  /// A named curve's key with another part, lengths adjusted.
  private static byte[] replaced(byte[] named, String part, String by) {
    byte[] algorithm = Arrays.copyOfRange(named, 4, 23);
    String text = java.util.HexFormat.of().formatHex(algorithm).replace(part, by);
    return tlv(0x30, tlv(0x30, hex(text)), Arrays.copyOfRange(named, 23, named.length));
  }

  @Test
  void refusesTheRealAuthorities() throws Exception {
    for (X509CertificateHolder authority : certificates("ru_csca_2006-2019.pem")) {
      byte[] tbs = authority.toASN1Structure().getTBSCertificate().getEncoded(ASN1Encoding.DER);
      byte[] fitting = tbs.length <= MOST ? tbs : Arrays.copyOf(tbs, MOST);
      assertThat(violations(fitting)).isPositive();
    }
  }

  @Test
  void refusesRevocationList() {
    // TBSCertList: version without a tag, algorithm, issuer, dates, entries.
    byte[] list =
        tlv(
            0x30,
            hex("020101"),
            SignerCertificate.ECDSA_SHA1,
            SignerCertificate.name("C", "UT", "CN", "CSCA"),
            tlv(0x17, ascii("191113055152Z")),
            tlv(0x17, ascii("311110055152Z")),
            tlv(0x30, tlv(0x30, hex("0202"), new byte[] {1, 2}, tlv(0x17, ascii("191113055152Z")))),
            new byte[0]);
    assertThat(TBSCertList.getInstance(list).getIssuer().toString()).contains("CSCA");
    assertThat(violations(list)).isPositive();
    byte[] padded = concat(list, new byte[300]);
    assertThat(violations(padded)).isPositive();
  }

  @Test
  void refusesLengthsThatAreNotTheCertificates() {
    byte[] tbs = new Maker().of(KEY);
    for (int length : List.of(0, 1, tbs.length - 1, tbs.length + 1, MOST, MOST + 1, -1)) {
      Map<String, List<BigInteger>> inputs = inputs(tbs);
      inputs.put(
          "certificateLength", List.of(BigInteger.valueOf(length).mod(ConstraintSystem.FIELD)));
      assertThat(walk.attempt(inputs).violations()).as("length %d", length).isPositive();
    }
  }

  /// Hints are wires too: none can have another value alone. Of the certificate itself only the
  /// serial number's bits can, where the shift drops them: only the digest binds them, not here.
  /// The rows that change with a byte are not looked at in vain, and none is overlooked: the whole
  /// system in plain arithmetic says the same.
  @Test
  void quickLookFindsTheRowsThatTheFullLookFinds() {
    byte[] tbs = new Maker().of(KEY);
    for (int at = 0; at < tbs.length; at += 97) {
      Assignment assignment = walk.attempt(inputs(put(tbs, at, tbs[at] ^ 0x15)));
      assertThat(assignment.broken()).as("byte %d", at).isEqualTo(assignment.brokenInFull());
    }
  }

  @Test
  void noWireIsFree() {
    for (Encoding encoding : List.of(Encoding.EXPLICIT_SEED_AS_RUSSIA, Encoding.NAMED)) {
      Maker maker = new Maker();
      maker.encoding = encoding;
      maker.extensions.add(hex("30090603551d1304023000"));
      Assignment honest = walk.attempt(inputs(maker.of(KEY)));
      assertThat(honest.violations()).isZero();
      assertThat(walk.freeWires(honest, new Random(1)))
          .hasSizeLessThanOrEqualTo(8 * maker.serial.length)
          .allMatch(wire -> honest.value(wire).bitLength() <= 1);
    }
  }
}
