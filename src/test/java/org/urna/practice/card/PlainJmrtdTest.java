package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.imageio.ImageIO;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jmrtd.BACKey;
import org.jmrtd.PassportService;
import org.jmrtd.lds.ChipAuthenticationPublicKeyInfo;
import org.jmrtd.lds.SODFile;
import org.jmrtd.lds.icao.COMFile;
import org.jmrtd.lds.icao.DG14File;
import org.jmrtd.lds.icao.DG15File;
import org.jmrtd.lds.icao.DG1File;
import org.jmrtd.lds.icao.DG2File;
import org.jmrtd.lds.iso19794.FaceImageInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.practice.specimen.PracticeAuthority;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;

/// Plain JMRTD, with its own access control, file system and parsers, reads the specimens: the
/// simulator and the files are what the world's most used reader takes for a passport.
class PlainJmrtdTest {

  static List<SpecimenPassport> citizens() {
    return LIBRARY.citizens();
  }

  @ParameterizedTest
  @MethodSource("citizens")
  void readsEveryFile(SpecimenPassport passport) throws Exception {
    try (PlainSession session = PlainSession.open(passport)) {
      PassportService service = session.service();
      COMFile common = new COMFile(service.getInputStream(PassportService.EF_COM));
      boolean isLikeRussia = LIBRARY.citizens().indexOf(passport) < 3;
      assertThat(common.getTagList())
          .containsExactly(
              isLikeRussia
                  ? new int[] {0x61, 0x75, 0x63, 0x6D, 0x6E}
                  : new int[] {0x61, 0x75, 0x6E});
      DG1File dg1 = new DG1File(service.getInputStream(PassportService.EF_DG1));
      assertThat(dg1.getMRZInfo().toString().replace("\n", ""))
          .isEqualTo(passport.holder().machineReadableZone());
      assertThat(dg1.getMRZInfo().getNationality()).isEqualTo("RUS");
      DG2File dg2 = new DG2File(service.getInputStream(PassportService.EF_DG2));
      FaceImageInfo face = dg2.getFaceInfos().getFirst().getFaceImageInfos().getFirst();
      assertThat(ImageIO.read(face.getImageInputStream()).getHeight()).isEqualTo(320);
    }
  }

  @Test
  void verifiesTheSecurityObjectUpToTheAuthority() throws Exception {
    verifies(
        LIBRARY.citizens().get(3),
        LIBRARY.listedAuthority(),
        "SHA-256",
        List.of(1, 2, 14),
        "SHA256withRSA");
  }

  @Test
  void verifiesTheRussianSecurityObjectUpToTheAuthority() throws Exception {
    verifies(
        LIBRARY.citizens().getFirst(),
        LIBRARY.authority(),
        "SHA-1",
        List.of(1, 2, 3, 13, 14),
        "SHA1withECDSA");
  }

  private static void verifies(
      SpecimenPassport passport,
      PracticeAuthority issuer,
      String digest,
      List<Integer> dataGroups,
      String algorithm)
      throws Exception {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    SODFile sod = new SODFile(new ByteArrayInputStream(passport.securityObject()));
    assertThat(sod.getDigestAlgorithm()).isEqualTo(digest);
    assertThat(sod.getDataGroupHashes().keySet()).containsExactlyElementsOf(dataGroups);
    for (int number : dataGroups) {
      assertThat(sod.getDataGroupHashes().get(number))
          .isEqualTo(MessageDigest.getInstance(digest).digest(passport.dataGroup(number)));
    }
    X509Certificate signer = sod.getDocSigningCertificate();
    assertThat(signer.getEncoded()).isEqualTo(issuer.signerCertificate());
    Signature signature = Signature.getInstance(algorithm, provider);
    signature.initVerify(signer);
    signature.update(sod.getEContent());
    assertThat(signature.verify(sod.getEncryptedDigest())).isTrue();
    X509Certificate authority =
        (X509Certificate)
            CertificateFactory.getInstance("X.509", provider)
                .generateCertificate(new ByteArrayInputStream(issuer.certificate()));
    signer.verify(authority.getPublicKey(), provider);
    authority.verify(authority.getPublicKey(), provider);
  }

  @Test
  void authenticatesTheChipAndNotItsClone() throws Exception {
    assertThat(freshReadAfterChipAuthentication(LIBRARY.citizens().getFirst())).isEqualTo(0x9000);
    assertThat(freshReadAfterChipAuthentication(LIBRARY.cloned())).isEqualTo(0x6988);
  }

  @Test
  void spendsTwoAttemptsOnAWrongKeyWhichIsWhyUrnaDoesNotUseIt() throws Exception {
    int[] attempts = {0};
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    SimulatorCardService card =
        new SimulatorCardService(
            passport.chip(
                (index, command, chip) -> {
                  attempts[0] += command[1] == (byte) 0x82 ? 1 : 0;
                  return java.util.Optional.of(chip.answer(command));
                }));
    PassportService service =
        new PassportService(card, PassportService.NORMAL_MAX_TRANCEIVE_LENGTH, 224, false, true);
    service.open();
    service.sendSelectApplet(false);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> service.doBAC(new BACKey("750000012", "900101", "330429")))
        .isInstanceOf(net.sf.scuba.smartcards.CardServiceException.class);
    assertThat(attempts[0]).isEqualTo(2);
  }

  @Test
  void activelyAuthenticatesTheChipAndNotItsClone() throws Exception {
    SpecimenPassport passport =
        SpecimenPassport.issueWithActiveAuthentication(
            LIBRARY.authority(), LIBRARY.minor().holder());
    assertThat(signsWithTheKeyOfDataGroup15(passport)).isTrue();
    assertThat(signsWithTheKeyOfDataGroup15(passport.cloned())).isFalse();
  }

  @Test
  void needsThreeTimesAsManyCommandsAsUrna() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getLast();
    SimulatorCardService card = new SimulatorCardService(passport.chip());
    PassportService service =
        new PassportService(
            card,
            PassportService.NORMAL_MAX_TRANCEIVE_LENGTH,
            PassportService.DEFAULT_MAX_BLOCKSIZE,
            false,
            true);
    service.open();
    service.sendSelectApplet(false);
    SpecimenHolder holder = passport.holder();
    service.doBAC(
        new BACKey(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone()));
    service.getInputStream(PassportService.EF_COM).readAllBytes();
    service.getInputStream(PassportService.EF_SOD).readAllBytes();
    service.getInputStream(PassportService.EF_DG14).readAllBytes();
    service.getInputStream(PassportService.EF_DG1).readAllBytes();
    System.out.printf("plain JMRTD without chip authentication: %d APDUs%n", card.commands());
    assertThat(card.commands()).isGreaterThan(3 * 7);
  }

  private static boolean signsWithTheKeyOfDataGroup15(SpecimenPassport passport) throws Exception {
    try (PlainSession session = PlainSession.open(passport)) {
      PassportService service = session.service();
      PublicKey key = new DG15File(service.getInputStream(PassportService.EF_DG15)).getPublicKey();
      byte[] challenge = {1, 2, 3, 4, 5, 6, 7, 8};
      byte[] answer = service.doAA(key, "SHA-256", "SHA256withECDSA", challenge).getResponse();
      Signature ecdsa = Signature.getInstance("SHA256withPLAIN-ECDSA", new BouncyCastleProvider());
      ecdsa.initVerify(key);
      ecdsa.update(challenge);
      return ecdsa.verify(answer);
    }
  }

  private static int freshReadAfterChipAuthentication(SpecimenPassport passport) throws Exception {
    SimulatorCardService card = new SimulatorCardService(passport.chip());
    PassportService service =
        new PassportService(card, PassportService.NORMAL_MAX_TRANCEIVE_LENGTH, 224, false, true);
    service.open();
    service.sendSelectApplet(false);
    SpecimenHolder holder = passport.holder();
    service.doBAC(
        new BACKey(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone()));
    DG14File dg14 = new DG14File(service.getInputStream(PassportService.EF_DG14));
    PublicKey publicKey =
        dg14.getSecurityInfos().stream()
            .filter(ChipAuthenticationPublicKeyInfo.class::isInstance)
            .map(info -> ((ChipAuthenticationPublicKeyInfo) info).getSubjectPublicKey())
            .findFirst()
            .orElseThrow();
    service.doEACCA(null, "0.4.0.127.0.7.2.2.3.2.1", "0.4.0.127.0.7.2.2.1.2", publicKey);
    var wrapper = service.getWrapper();
    var command = new net.sf.scuba.smartcards.CommandAPDU(0x00, 0xB0, 0x81, 0x00, 93);
    var response = card.transmit(wrapper.wrap(command));
    return response.getBytes().length == 2
        ? response.getSW() & 0xFFFF
        : wrapper.unwrap(response).getSW() & 0xFFFF;
  }
}
