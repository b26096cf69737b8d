package org.urna.trust.lists;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.trust.Refusal;
import org.urna.trust.Sha1Rule;
import org.urna.trust.SignatureCheck;
import org.urna.trust.SignerKey;

/// Authorities that may vouch for other certificates. Who signed one is found by the key identifier
/// that it names first, and then by trying every key; names are never compared.
final class VouchingAuthorities {
  /// Tags and lengths of a SEQUENCE of two INTEGERs.
  private static final int DER_OF_TWO = 6;

  private static final int SHORTER_BY = 8;

  private final List<TrustEntry> authorities = new ArrayList<>();
  private final Map<String, List<TrustEntry>> byIdentifier = new HashMap<>();
  private final Map<SignerKey, PublicKey> prepared = new HashMap<>();

  /// Those of `entries` that may be pinned.
  VouchingAuthorities(Iterable<TrustEntry> entries) {
    for (TrustEntry entry : entries) {
      if (entry.isAnchor()) {
        add(entry);
      }
    }
  }

  void add(TrustEntry authority) {
    authorities.add(authority);
    byIdentifier
        .computeIfAbsent(authority.facts().subjectKeyIdentifier(), _ -> new ArrayList<>())
        .add(authority);
  }

  /// The authority whose key made the signature of `certificate` and may make such signatures, or
  /// empty: no one did, only one that had expired before the certificate begins, or with SHA-1.
  Optional<TrustEntry> issuerOf(CertificateFacts certificate) {
    List<TrustEntry> named =
        byIdentifier.getOrDefault(certificate.authorityKeyIdentifier(), List.of());
    return signerAmong(named, certificate).or(() -> signerAmong(authorities, certificate));
  }

  private Optional<TrustEntry> signerAmong(
      List<TrustEntry> candidates, CertificateFacts certificate) {
    return candidates.stream()
        .filter(authority -> !authority.facts().notAfter().isBefore(certificate.notBefore()))
        .filter(
            authority ->
                Sha1Rule.allows(
                    authority.state(), authority.facts().key(), certificate.certificate()))
        .filter(authority -> signed(authority, certificate))
        .findFirst();
  }

  /// A key that the signature's algorithm is not for did not make the signature.
  private boolean signed(TrustEntry authority, CertificateFacts certificate) {
    SignerKey key = authority.facts().key();
    if (!hasLengthFor(key, certificate.certificate().signature())) {
      return false;
    }
    try {
      PublicKey known = prepared.get(key);
      if (known == null) {
        known = SignatureCheck.prepareToSort(key);
        prepared.put(key, known);
      }
      return certificate.certificate().isSignedBy(key, known);
    } catch (Refusal e) {
      return false;
    }
  }

  /// Whether a signature of this length may be the key's. An ECDSA signature is two numbers of the
  /// length of the curve's order; that both are eight bytes shorter happens to nobody. A list of
  /// thousands of signers whom nobody here knows would otherwise be tried on every curve.
  private static boolean hasLengthFor(SignerKey key, byte[] signature) {
    return switch (key) {
      case SignerKey.Rsa rsa -> signature.length == (rsa.modulus().bitLength() + 7) / 8;
      case SignerKey.Ec ec -> {
        int order = (ec.curve().bits() + 7) / 8;
        yield signature.length >= DER_OF_TWO + 2 * (order - SHORTER_BY)
            && signature.length <= DER_OF_TWO + 2 * (order + 1) + 1;
      }
    };
  }
}
