package org.urna.trust.lists;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.cert.X509CertificateHolder;
import org.urna.trust.TestAuthority;
import org.urna.trust.TrustList;

/// What tests of trust folders share: invented authorities of three generations, and one import.
final class TrustWorkshop {
  static final Path VECTORS = Path.of("src/test/resources/vectors/csca");
  static final Clock CLOCK = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);
  static final StateNames NOBODY = new StateNames(Map.of(), "", false);

  static final TestAuthority OLD = new TestAuthority("secp256r1", "SHA256withECDSA", 21);
  static final TestAuthority NEW = new TestAuthority("secp256r1", "SHA256withECDSA", 22);
  static final TestAuthority NEXT = new TestAuthority("secp256r1", "SHA256withECDSA", 23);
  static final TestAuthority OTHER = new TestAuthority("secp256r1", "SHA256withECDSA", 24);
  static final KeyPair SIGNER = TestAuthority.key("secp256r1", "folder signer");

  private TrustWorkshop() {}

  /// `to`'s key, signed by `from`.
  static X509CertificateHolder link(TestAuthority from, TestAuthority to) {
    return from.issue(to.keys).authority().serial(500).sign();
  }

  static StateNames all(String state) {
    return new StateNames(Map.of(), state, false);
  }

  static byte[] der(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String fingerprint(X509CertificateHolder certificate) {
    return CertificateFacts.fingerprintOf(der(certificate));
  }

  static String pem(X509CertificateHolder... certificates) {
    StringBuilder text = new StringBuilder();
    for (X509CertificateHolder certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  static List<byte[]> realPem(String name) throws IOException {
    Matcher matcher =
        Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----")
            .matcher(Files.readString(VECTORS.resolve(name)));
    List<byte[]> certificates = new ArrayList<>();
    while (matcher.find()) {
      certificates.add(Base64.getMimeDecoder().decode(matcher.group(1)));
    }
    return certificates;
  }

  /// What a file of PEM certificates offers.
  static TrustSource.Found found(Path folder, X509CertificateHolder... certificates)
      throws Exception {
    Path file = Files.createTempFile(folder, "certificates", ".pem");
    Files.writeString(file, pem(certificates));
    return TrustSource.read(file, TrustList.of(List.of()), CLOCK);
  }

  static TrustSource.Found found(Path folder, List<byte[]> ders) throws Exception {
    return found(
        folder,
        ders.stream()
            .map(
                der -> {
                  try {
                    return new X509CertificateHolder(der);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toArray(X509CertificateHolder[]::new));
  }

  static ImportPlan plan(Path folder, StateNames names, TrustSource.Found... found)
      throws Exception {
    return plan(folder, names, Set.of(), Set.of(), found);
  }

  static ImportPlan plan(
      Path folder,
      StateNames names,
      Set<String> reviewed,
      Set<String> dropped,
      TrustSource.Found... found)
      throws Exception {
    return TrustImport.plan(
        TrustFolder.openOrBegin(folder), List.of(found), names, reviewed, dropped, NOW);
  }

  static final Instant NOW = TestAuthority.NOW;

  /// The plan's line about a certificate.
  static ImportPlan.Line line(ImportPlan plan, X509CertificateHolder certificate) {
    return plan.lines().stream()
        .filter(line -> line.entry().facts().fingerprint().equals(fingerprint(certificate)))
        .findFirst()
        .orElseThrow();
  }

  /// The reason why the plan refuses a certificate.
  static String reason(ImportPlan plan, X509CertificateHolder certificate) {
    return plan.refused().stream()
        .filter(refused -> refused.fingerprint().equals(fingerprint(certificate)))
        .findFirst()
        .orElseThrow()
        .reason();
  }
}
