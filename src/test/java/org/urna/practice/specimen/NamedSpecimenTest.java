package org.urna.practice.specimen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.practice.specimen.Specimens.LIBRARY;
import static org.urna.practice.specimen.Specimens.POLLING_DAY;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jmrtd.BACKey;
import org.jmrtd.PACEKeySpec;
import org.jmrtd.PassportService;
import org.jmrtd.lds.CardAccessFile;
import org.jmrtd.lds.PACEInfo;
import org.jmrtd.lds.SODFile;
import org.jmrtd.lds.icao.DG1File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.practice.card.SimulatorCardService;

/// Every specimen of the library by its name: it reads, and it is what its description says.
class NamedSpecimenTest {

  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  static List<NamedSpecimen> all() {
    return LIBRARY.all();
  }

  @Test
  void allHaveNamesAndNumbersOfTheirOwn() {
    assertThat(LIBRARY.all().stream().map(NamedSpecimen::id)).doesNotHaveDuplicates();
    assertThat(LIBRARY.all())
        .allSatisfy(
            specimen -> {
              assertThat(specimen.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
              assertThat(specimen.description()).isNotBlank().doesNotContain("\n");
              assertThat(specimen.passport()).isSameAs(specimen.passport());
            });
    Set<String> copies = Set.of("clone-aa", "clone-aa-only");
    assertThat(
            LIBRARY.all().stream()
                .filter(specimen -> !copies.contains(specimen.id()))
                .map(specimen -> specimen.passport().holder().documentNumber()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isReadByPlainJmrtd(NamedSpecimen specimen) throws Exception {
    SpecimenPassport passport = specimen.passport();
    PassportService service =
        new PassportService(
            new SimulatorCardService(passport.chip()),
            PassportService.EXTENDED_MAX_TRANCEIVE_LENGTH,
            PassportService.DEFAULT_MAX_BLOCKSIZE,
            false,
            true);
    service.open();
    SpecimenHolder holder = passport.holder();
    BACKey key =
        new BACKey(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone());
    if (specimen.id().equals("pace-only")) {
      PACEInfo info =
          (PACEInfo)
              new CardAccessFile(new ByteArrayInputStream(passport.cardAccess().orElseThrow()))
                  .getSecurityInfos()
                  .iterator()
                  .next();
      service.doPACE(
          PACEKeySpec.createMRZKey(key),
          info.getObjectIdentifier(),
          PACEInfo.toParameterSpec(info.getParameterId()),
          info.getParameterId());
      service.sendSelectApplet(true);
    } else {
      service.sendSelectApplet(false);
      service.doBAC(key);
    }
    DG1File dg1 = new DG1File(service.getInputStream(PassportService.EF_DG1));
    String read = dg1.getMRZInfo().toString().replace("\n", "");
    assertThat(read.equals(passport.holder().machineReadableZone()))
        .isEqualTo(!specimen.id().equals("forged"));
    assertThat(service.getInputStream(PassportService.EF_SOD).readAllBytes())
        .isEqualTo(passport.securityObject());
    service.close();
  }

  @Test
  void theirSignersAreWhatTheyAreSaidToBe() throws Exception {
    X509Certificate pinned = certificate(LIBRARY.authority().certificate());
    signer("russian").verify(pinned.getPublicKey(), PROVIDER);
    X509Certificate expired = signer("expired-signer");
    expired.verify(pinned.getPublicKey(), PROVIDER);
    assertThat(expired.getNotAfter()).isBefore(noon(POLLING_DAY));
    assertThat(signer("russian").getNotAfter()).isAfter(noon(POLLING_DAY));
    for (String id : List.of("forged-signer", "unknown-issuer")) {
      X509Certificate other = signer(id);
      assertThat(other.getIssuerX500Principal())
          .as("the name says nothing")
          .isEqualTo(pinned.getSubjectX500Principal());
      assertThatThrownBy(() -> other.verify(pinned.getPublicKey(), PROVIDER))
          .as(id)
          .isInstanceOf(SignatureException.class);
    }
    byte[] pinnedId = SubjectKeyIdentifier.fromExtensions(extensions(pinned)).getKeyIdentifier();
    assertThat(authorityKeyId(signer("forged-signer"))).isEqualTo(pinnedId);
    assertThat(authorityKeyId(signer("unknown-issuer"))).isNotEqualTo(pinnedId);
  }

  @Test
  void theirHoldersAreWhatTheyAreSaidToBe() {
    String names = zone("long-names").substring(5, 44);
    assertThat(names).doesNotEndWith("<").contains("<<");
    String shortNumber = zone("short-number").substring(44);
    assertThat(shortNumber).startsWith("7500014<<");
    assertThat(shortNumber.charAt(9) - '0')
        .isEqualTo((7 * 7 + 5 * 3 + 0 + 0 + 0 + 1 * 1 + 4 * 7) % 10);
    assertThat(zone("other-nationality").substring(2, 5)).isEqualTo("RUS");
    assertThat(zone("other-nationality").substring(54, 57)).isEqualTo("UTO");
    assertThat(passport("expired").holder().expiryDate()).isBefore(POLLING_DAY);
    assertThat(passport("minor").holder().birthDate().plusYears(18)).isAfter(POLLING_DAY);
    assertThat(passport("foreigner").holder().nationality()).isEqualTo("UTO");
  }

  @Test
  void theirFilesAreWhatTheyAreSaidToBe() throws Exception {
    assertThat(dataGroups("russian")).containsExactlyInAnyOrder(1, 2, 3, 13, 14);
    assertThat(dataGroups("aa-only")).containsExactlyInAnyOrder(1, 2, 15);
    assertThat(dataGroups("clonable")).containsExactlyInAnyOrder(1, 2);
    assertThat(dataGroups("rsa-aa")).containsExactlyInAnyOrder(1, 2, 14, 15);
    for (String id : List.of("pace-can", "pace-im", "pace-cam", "pace-dh", "pace-only")) {
      assertThat(passport(id).cardAccess()).as(id).isPresent();
      assertThat(passport(id).cardAccessNumber()).as(id).isPresent();
      assertThat(HexFormat.of().formatHex(passport(id).dataGroup(14)))
          .as("data group 14 says so too")
          .contains(HexFormat.of().formatHex(firstInfo(passport(id).cardAccess().orElseThrow())));
    }
    assertThat(passport("russian-explicit").dataGroup(14).length)
        .isGreaterThan(passport("russian").dataGroup(14).length);
  }

  /// A real one has 1,404 bytes, its signer's certificate 840.
  @Test
  void theRussianSecurityObjectIsAsLongAsARealOne() {
    int object = passport("russian").securityObject().length;
    int certificate = LIBRARY.authority().signerCertificate().length;
    System.out.printf(
        "EF.SOD of the Russian specimen: %d bytes, signer's certificate %d%n", object, certificate);
    assertThat(object).isBetween(1_380, 1_430);
    assertThat(certificate).isBetween(830, 850);
  }

  @Test
  void isMadeWhenItIsFirstAskedForAndOnlyThen() {
    int[] made = {0};
    NamedSpecimen specimen =
        new NamedSpecimen(
            "rare",
            "made late",
            () -> {
              made[0]++;
              return LIBRARY.minor();
            });
    assertThat(made[0]).isZero();
    assertThat(specimen.passport()).isSameAs(LIBRARY.minor());
    assertThat(specimen.passport()).isSameAs(LIBRARY.minor());
    assertThat(made[0]).isEqualTo(1);
  }

  @Test
  void areTheSameNamesOnAnyPollingDay() {
    SpecimenLibrary library = SpecimenLibrary.forPollingDay(LocalDate.EPOCH);
    assertThat(library.all().stream().map(NamedSpecimen::id))
        .containsExactlyElementsOf(LIBRARY.all().stream().map(NamedSpecimen::id).toList());
  }

  private static SpecimenPassport passport(String id) {
    return LIBRARY.all().stream()
        .filter(specimen -> specimen.id().equals(id))
        .findFirst()
        .orElseThrow()
        .passport();
  }

  private static String zone(String id) {
    return new String(passport(id).dataGroup(1), 5, 88, StandardCharsets.US_ASCII);
  }

  private static Set<Integer> dataGroups(String id) throws Exception {
    return new SODFile(new ByteArrayInputStream(passport(id).securityObject()))
        .getDataGroupHashes().keySet().stream().collect(Collectors.toSet());
  }

  private static X509Certificate signer(String id) throws Exception {
    return new SODFile(new ByteArrayInputStream(passport(id).securityObject()))
        .getDocSigningCertificate();
  }

  private static X509Certificate certificate(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", PROVIDER)
            .generateCertificate(new ByteArrayInputStream(der));
  }

  private static org.bouncycastle.asn1.x509.Extensions extensions(X509Certificate certificate)
      throws Exception {
    return Certificate.getInstance(certificate.getEncoded()).getTBSCertificate().getExtensions();
  }

  private static byte[] authorityKeyId(X509Certificate certificate) throws Exception {
    return AuthorityKeyIdentifier.fromExtensions(extensions(certificate)).getKeyIdentifierOctets();
  }

  private static byte[] firstInfo(byte[] cardAccess) {
    return Arrays.copyOfRange(cardAccess, 2, 2 + 20);
  }

  private static Date noon(LocalDate day) {
    return Date.from(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
  }
}
