package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.ChipFile;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts.AccessProtocol;

/// Chips with data group 14, 15 or both: what must be proven is what is signed, and half a proof is
/// none.
class ChipProofTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("RSA2048", "SHA256withRSA", 0);
  private static final KeyPair SIGNER = TestAuthority.key("RSA2048", "signer");
  private static final X509CertificateHolder CERTIFICATE = AUTHORITY.issue(SIGNER).sign();
  private static final Clock CLOCK = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);
  private static final byte[] DG1 = "data group one".getBytes(StandardCharsets.US_ASCII);
  private static final String PLAIN_ECDSA = "0.4.0.127.0.7.1.1.4.1.";

  private final FakeChip chip = new FakeChip();
  private final ChipSigner rsa = new ChipSigner("RSA1024", HashAlgorithm.SHA_256);
  private final ChipSigner ec = new ChipSigner("secp256r1", HashAlgorithm.SHA_256);
  private TestSecurityObject object;

  @BeforeEach
  void passportWithoutProofs() {
    object = new TestSecurityObject(SIGNER, CERTIFICATE).dataGroup(1, DG1);
    chip.dataGroups.put(1, DG1);
  }

  @Test
  void takesActiveAuthenticationAloneAsProofBeforeThePersonalPageIsRead() throws Exception {
    signsByRsa();
    assertGenuine(ChipProof.ACTIVE_AUTHENTICATION);
    assertThat(chip.asked).containsExactly("SOD", "DG15", "AA", "DG1");
  }

  @Test
  void asksForBothProofsWhereBothAreSigned() throws Exception {
    agrees();
    signsByRsa();
    assertGenuine(ChipProof.CHIP_AUTHENTICATION, ChipProof.ACTIVE_AUTHENTICATION);
    assertThat(chip.asked).containsExactly("SOD", "DG14", "CA", "DG1", "DG15", "AA");
  }

  @Test
  void aSignatureThatTheReaderCannotCarryIsMissedOnlyWhereItIsTheOneProof() throws Exception {
    signsByRsa();
    chip.failsAt = Optional.of("AA");
    chip.failure = PassportReadFailure.CHIP_KEY_UNSUPPORTED;
    assertThat(inspect())
        .isEqualTo(new InspectionResult.Unreadable(PassportReadFailure.CHIP_KEY_UNSUPPORTED));
    agrees();
    assertGenuine(ChipProof.CHIP_AUTHENTICATION);
    chip.ownsTheKey = false;
    assertCopy();
  }

  @Test
  void takesTheHashOfAnEcdsaAnswerFromDataGroup14() throws Exception {
    for (HashAlgorithm hash : HashAlgorithm.values()) {
      signsByEcdsa(hash);
      dataGroup14(answerHash(hash));
      assertGenuine(ChipProof.ACTIVE_AUTHENTICATION);
      assertThat(chip.asked).containsExactly("SOD", "DG14", "DG15", "AA", "DG1");
    }
    signsByEcdsa(HashAlgorithm.SHA_512);
    dataGroup14(answerHash(HashAlgorithm.SHA_512), agreementKey());
    assertGenuine(ChipProof.CHIP_AUTHENTICATION, ChipProof.ACTIVE_AUTHENTICATION);
  }

  @Test
  void suspectsACopyThatHasOneProofOfTwo() throws Exception {
    agrees();
    signsByRsa();
    chip.ownsTheKey = false;
    assertCopy();
    chip.ownsTheKey = true;
    chip.signs = Optional.of(new ChipSigner("RSA1024/65539", HashAlgorithm.SHA_256)::recoverable);
    assertCopy();
    chip.signs = Optional.empty();
    assertCopy();
    signsByRsa();
    assertGenuine(ChipProof.CHIP_AUTHENTICATION, ChipProof.ACTIVE_AUTHENTICATION);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void suspectsACopyThatKeepsDataGroup15ToItself(boolean agrees) throws Exception {
    signsByRsa();
    if (agrees) {
      agrees();
    }
    chip.dataGroups.remove(15);
    assertCopy();
    assertThat(chip.asked).doesNotContain("AA");
  }

  @Test
  void suspectsACopyThatKeepsDataGroup14ToItselfThoughItSigns() throws Exception {
    agrees();
    signsByRsa();
    chip.dataGroups.remove(14);
    assertCopy();
    assertThat(chip.asked).doesNotContain("AA", "DG1");
  }

  @Test
  void suspectsACopyThatReplaysAnAnswer() throws Exception {
    signsByRsa();
    List<byte[]> answers = new ArrayList<>();
    chip.signs =
        Optional.of(
            challenge -> {
              answers.add(rsa.recoverable(challenge));
              return answers.getFirst();
            });
    assertGenuine(ChipProof.ACTIVE_AUTHENTICATION);
    assertCopy();
  }

  @Test
  void drawsAFreshChallengeOfEightBytesEachTime() throws Exception {
    signsByRsa();
    Set<String> challenges = new HashSet<>();
    chip.signs =
        Optional.of(
            challenge -> {
              assertThat(challenge).hasSize(8);
              challenges.add(HexFormat.of().formatHex(challenge));
              return rsa.recoverable(challenge);
            });
    for (int i = 0; i < 10; i++) {
      assertGenuine(ChipProof.ACTIVE_AUTHENTICATION);
    }
    assertThat(challenges).hasSize(10);
  }

  /// Whoever can exchange the challenge after it was sent has not made the inspection judge by it.
  @Test
  void judgesByItsOwnCopyOfTheChallenge() throws Exception {
    signsByRsa();
    byte[] prepared = rsa.recoverable(new byte[8]);
    chip.signs =
        Optional.of(
            challenge -> {
              Arrays.fill(challenge, (byte) 0);
              return prepared;
            });
    assertCopy();
  }

  @Test
  void refusesAChangedDataGroup15BeforeItsKeyIsUsed() throws Exception {
    signsByRsa();
    byte[] good = chip.dataGroups.get(15);
    for (int at = 0; at < good.length; at += 11) {
      byte[] changed = good.clone();
      changed[at] ^= 1;
      chip.dataGroups.put(15, changed);
      assertThat(inspect())
          .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
      assertThat(chip.asked).containsExactly("SOD", "DG15");
    }
    // The key of a copy, in a data group of its own.
    chip.dataGroups.put(15, new ChipSigner("RSA1024/65539", HashAlgorithm.SHA_256).dataGroup15());
    assertThat(inspect())
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
  }

  @Test
  void refusesASignedKeyThatCannotBeUsed() throws Exception {
    for (byte[] dg15 :
        List.of(
            new byte[0],
            new byte[] {0x6F, 0},
            "data group fifteen".getBytes(StandardCharsets.US_ASCII),
            new ChipSigner("secp256k1", HashAlgorithm.SHA_256).dataGroup15(),
            new ChipSigner("RSA1000", HashAlgorithm.SHA_1).dataGroup15(),
            // On a good curve, and no hash is signed that its answers are made with.
            ec.dataGroup15(NamedCurve.P_256))) {
      chip.dataGroups.put(15, dg15);
      object.dataGroup(15, dg15);
      chip.signs = Optional.of(challenge -> ec.plain(NamedCurve.P_256, challenge));
      assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.CHIP_KEY));
    }
  }

  @Test
  void refusesAHashThatIsUnknownOrNamedTwice() throws Exception {
    signsByEcdsa(HashAlgorithm.SHA_256);
    ASN1Encodable good = answerHash(HashAlgorithm.SHA_256);
    for (ASN1Encodable[] infos :
        new ASN1Encodable[][] {
          {answerHash(PLAIN_ECDSA + "6", 1)},
          {answerHash("1.2.840.10045.4.3.2", 1)},
          {answerHash(PLAIN_ECDSA + "3", 2)},
          {good, answerHash(HashAlgorithm.SHA_512)}
        }) {
      dataGroup14(infos);
      assertThat(inspect()).isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.CHIP_KEY));
      assertThat(chip.asked).doesNotContain("AA");
    }
    dataGroup14(good);
    assertGenuine(ChipProof.ACTIVE_AUTHENTICATION);
  }

  /// No ECDSA key is there that would need the hash: nothing is wrong with such a passport.
  @Test
  void anUnknownHashMattersToChipsOnlyThatSignByEcdsa() throws Exception {
    signsByRsa();
    for (ASN1Encodable[] infos :
        new ASN1Encodable[][] {
          {answerHash(PLAIN_ECDSA + "6", 1)},
          {answerHash("1.2.840.10045.4.3.2", 1)},
          {answerHash(PLAIN_ECDSA + "3", 2)},
          {answerHash(PLAIN_ECDSA + "3", 1), answerHash(PLAIN_ECDSA + "3", 1)},
        }) {
      dataGroup14(infos);
      assertGenuine(ChipProof.ACTIVE_AUTHENTICATION);
    }
  }

  /// EF.CardAccess is not signed: whoever takes it away has the key shown by Basic Access Control,
  /// which can be guessed from what was overheard. Data group 14 says what was taken away.
  @Test
  void notesThatPaceWasTakenAway() throws Exception {
    agrees();
    assertThat(isAccessDowngraded()).isFalse();
    for (String pace : List.of("0.4.0.127.0.7.2.2.4.2.2", "0.4.0.127.0.7.2.2.4.6.4")) {
      dataGroup14(
          agreementKey(),
          TestSecurityObject.sequence(
              new ASN1ObjectIdentifier(pace), new ASN1Integer(2), new ASN1Integer(12)));
      chip.accessProtocol = AccessProtocol.BASIC_ACCESS_CONTROL;
      assertThat(isAccessDowngraded()).isTrue();
      chip.accessProtocol = AccessProtocol.PACE_GENERIC_MAPPING;
      assertThat(isAccessDowngraded()).isFalse();
    }
  }

  @Test
  void notesThatTheReaderFellBack() throws Exception {
    agrees();
    chip.downgraded = true;
    assertThat(isAccessDowngraded()).isTrue();
  }

  private boolean isAccessDowngraded() throws TrustListException {
    try (AuthenticPassport passport = ((InspectionResult.Genuine) inspect()).passport()) {
      return passport.isAccessDowngraded();
    }
  }

  /// EF.COM lists data groups and is not signed: a copy that strips it gains nothing.
  @Test
  void cannotEvenAskForTheListThatIsNotSigned() {
    assertThat(ChipFile.values()).extracting(ChipFile::id).doesNotContain(0x011E);
    assertThat(ChipFile.values()).extracting(ChipFile::shortId).doesNotContain(0x1E);
  }

  @ParameterizedTest
  @EnumSource(PassportReadFailure.class)
  void mapsEveryReadFailureOfTheProofBySignature(PassportReadFailure failure) throws Exception {
    signsByRsa();
    chip.failure = failure;
    for (String step : List.of("DG15", "AA")) {
      chip.failsAt = Optional.of(step);
      InspectionResult result = inspect();
      if (failure == PassportReadFailure.CLONE_SUSPECTED
          || failure == PassportReadFailure.FILE_MISSING && step.equals("DG15")) {
        assertThat(result).isEqualTo(new InspectionResult.CloneSuspected());
      } else {
        assertThat(result).isEqualTo(new InspectionResult.Unreadable(failure));
      }
    }
  }

  private void signsByRsa() {
    signs(rsa.dataGroup15());
    chip.signs = Optional.of(rsa::recoverable);
  }

  private void signsByEcdsa(HashAlgorithm hash) {
    ec.hash = hash;
    signs(ec.dataGroup15(NamedCurve.P_256));
    chip.signs = Optional.of(challenge -> ec.plain(NamedCurve.P_256, challenge));
  }

  private void signs(byte[] dg15) {
    chip.dataGroups.put(15, dg15);
    object.dataGroup(15, dg15);
  }

  private void agrees() {
    dataGroup14(agreementKey());
  }

  private void dataGroup14(ASN1Encodable... infos) {
    byte[] dg14 = TestSecurityObject.file(0x6E, TestSecurityObject.encode(new DERSet(infos)));
    chip.dataGroups.put(14, dg14);
    object.dataGroup(14, dg14);
  }

  private static ASN1Encodable agreementKey() {
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(
            TestAuthority.key("secp256r1", "chip").getPublic().getEncoded());
    return TestSecurityObject.sequence(
        new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2"),
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, NamedCurve.P_256.oid()),
            key.getPublicKeyData().getOctets()));
  }

  private static ASN1Encodable answerHash(HashAlgorithm hash) {
    return answerHash(PLAIN_ECDSA + (hash.ordinal() + 1), 1);
  }

  private static ASN1Encodable answerHash(String algorithm, int version) {
    return TestSecurityObject.sequence(
        new ASN1ObjectIdentifier("2.23.136.1.1.5"),
        new ASN1Integer(version),
        new ASN1ObjectIdentifier(algorithm));
  }

  private void assertGenuine(ChipProof first, ChipProof... rest) throws TrustListException {
    InspectionResult result = inspect();
    assertThat(result).isInstanceOf(InspectionResult.Genuine.class);
    try (AuthenticPassport passport = ((InspectionResult.Genuine) result).passport()) {
      assertThat(passport.chipProofs()).isEqualTo(EnumSet.of(first, rest));
      assertThat(passport.dg1()).isEqualTo(DG1);
    }
  }

  private void assertCopy() throws TrustListException {
    assertThat(inspect()).isEqualTo(new InspectionResult.CloneSuspected());
  }

  private InspectionResult inspect() throws TrustListException {
    chip.asked.clear();
    chip.key = Optional.empty();
    chip.securityObject = object.encode();
    return new PassportInspection(
            TrustList.of(List.of(AUTHORITY.pinnedFor("UTO"))),
            CLOCK,
            new SecureRandom(),
            Runnable::run)
        .inspect(chip, PrintedPage.unseen());
  }
}
