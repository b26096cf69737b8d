package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.urna.trust.Refusal;
import org.urna.trust.TestAuthority;

class VouchingAuthoritiesTest {
  private static final List<TestAuthority> ALL =
      List.of(
          new TestAuthority("secp256r1", "SHA256withECDSA", 31),
          new TestAuthority("brainpoolP384r1", "SHA384withECDSA", 32),
          new TestAuthority("brainpoolP512r1", "SHA512withECDSA", 33),
          new TestAuthority("secp521r1", "SHA512withECDSA", 34),
          new TestAuthority("RSA2048", "SHA256withRSA", 35));

  private static final KeyPair SIGNER = TestAuthority.key("secp256r1", "signer");

  /// Fifty of each, because signatures by ECDSA differ in length.
  @Test
  void findsWhoSignedAmongKeysOfAllKinds() throws Exception {
    VouchingAuthorities vouchers = vouchers(ALL);
    for (TestAuthority authority : ALL) {
      for (int i = 0; i < 50; i++) {
        CertificateFacts certificate = facts(authority.issue(SIGNER).serial(1000 + i).sign());
        assertThat(vouchers.issuerOf(certificate))
            .hasValueSatisfying(
                found -> assertThat(found.facts()).isEqualTo(facts(authority.certificate)));
      }
    }
  }

  @Test
  void findsNobodyForAStrangersSigner() throws Exception {
    for (TestAuthority stranger : ALL) {
      List<TestAuthority> others = ALL.stream().filter(each -> each != stranger).toList();
      assertThat(vouchers(others).issuerOf(facts(stranger.issue(SIGNER).sign()))).isEmpty();
    }
  }

  private static VouchingAuthorities vouchers(List<TestAuthority> authorities) {
    Origin origin = new Origin(Origin.Source.CERTIFICATES, "", TestAuthority.NOW, "0".repeat(64));
    return new VouchingAuthorities(
        authorities.stream()
            .map(
                authority ->
                    new TrustEntry(
                        "UTO", Standing.ACCEPTED, List.of(origin), facts(authority.certificate)))
            .toList());
  }

  private static CertificateFacts facts(X509CertificateHolder certificate) {
    try {
      return CertificateFacts.read(TrustWorkshop.der(certificate));
    } catch (Refusal e) {
      throw new AssertionError(e);
    }
  }
}
