package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import net.sf.scuba.smartcards.CardServiceException;
import org.bouncycastle.math.ec.ECPoint;
import org.jmrtd.BACKey;
import org.jmrtd.PACEKeySpec;
import org.jmrtd.PassportService;
import org.jmrtd.lds.CardAccessFile;
import org.jmrtd.lds.PACEInfo;
import org.jmrtd.protocol.PACECAMResult;
import org.jmrtd.protocol.PACEGMMappingResult;
import org.jmrtd.protocol.PACEResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.Thoroughness;
import org.urna.practice.card.CardPaceInfo.Cipher;
import org.urna.practice.card.CardPaceInfo.Mapping;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;

/// JMRTD's PACE against the simulated chip: the independent reader.
class PlainJmrtdPaceTest {

  private static final String NUMBER = "500540";

  static Stream<CardPaceInfo> ways() {
    return Stream.of(
        new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.TRIPLE_DES, 13),
        new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 12),
        new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_192, 15),
        new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_256, 16),
        new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_256, 18),
        new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, 0),
        new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_256, 2),
        new CardPaceInfo(Mapping.ECDH_CHIP_AUTHENTICATION, Cipher.AES_128, 12),
        new CardPaceInfo(Mapping.ECDH_CHIP_AUTHENTICATION, Cipher.AES_256, 12));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void opensTheChip(CardPaceInfo info) throws Exception {
    SpecimenPassport passport = CardPaceTest.passport(info);
    SpecimenHolder holder = passport.holder();
    for (PACEKeySpec key :
        new PACEKeySpec[] {
          PACEKeySpec.createCANKey(NUMBER),
          PACEKeySpec.createMRZKey(
              new BACKey(
                  holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone()))
        }) {
      PassportService service = service(passport);
      PACEResult result = pace(service, key);
      if (info.mapping() == Mapping.ECDH_CHIP_AUTHENTICATION) {
        assertThat(authenticates((PACECAMResult) result, passport)).isTrue();
        assertThat(authenticates((PACECAMResult) result, passport.cloned())).isFalse();
      }
      service.sendSelectApplet(true);
      assertThat(service.getInputStream(PassportService.EF_DG1).readAllBytes())
          .isEqualTo(passport.dataGroup(1));
      assertThat(service.getInputStream(PassportService.EF_SOD).readAllBytes())
          .isEqualTo(passport.securityObject());
    }
  }

  /// One public value in 256 has fewer octets than the prime (ICAO 9303-11 §9.4.1).
  @Test
  void opensTheChipWhateverNumbersAreDrawn() throws Exception {
    SpecimenPassport passport =
        CardPaceTest.passport(new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, 0));
    int tries = Thoroughness.rounds(20, 2000);
    for (int i = 0; i < tries; i++) {
      pace(service(passport), PACEKeySpec.createCANKey(NUMBER));
    }
  }

  @Test
  void isRefusedWithAWrongNumber() throws Exception {
    PassportService service =
        service(CardPaceTest.passport(new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 12)));
    assertThatThrownBy(() -> pace(service, PACEKeySpec.createCANKey("500541")))
        .isInstanceOf(CardServiceException.class)
        .hasMessageContaining("6300");
  }

  /// It names the keys of the integrated mapping after the whole transformation, which the JDK's
  /// ciphers refuse.
  @Test
  void cannotDoTheIntegratedMappingWithTheJdksCiphers() throws Exception {
    PassportService service =
        service(
            CardPaceTest.passport(new CardPaceInfo(Mapping.ECDH_INTEGRATED, Cipher.AES_128, 13)));
    assertThatThrownBy(() -> pace(service, PACEKeySpec.createCANKey(NUMBER)))
        .isInstanceOf(CardServiceException.class)
        .hasCauseInstanceOf(InvalidKeyException.class);
  }

  private static PassportService service(SpecimenPassport passport) throws Exception {
    PassportService service =
        new PassportService(
            new SimulatorCardService(passport.chip()),
            PassportService.EXTENDED_MAX_TRANCEIVE_LENGTH,
            PassportService.DEFAULT_MAX_BLOCKSIZE,
            false,
            true);
    service.open();
    return service;
  }

  private static PACEResult pace(PassportService service, PACEKeySpec key) throws Exception {
    CardAccessFile access =
        new CardAccessFile(
            new ByteArrayInputStream(
                service.getInputStream(PassportService.EF_CARD_ACCESS).readAllBytes()));
    PACEInfo info = (PACEInfo) access.getSecurityInfos().iterator().next();
    return service.doPACE(
        key,
        info.getObjectIdentifier(),
        PACEInfo.toParameterSpec(info.getParameterId()),
        info.getParameterId());
  }

  /// The reader's check of ICAO 9303-11 §4.4.3.5: `PK.Map.IC = CA.IC · PK.IC`. JMRTD's own
  /// decryption takes −1 as IV where the standard, and appendix I, take its encryption.
  private static boolean authenticates(PACECAMResult result, SpecimenPassport passport)
      throws Exception {
    SecretKey key = result.getWrapper().getEncryptionKey();
    javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("AES/CBC/NoPadding");
    byte[] minusOne = new byte[16];
    Arrays.fill(minusOne, (byte) 0xFF);
    cipher.init(javax.crypto.Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
    byte[] iv = cipher.doFinal(minusOne);
    cipher.init(javax.crypto.Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
    byte[] data = SessionCipher.unpad(cipher.doFinal(result.getEncryptedChipAuthenticationData()));
    assertThat(result.getChipAuthenticationData()).isNotEqualTo(data).endsWith(tail(data));
    ChipKey chipKey = passport.contents().chipKeys().getFirst().key();
    ECPublicKey mapping =
        (ECPublicKey) ((PACEGMMappingResult) result.getMappingResult()).getPICCMappingPublicKey();
    ECPoint staticKey = chipKey.curve().getG().multiply(chipKey.secret());
    ECPoint claimed = staticKey.multiply(new BigInteger(1, data)).normalize();
    return claimed.getAffineXCoord().toBigInteger().equals(mapping.getW().getAffineX())
        && claimed.getAffineYCoord().toBigInteger().equals(mapping.getW().getAffineY());
  }

  private static byte[] tail(byte[] data) {
    return Arrays.copyOfRange(data, 16, data.length);
  }
}
