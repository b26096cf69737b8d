package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveAuthenticationTest {
  private static final byte[] CHALLENGE = HexFormat.of().parseHex("F173589974BF40C6");
  private static final String RSA = "RSA1024";

  // --- RSA with message recovery

  /// The representative is the standard's; the key is not printed there and is ours.
  @Test
  void acceptsTheWorkedExampleOfTheStandard() throws Exception {
    Properties example = new Properties();
    example.load(
        new StringReader(
            Files.readString(
                Path.of("src/test/resources/vectors/icao9303-11/appendix-f.properties"))));
    byte[] representative = HexFormat.of().parseHex(example.getProperty("representative"));
    byte[] challenge = HexFormat.of().parseHex(example.getProperty("rnd.ifd"));
    assertThat(HexFormat.of().withUpperCase().formatHex(representative))
        .isEqualTo("6A" + example.getProperty("m1") + example.getProperty("digest") + "BC");
    assertThat(MessageRecovery.isOf(representative, challenge)).isTrue();
    for (int at = 0; at < representative.length; at++) {
      byte[] changed = representative.clone();
      changed[at] ^= 1;
      assertThat(MessageRecovery.isOf(changed, challenge)).as("byte %d", at).isFalse();
    }
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_1);
    assertThat(verifies(signer, challenge, signer.raw(representative))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA1024, SHA_1",
    "RSA1024, SHA_224",
    "RSA1024, SHA_256",
    "RSA1024, SHA_384",
    "RSA1024, SHA_512",
    "RSA1536/3, SHA_256",
    "RSA2048, SHA_512"
  })
  void acceptsEveryHashThatATrailerNames(String kind, HashAlgorithm hash) throws Exception {
    ChipSigner signer = new ChipSigner(kind, hash);
    assertThat(verifies(signer, CHALLENGE, signer.recoverable(CHALLENGE))).isTrue();
  }

  @Test
  void acceptsSha1UnderItsNumberToo() throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_1);
    signer.trailer = "33CC";
    assertThat(verifies(signer, CHALLENGE, signer.recoverable(CHALLENGE))).isTrue();
  }

  @Test
  void refusesAReplayedSignature() throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_256);
    byte[] old = signer.recoverable(CHALLENGE);
    for (int bit = 0; bit < 64; bit++) {
      byte[] fresh = CHALLENGE.clone();
      fresh[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifies(signer, fresh, old)).isFalse();
    }
  }

  @Test
  void refusesTheSignatureOfAnotherKey() throws Exception {
    ChipSigner owner = new ChipSigner(RSA, HashAlgorithm.SHA_256);
    ChipSigner other = new ChipSigner("RSA1024/65539", HashAlgorithm.SHA_256);
    assertThat(verifies(owner, CHALLENGE, other.recoverable(CHALLENGE))).isFalse();
  }

  @Test
  void refusesEverySignatureWithOneBitChanged() throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_256);
    byte[] good = signer.recoverable(CHALLENGE);
    for (int bit = 0; bit < 1024; bit += 7) {
      byte[] changed = good.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifies(signer, CHALLENGE, changed)).isFalse();
    }
  }

  @Test
  void refusesSignaturesOfAnotherLength() throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_256);
    byte[] good = signer.recoverable(CHALLENGE);
    byte[] longer = new byte[129];
    System.arraycopy(good, 0, longer, 1, 128);
    for (byte[] wrong :
        List.of(
            new byte[0],
            new byte[1],
            Arrays.copyOf(good, 127),
            Arrays.copyOf(good, 129),
            longer,
            new byte[128],
            new byte[100_000])) {
      assertThat(verifies(signer, CHALLENGE, wrong)).isFalse();
    }
  }

  /// s + n is the same number modulo n, and another byte string: a signature has one form.
  @Test
  void refusesNumbersThatAreNotBelowTheModulus() throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_1);
    BigInteger limit = BigInteger.ONE.shiftLeft(1024);
    byte[] good = signer.recoverable(CHALLENGE);
    BigInteger shifted = new BigInteger(1, good).add(signer.modulus());
    while (shifted.compareTo(limit) >= 0) {
      good = signer.recoverable(CHALLENGE);
      shifted = new BigInteger(1, good).add(signer.modulus());
    }
    byte[] bytes = new byte[128];
    byte[] number = shifted.toByteArray();
    System.arraycopy(number, number.length - 128, bytes, 0, 128);
    assertThat(verifies(signer, CHALLENGE, good)).isTrue();
    assertThat(verifies(signer, CHALLENGE, bytes)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6B", "4A", "2A", "EA", "0A", "6F", "60", "AA", "4BBA", "6BBA", "6BBBBA"})
  void refusesEveryOtherHeaderAndPadding(String header) throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_1);
    signer.header = header;
    assertThat(verifies(signer, CHALLENGE, signer.recoverable(CHALLENGE))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"BB", "CC", "00", "BCCC", "34BD", "34C", "31CC", "32CC", "37CC", "39CC", "3ACC"})
  void refusesEveryOtherTrailer(String trailer) throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_256);
    signer.trailer = trailer.length() % 2 == 0 ? trailer : "0" + trailer;
    assertThat(verifies(signer, CHALLENGE, signer.recoverable(CHALLENGE))).isFalse();
  }

  /// A digest by one hash under the trailer of another.
  @Test
  void refusesATrailerThatNamesAnotherHash() throws Exception {
    for (HashAlgorithm made : HashAlgorithm.values()) {
      for (HashAlgorithm named : HashAlgorithm.values()) {
        ChipSigner signer = new ChipSigner(RSA, made);
        signer.trailer = ChipSigner.trailerOf(named);
        assertThat(verifies(signer, CHALLENGE, signer.recoverable(CHALLENGE)))
            .as("%s under %s", made, named)
            .isEqualTo(made == named);
      }
    }
  }

  @Test
  void refusesAWrongDigestAndAMessageThatWasExchanged() throws Exception {
    ChipSigner wrongDigest = new ChipSigner(RSA, HashAlgorithm.SHA_256);
    wrongDigest.digest = _ -> new byte[32];
    assertThat(verifies(wrongDigest, CHALLENGE, wrongDigest.recoverable(CHALLENGE))).isFalse();
    ChipSigner exchanged = new ChipSigner(RSA, HashAlgorithm.SHA_256);
    exchanged.representative =
        bytes -> {
          byte[] changed = bytes.clone();
          changed[40] ^= 1;
          return changed;
        };
    assertThat(verifies(exchanged, CHALLENGE, exchanged.recoverable(CHALLENGE))).isFalse();
  }

  /// A recovered message that is shorter than it can be leaves room for garbage, wherever it is
  /// put: that is how keys with a small exponent are forged.
  @Test
  void refusesGarbageBesideTheMessage() throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_1);
    byte[] m1 = new byte[40];
    byte[] digest =
        HashAlgorithm.SHA_1.digest(org.bouncycastle.util.Arrays.concatenate(m1, CHALLENGE));
    byte[] core = org.bouncycastle.util.Arrays.concatenate(new byte[] {0x6A}, m1, digest);
    byte[] garbage = new byte[128 - core.length - 1];
    Arrays.fill(garbage, (byte) 0x5A);
    byte[] end = {(byte) 0xBC};
    assertThat(
            verifies(
                signer,
                CHALLENGE,
                signer.raw(org.bouncycastle.util.Arrays.concatenate(core, garbage, end))))
        .isFalse();
    assertThat(
            verifies(
                signer,
                CHALLENGE,
                signer.raw(
                    org.bouncycastle.util.Arrays.concatenate(new byte[garbage.length], core, end))))
        .isFalse();
    assertThat(
            verifies(
                signer,
                CHALLENGE,
                signer.raw(
                    org.bouncycastle.util.Arrays.concatenate(
                        new byte[] {0x6A},
                        garbage,
                        org.bouncycastle.util.Arrays.concatenate(m1, digest, end)))))
        .isFalse();
    assertThat(verifies(signer, CHALLENGE, signer.raw(new byte[] {1}))).isFalse();
  }

  /// The whole challenge inside and nothing beside it: recovery of a part is what is asked for.
  @Test
  void refusesAMessageThatIsRecoveredWhole() throws Exception {
    ChipSigner signer = new ChipSigner(RSA, HashAlgorithm.SHA_1);
    signer.header = "4A";
    byte[] whole = new byte[128 - 1 - 20 - 1];
    System.arraycopy(CHALLENGE, 0, whole, whole.length - 8, 8);
    signer.recovered = _ -> whole;
    signer.digest = _ -> HashAlgorithm.SHA_1.digest(whole);
    assertThat(verifies(signer, CHALLENGE, signer.recoverable(CHALLENGE))).isFalse();
  }

  @Test
  void refusesRepresentativesThatAreTooShortForTheirDigest() {
    for (String hex : List.of("", "6A", "6ABC", "6A34CC", "6A" + "00".repeat(20) + "BC")) {
      assertThat(MessageRecovery.isOf(HexFormat.of().parseHex(hex), CHALLENGE)).isFalse();
    }
  }

  // --- ECDSA

  @ParameterizedTest
  @EnumSource(NamedCurve.class)
  void acceptsBothFormsOnEveryListedCurve(NamedCurve curve) throws Exception {
    for (HashAlgorithm hash : HashAlgorithm.values()) {
      ChipSigner signer = signer(curve, hash);
      BigInteger[] pair = signer.pair(curve, CHALLENGE);
      assertThat(verifies(signer, curve, CHALLENGE, ChipSigner.plain(curve, pair))).isTrue();
      assertThat(verifies(signer, curve, CHALLENGE, der(pair))).isTrue();
    }
  }

  @Test
  void refusesEcdsaAnswersThatAreReplayedOrOfAnotherKeyOrHash() throws Exception {
    NamedCurve curve = NamedCurve.P_256;
    ChipSigner signer = signer(curve, HashAlgorithm.SHA_256);
    byte[] answer = signer.plain(curve, CHALLENGE);
    assertThat(verifies(signer, curve, new byte[8], answer)).isFalse();
    ChipSigner other = signer(curve, HashAlgorithm.SHA_256);
    ChipSigner stranger = new ChipSigner("secp256k1", HashAlgorithm.SHA_256);
    assertThat(verifies(other, curve, CHALLENGE, stranger.plain(curve, CHALLENGE))).isFalse();
    for (HashAlgorithm hash : HashAlgorithm.values()) {
      signer.hash = hash;
      assertThat(verifies(signer, curve, CHALLENGE, answer))
          .isEqualTo(hash == HashAlgorithm.SHA_256);
    }
  }

  @Test
  void refusesEcdsaNumbersOutsideTheGroup() throws Exception {
    NamedCurve curve = NamedCurve.P_256;
    ChipSigner signer = signer(curve, HashAlgorithm.SHA_256);
    BigInteger[] good = signer.pair(curve, CHALLENGE);
    BigInteger n = curve.order();
    for (BigInteger[] pair :
        new BigInteger[][] {
          {BigInteger.ZERO, good[1]},
          {good[0], BigInteger.ZERO},
          {BigInteger.ZERO, BigInteger.ZERO},
          {n, good[1]},
          {good[0], n},
          {n, n},
          {BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), good[1]},
          {good[0], BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)},
          {BigInteger.ONE, BigInteger.ONE}
        }) {
      assertThat(verifies(signer, curve, CHALLENGE, ChipSigner.plain(curve, pair))).isFalse();
      assertThat(verifies(signer, curve, CHALLENGE, der(pair))).isFalse();
    }
    for (BigInteger[] pair :
        new BigInteger[][] {
          {good[0].negate(), good[1]},
          {good[0], good[1].negate()},
          {good[0].add(n), good[1]},
          {good[0], good[1].add(n)}
        }) {
      assertThat(verifies(signer, curve, CHALLENGE, der(pair))).isFalse();
    }
  }

  @Test
  void refusesEveryOtherWrittenFormOfAPair() throws Exception {
    NamedCurve curve = NamedCurve.P_256;
    ChipSigner signer = signer(curve, HashAlgorithm.SHA_256);
    BigInteger[] pair = signer.pair(curve, CHALLENGE);
    byte[] plain = ChipSigner.plain(curve, pair);
    byte[] der = der(pair);
    String r = integer(pair[0]);
    String s = integer(pair[1]);
    for (byte[] wrong :
        List.of(
            new byte[0],
            new byte[] {0x30},
            new byte[] {0x30, 0},
            Arrays.copyOf(plain, 63),
            Arrays.copyOf(plain, 65),
            new byte[64],
            Arrays.copyOf(der, der.length - 1),
            Arrays.copyOf(der, der.length + 1),
            sequence(r),
            sequence(r + s + "0500"),
            sequence(r + s + s),
            sequence(s + r),
            // An integer with a zero too many, lengths that are not minimal or not definite.
            sequence("02" + length("00" + r.substring(4)) + "00" + r.substring(4) + s),
            hex("3081" + length(r + s) + r + s),
            hex("3080" + r + s + "0000"),
            hex("31" + length(r + s) + r + s),
            new byte[50_000])) {
      assertThat(verifies(signer, curve, CHALLENGE, wrong)).isFalse();
    }
    assertThat(verifies(signer, curve, CHALLENGE, sequence(r + s))).isTrue();
  }

  @Test
  void refusesAnEcdsaKeyWhoseHashIsNotSigned() {
    ChipSigner signer = signer(NamedCurve.P_256, HashAlgorithm.SHA_256);
    assertThatThrownBy(
            () ->
                ActiveAuthentication.verifies(
                    DataGroup15.key(signer.dataGroup15(NamedCurve.P_256)),
                    Optional.empty(),
                    CHALLENGE,
                    signer.plain(NamedCurve.P_256, CHALLENGE)))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.defect()).isEqualTo(SecurityObjectDefect.CHIP_KEY));
  }

  // --- data group 15

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "6F",
        "6F00",
        "6F023000",
        "6F0430023000",
        "6F80300000",
        "6F8100",
        "6F8430000000",
        "6E0530030101FF",
        "6F0530030101FF00",
        "6F05300301017F"
      })
  void refusesGarbageInsteadOfADataGroup15(String garbage) {
    assertRefused(hex(garbage));
  }

  @Test
  void refusesEveryTruncatedAndLengthenedDataGroup15() {
    byte[] good = new ChipSigner(RSA, HashAlgorithm.SHA_1).dataGroup15();
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length));
    }
    assertRefused(Arrays.copyOf(good, good.length + 1));
    assertRefused(Arrays.copyOf(good, 9_000));
  }

  @ParameterizedTest
  @CsvSource({
    "1023, 65537",
    "512, 65537",
    "1030, 65537",
    "4104, 65537",
    "30000, 65537",
    "1024, 1",
    "1024, 2",
    "1024, 65536",
    "1024, -65537",
    "1024, 0",
    "1024, 1000000000000000000000000000000000000001"
  })
  void refusesOddRsaKeys(int bits, BigInteger exponent) {
    assertRefused(rsaKey(BigInteger.ONE.shiftLeft(bits - 1).setBit(0), exponent));
  }

  @Test
  void refusesEvenNegativeAndZeroModuli() {
    BigInteger even = BigInteger.ONE.shiftLeft(1023);
    assertRefused(rsaKey(even, BigInteger.valueOf(3)));
    assertRefused(rsaKey(even.setBit(0).negate(), BigInteger.valueOf(3)));
    assertRefused(rsaKey(BigInteger.ZERO, BigInteger.valueOf(3)));
    assertThatThrownBy(() -> new ChipSignatureKey.Rsa(even, BigInteger.TWO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesKeysOnCurvesThatAreNotListed() {
    assertRefused(new ChipSigner("secp256k1", HashAlgorithm.SHA_256).dataGroup15());
  }

  private static byte[] rsaKey(BigInteger modulus, BigInteger exponent) {
    return TestSecurityObject.file(
        0x6F,
        TestSecurityObject.encode(
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                    new ASN1ObjectIdentifier("1.2.840.113549.1.1.1"), DERNull.INSTANCE),
                TestSecurityObject.encode(
                    TestSecurityObject.sequence(
                        new ASN1Integer(modulus), new ASN1Integer(exponent))))));
  }

  private static void assertRefused(byte[] dg15) {
    assertThatThrownBy(() -> DataGroup15.key(dg15))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.defect()).isEqualTo(SecurityObjectDefect.CHIP_KEY));
  }

  private static ChipSigner signer(NamedCurve curve, HashAlgorithm hash) {
    return new ChipSigner(org.bouncycastle.asn1.x9.ECNamedCurveTable.getName(curve.oid()), hash);
  }

  private static boolean verifies(ChipSigner signer, byte[] challenge, byte[] answer)
      throws Refusal {
    return ActiveAuthentication.verifies(
        DataGroup15.key(signer.dataGroup15()), Optional.empty(), challenge, answer);
  }

  private static boolean verifies(
      ChipSigner signer, NamedCurve curve, byte[] challenge, byte[] answer) throws Refusal {
    return ActiveAuthentication.verifies(
        DataGroup15.key(signer.dataGroup15(curve)), Optional.of(signer.hash), challenge, answer);
  }

  private static byte[] der(BigInteger[] pair) {
    return sequence(integer(pair[0]) + integer(pair[1]));
  }

  private static String integer(BigInteger number) {
    String bytes = HexFormat.of().formatHex(number.toByteArray());
    return "02" + length(bytes) + bytes;
  }

  private static byte[] sequence(String hex) {
    int bytes = hex.length() / 2;
    return hex("30" + (bytes < 0x80 ? "" : "81") + length(hex) + hex);
  }

  private static String length(String hex) {
    return HexFormat.of().toHexDigits((byte) (hex.length() / 2));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
