package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.election.StateCertificate;

class PassiveAuthenticationTest {
  private static final byte[] DG1 = "data group one".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DG14 = "data group fourteen".getBytes(StandardCharsets.US_ASCII);
  private static final TestAuthority AUTHORITY = new TestAuthority("RSA2048", "SHA256withRSA", 0);
  private static final KeyPair SIGNER = TestAuthority.key("RSA2048", "signer");
  private static final X509CertificateHolder CERTIFICATE = AUTHORITY.issue(SIGNER).sign();

  @Test
  void acceptsAProperSecurityObject() throws TrustListException {
    PassiveAuthentication.Result.Signed signed = signed(judge(proper()));
    assertThat(signed.signer().state()).isEqualTo("UTO");
    assertThat(signed.signer().keyType()).contains(SignerKeyType.RSA_2048_PKCS1_SHA256);
    assertThat(signed.digests().digests().keySet()).containsExactly(1, 14);
    assertThat(signed.message().signedAttributes()[0]).isEqualTo((byte) 0x31);
    assertThat(signed.message().content()[0]).isEqualTo((byte) 0x30);
  }

  @Test
  void findsTheSignerByItsKeyIdentifierToo() throws TrustListException {
    TestSecurityObject object = proper();
    object.identifiesByKey = true;
    signed(judge(object));
  }

  @Test
  void acceptsAttributesThatWereSignedUnsorted() throws TrustListException {
    TestSecurityObject object = proper();
    object.sortsAttributes = false;
    object.attributes =
        list -> {
          List<ASN1Encodable> unsorted = new ArrayList<>(list);
          Collections.reverse(unsorted);
          return unsorted;
        };
    signed(judge(object));
  }

  @Test
  void acceptsAnAuthoritysCertificateBesideTheSigners() throws TrustListException {
    TestSecurityObject object = proper();
    object.certificates.add(AUTHORITY.certificate);
    signed(judge(object));
  }

  // --- structure

  @Test
  void refusesEmptyAndTinyFiles() throws TrustListException {
    assertThat(refusal(new byte[0])).isEqualTo(SecurityObjectDefect.MALFORMED);
    assertThat(refusal(new byte[] {0x77})).isEqualTo(SecurityObjectDefect.MALFORMED);
    assertThat(refusal(new byte[] {0x77, 0})).isEqualTo(SecurityObjectDefect.NOT_DER);
    assertThat(refusal(new byte[] {0x77, 2, 0x30, 0})).isEqualTo(SecurityObjectDefect.MALFORMED);
    assertThat(refusal(new byte[] {0x30, 0})).isEqualTo(SecurityObjectDefect.MALFORMED);
  }

  @Test
  void refusesTrailingBytesOutsideAndInside() throws TrustListException {
    byte[] object = proper().encode();
    assertThat(refusal(Arrays.copyOf(object, object.length + 1)))
        .isEqualTo(SecurityObjectDefect.TRAILING_BYTES);
    byte[] message = Arrays.copyOfRange(object, 4, object.length);
    assertThat(refusal(TestSecurityObject.file(0x77, Arrays.copyOf(message, message.length + 2))))
        .isIn(SecurityObjectDefect.TRAILING_BYTES, SecurityObjectDefect.NOT_DER);
  }

  @Test
  void refusesATruncatedFileAtEveryLength() throws TrustListException {
    byte[] object = proper().encode();
    for (int length = 0; length < object.length; length++) {
      refusal(Arrays.copyOf(object, length));
    }
  }

  @Test
  void refusesFilesThatAreTooLarge() throws TrustListException {
    assertThat(refusal(new byte[PassiveAuthentication.MAX_SECURITY_OBJECT + 1]))
        .isEqualTo(SecurityObjectDefect.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "77847FFFFFFF30", // a length of 2 GB
        "7784FFFFFFFF30", // a negative length
        "77FF000000000000", // 127 length bytes
        "7780300000000000", // indefinite length
        "77820002 3000", // a length that is not minimal
        "7704 30803000", // indefinite inside
        "7703 308100", // not minimal inside
        "7702 1F80", // a tag number without end
        "7704 3F808000", // a tag number with a leading zero
        "7702 0000", // end of contents
        "7703 300200" // longer than what is around it
      })
  void refusesLengthsThatAreBombs(String hex) throws TrustListException {
    assertThat(refusal(java.util.HexFormat.of().parseHex(hex.replace(" ", ""))))
        .isIn(SecurityObjectDefect.NOT_DER, SecurityObjectDefect.TRAILING_BYTES);
  }

  /// The same message in BER, as some states are known to write it: indefinite lengths outside, the
  /// content in pieces, or lengths that are longer than they need be. One reading is safer than
  /// two.
  @Test
  void refusesAProperMessageInBer() throws TrustListException, IOException {
    byte[] message = unwrapped(proper().encode());
    ASN1Sequence parts = ASN1Sequence.getInstance(message);
    byte[] indefinite = new BERSequence(parts.toArray()).getEncoded(ASN1Encoding.BER);
    assertThat(indefinite[1]).isEqualTo((byte) 0x80);
    assertThat(refusal(TestSecurityObject.file(0x77, indefinite)))
        .isEqualTo(SecurityObjectDefect.NOT_DER);
    byte[] longer = new byte[message.length + 1];
    longer[0] = 0x30;
    longer[1] = (byte) 0x83;
    System.arraycopy(message, 2, longer, 3, message.length - 2);
    assertThat(message[1]).isEqualTo((byte) 0x82);
    assertThat(refusal(TestSecurityObject.file(0x77, longer)))
        .isEqualTo(SecurityObjectDefect.NOT_DER);
    signed(judge(TestSecurityObject.file(0x77, message), AUTHORITY.pinnedFor("UTO")));
  }

  private static byte[] unwrapped(byte[] efSod) {
    assertThat(efSod[1]).isEqualTo((byte) 0x82);
    return Arrays.copyOfRange(efSod, 4, efSod.length);
  }

  @Test
  void refusesDeepNestingWithoutExhaustingTheStack() throws TrustListException {
    byte[] nested = {0x05, 0};
    for (int depth = 0; depth < 4000; depth++) {
      nested = TestSecurityObject.file(0x30, nested);
    }
    assertThat(refusal(TestSecurityObject.file(0x77, nested)))
        .isEqualTo(SecurityObjectDefect.NOT_DER);
  }

  @Test
  void refusesAnotherOuterType() throws TrustListException {
    TestSecurityObject object = proper();
    object.outerType = new ASN1ObjectIdentifier("1.2.840.113549.1.7.3");
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.23.136.1.1.2", "1.2.840.113549.1.7.1", "2.23.136.1.1.1.1"})
  void refusesAnotherContentType(String oid) throws TrustListException {
    TestSecurityObject object = proper();
    object.contentType = new ASN1ObjectIdentifier(oid);
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.CONTENT_TYPE);
  }

  @Test
  void refusesNoSignerAndTwoSigners() throws TrustListException {
    TestSecurityObject none = proper();
    none.signerInfos = _ -> List.of();
    assertThat(refusal(none)).isEqualTo(SecurityObjectDefect.SIGNER_COUNT);
    TestSecurityObject twice = proper();
    // Two that are both good: which one would the circuit follow?
    twice.signerInfos = list -> List.of(list.getFirst(), list.getFirst());
    assertThat(refusal(twice)).isEqualTo(SecurityObjectDefect.SIGNER_COUNT);
  }

  // --- signed attributes

  @Test
  void refusesAMessageWithoutSignedAttributes() throws TrustListException {
    TestSecurityObject object = proper();
    object.hasAttributes = false;
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.SIGNED_ATTRIBUTES_MISSING);
    TestSecurityObject empty = proper();
    empty.attributes = _ -> List.of();
    assertThat(refusal(empty)).isEqualTo(SecurityObjectDefect.SIGNED_ATTRIBUTES_MISSING);
  }

  @Test
  void refusesMissingRepeatedAndCrowdedAttributes() throws TrustListException {
    for (int missing = 0; missing < 2; missing++) {
      int index = missing;
      TestSecurityObject object = proper();
      object.attributes =
          list -> {
            List<ASN1Encodable> fewer = new ArrayList<>(list);
            fewer.remove(index);
            return fewer;
          };
      assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.SIGNED_ATTRIBUTES);
    }
    TestSecurityObject second = proper();
    second.attributes = list -> plus(list, TestSecurityObject.messageDigest(new byte[32]));
    assertThat(refusal(second))
        .isIn(SecurityObjectDefect.SIGNED_ATTRIBUTES, SecurityObjectDefect.MESSAGE_DIGEST);
    TestSecurityObject crowded = proper();
    crowded.attributes =
        list ->
            List.of(
                list.getFirst(),
                new Attribute(
                    CMSAttributes.messageDigest,
                    new DERSet(
                        new ASN1Encodable[] {
                          new DEROctetString(HashAlgorithm.SHA_256.digest(crowded.digestList())),
                          new DEROctetString(new byte[32])
                        })));
    assertThat(refusal(crowded)).isEqualTo(SecurityObjectDefect.SIGNED_ATTRIBUTES);
    TestSecurityObject twice = proper();
    twice.attributes = list -> plus(list, list.getFirst());
    twice.sortsAttributes = false;
    assertThat(refusal(twice)).isEqualTo(SecurityObjectDefect.SIGNED_ATTRIBUTES);
  }

  @Test
  void refusesAContentTypeAttributeThatDiffers() throws TrustListException {
    TestSecurityObject object = proper();
    object.attributes =
        list ->
            List.of(
                new Attribute(
                    CMSAttributes.contentType,
                    new DERSet(new ASN1ObjectIdentifier("2.23.136.1.1.2"))),
                list.get(1));
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.CONTENT_TYPE);
  }

  @Test
  void refusesAContentThatWasChangedAfterSigning() throws TrustListException {
    TestSecurityObject object = proper();
    object.contentAfterSigning =
        bytes -> {
          byte[] changed = bytes.clone();
          changed[changed.length - 1] ^= 1;
          return changed;
        };
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.MESSAGE_DIGEST);
  }

  @ParameterizedTest
  @CsvSource({"-8000, SIGNING_TIME", "0, ", "1, ", "3, SIGNING_TIME", "8000, SIGNING_TIME"})
  void judgesTheSigningTime(int days, SecurityObjectDefect defect) throws TrustListException {
    TestSecurityObject object = proper();
    Date time = Date.from(TestAuthority.NOW.plus(Duration.ofDays(days)).minusSeconds(60));
    object.attributes =
        list -> plus(list, new Attribute(CMSAttributes.signingTime, new DERSet(new Time(time))));
    if (defect == null) {
      signed(judge(object));
    } else {
      assertThat(refusal(object)).isEqualTo(defect);
    }
  }

  @Test
  void refusesASigningTimeThatIsNoTime() throws TrustListException {
    TestSecurityObject object = proper();
    object.attributes =
        list ->
            plus(
                list, new Attribute(CMSAttributes.signingTime, new DERSet(new DERUTF8String("x"))));
    assertThat(refusal(object))
        .isIn(SecurityObjectDefect.MALFORMED, SecurityObjectDefect.SIGNED_ATTRIBUTES);
  }

  // --- signature and chain

  @Test
  void refusesEverySignatureWithOneBitChanged() throws TrustListException {
    for (int bit = 0; bit < 2048; bit += 61) {
      int at = bit;
      TestSecurityObject object = proper();
      object.signature =
          bytes -> {
            byte[] changed = bytes.clone();
            changed[at / 8] ^= (byte) (1 << at % 8);
            return changed;
          };
      assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.SIGNATURE);
    }
    for (byte[] wrong : List.of(new byte[0], new byte[1], new byte[256], new byte[257])) {
      TestSecurityObject object = proper();
      object.signature = _ -> wrong;
      assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.SIGNATURE);
    }
  }

  @Test
  void refusesASignerWhoseCertificateIsNotInside() throws TrustListException {
    TestSecurityObject object = proper();
    object.certificates.clear();
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.SIGNER_CERTIFICATE_MISSING);
    object.certificates.add(AUTHORITY.certificate);
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.SIGNER_CERTIFICATE_MISSING);
    object.certificates.clear();
    object.certificates.add(CERTIFICATE);
    object.certificates.add(AUTHORITY.issue(TestAuthority.key("RSA2048", "other")).sign());
    assertThat(refusal(object))
        .as("two certificates of one issuer and number")
        .isEqualTo(SecurityObjectDefect.SIGNER_CERTIFICATE_MISSING);
  }

  @Test
  void reportsAnIssuerThatIsNotPinnedWithoutPersonalData() throws TrustListException {
    TestAuthority stranger = new TestAuthority("RSA2048", "SHA256withRSA", 7);
    PassiveAuthentication.Result result =
        judge(object(SIGNER, stranger.issue(SIGNER).sign()).encode(), AUTHORITY.pinnedFor("UTO"));
    assertThat(result)
        .isInstanceOfSatisfying(
            PassiveAuthentication.Result.UnknownIssuer.class,
            unknown -> {
              assertThat(unknown.hint().authorityKeyIdentifier()).hasSize(40);
              assertThat(unknown.hint().signerSerialNumber()).isEqualTo("d0");
            });
  }

  @Test
  void refusesACertificateThatOnlyClaimsAPinnedIssuer() throws TrustListException {
    X509CertificateHolder forged =
        AUTHORITY.issue(SIGNER).signedWith(TestAuthority.key("RSA2048", "forger")).sign();
    assertThat(refusal(object(SIGNER, forged))).isEqualTo(SecurityObjectDefect.CHAIN_SIGNATURE);
  }

  @Test
  void refusesAnAuthorityOrASelfMadeSigner() throws TrustListException {
    TestSecurityObject byAuthority = object(AUTHORITY.keys, AUTHORITY.certificate);
    assertThat(refusal(byAuthority)).isEqualTo(SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
    TestAuthority self = new TestAuthority("RSA2048", "SHA256withRSA", 9);
    assertThat(
            judge(
                object(self.keys, self.issue(self.keys).sign()).encode(),
                AUTHORITY.pinnedFor("UTO")))
        .isInstanceOf(PassiveAuthentication.Result.UnknownIssuer.class);
  }

  /// One name, several keys: the state comes from the entry whose key signed.
  @Test
  void takesTheStateFromTheEntryWhoseKeySigned() throws TrustListException {
    TestAuthority other = new TestAuthority("RSA2048", "SHA256withRSA", 1);
    assertThat(other.certificate.getSubject()).isEqualTo(AUTHORITY.certificate.getSubject());
    List<StateCertificate> pinned = List.of(AUTHORITY.pinnedFor("UTO"), other.pinnedFor("XOM"));
    for (StateCertificate[] order :
        new StateCertificate[][] {{pinned.get(0), pinned.get(1)}, {pinned.get(1), pinned.get(0)}}) {
      assertThat(
              signed(judge(object(SIGNER, other.issue(SIGNER).sign()).encode(), order))
                  .signer()
                  .state())
          .isEqualTo("XOM");
      assertThat(signed(judge(proper().encode(), order)).signer().state()).isEqualTo("UTO");
    }
  }

  @Test
  void prefersTheValidCertificateOfAKeyThatIsPinnedTwice() throws TrustListException {
    TestAuthority expired =
        new TestAuthority(
            "RSA2048", "SHA256withRSA", 0, TestAuthority.FROM, TestAuthority.NOW.minusSeconds(9));
    signed(judge(proper().encode(), expired.pinnedFor("UTO"), AUTHORITY.pinnedFor("UTO")));
    assertThat(judge(proper().encode(), expired.pinnedFor("UTO")))
        .isEqualTo(new PassiveAuthentication.Result.Refused(SecurityObjectDefect.CERTIFICATE_TIME));
  }

  @Test
  void refusesSignersThatAreNotValidNow() throws TrustListException {
    Instant now = TestAuthority.NOW;
    for (Instant[] validity :
        new Instant[][] {
          {TestAuthority.FROM, now.minusSeconds(1)}, {now.plusSeconds(1), TestAuthority.TO}
        }) {
      assertThat(
              refusal(
                  object(
                      SIGNER, AUTHORITY.issue(SIGNER).validity(validity[0], validity[1]).sign())))
          .isEqualTo(SecurityObjectDefect.CERTIFICATE_TIME);
    }
  }

  @Test
  void refusesCertificatesThatAreNotDocumentSigners() throws TrustListException {
    List<X509CertificateHolder> wrong = new ArrayList<>();
    wrong.add(AUTHORITY.issue(SIGNER).usage(0).sign());
    wrong.add(AUTHORITY.issue(SIGNER).usage(KeyUsage.keyAgreement).sign());
    wrong.add(
        AUTHORITY.issue(SIGNER).usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign).sign());
    wrong.add(AUTHORITY.issue(SIGNER).authority().sign());
    for (String purpose : List.of("2.23.136.1.1.3", "2.23.136.1.1.14.2", "1.3.6.1.5.5.7.3.1")) {
      ExtendedKeyUsage usage =
          new ExtendedKeyUsage(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose)));
      wrong.add(
          AUTHORITY
              .issue(SIGNER)
              .extension(Extension.extendedKeyUsage, false, TestSecurityObject.encode(usage))
              .sign());
    }
    wrong.add(
        AUTHORITY
            .issue(SIGNER)
            .extension(new ASN1ObjectIdentifier("1.2.3.4"), true, new byte[] {5, 0})
            .sign());
    for (X509CertificateHolder certificate : wrong) {
      assertThat(refusal(object(SIGNER, certificate)))
          .isEqualTo(SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
    }
  }

  // --- algorithms and keys

  @ParameterizedTest
  @CsvSource({
    "RSA2048, SHA256withRSA, SHA_256, RSA_2048_PKCS1_SHA256",
    "RSA2048, SHA512withRSA, SHA_512, ",
    "RSA2048, SHA256withRSAandMGF1, SHA_256, RSA_2048_PSS_SHA256",
    "RSA2048/3, SHA256withRSAandMGF1, SHA_256, RSA_2048_PSS_SHA256_E3",
    "RSA2048/3, SHA256withRSA, SHA_256, ",
    "RSA3072, SHA256withRSA, SHA_256, ",
    "secp256r1, SHA256withECDSA, SHA_256, P256_SHA256",
    "secp384r1, SHA384withECDSA, SHA_384, ",
    "secp521r1, SHA512withECDSA, SHA_512, ",
    "brainpoolP256r1, SHA256withECDSA, SHA_256, BRAINPOOL_P256R1_SHA256",
    "brainpoolP384r1, SHA384withECDSA, SHA_384, ",
  })
  void acceptsTheListedAlgorithms(
      String keyKind, String algorithm, HashAlgorithm hash, SignerKeyType type)
      throws TrustListException {
    KeyPair keys = TestAuthority.key(keyKind, "signer");
    TestSecurityObject object = object(keys, AUTHORITY.issue(keys).sign());
    object.signatureAlgorithm = algorithm;
    object.digests.clear();
    object.hash(hash).dataGroup(1, DG1);
    DocumentSigner signer = signed(judge(object)).signer();
    assertThat(signer.keyType()).isEqualTo(Optional.ofNullable(type));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA1024, SHA256withRSA, SHA_256, KEY",
    "secp192r1, SHA256withECDSA, SHA_256, KEY",
    "secp224r1, SHA256withECDSA, SHA_256, KEY",
    "brainpoolP224r1, SHA256withECDSA, SHA_256, KEY",
    "secp256k1, SHA256withECDSA, SHA_256, KEY",
    "RSA2048, SHA1withRSA, SHA_1, SHA1",
    "secp384r1, SHA1withECDSA, SHA_1, SHA1",
    "secp256r1, SHA1withECDSA, SHA_1, SHA1",
  })
  void refusesWeakKeysAndHashes(
      String keyKind, String algorithm, HashAlgorithm hash, SecurityObjectDefect defect)
      throws TrustListException {
    KeyPair keys = TestAuthority.key(keyKind, "signer");
    TestSecurityObject object = object(keys, AUTHORITY.issue(keys).sign());
    object.signatureAlgorithm = algorithm;
    object.digests.clear();
    object.hash(hash).dataGroup(1, DG1);
    assertThat(refusal(object)).isEqualTo(defect);
  }

  @Test
  void acceptsSha1WithP256ForRussiaOnly() throws TrustListException {
    TestAuthority authority = new TestAuthority("secp256r1", "SHA1withECDSA", 3);
    KeyPair keys = TestAuthority.key("secp256r1", "signer");
    TestSecurityObject object = object(keys, authority.issue(keys).sign());
    object.signatureAlgorithm = "SHA1withECDSA";
    object.digests.clear();
    object.hash(HashAlgorithm.SHA_1).dataGroup(1, DG1);
    byte[] file = object.encode();
    assertThat(signed(judge(file, authority.pinnedFor("RUS"))).signer().keyType())
        .contains(SignerKeyType.P256_SHA1);
    assertThat(judge(file, authority.pinnedFor("KAZ")))
        .isEqualTo(new PassiveAuthentication.Result.Refused(SecurityObjectDefect.SHA1));
  }

  @Test
  void refusesASha1CertificateUnderASha256Signature() throws TrustListException {
    X509CertificateHolder certificate = AUTHORITY.issue(SIGNER).algorithm("SHA1withRSA").sign();
    assertThat(refusal(object(SIGNER, certificate))).isEqualTo(SecurityObjectDefect.SHA1);
  }

  @Test
  void refusesMd5Everywhere() throws TrustListException {
    TestSecurityObject list = proper();
    list.listHashOid = "1.2.840.113549.2.5";
    assertThat(refusal(list)).isEqualTo(SecurityObjectDefect.ALGORITHM);
    TestSecurityObject signature = proper();
    signature.signatureAlgorithm = "MD5withRSA";
    assertThat(refusal(signature)).isEqualTo(SecurityObjectDefect.ALGORITHM);
    X509CertificateHolder certificate = AUTHORITY.issue(SIGNER).algorithm("MD5withRSA").sign();
    assertThat(refusal(object(SIGNER, certificate))).isEqualTo(SecurityObjectDefect.ALGORITHM);
  }

  @Test
  void refusesADigestAlgorithmThatIsNotTheSignatures() throws TrustListException {
    TestSecurityObject object = proper();
    object.hash = HashAlgorithm.SHA_512;
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.ALGORITHM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"even", "exponent 1", "huge exponent", "huge modulus", "small factor"})
  void refusesOddRsaKeys(String kind) throws TrustListException {
    BigInteger modulus = ((java.security.interfaces.RSAPublicKey) SIGNER.getPublic()).getModulus();
    BigInteger exponent = BigInteger.valueOf(65_537);
    switch (kind) {
      case "even" -> modulus = modulus.clearBit(0);
      case "exponent 1" -> exponent = BigInteger.ONE;
      case "huge exponent" -> exponent = BigInteger.ONE.shiftLeft(2000).setBit(0);
      case "huge modulus" -> modulus = BigInteger.ONE.shiftLeft(12_000).setBit(0);
      default -> modulus = BigInteger.valueOf(3).pow(1300);
    }
    byte[] info =
        TestSecurityObject.encode(
            new org.bouncycastle.asn1.x509.SubjectPublicKeyInfo(
                new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                    new ASN1ObjectIdentifier("1.2.840.113549.1.1.1"),
                    org.bouncycastle.asn1.DERNull.INSTANCE),
                TestSecurityObject.encode(
                    TestSecurityObject.sequence(
                        new org.bouncycastle.asn1.ASN1Integer(modulus),
                        new org.bouncycastle.asn1.ASN1Integer(exponent)))));
    assertThat(refusal(object(SIGNER, AUTHORITY.issue(info).sign())))
        .isEqualTo(SecurityObjectDefect.KEY);
  }

  /// The salt is a parameter of the signature: its own length verifies, any other does not.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 31, 32, 33, 64})
  void verifiesPssWithTheSaltThatTheSignerNames(int salt) throws TrustListException {
    TestSecurityObject object = proper();
    object.signatureAlgorithm = "SHA256withRSAandMGF1";
    object.saltBytes = salt;
    PassiveAuthentication.Result.Signed signed = signed(judge(object));
    assertThat(signed.signer().scheme().saltBytes()).isEqualTo(salt);
    assertThat(signed.signer().keyType().isPresent()).isEqualTo(salt == 32);
    TestSecurityObject lying = proper();
    lying.signatureAlgorithm = "SHA256withRSAandMGF1";
    lying.saltBytes = salt;
    lying.statedSaltBytes = salt == 32 ? 20 : 32;
    assertThat(refusal(lying)).isEqualTo(SecurityObjectDefect.SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65, 255, 70_000, Integer.MAX_VALUE})
  void refusesPssSaltsThatAreNone(int stated) throws TrustListException {
    TestSecurityObject object = proper();
    object.signatureAlgorithm = "SHA256withRSAandMGF1";
    object.statedSaltBytes = stated;
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.ALGORITHM);
  }

  /// Certificates of Russia and of 48 other states spell their curve out.
  @Test
  void acceptsASignerWhoseCurveIsSpelledOut() throws TrustListException {
    for (String curve : List.of("secp256r1", "secp384r1", "brainpoolP256r1")) {
      KeyPair keys = TestAuthority.key(curve, "signer");
      TestSecurityObject object =
          object(keys, AUTHORITY.issue(spelledOut(keys, known(curve))).sign());
      object.signatureAlgorithm = "SHA256withECDSA";
      assertThat(signed(judge(object)).signer().key())
          .isInstanceOfSatisfying(
              SignerKey.Ec.class,
              key -> assertThat(key.curve().order()).isEqualTo(known(curve).getN()));
    }
  }

  /// Each number of a signer's curve in turn, by an authority that was deceived or bribed.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void refusesASignerOnACurveOfAnAttackersChoice(int part) throws TrustListException {
    KeyPair keys = TestAuthority.key("secp256r1", "signer");
    ASN1Encodable[] parts =
        ASN1Sequence.getInstance(TestSecurityObject.encode(known("secp256r1"))).toArray();
    byte[] point =
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
            .getPublicKeyData()
            .getOctets();
    parts[part] =
        switch (part) {
          case 1, 2 ->
              ASN1Sequence.getInstance(TestSecurityObject.encode(known("secp384r1")))
                  .getObjectAt(part);
          // The key itself as base point: its private key is then 1 (CVE-2020-0601).
          case 3 -> new DEROctetString(point);
          case 4 -> new ASN1Integer(known("secp256r1").getN().shiftLeft(20_000));
          default -> new ASN1Integer(2);
        };
    TestSecurityObject object =
        object(keys, AUTHORITY.issue(spelledOut(keys, TestSecurityObject.sequence(parts))).sign());
    object.signatureAlgorithm = "SHA256withECDSA";
    assertThat(refusal(object)).isEqualTo(SecurityObjectDefect.KEY);
  }

  private static X9ECParameters known(String curve) {
    return ECNamedCurveTable.getByName(curve);
  }

  private static byte[] spelledOut(KeyPair keys, ASN1Encodable parameters) {
    return TestSecurityObject.encode(
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters),
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets()));
  }

  // --- the list of digests

  @Test
  void refusesDigestListsThatAreNotOne() throws TrustListException {
    TestSecurityObject without1 = object(SIGNER, CERTIFICATE);
    without1.digests.remove(1);
    assertThat(refusal(without1)).isEqualTo(SecurityObjectDefect.DIGEST_LIST);
    TestSecurityObject shortDigest = proper();
    shortDigest.digests.put(1, new byte[20]);
    assertThat(refusal(shortDigest)).isEqualTo(SecurityObjectDefect.DIGEST_LIST);
    for (int number : new int[] {0, 17, 255, -1}) {
      TestSecurityObject wrong = proper();
      wrong.digests.put(number, new byte[32]);
      assertThat(refusal(wrong)).isEqualTo(SecurityObjectDefect.DIGEST_LIST);
    }
    TestSecurityObject twice = proper();
    byte[] list = twice.digestList();
    // The last entry says 14; let it say 1 again.
    twice.content =
        bytes -> {
          byte[] changed = bytes.clone();
          changed[list.length - 35] = 1;
          return changed;
        };
    assertThat(list[list.length - 35]).isEqualTo((byte) 14);
    assertThat(refusal(twice)).isEqualTo(SecurityObjectDefect.DIGEST_LIST);
    TestSecurityObject trailing = proper();
    trailing.content = bytes -> Arrays.copyOf(bytes, bytes.length + 1);
    assertThat(refusal(trailing)).isEqualTo(SecurityObjectDefect.TRAILING_BYTES);
    TestSecurityObject empty = proper();
    empty.content = _ -> new byte[0];
    assertThat(refusal(empty)).isEqualTo(SecurityObjectDefect.NOT_DER);
  }

  @Test
  void comparesDigestsOverRawBytes() throws Exception {
    DigestList digests = signed(judge(proper())).digests();
    digests.requireUnchanged(1, DG1);
    for (byte[] changed :
        List.of(new byte[0], DG14, Arrays.copyOf(DG1, DG1.length + 1), Arrays.copyOf(DG1, 3))) {
      try {
        digests.requireUnchanged(1, changed);
        fail("accepted changed bytes");
      } catch (Refusal expected) {
        assertThat(expected.defect()).isEqualTo(SecurityObjectDefect.DATA_GROUP_CHANGED);
      }
    }
    try {
      digests.requireUnchanged(15, DG1);
      fail("accepted a data group that is not signed");
    } catch (Refusal expected) {
      assertThat(expected.defect()).isEqualTo(SecurityObjectDefect.DATA_GROUP_CHANGED);
    }
  }

  private static TestSecurityObject proper() {
    return object(SIGNER, CERTIFICATE);
  }

  private static TestSecurityObject object(KeyPair keys, X509CertificateHolder certificate) {
    return new TestSecurityObject(keys, certificate).dataGroup(1, DG1).dataGroup(14, DG14);
  }

  private static List<ASN1Encodable> plus(List<ASN1Encodable> list, ASN1Encodable more) {
    List<ASN1Encodable> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }

  private static PassiveAuthentication.Result judge(TestSecurityObject object)
      throws TrustListException {
    return judge(object.encode(), AUTHORITY.pinnedFor("UTO"));
  }

  private static PassiveAuthentication.Result judge(byte[] file, StateCertificate... pinned)
      throws TrustListException {
    return new PassiveAuthentication(
            TrustList.of(List.of(pinned)), Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC))
        .authenticate(file);
  }

  private static PassiveAuthentication.Result.Signed signed(PassiveAuthentication.Result result) {
    assertThat(result).isInstanceOf(PassiveAuthentication.Result.Signed.class);
    return (PassiveAuthentication.Result.Signed) result;
  }

  private static SecurityObjectDefect refusal(TestSecurityObject object) throws TrustListException {
    return refusal(object.encode());
  }

  private static SecurityObjectDefect refusal(byte[] file) throws TrustListException {
    PassiveAuthentication.Result result = judge(file, AUTHORITY.pinnedFor("UTO"));
    assertThat(result).isInstanceOf(PassiveAuthentication.Result.Refused.class);
    return ((PassiveAuthentication.Result.Refused) result).defect();
  }
}
