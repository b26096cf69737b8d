package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ISO9796d2Signer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jmrtd.lds.ActiveAuthenticationInfo;
import org.jmrtd.lds.icao.DG14File;
import org.jmrtd.lds.icao.DG15File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;

/// What the simulated chip signs, checked by Bouncy Castle's ISO/IEC 9796-2 and ECDSA.
class CardActiveAuthenticationTest {

  private static final byte[] CHALLENGE = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final SpecimenHolder HOLDER = LIBRARY.minor().holder();

  @ParameterizedTest
  @CsvSource({
    "1024, SHA_1",
    "1024, SHA_256",
    "1280, SHA_1",
    "1536, SHA_256",
    "2048, SHA_1",
    "2048, SHA_256"
  })
  void signsByRsaAndItsCopyDoesNot(int bits, RsaDigest digest) throws Exception {
    SpecimenPassport passport =
        SpecimenPassport.issueWithActiveAuthentication(LIBRARY.authority(), HOLDER, bits, digest);
    RSAPublicKey key = (RSAPublicKey) dataGroup15(passport);
    assertThat(key.getModulus().bitLength()).isEqualTo(bits);
    byte[] signature = sign(passport);
    assertThat(signature).hasSize(bits / 8);
    assertThat(verifies(key, digest, signature, CHALLENGE)).isTrue();
    assertThat(verifies(key, digest, signature, new byte[8])).as("another challenge").isFalse();
    assertThat(sign(passport)).as("M1 is drawn anew").isNotEqualTo(signature);
    assertThat(verifies(key, digest, sign(passport.cloned()), CHALLENGE)).as("a copy").isFalse();
  }

  @Test
  void fillsTheBlockOfTheSignatureAsTheStandardSays() throws Exception {
    RsaKey key = RsaKey.of("block", 1024, RsaKey.F4);
    byte[] m1 = new SeededBytes("m1").next(106);
    byte[] signature =
        new ActiveAuthenticationKey.Rsa(key, RsaDigest.SHA_1).sign(CHALLENGE, new FixedRandom(m1));
    RSAPublicKey open = (RSAPublicKey) key.open();
    byte[] block =
        new BigInteger(1, signature)
            .modPow(open.getPublicExponent(), open.getModulus())
            .toByteArray();
    assertThat(block)
        .isEqualTo(
            DataObjects.join(
                new byte[] {0x6A},
                m1,
                SessionCipher.digest("SHA-1", DataObjects.join(m1, CHALLENGE)),
                new byte[] {(byte) 0xBC}));
  }

  @ParameterizedTest
  @CsvSource({
    "P-256, SHA256, 0.4.0.127.0.7.1.1.4.1.3",
    "brainpoolP256r1, SHA256, 0.4.0.127.0.7.1.1.4.1.3",
    "P-384, SHA384, 0.4.0.127.0.7.1.1.4.1.4",
    "P-521, SHA512, 0.4.0.127.0.7.1.1.4.1.5"
  })
  void signsByEcdsaAndItsCopyDoesNot(String curve, String hash, String oid) throws Exception {
    SpecimenPassport passport =
        new Personalisation(LIBRARY.authority(), HOLDER)
            .withEcdsaActiveAuthentication(curve)
            .issue();
    DG14File infos = new DG14File(new ByteArrayInputStream(passport.dataGroup(14)));
    assertThat(infos.getSecurityInfos())
        .singleElement()
        .isInstanceOfSatisfying(
            ActiveAuthenticationInfo.class,
            info -> assertThat(info.getSignatureAlgorithmOID()).isEqualTo(oid));
    PublicKey key = dataGroup15(passport);
    String plain = hash + "withPLAIN-ECDSA";
    assertThat(verifies(plain, key, sign(passport), CHALLENGE)).isTrue();
    assertThat(verifies(plain, key, sign(passport), new byte[8])).isFalse();
    assertThat(verifies(plain, key, sign(passport.cloned()), CHALLENGE)).isFalse();
  }

  @Test
  void signsInDerWhereAChipDoesThatWrong() throws Exception {
    SpecimenPassport passport =
        new Personalisation(LIBRARY.authority(), HOLDER)
            .withDerActiveAuthentication("P-256")
            .issue();
    byte[] signature = sign(passport);
    assertThat(signature[0]).isEqualTo((byte) 0x30);
    assertThat(verifies("SHA256withECDSA", dataGroup15(passport), signature, CHALLENGE)).isTrue();
  }

  @Test
  void isAllThatAPassportWithoutDataGroup14Has() {
    SpecimenPassport passport =
        SpecimenPassport.issueWithActiveAuthenticationAlone(
            LIBRARY.authority(), HOLDER, 1024, RsaDigest.SHA_1);
    assertThat(passport.contents().files().get(CardFileSystem.idOfDataGroup(14))).isEmpty();
    assertThat(passport.dataGroup(15)).isNotEmpty();
    assertThat(sign(passport)).hasSize(128);
  }

  @ParameterizedTest
  @CsvSource({
    "0088000007 01020304050607 00, 6700",
    "0088000009 010203040506070809 00, 6700",
    "0088000000, 6700"
  })
  void refusesAChallengeOfTheWrongLength(String command, String statusWord) {
    SpecimenPassport passport =
        SpecimenPassport.issueWithActiveAuthentication(LIBRARY.authority(), HOLDER);
    try (PlainSession session = PlainSession.open(passport)) {
      assertThat(session.send(command.replace(" ", "")))
          .isEqualTo(HexFormat.of().parseHex(statusWord));
    }
  }

  @Test
  void doesNotKnowTheCommandWithoutAKey() {
    try (PlainSession session = PlainSession.open(LIBRARY.minor())) {
      assertThat(session.send("0088000008010203040506070800"))
          .isEqualTo(HexFormat.of().parseHex("6D00"));
    }
  }

  private static byte[] sign(SpecimenPassport passport) {
    try (PlainSession session = PlainSession.open(passport)) {
      byte[] response = session.send("00880000000008" + "0102030405060708" + "0000");
      assertThat(PaceReader.statusOf(response)).isEqualTo(0x9000);
      return Arrays.copyOf(response, response.length - 2);
    }
  }

  private static PublicKey dataGroup15(SpecimenPassport passport) throws Exception {
    return new DG15File(new ByteArrayInputStream(passport.dataGroup(15))).getPublicKey();
  }

  private static boolean verifies(
      RSAPublicKey key, RsaDigest digest, byte[] signature, byte[] challenge) {
    ISO9796d2Signer verifier =
        new ISO9796d2Signer(
            new RSAEngine(),
            digest == RsaDigest.SHA_1 ? new SHA1Digest() : SHA256Digest.newInstance(),
            digest == RsaDigest.SHA_1);
    verifier.init(false, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent()));
    try {
      verifier.updateWithRecoveredMessage(signature);
    } catch (org.bouncycastle.crypto.InvalidCipherTextException
        | IllegalStateException
        | DataLengthException notABlock) {
      // The second for a trailer that by chance names another hash, the third for a number that by
      // chance is above this key's modulus.
      return false;
    }
    verifier.update(challenge, 0, challenge.length);
    return verifier.verifySignature(signature);
  }

  private static boolean verifies(
      String algorithm, PublicKey key, byte[] signature, byte[] challenge) throws Exception {
    Signature verifier = Signature.getInstance(algorithm, new BouncyCastleProvider());
    verifier.initVerify(key);
    verifier.update(challenge);
    return verifier.verify(signature);
  }
}
