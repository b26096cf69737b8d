package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.PassportReadFailure;

class PassportInspectionTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("RSA2048", "SHA256withRSA", 0);
  private static final KeyPair SIGNER = TestAuthority.key("RSA2048", "signer");
  private static final X509CertificateHolder CERTIFICATE = AUTHORITY.issue(SIGNER).sign();
  private static final Clock CLOCK = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);
  private static final String ZONE =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
  private static final byte[] DG1 =
      TestSecurityObject.file(
          0x61, concat(new byte[] {0x5F, 0x1F, 0x58}, ZONE.getBytes(StandardCharsets.US_ASCII)));
  private static final ASN1ObjectIdentifier PUBLIC_KEY =
      new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2");

  private final FakeChip chip = new FakeChip();
  private TestSecurityObject object;

  @BeforeEach
  void properPassport() {
    object = new TestSecurityObject(SIGNER, CERTIFICATE).dataGroup(1, DG1);
    chip.dataGroups.put(1, DG1);
    chipKey(publicKeyInfo("secp256r1"), Optional.of(ChipAuthenticationProtocol.ECDH_AES_128));
  }

  @Test
  void acceptsAGenuinePassportInTheOrderOfTrust() throws Exception {
    InspectionResult result = inspect();
    assertThat(chip.asked).containsExactly("SOD", "DG14", "CA", "DG1");
    assertThat(result).isInstanceOf(InspectionResult.Genuine.class);
    AuthenticPassport passport = ((InspectionResult.Genuine) result).passport();
    assertThat(passport.dg1()).isEqualTo(DG1);
    assertThat(passport.chipProofs()).containsExactly(ChipProof.CHIP_AUTHENTICATION);
    assertThat(passport.isChipProven()).isTrue();
    assertThat(passport.signer().state()).isEqualTo("UTO");
    assertThat(passport.econtent()).isEqualTo(object.digestList());
    assertThat(passport.signature()).hasSize(256);
    assertThat(passport.signerCertificate()).isEqualTo(CERTIFICATE.getEncoded());
    try (var zone = passport.machineReadableZone()) {
      assertThat(zone.documentNumber()).isEqualTo("L898902C3");
    }
    assertThat(passport.toString()).doesNotContain("ERIKSSON", "L898902C3");
    assertThat(result.toString()).doesNotContain("ERIKSSON", "L898902C3");
    passport.close();
    assertThatThrownBy(passport::dg1).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(passport::econtent).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(passport::signature).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givesTheChipTheSignedKeyInItsPlainestForm() throws Exception {
    inspect();
    ChipAuthenticationKey key = chip.key.orElseThrow();
    assertThat(key.protocol()).isEqualTo(ChipAuthenticationProtocol.ECDH_AES_128);
    assertThat(key.keyId()).isNull();
    assertThat(key.subjectPublicKeyInfo())
        .isEqualTo(TestSecurityObject.encode(publicKeyInfo("secp256r1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secp192r1",
        "secp224r1",
        "secp256r1",
        "secp384r1",
        "secp521r1",
        "brainpoolP192r1",
        "brainpoolP224r1",
        "brainpoolP256r1",
        "brainpoolP320r1",
        "brainpoolP384r1",
        "brainpoolP512r1"
      })
  void acceptsNamedAndSpelledOutCurvesAlike(String curve) throws Exception {
    for (SubjectPublicKeyInfo key : List.of(publicKeyInfo(curve), spelledOut(curve, -1))) {
      chipKey(key, Optional.empty());
      assertThat(inspect()).isInstanceOf(InspectionResult.Genuine.class);
      assertThat(chip.key.orElseThrow().subjectPublicKeyInfo())
          .isEqualTo(TestSecurityObject.encode(publicKeyInfo(curve)));
      assertThat(chip.key.orElseThrow().protocol()).isEqualTo(ChipAuthenticationProtocol.ECDH_3DES);
    }
  }

  /// Each number of the parameters in turn: field, a, b, base point, order, cofactor.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void refusesSpelledOutCurvesOfAnAttackersChoice(int part) throws Exception {
    chipKey(spelledOut("secp256r1", part), Optional.empty());
    assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.CHIP_KEY));
    assertThat(chip.asked).doesNotContain("CA", "DG1");
  }

  @Test
  void refusesChipKeysThatAreNoPointsOfAListedCurve() throws Exception {
    SubjectPublicKeyInfo good = publicKeyInfo("secp256r1");
    byte[] point = good.getPublicKeyData().getOctets();
    byte[] offCurve = point.clone();
    offCurve[64] ^= 1;
    for (byte[] wrong :
        List.of(offCurve, new byte[] {0}, new byte[0], Arrays.copyOf(point, 64), new byte[65])) {
      chipKey(new SubjectPublicKeyInfo(good.getAlgorithm(), wrong), Optional.empty());
      assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.CHIP_KEY));
    }
    chipKey(publicKeyInfo("secp256k1"), Optional.empty());
    assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.CHIP_KEY));
    chipKey(SubjectPublicKeyInfo.getInstance(SIGNER.getPublic().getEncoded()), Optional.empty());
    assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.CHIP_KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "6E", "6E00", "6E023000", "6E03310100", "6E0431020500", "6E0531033001FF"})
  void refusesASignedDataGroup14ThatIsNoSetOfSecurityInfos(String hex) throws Exception {
    byte[] dg14 = java.util.HexFormat.of().parseHex(hex);
    chip.dataGroups.put(14, dg14);
    object.dataGroup(14, dg14);
    assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.CHIP_KEY));
  }

  @Test
  void choosesTheKeyWithTheStrongestCipher() throws Exception {
    dataGroup14(
        info("0.4.0.127.0.7.2.2.3.2.1", new ASN1Integer(1), new ASN1Integer(1)),
        info("0.4.0.127.0.7.2.2.3.2.4", new ASN1Integer(1), new ASN1Integer(2)),
        info(PUBLIC_KEY.getId(), publicKeyInfo("secp192r1"), new ASN1Integer(1)),
        info(PUBLIC_KEY.getId(), publicKeyInfo("secp384r1"), new ASN1Integer(2)));
    assertThat(inspect()).isInstanceOf(InspectionResult.Genuine.class);
    assertThat(chip.key.orElseThrow().keyId()).isEqualTo(BigInteger.TWO);
    assertThat(chip.key.orElseThrow().protocol())
        .isEqualTo(ChipAuthenticationProtocol.ECDH_AES_256);
  }

  @Test
  void readsWithoutAKeyAsClonable() throws Exception {
    object.digests.remove(14);
    assertClonable(inspect());
    assertThat(chip.asked).containsExactly("SOD", "DG1");
    dataGroup14(info("0.4.0.127.0.7.2.2.2", new ASN1Integer(1)));
    assertClonable(inspect());
    assertThat(chip.asked).containsExactly("SOD", "DG14", "DG1");
    dataGroup14();
    assertClonable(inspect());
  }

  private static void assertClonable(InspectionResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            InspectionResult.SignedButClonable.class,
            clonable -> {
              assertThat(clonable.passport().isChipProven()).isFalse();
              assertThat(clonable.passport().chipProofs()).isEmpty();
              assertThat(clonable.passport().dg1()).isEqualTo(DG1);
              clonable.passport().close();
            });
  }

  @Test
  void suspectsACopyThatDoesNotOwnTheKey() throws Exception {
    chip.ownsTheKey = false;
    assertThat(inspect()).isInstanceOf(InspectionResult.CloneSuspected.class);
  }

  /// A reader that answers from a cache, or a chip that goes on under the old keys.
  @Test
  void suspectsACopyThatAnswersWithoutTheKey() throws Exception {
    chip.ownsTheKey = false;
    chip.answersWithoutTheKey = true;
    assertThat(inspect()).isInstanceOf(InspectionResult.CloneSuspected.class);
  }

  @Test
  void suspectsACopyThatLeavesDataGroup14Out() throws Exception {
    chip.dataGroups.remove(14);
    assertThat(inspect()).isInstanceOf(InspectionResult.CloneSuspected.class);
  }

  @Test
  void findsEveryChangedByteOfBothDataGroups() throws Exception {
    for (int group : new int[] {1, 14}) {
      byte[] good = chip.dataGroups.get(group);
      for (int at = 0; at < good.length; at++) {
        byte[] changed = good.clone();
        changed[at] ^= 0x20;
        chip.dataGroups.put(group, changed);
        assertThat(inspect())
            .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
      }
      chip.dataGroups.put(group, Arrays.copyOf(good, good.length + 1));
      assertThat(inspect())
          .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
      chip.dataGroups.put(group, good);
    }
    assertThat(inspect()).isInstanceOf(InspectionResult.Genuine.class);
  }

  @Test
  void doesNotTalkOnToAChipWhoseSignatureIsWrong() throws Exception {
    object.signature = bytes -> new byte[bytes.length];
    assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.SIGNATURE));
    assertThat(chip.asked).containsExactly("SOD");
  }

  @Test
  void reportsAnUnknownIssuer() throws Exception {
    TestAuthority stranger = new TestAuthority("RSA2048", "SHA256withRSA", 7);
    chip.securityObject = object.encode();
    assertThat(inspect(TrustList.of(List.of(stranger.pinnedFor("UTO")))))
        .isInstanceOf(InspectionResult.UnknownIssuer.class);
  }

  @ParameterizedTest
  @EnumSource(PassportReadFailure.class)
  void mapsEveryReadFailureAtEveryStep(PassportReadFailure failure) throws Exception {
    chip.failure = failure;
    for (String step : List.of("SOD", "DG14", "CA", "DG1")) {
      chip.failsAt = Optional.of(step);
      InspectionResult result = inspect();
      if (failure == PassportReadFailure.CLONE_SUSPECTED
          || failure == PassportReadFailure.FILE_MISSING && step.equals("DG14")) {
        assertThat(result).isInstanceOf(InspectionResult.CloneSuspected.class);
      } else {
        assertThat(result).isEqualTo(new InspectionResult.Unreadable(failure));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"61, 5B, 5F", "61, 5C, 5F"})
  void refusesTheZoneOfAnotherForm(String tag, String length, String inner) throws Exception {
    byte[] dg1 = DG1.clone();
    dg1[0] = (byte) Integer.parseInt(tag, 16);
    dg1[1] = (byte) (Integer.parseInt(length, 16) ^ 1);
    dg1[2] = (byte) Integer.parseInt(inner, 16);
    chip.dataGroups.put(1, dg1);
    object.dataGroup(1, dg1);
    try (AuthenticPassport passport = ((InspectionResult.Genuine) inspect()).passport()) {
      assertThatThrownBy(passport::machineReadableZone)
          .isInstanceOf(org.urna.passport.mrz.MrzFormatException.class);
    }
  }

  private InspectionResult inspect() throws TrustListException {
    chip.asked.clear();
    chip.key = Optional.empty();
    chip.securityObject = object.encode();
    return inspect(TrustList.of(List.of(AUTHORITY.pinnedFor("UTO"))));
  }

  private InspectionResult inspect(TrustList trustList) {
    return new PassportInspection(trustList, CLOCK, new SecureRandom(), Runnable::run)
        .inspect(chip, PrintedPage.unseen());
  }

  private void chipKey(SubjectPublicKeyInfo key, Optional<ChipAuthenticationProtocol> protocol) {
    List<ASN1Encodable> infos = new ArrayList<>();
    protocol.ifPresent(known -> infos.add(info(known.oid(), new ASN1Integer(1))));
    infos.add(info(PUBLIC_KEY.getId(), key));
    dataGroup14(infos.toArray(ASN1Encodable[]::new));
  }

  private void dataGroup14(ASN1Encodable... infos) {
    byte[] dg14 = TestSecurityObject.file(0x6E, TestSecurityObject.encode(new DERSet(infos)));
    chip.dataGroups.put(14, dg14);
    object.dataGroup(14, dg14);
  }

  private static DERSequence info(String oid, ASN1Encodable... data) {
    ASN1EncodableVector vector = new ASN1EncodableVector();
    vector.add(new ASN1ObjectIdentifier(oid));
    vector.addAll(data);
    return new DERSequence(vector);
  }

  /// Bouncy Castle may spell a curve out by itself; this names it.
  private static SubjectPublicKeyInfo publicKeyInfo(String curve) {
    SubjectPublicKeyInfo info =
        SubjectPublicKeyInfo.getInstance(TestAuthority.key(curve, "chip").getPublic().getEncoded());
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_ecPublicKey, ECNamedCurveTable.getOID(curve)),
        info.getPublicKeyData().getOctets());
  }

  /// The key with its curve spelled out; `changed` names the one number that is not the curve's.
  private static SubjectPublicKeyInfo spelledOut(String curve, int changed) {
    X9ECParameters known = ECNamedCurveTable.getByName(curve);
    ASN1Sequence domain = ASN1Sequence.getInstance(TestSecurityObject.encode(known));
    ASN1Encodable[] parts = domain.toArray();
    switch (changed) {
      case 0 -> {
        ASN1Sequence field = ASN1Sequence.getInstance(parts[1]);
        BigInteger p = ASN1Integer.getInstance(field.getObjectAt(1)).getValue();
        parts[1] =
            new DERSequence(
                new ASN1Encodable[] {field.getObjectAt(0), new ASN1Integer(p.nextProbablePrime())});
      }
      case 1, 2 -> {
        ASN1Encodable[] coefficients = ASN1Sequence.getInstance(parts[2]).toArray();
        byte[] bytes = ASN1OctetString.getInstance(coefficients[changed - 1]).getOctets().clone();
        bytes[bytes.length - 1] ^= 1;
        coefficients[changed - 1] = new DEROctetString(bytes);
        parts[2] = new DERSequence(coefficients);
      }
      case 3 ->
          // The key itself as base point: its private key is then 1 (CVE-2020-0601).
          parts[3] = new DEROctetString(publicKeyInfo(curve).getPublicKeyData().getOctets());
      case 4 ->
          parts[4] =
              new ASN1Integer(ASN1Integer.getInstance(parts[4]).getValue().add(BigInteger.TWO));
      case 5 -> parts[5] = new ASN1Integer(2);
      default -> assertThat(changed).isEqualTo(-1);
    }
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, new DERSequence(parts)),
        publicKeyInfo(curve).getPublicKeyData().getOctets());
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
