package org.urna.trust;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Authorities that may vouch for other certificates. Who signed one is found by the key identifier
/// that it names first, and then by trying every key; names are never compared.
final class Vouchers {
  private final List<TrustEntry> authorities = new ArrayList<>();
  private final Map<String, List<TrustEntry>> byIdentifier = new HashMap<>();
  private final Map<SignerKey, PublicKey> prepared = new HashMap<>();

  /// Those of `entries` that may be pinned.
  Vouchers(Iterable<TrustEntry> entries) {
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
}
