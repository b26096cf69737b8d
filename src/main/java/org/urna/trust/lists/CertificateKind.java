package org.urna.trust.lists;

import java.util.Arrays;
import org.urna.trust.Certificate;
import org.urna.trust.Refusal;
import org.urna.trust.SecurityObjectDefect;
import org.urna.trust.SignatureCheck;
import org.urna.trust.SignerKey;

/// What a certificate of the public key infrastructure for passports is for (ICAO 9303-12 §4).
/// Found by its extensions and by verifying its signature, never by comparing names: a link
/// certificate of Russia has the same subject and issuer as a self-signed one.
public enum CertificateKind {
  /// A country signing authority that signed itself.
  CSCA("csca"),
  /// A country signing authority that another key signed: the state's older one, if the chain of
  /// links holds.
  CSCA_LINK("csca-link"),
  /// Signs passports and nothing else.
  DOCUMENT_SIGNER("document-signer"),
  /// Signs master lists and nothing else.
  MASTER_LIST_SIGNER("master-list-signer");

  private final String word;

  CertificateKind(String word) {
    this.word = word;
  }

  /// As it stands in files: `csca-link`.
  public String word() {
    return word;
  }

  /// Whether it signs certificates.
  public boolean isAuthority() {
    return this == CSCA || this == CSCA_LINK;
  }

  /// @throws Refusal if the certificate is none of these, an authority's key is too weak for
  ///   signatures, or an authority claims to have signed itself and did not
  static CertificateKind of(Certificate certificate) throws Refusal {
    if (certificate.isAuthority()) {
      return ofAuthority(certificate);
    }
    try {
      certificate.requireDocumentSigner();
      return DOCUMENT_SIGNER;
    } catch (Refusal notForPassports) {
      certificate.requireMasterListSigner();
      return MASTER_LIST_SIGNER;
    }
  }

  private static CertificateKind ofAuthority(Certificate certificate) throws Refusal {
    Refusal.unless(
        !(certificate.key() instanceof SignerKey.Ec ec) || ec.curve().isForSignatures(),
        SecurityObjectDefect.KEY);
    if (isSignedByItself(certificate)) {
      return CSCA;
    }
    boolean claimsOwnKey =
        certificate.authorityKeyIdentifier().isPresent()
            && Arrays.equals(
                certificate.authorityKeyIdentifier().orElseThrow(),
                certificate.subjectKeyIdentifier().orElse(new byte[0]));
    Refusal.unless(!claimsOwnKey, SecurityObjectDefect.SIGNATURE);
    return CSCA_LINK;
  }

  /// A key that the signature's algorithm is not for did not make the signature.
  private static boolean isSignedByItself(Certificate certificate) throws Refusal {
    var prepared = SignatureCheck.prepareToSort(certificate.key());
    try {
      return certificate.isSignedBy(certificate.key(), prepared);
    } catch (Refusal e) {
      return false;
    }
  }
}
