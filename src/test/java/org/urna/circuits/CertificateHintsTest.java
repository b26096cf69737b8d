package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.SignedDocument.ascii;
import static org.urna.circuits.SignedDocument.concat;
import static org.urna.circuits.SignedDocument.hex;
import static org.urna.circuits.SignedDocument.tlv;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.circuits.SignerCertificate.Encoding;
import org.urna.circuits.SignerCertificate.Maker;
import org.urna.trust.tree.P256Point;

/// The walk over a certificate against a prover who chooses the hints freely: in the circuits
/// `test-hints-*` they are inputs, and the constraints are those of lib/der.circom and
/// lib/certificate.circom word for word. [CertificateCircuitTest] has the hints computed.
class CertificateHintsTest {
  private static final BigInteger FIELD = ConstraintSystem.FIELD;
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger HALF = BigInteger.TWO.modInverse(FIELD);
  private static final P256Point KEY = P256Point.GENERATOR.times(new BigInteger("5772156649015"));
  private static final P256Point DECOY = P256Point.GENERATOR.times(new BigInteger("9159655941772"));

  /// [3] with its headers has at most 302 bytes; behind it come zeros, as the hash enforces.
  private static final int SIZE = 310;

  private static final int FIRST_PLACE = 4;
  private static final int PLACES = SIZE - 12;
  private static final byte[] EMPTY_CONSTRAINTS = hex("30090603551d1304023000");
  private static final byte[] OTHER_USE = hex("30130603551d250101ff0409300706056781080103");

  private static CircuitUnderTest header;
  private static CircuitUnderTest position;
  private static CircuitUnderTest encoding;
  private static CircuitUnderTest list;

  @BeforeAll
  static void load() {
    header = CircuitUnderTest.loadTest("test-hints-header");
    position = CircuitUnderTest.loadTest("test-hints-position");
    encoding = CircuitUnderTest.loadTest("test-hints-encoding");
    list = CircuitUnderTest.loadTest("test-hints-extensions");
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint systems for the tests that follow
  static void free() {
    header = null;
    position = null;
    encoding = null;
    list = null;
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value).mod(FIELD);
  }

  // --- headers and positions ------------------------------------------------------------------

  /// For every first length byte, and for those behind it at their bounds: of all flags at most one
  /// pair fits, and then tag, size and length are those of X.690.
  @Test
  void aHeaderHasOneReadingOrNone() {
    int readings = 0;
    for (int first = 0; first < 256; first++) {
      int[] seconds = first == 0x81 || first == 0x82 ? new int[] {0, 1, 127, 128, 255} : HALVES;
      for (int second : seconds) {
        int[] thirds = first == 0x82 ? new int[] {0, 127, 128, 255} : new int[] {0};
        for (int third : thirds) {
          readings += readings(first, second, third);
        }
      }
    }
    // 128 lengths below 128, twice; 81 with 128 and 255; 82 with 1, 127, 128, 255 and four others
    assertThat(readings).isEqualTo(256 + 2 + 16);
  }

  private static final int[] HALVES = {0x00, 0xff};

  private static int readings(int first, int second, int third) {
    int readings = 0;
    for (BigInteger one : List.of(BigInteger.ZERO, ONE)) {
      for (BigInteger two : List.of(BigInteger.ZERO, ONE)) {
        Assignment made = header(first, second, third, one, two);
        if (made.violations() == 0) {
          readings++;
          int size = first < 0x80 ? 2 : first == 0x81 ? 3 : 4;
          int length = first < 0x80 ? first : first == 0x81 ? second : second << 8 | third;
          assertThat(length).isGreaterThanOrEqualTo(first < 0x80 ? 0 : first == 0x81 ? 128 : 256);
          assertThat(first).isLessThanOrEqualTo(0x82).isNotEqualTo(0x80);
          assertThat(value(header, made, "tag")).isEqualTo(number(0x30));
          assertThat(value(header, made, "size")).isEqualTo(number(size));
          assertThat(value(header, made, "length")).isEqualTo(number(length));
        }
      }
    }
    assertThat(readings).isLessThanOrEqualTo(1);
    return readings;
  }

  @Test
  void aHeadersFlagsAreBits() {
    for (BigInteger flag : List.of(number(2), number(-1), HALF)) {
      for (int first : List.of(0x05, 0x81, 0x82)) {
        assertThat(header(first, 0x90, 0, flag, BigInteger.ZERO).violations()).isPositive();
        assertThat(header(first, 0x90, 0, BigInteger.ZERO, flag).violations()).isPositive();
        assertThat(header(first, 0x90, 0, flag, ONE.subtract(flag).mod(FIELD)).violations())
            .isPositive();
      }
    }
  }

  private static Assignment header(
      int first, int second, int third, BigInteger one, BigInteger two) {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("bytes", List.of(number(0x30), number(first), number(second), number(third)));
    inputs.put("one", List.of(one));
    inputs.put("two", List.of(two));
    return header.attempt(inputs);
  }

  private static BigInteger value(CircuitUnderTest circuit, Assignment made, String signal) {
    return made.value(circuit.wiresOf(signal).getFirst());
  }

  /// A position outside the array, also one that wraps around the field, has no split, and one
  /// inside only its own: not a neighbour's, and none that is divided by 32 in the field.
  @Test
  void aPositionHasOneSplitOrNone() {
    for (long at : List.of(0L, 1L, 31L, 32L, 33L, 500L, 895L, 927L)) {
      for (int other = 0; other < 928; other += other % 32 == (int) (at % 32) ? 1 : 3) {
        assertThat(split(number(at), other).violations() == 0).isEqualTo(other == at);
      }
      assertThat(split(number(at), (int) at).violations()).isZero();
    }
    for (BigInteger at :
        List.of(
            number(928),
            number(960),
            number(-1),
            number(-32),
            number(1).multiply(number(32).modInverse(FIELD)).mod(FIELD),
            BigInteger.TWO.pow(64))) {
      for (int other = 0; other < 928; other++) {
        assertThat(split(at, other).violations()).isPositive();
      }
    }
  }

  private static Assignment split(BigInteger at, int claimed) {
    List<BigInteger> fine = new ArrayList<>();
    for (int bit = 0; bit < 5; bit++) {
      fine.add(number(claimed >> bit & 1));
    }
    List<BigInteger> hot = new ArrayList<>();
    for (int i = 0; i < 29; i++) {
      hot.add(number(claimed / 32 == i ? 1 : 0));
    }
    return position.attempt(Map.of("position", List.of(at), "fine", fine, "hot", hot));
  }

  // --- the key --------------------------------------------------------------------------------

  /// Each of the four encodings in the certificate against each that can be claimed, and mixtures.
  @Test
  void onlyTheEncodingThatIsThereFits() {
    for (Encoding real : Encoding.values()) {
      Maker maker = new Maker();
      maker.encoding = real;
      byte[] certificate = maker.of(KEY);
      for (Encoding claimed : Encoding.values()) {
        Assignment made = walk(certificate, flag(claimed));
        assertThat(made.violations() == 0).as("%s as %s", real, claimed).isEqualTo(real == claimed);
      }
      List<BigInteger> none = List.of(number(0), number(0), number(0), number(0));
      assertThat(walk(certificate, none).violations()).isPositive();
    }
    byte[] certificate = new Maker().of(KEY);
    for (List<BigInteger> mixture :
        List.of(
            List.of(HALF, number(0), HALF, number(0)),
            List.of(number(0), number(0), HALF, HALF),
            List.of(number(2), number(0), number(-1), number(0)),
            List.of(number(1), number(-1), number(1), number(0)),
            List.of(number(0), number(0), number(1), number(1)),
            List.of(number(1), number(1), number(1), number(1)))) {
      assertThat(walk(certificate, mixture).violations()).as("%s", mixture).isPositive();
    }
  }

  /// A decoy of key and extensions, whole and to the byte where the walk would be if it took the
  /// subject (or the issuer, or the validity) for shorter, or the key's encoding for another.
  @TestFactory
  Stream<DynamicTest> findsTheKeyBehindTheSubjectAndNoDecoy() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Encoding of : List.of(Encoding.NAMED, Encoding.EXPLICIT)) {
      byte[] info = SignerCertificate.keyInfo(of, DECOY.x(), DECOY.y());
      byte[] rest = tlv(0xa3, tlv(0x30, SignerCertificate.KEY_USAGE));
      decoy(tests, of + " in the subject", m -> m.subject = tlv(0x30, info, rest));
      decoy(tests, of + " at the end of the subject", m -> m.subject = tlv(0x30, ascii("x"), info));
      decoy(
          tests,
          of + " in the issuer, with validity and subject in front",
          m -> {
            m.encoding = Encoding.NAMED; // else it is too long
            m.issuer = tlv(0x30, m.validity, m.subject, info, rest);
          });
      decoy(
          tests,
          of + " in an extension",
          m -> {
            m.encoding = Encoding.NAMED;
            m.extensions =
                new ArrayList<>(
                    List.of(
                        SignerCertificate.KEY_USAGE,
                        concat(
                            hex(info.length > 100 ? "3081fa" : "305f"),
                            hex("0400"),
                            Arrays.copyOf(info, info.length > 100 ? 248 : 93))));
          });
    }
    return tests.stream();
  }

  private static void decoy(List<DynamicTest> tests, String what, Consumer<Maker> change) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Maker maker = new Maker();
              maker.encoding = Encoding.EXPLICIT;
              change.accept(maker);
              byte[] certificate = maker.of(KEY);
              for (Encoding claimed : Encoding.values()) {
                Assignment made = walk(certificate, flag(claimed));
                if (claimed != maker.encoding) {
                  assertThat(made.violations()).as("as %s", claimed).isPositive();
                  continue;
                }
                assertThat(made.violations()).isZero();
                assertThat(value(encoding, made, "keyX"))
                    .isEqualTo(EcdsaSignature.limbs(KEY.x()).getFirst());
              }
            }));
  }

  @TestFactory
  Stream<DynamicTest> refusesAKeyWhoseBitStringHasAnotherLength() {
    byte[] named = SignerCertificate.keyInfo(Encoding.NAMED, KEY.x(), KEY.y());
    byte[] algorithm = Arrays.copyOfRange(named, 2, 23);
    byte[] point = Arrays.copyOfRange(named, 26, 91);
    Map<String, byte[]> wrong = new TreeMap<>();
    wrong.put("one byte less", concat(hex("0341"), hex("00"), Arrays.copyOf(point, 64)));
    wrong.put("one byte more", concat(hex("0343"), hex("00"), point, hex("00")));
    wrong.put("not minimal, 81", concat(hex("038142"), hex("00"), point));
    wrong.put("not minimal, 82", concat(hex("03820042"), hex("00"), point));
    wrong.put("says less than it has", concat(hex("0341"), hex("00"), point));
    wrong.put("says more than it has", concat(hex("0343"), hex("00"), point));
    wrong.put("no byte of unused bits", concat(hex("0341"), point));
    wrong.put("an OCTET STRING", concat(hex("0442"), hex("00"), point));
    wrong.put("constructed", concat(hex("2342"), hex("00"), point));
    return wrong.entrySet().stream()
        .map(
            e ->
                dynamicTest(
                    e.getKey(),
                    () -> {
                      Maker maker = new Maker();
                      maker.keyInfo = _ -> tlv(0x30, algorithm, e.getValue());
                      byte[] certificate = maker.of(KEY);
                      for (Encoding claimed : Encoding.values()) {
                        assertThat(walk(certificate, flag(claimed)).violations()).isPositive();
                      }
                    }));
  }

  private static List<BigInteger> flag(Encoding claimed) {
    List<BigInteger> flags = new ArrayList<>();
    for (Encoding each : Encoding.values()) {
      flags.add(number(each == claimed ? 1 : 0));
    }
    return flags;
  }

  private static Assignment walk(byte[] certificate, List<BigInteger> flags) {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("certificate", EnrolmentInputs.bytes(certificate, 896));
    inputs.put("certificateLength", List.of(number(certificate.length)));
    inputs.put("encoding", flags);
    return encoding.attempt(inputs);
  }

  // --- extensions -----------------------------------------------------------------------------

  /// What the prover says about a list of extensions. All but `inverse` is free; that is the one
  /// value that can satisfy its constraint, wherever there is one.
  private static final class Claim {
    private final byte[] bytes;
    private int length;
    private final BigInteger[] starts = zeros();
    private final BigInteger[] isKeyUsage = zeros();
    private final BigInteger[] isBasicConstraints = zeros();
    private BigInteger isCritical = BigInteger.ZERO;

    private static BigInteger[] zeros() {
      BigInteger[] numbers = new BigInteger[PLACES];
      Arrays.fill(numbers, BigInteger.ZERO);
      return numbers;
    }

    /// The truth about extensions.
    Claim(byte[]... extensions) {
      byte[] content = concat(extensions);
      byte[] element = tlv(0xa3, tlv(0x30, content));
      bytes = Arrays.copyOf(element, SIZE);
      length = element.length;
      int at = length - content.length;
      for (byte[] extension : extensions) {
        if (at < FIRST_PLACE + PLACES) {
          start(at);
        }
        at += extension.length;
      }
    }

    int typeAt(int at) {
      boolean isLong = (bytes[at + 1] & 0x80) != 0;
      int type = isLong ? at + 3 : at + 2;
      byte[] common = hex("0603551d");
      return Arrays.equals(bytes, type, type + 4, common, 0, 4) ? bytes[type + 4] & 0xff : -1;
    }

    /// An extension starts there, and is of the type that its bytes say.
    Claim start(int at) {
      starts[at - FIRST_PLACE] = ONE;
      isKeyUsage[at - FIRST_PLACE] = number(typeAt(at) == 0x0f ? 1 : 0);
      isBasicConstraints[at - FIRST_PLACE] = number(typeAt(at) == 0x13 ? 1 : 0);
      if (typeAt(at) == 0x13 && bytes[at + 1] == 0x0c) {
        isCritical = ONE;
      }
      return this;
    }

    Claim leaveOut(int at) {
      starts[at - FIRST_PLACE] = BigInteger.ZERO;
      isKeyUsage[at - FIRST_PLACE] = BigInteger.ZERO;
      isBasicConstraints[at - FIRST_PLACE] = BigInteger.ZERO;
      return this;
    }

    Claim keyUsage(int at, BigInteger flag) {
      isKeyUsage[at - FIRST_PLACE] = flag;
      return this;
    }

    Claim basicConstraints(int at, BigInteger flag) {
      isBasicConstraints[at - FIRST_PLACE] = flag;
      return this;
    }

    Claim critical(BigInteger flag) {
      isCritical = flag;
      return this;
    }

    int find(byte[] part) {
      for (int at = FIRST_PLACE; at + part.length <= SIZE; at++) {
        if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
          return at;
        }
      }
      throw new IllegalArgumentException("not in there");
    }

    private BigInteger byteAt(int at) {
      return number(bytes[at] & 0xff);
    }

    private BigInteger inverse(int k) {
      BigInteger isLong = starts[k].multiply(number((bytes[FIRST_PLACE + k + 1] & 0x80) >> 7));
      BigInteger type = number(-0x0603551d0fL);
      for (int i = 0; i < 5; i++) {
        BigInteger low = byteAt(FIRST_PLACE + k + 2 + i);
        BigInteger high = byteAt(FIRST_PLACE + k + 3 + i);
        BigInteger chosen = isLong.multiply(high.subtract(low)).add(low);
        type = type.add(chosen.shiftLeft(8 * (4 - i)));
      }
      BigInteger triple =
          type.multiply(type.subtract(number(4))).multiply(type.subtract(number(22))).mod(FIELD);
      return triple.signum() == 0
          ? BigInteger.ZERO
          : starts[k]
              .subtract(isKeyUsage[k])
              .subtract(isBasicConstraints[k])
              .multiply(triple.modInverse(FIELD))
              .mod(FIELD);
    }

    int violations() {
      List<BigInteger> inverses = new ArrayList<>();
      for (int k = 0; k < PLACES; k++) {
        inverses.add(inverse(k));
      }
      Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
      inputs.put("bytes", EnrolmentInputs.bytes(bytes, SIZE));
      inputs.put("length", List.of(number(length)));
      inputs.put("starts", List.of(starts));
      inputs.put("isKeyUsage", List.of(isKeyUsage));
      inputs.put("isBasicConstraints", List.of(isBasicConstraints));
      inputs.put("inverse", inverses);
      inputs.put("isCritical", List.of(isCritical));
      return list.attempt(inputs).violations();
    }
  }

  private static final byte[] USAGE = SignerCertificate.KEY_USAGE;
  private static final byte[] AUTHORITY_USAGE = SignerCertificate.AUTHORITY_USAGE;
  private static final byte[] IS_AUTHORITY = SignerCertificate.IS_AUTHORITY;
  private static final byte[] IDENTIFIER = SignerCertificate.keyIdentifier();

  private static byte[] opaque(byte[] value) {
    return SignerCertificate.extension("0603551d12", value); // issuerAltName
  }

  @TestFactory
  Stream<DynamicTest> acceptsTheTruth() {
    byte[] longest = opaque(new byte[240]);
    return Stream.of(
            new byte[][] {USAGE},
            new byte[][] {USAGE, IDENTIFIER, EMPTY_CONSTRAINTS},
            new byte[][] {IDENTIFIER, hex("300c0603551d130101ff04023000"), USAGE},
            new byte[][] {opaque(concat(AUTHORITY_USAGE, IS_AUTHORITY, OTHER_USE)), USAGE},
            new byte[][] {opaque(new byte[140]), USAGE},
            new byte[][] {USAGE, longest})
        .map(
            extensions ->
                dynamicTest(
                    extensions.length + " extensions, " + concat(extensions).length + " bytes",
                    () -> assertThat(new Claim(extensions).violations()).isZero()));
  }

  @TestFactory
  Stream<DynamicTest> refusesLiesAboutExtensions() {
    List<DynamicTest> tests = new ArrayList<>();
    // left out: what the walk never sees cannot be refused by its type, so the end must refuse it
    for (byte[] hidden : List.of(IS_AUTHORITY, OTHER_USE, AUTHORITY_USAGE, opaque(new byte[140]))) {
      String what = java.util.HexFormat.of().formatHex(hidden, 0, 8);
      lie(
          tests,
          what + " left out, last",
          new Claim(USAGE, hidden),
          c -> c.leaveOut(c.find(hidden)));
      lie(
          tests,
          what + " left out, in between",
          new Claim(USAGE, hidden, IDENTIFIER),
          c -> c.leaveOut(c.find(hidden)));
      lie(
          tests,
          what + " left out, first",
          new Claim(hidden, USAGE),
          c -> c.leaveOut(c.find(hidden)));
    }
    lie(
        tests,
        "all left out but keyUsage",
        new Claim(IDENTIFIER, USAGE, IDENTIFIER),
        c -> {
          int usage = c.find(USAGE);
          for (int at = FIRST_PLACE; at < FIRST_PLACE + PLACES; at++) {
            c.leaveOut(at);
          }
          c.start(usage);
        });
    // nested
    byte[] nest = opaque(USAGE);
    lie(tests, "a start at a nested keyUsage", new Claim(nest), c -> c.start(c.find(USAGE)));
    lie(
        tests,
        "a start at a nested keyUsage, in place of its holder",
        new Claim(nest),
        c -> c.leaveOut(c.find(nest)).start(c.find(USAGE)));
    lie(
        tests,
        "a nested keyUsage counts, without a start",
        new Claim(nest),
        c -> c.keyUsage(c.find(USAGE), ONE));
    lie(
        tests,
        "a nested keyUsage counts in place of an authority's",
        new Claim(AUTHORITY_USAGE, nest),
        c -> c.keyUsage(c.find(AUTHORITY_USAGE), number(0)).keyUsage(c.find(USAGE), ONE));
    lie(
        tests,
        "a nested keyUsage in place of an authority's, with starts",
        new Claim(AUTHORITY_USAGE, nest),
        c -> c.leaveOut(c.find(AUTHORITY_USAGE)).leaveOut(c.find(nest)).start(c.find(USAGE)));
    // flags
    Claim two = new Claim(USAGE, AUTHORITY_USAGE);
    lie(tests, "two keyUsages", two, _ -> {});
    lie(
        tests,
        "two keyUsages, one of which does not count",
        new Claim(USAGE, AUTHORITY_USAGE),
        c -> c.keyUsage(c.find(AUTHORITY_USAGE), number(0)));
    lie(
        tests,
        "two keyUsages, half of each",
        new Claim(USAGE, USAGE),
        c -> c.keyUsage(c.find(USAGE), HALF).keyUsage(c.find(USAGE) + USAGE.length, HALF));
    lie(
        tests,
        "two keyUsages, 2 and -1",
        new Claim(USAGE, USAGE),
        c -> c.keyUsage(c.find(USAGE), number(2)).keyUsage(c.find(USAGE) + 16, number(-1)));
    lie(tests, "no keyUsage", new Claim(IDENTIFIER), _ -> {});
    lie(
        tests,
        "no keyUsage, another type counts",
        new Claim(IDENTIFIER),
        c -> c.keyUsage(c.find(IDENTIFIER), ONE));
    lie(
        tests,
        "no keyUsage, a zero byte behind the end counts",
        new Claim(IDENTIFIER),
        c -> c.keyUsage(200, ONE));
    lie(
        tests,
        "an authority that is said to be of no type",
        new Claim(USAGE, IS_AUTHORITY),
        c -> c.basicConstraints(c.find(IS_AUTHORITY), number(0)));
    for (BigInteger flag : List.of(number(0), ONE, HALF, number(-1))) {
      lie(
          tests,
          "an authority, critical = " + flag,
          new Claim(USAGE, IS_AUTHORITY),
          c -> c.critical(flag));
      lie(
          tests,
          "an authority without critical, critical = " + flag,
          new Claim(USAGE, hex("300f0603551d13040830060101ff020100")),
          c -> c.critical(flag));
      if (flag.signum() != 0) {
        lie(
            tests,
            "no basicConstraints, critical = " + flag,
            new Claim(USAGE),
            c -> c.critical(flag));
        lie(
            tests,
            "empty basicConstraints, critical = " + flag,
            new Claim(USAGE, EMPTY_CONSTRAINTS),
            c -> c.critical(flag));
      }
    }
    lie(
        tests,
        "an authority's basicConstraints whose other half is an empty one's",
        new Claim(USAGE, IS_AUTHORITY, EMPTY_CONSTRAINTS),
        c ->
            c.basicConstraints(c.find(IS_AUTHORITY), number(0))
                .basicConstraints(c.find(EMPTY_CONSTRAINTS), ONE)
                .critical(number(0)));
    // isCritical weighs two admitted encodings; this weight would make any third of them
    BigInteger plain = new BigInteger(1, concat(EMPTY_CONSTRAINTS, new byte[3]));
    BigInteger critical = new BigInteger(1, hex("300c0603551d130101ff04023000"));
    BigInteger present = new BigInteger(1, Arrays.copyOf(IS_AUTHORITY, 14));
    lie(
        tests,
        "an authority, critical as the equation wants it",
        new Claim(USAGE, IS_AUTHORITY),
        c ->
            c.critical(
                present
                    .subtract(plain)
                    .multiply(critical.subtract(plain).modInverse(FIELD))
                    .mod(FIELD)));
    lie(
        tests,
        "two basicConstraints, one half of each",
        new Claim(USAGE, IS_AUTHORITY, IS_AUTHORITY),
        c ->
            c.basicConstraints(c.find(IS_AUTHORITY), HALF)
                .basicConstraints(c.find(IS_AUTHORITY) + IS_AUTHORITY.length, HALF));
    lie(
        tests,
        "an extension that is no SEQUENCE",
        new Claim(USAGE, hex("31070603551d120400")),
        _ -> {});
    lie(
        tests,
        "critical basicConstraints with another value of the same size",
        new Claim(USAGE, hex("300c0603551d130101ff04053003")),
        _ -> {});
    lie(
        tests,
        "a keyUsage with digitalSignature and keyCertSign",
        new Claim(hex("300e0603551d0f0101ff040403020284")),
        _ -> {});
    lie(tests, "extKeyUsage", new Claim(USAGE, OTHER_USE), _ -> {});
    lie(
        tests,
        "extKeyUsage that counts as basicConstraints",
        new Claim(USAGE, OTHER_USE),
        c -> c.basicConstraints(c.find(OTHER_USE), ONE));
    lie(
        tests,
        "extKeyUsage with basicConstraints' flag and keyUsage's",
        new Claim(USAGE, OTHER_USE),
        c -> c.basicConstraints(c.find(OTHER_USE), ONE).keyUsage(c.find(OTHER_USE), number(-1)));
    // starts that are no bits, and starts where nothing starts
    for (BigInteger flag : List.of(HALF, number(2), number(-1))) {
      lie(
          tests,
          "a start of " + flag,
          new Claim(USAGE, OTHER_USE),
          c -> c.starts[c.find(OTHER_USE) - FIRST_PLACE] = flag);
    }
    for (byte[] hidden : List.of(IS_AUTHORITY, OTHER_USE)) {
      lie(
          tests,
          "a start that is a fraction and leaps over the next extension, " + hidden[6],
          new Claim(USAGE, IDENTIFIER, hidden),
          c -> {
            BigInteger leap = number(IDENTIFIER.length + hidden.length);
            c.leaveOut(c.find(hidden));
            c.starts[c.find(IDENTIFIER) - FIRST_PLACE] =
                leap.multiply(number(IDENTIFIER.length).modInverse(FIELD)).mod(FIELD);
          });
    }
    for (int delta : List.of(-1, 1, -USAGE.length)) {
      lie(
          tests,
          "[3] has a length wrong by " + delta,
          new Claim(USAGE),
          c -> c.bytes[1] += (byte) delta);
      lie(
          tests,
          "the list has a length wrong by " + delta,
          new Claim(USAGE),
          c -> c.bytes[3] += (byte) delta);
    }
    lie(tests, "a start at the end", new Claim(USAGE), c -> c.start(c.length));
    lie(
        tests,
        "an extension behind the end",
        new Claim(IDENTIFIER),
        c -> {
          System.arraycopy(USAGE, 0, c.bytes, c.length, USAGE.length);
          c.start(c.length);
        });
    // ends
    lie(tests, "a length one too small", new Claim(USAGE), c -> c.length--);
    lie(tests, "a length one too large", new Claim(USAGE), c -> c.length++);
    lie(
        tests,
        "a list that ends before an authority's basicConstraints",
        new Claim(USAGE, IS_AUTHORITY),
        c -> {
          c.bytes[3] -= (byte) IS_AUTHORITY.length;
          c.leaveOut(c.find(IS_AUTHORITY));
        });
    lie(
        tests,
        "[3] and list that end before an authority's basicConstraints",
        new Claim(USAGE, IS_AUTHORITY),
        c -> {
          c.bytes[1] -= (byte) IS_AUTHORITY.length;
          c.bytes[3] -= (byte) IS_AUTHORITY.length;
          c.leaveOut(c.find(IS_AUTHORITY));
        });
    lie(
        tests,
        "a list that is longer than [3]",
        new Claim(USAGE, IS_AUTHORITY),
        c -> c.bytes[1] -= (byte) IS_AUTHORITY.length);
    lie(
        tests,
        "an authority's basicConstraints behind the last place",
        new Claim(USAGE, opaque(new byte[140]), opaque(new byte[110]), IS_AUTHORITY),
        _ -> {});
    lie(
        tests,
        "an extension whose length has a second byte below 128",
        new Claim(hex("3081070603551d120400"), USAGE),
        _ -> {});
    lie(
        tests,
        "an extension whose length has two bytes",
        new Claim(concat(hex("308200b00603551d1204"), hex("81a8"), new byte[168]), USAGE),
        _ -> {});
    return tests.stream();
  }

  private static void lie(List<DynamicTest> tests, String what, Claim claim, Consumer<Claim> lie) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              lie.accept(claim);
              assertThat(claim.violations()).isPositive();
            }));
  }

  /// In a list with keyUsages and opaque extensions in one another, no choice of starts but the
  /// true one is accepted: each single change, and many random ones.
  @Test
  void onlyTheTrueStartsFit() {
    byte[] inner = opaque(concat(USAGE, EMPTY_CONSTRAINTS));
    Claim honest = new Claim(opaque(inner), USAGE, IDENTIFIER);
    assertThat(honest.violations()).isZero();
    TreeSet<Integer> tags = new TreeSet<>();
    for (int at = FIRST_PLACE; at <= honest.length; at++) {
      if (honest.bytes[at] == 0x30) {
        tags.add(at);
      }
      Claim changed = new Claim(opaque(inner), USAGE, IDENTIFIER);
      if (changed.starts[at - FIRST_PLACE].signum() == 0) {
        changed.start(at);
      } else {
        changed.leaveOut(at);
      }
      assertThat(changed.violations()).as("start at %d", at).isPositive();
    }
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Claim changed = new Claim(opaque(inner), USAGE, IDENTIFIER);
      for (int at : tags) {
        if (random.nextBoolean()) {
          changed.start(at);
        } else {
          changed.leaveOut(at);
        }
      }
      boolean isTrue = Arrays.equals(changed.starts, honest.starts);
      assertThat(changed.violations() == 0).isEqualTo(isTrue);
    }
  }
}
