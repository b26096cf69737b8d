package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.urna.trust.lists.TrustWorkshop.NEW;
import static org.urna.trust.lists.TrustWorkshop.OLD;
import static org.urna.trust.lists.TrustWorkshop.OTHER;
import static org.urna.trust.lists.TrustWorkshop.SIGNER;
import static org.urna.trust.lists.TrustWorkshop.der;
import static org.urna.trust.lists.TrustWorkshop.fingerprint;
import static org.urna.trust.lists.TrustWorkshop.pem;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.trust.TestAuthority;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// Files that an organiser may be given, good and forged.
class TrustSourceTest {
  private static final Instant SIGNED = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path temp;

  private TrustSource.Found read(byte[] file) throws Exception {
    return read(file, TrustList.of(List.of(OTHER.pinnedFor("UTO"))));
  }

  private TrustSource.Found read(byte[] file, TrustList publishers) throws Exception {
    Path path = Files.write(Files.createTempFile(temp, "source", ".bin"), file);
    return TrustSource.read(path, publishers, TrustWorkshop.CLOCK);
  }

  private static byte[] list(byte[]... certificates) {
    return MasterLists.list(
        SIGNER, MasterLists.signer(OTHER, SIGNER), SIGNED, List.of(certificates));
  }

  private static List<String> fingerprints(TrustSource.Found found) {
    return found.offered().stream().map(offered -> offered.facts().fingerprint()).toList();
  }

  @Test
  void readsDerPemAndBundles() throws Exception {
    TrustSource.Found single = read(der(OLD.certificate));
    assertThat(fingerprints(single)).containsExactly(fingerprint(OLD.certificate));
    assertThat(single.offered().getFirst().origin().source()).isEqualTo(Origin.Source.CERTIFICATES);
    TrustSource.Found bundle =
        read(
            ("a title\n" + pem(OLD.certificate, NEW.certificate, OLD.certificate))
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(fingerprints(bundle))
        .containsExactly(fingerprint(OLD.certificate), fingerprint(NEW.certificate));
    assertThat(bundle.skipped()).containsExactly("1 certificates are there more than once");
  }

  @Test
  void refusesFilesOfAnotherKind() {
    String good = pem(OLD.certificate);
    for (String text :
        List.of(
            "",
            "hello",
            good.replace("BEGIN CERTIFICATE", "BEGIN PRIVATE KEY")
                .replace("END CERTIFICATE", "END PRIVATE KEY"),
            good.replace("END CERTIFICATE", "END CRL"),
            good.substring(0, 200),
            good.replace("MII", "M!I"))) {
      assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.US_ASCII)))
          .as(text)
          .isInstanceOf(TrustListException.class);
    }
    assertThatThrownBy(() -> read(largeDer())).hasMessageContaining("is larger than");
  }

  private static byte[] largeDer() {
    byte[] large = new byte[MasterListFile.MAX_SIZE + 1];
    large[0] = 0x30;
    return large;
  }

  @Test
  void aMasterListIsReadOnceForEachCertificateAndSaysWhoseItIs() throws Exception {
    TrustSource.Found found =
        read(list(der(OLD.certificate), der(NEW.certificate), der(OLD.certificate)));
    assertThat(fingerprints(found))
        .containsExactly(fingerprint(OLD.certificate), fingerprint(NEW.certificate));
    assertThat(found.skipped()).containsExactly("1 certificates are there more than once");
    assertThat(found.lists()).hasSize(1);
    assertThat(found.lists().getFirst().publisher()).isEqualTo("UTO");
    assertThat(found.lists().getFirst().date()).isEqualTo(SIGNED);
  }

  @Test
  void refusesAListThatNoGivenPublisherSigned() throws Exception {
    byte[] list = list(der(OLD.certificate), der(OTHER.certificate));
    assertThatThrownBy(() -> read(list, TrustList.of(List.of())))
        .as("the list's own copy of its publisher is no reason")
        .hasMessageContaining("no publisher that was given");
    assertThatThrownBy(() -> read(list, TrustList.of(List.of(NEW.pinnedFor("UTO")))))
        .hasMessageContaining("no publisher that was given");
    byte[] changed = list.clone();
    int at = indexOf(list, OLD.certificate.getSignature());
    changed[at + 10] ^= 1;
    assertThatThrownBy(() -> read(changed)).hasMessageContaining("MESSAGE_DIGEST");
    byte[] signature = list.clone();
    signature[list.length - 1] ^= 1;
    assertThatThrownBy(() -> read(signature)).hasMessageContaining("SIGNATURE");
  }

  private static int indexOf(byte[] in, byte[] part) {
    for (int at = 0; at <= in.length - part.length; at++) {
      if (Arrays.equals(in, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("not there");
  }

  /// Its end would be another on every machine.
  @Test
  void refusesATimeThatSaysNoZone() throws Exception {
    assertThat(read(endingAt("20500101000000Z")).offered()).hasSize(1);
    assertThat(read(endingAt("20500101000000")).refused().getFirst().reason())
        .contains("(MALFORMED)");
  }

  private static byte[] endingAt(String time) throws Exception {
    org.bouncycastle.asn1.x509.Certificate certificate = OLD.issue(SIGNER).sign().toASN1Structure();
    TBSCertificate body = certificate.getTBSCertificate();
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(body.getSerialNumber());
    generator.setSignature(body.getSignature());
    generator.setIssuer(body.getIssuer());
    generator.setSubject(body.getSubject());
    generator.setStartDate(body.getStartDate());
    generator.setEndDate(new Time(new ASN1GeneralizedTime(time)));
    generator.setSubjectPublicKeyInfo(body.getSubjectPublicKeyInfo());
    generator.setExtensions(body.getExtensions());
    return new DERSequence(
            new ASN1Encodable[] {
              generator.generateTBSCertificate(),
              certificate.getSignatureAlgorithm(),
              certificate.getSignature()
            })
        .getEncoded();
  }

  /// Strangers' certificates stand in a list: with SHA-1 two lists can have one signature.
  @Test
  void refusesAListThatIsSignedWithSha1() {
    TestAuthority sha1 = new TestAuthority("secp256r1", "SHA1withECDSA", 31);
    TrustList publishers = assertDoesNotThrow(() -> TrustList.of(List.of(sha1.pinnedFor("RUS"))));
    byte[] weak =
        MasterLists.list(
            SIGNER, MasterLists.signer(sha1, SIGNER), SIGNED, List.of(der(OLD.certificate)));
    assertThatThrownBy(() -> read(weak, publishers)).hasMessageContaining("ALGORITHM");
  }

  @Test
  void refusesAFileOfMoreCertificatesThanAFolderHolds() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= 60_000; i += 100) {
      text.append("dn: cn=").append(i).append('\n');
      for (int j = 0; j < 100; j++) {
        text.append("userCertificate;binary:: MAA=\n");
      }
      text.append('\n');
    }
    assertThatThrownBy(() -> read(text.toString().getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("more than 60000 certificates");
  }

  @Test
  void namesOnlySomeOfManyListsOfOthers() throws Exception {
    String one = "dn: cn=a,c=UT\npkdMasterListContent:: MAA=\n\n";
    assertThat(read(one.repeat(203).getBytes(StandardCharsets.US_ASCII)).skipped())
        .hasSize(201)
        .contains("3 more master lists (not read)");
  }

  @Test
  void refusesAListSignerThatIsNone() {
    List<byte[]> content = List.of(der(OLD.certificate));
    X509CertificateHolder documentSigner = OTHER.issue(SIGNER).sign();
    assertThatThrownBy(() -> read(MasterLists.list(SIGNER, documentSigner, SIGNED, content)))
        .as("without the extended key usage of list signers")
        .hasMessageContaining("SIGNER_CERTIFICATE_PROFILE");
    assertThatThrownBy(() -> read(MasterLists.list(OTHER.keys, OTHER.certificate, SIGNED, content)))
        .as("the authority itself")
        .hasMessageContaining("SIGNER_CERTIFICATE_PROFILE");
    X509CertificateHolder listSigner = MasterLists.signer(OTHER, SIGNER);
    assertThatThrownBy(
            () ->
                read(
                    MasterLists.list(
                        SIGNER, listSigner, TrustWorkshop.NOW.plus(Duration.ofDays(3)), content)))
        .as("signed in the future")
        .hasMessageContaining("SIGNING_TIME");
    X509CertificateHolder forged = MasterLists.signer(NEW, SIGNER);
    assertThatThrownBy(() -> read(MasterLists.list(SIGNER, forged, SIGNED, content)))
        .hasMessageContaining("no publisher that was given");
  }

  @Test
  void namesEachCertificateThatItCannotUse() throws Exception {
    X509CertificateHolder small = new TestAuthority("secp224r1", "SHA256withECDSA", 41).certificate;
    X509CertificateHolder notItsOwn =
        OLD.issue(OLD.keys).authority().serial(13).signedWith(NEW.keys).sign();
    X509CertificateHolder attackers = OLD.issue(ownParameters()).authority().serial(14).sign();
    byte[] garbage = new byte[] {0x30, 3, 2, 1, 5};
    TrustSource.Found found =
        read(list(der(OLD.certificate), der(small), der(notItsOwn), der(attackers), garbage));
    assertThat(fingerprints(found)).containsExactly(fingerprint(OLD.certificate));
    assertThat(found.refused())
        .extracting(RefusedCertificate::fingerprint)
        .containsExactly(
            fingerprint(small),
            fingerprint(notItsOwn),
            fingerprint(attackers),
            CertificateFacts.fingerprintOf(garbage));
    assertThat(found.refused())
        .extracting(RefusedCertificate::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("(KEY)"),
            reason -> assertThat(reason).contains("(SIGNATURE)"),
            reason -> assertThat(reason).contains("(KEY)"),
            reason -> assertThat(reason).contains("(MALFORMED)"));
    assertThat(found.refused().get(2).serialNumber()).isEqualTo("e");
  }

  /// P-256 with a base point of an attacker's choice: any key could be made to fit a signature.
  private static byte[] ownParameters() {
    try {
      SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(SIGNER.getPublic().getEncoded());
      ASN1Sequence real =
          ASN1Sequence.getInstance(
              ECNamedCurveTable.getByName("secp256r1").toASN1Primitive().getEncoded());
      ASN1EncodableVector forged = new ASN1EncodableVector();
      for (int i = 0; i < real.size(); i++) {
        ASN1Encodable part = real.getObjectAt(i);
        forged.add(i == 3 ? new DEROctetString(key.getPublicKeyData().getOctets()) : part);
      }
      assertThat(real.getObjectAt(0)).isEqualTo(new ASN1Integer(1));
      return new DERSequence(
              new ASN1Encodable[] {
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, new DERSequence(forged)),
                new DERBitString(key.getPublicKeyData().getOctets())
              })
          .getEncoded();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String entry(String dn, String attribute, byte[] value) {
    String base64 = Base64.getEncoder().encodeToString(value);
    StringBuilder line = new StringBuilder(attribute).append(":: ");
    for (int at = 0; at < base64.length(); at += 60) {
      line.append(at == 0 ? "" : "\n ").append(base64, at, Math.min(base64.length(), at + 60));
    }
    return "dn: " + dn + "\npkdVersion: 1\n" + line + "\n\n";
  }

  @Test
  void readsADirectoryDownload() throws Exception {
    X509CertificateHolder signer = OLD.issue(SIGNER).sign();
    X509CertificateHolder strangersList = MasterLists.signer(NEW, SIGNER);
    String ldif =
        "version: 1\n\n"
            + entry("cn=a,o=dsc,c=UT,dc=data", "userCertificate;binary", der(signer))
            + entry("cn=b,o=dsc,c=UT,dc=data", "userCertificate", der(signer))
            + entry("cn=c,o=ml,c=UT,dc=data", "pkdMasterListContent", list(der(OLD.certificate)))
            + entry(
                "cn=d,o=ml,c=XO,dc=data",
                "pkdMasterListContent",
                MasterLists.list(SIGNER, strangersList, SIGNED, List.of(der(NEW.certificate))))
            + entry(
                "cn=e,o=crl,c=UT,dc=data", "certificateRevocationList;binary", new byte[] {0x30, 0})
            + entry("cn=f,o=dsc,c=UT,dc=data", "userCertificate;binary", new byte[9000]);
    TrustSource.Found found = read(ldif.getBytes(StandardCharsets.US_ASCII));
    assertThat(fingerprints(found))
        .containsExactly(fingerprint(signer), fingerprint(OLD.certificate));
    assertThat(found.offered().getFirst().origin().source()).isEqualTo(Origin.Source.LDIF);
    assertThat(found.offered().getLast().origin().source()).isEqualTo(Origin.Source.MASTER_LIST);
    assertThat(found.refused()).hasSize(1);
    assertThat(found.refused().getFirst().reason()).contains("(TOO_LARGE)");
    assertThat(found.skipped())
        .containsExactly(
            "a master list (c=XO): master list: signed by no publisher that was given;"
                + " its signer names an authority with key id "
                + keyIdentifier(NEW),
            "a revocation list (c=UT): not read",
            "1 certificates are there more than once");
  }

  private static String keyIdentifier(TestAuthority authority) throws Exception {
    return CertificateFacts.read(der(authority.certificate)).subjectKeyIdentifier();
  }

  @Test
  void aDownloadThatEndsWrongGivesNothing() {
    String ldif =
        entry("cn=a,c=UT", "userCertificate;binary", der(OLD.issue(SIGNER).sign()))
            + "dn: cn=b\nuserCertificate;binary:: ????\n";
    assertThatThrownBy(() -> read(ldif.getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("LDIF line");
  }

  /// Of an entry's name only a country's letters reach a terminal.
  @Test
  void printsNoTextOfAnEntry() throws Exception {
    String ldif =
        entry("cn=\u001b[2J,c=UT", "certificateRevocationList;binary", new byte[] {0x30, 0})
            + entry("cn=x,c=\u001b[2J", "certificateRevocationList;binary", new byte[] {0x30, 0});
    assertThat(read(ldif.getBytes(StandardCharsets.US_ASCII)).skipped())
        .containsExactly(
            "a revocation list (c=UT): not read", "a revocation list (no country): not read");
  }
}
