package org.urna.trust;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.election.StateCertificate;

/// The country signing authorities that an election pins. Each entry names its state, and that name
/// is the only statement about a state that is believed: a certificate's own text is not.
///
/// An issuer is found by key identifier first and then by trying every key. Names are never
/// compared: Russia's authorities of 2014 and 2019 have the same name and different keys, and a
/// name can be written by anyone.
public final class TrustList {

  /// A pinned authority.
  public record Anchor(String state, Certificate certificate, PublicKey prepared) {
    PinnedAuthority authority() {
      return new PinnedAuthority(state, certificate.key());
    }
  }

  /// What the search for an issuer found.
  public sealed interface Issuer {
    /// `anchor`'s key made the signature.
    record Found(Anchor anchor) implements Issuer {}

    /// The certificate claims the key identifier of a pinned authority, and its key did not sign.
    record Impostor() implements Issuer {}

    /// No pinned key made the signature.
    record Unknown() implements Issuer {}
  }

  private final List<Anchor> anchors;

  private TrustList(List<Anchor> anchors) {
    this.anchors = List.copyOf(anchors);
  }

  /// The authorities that a manifest pins.
  ///
  /// @throws TrustListException if a certificate cannot be read, is not an authority's, has a key
  ///   that is too weak, or if one key is pinned for two states
  public static TrustList of(Collection<StateCertificate> pinned) throws TrustListException {
    List<Anchor> anchors = new ArrayList<>();
    Map<SignerKey, String> stateOfKey = new HashMap<>();
    Map<String, String> stateOfIdentifier = new HashMap<>();
    int index = 0;
    for (StateCertificate entry : pinned) {
      String name = "anchor " + index++ + " (" + entry.state() + ")";
      Certificate certificate = read(entry, name);
      if (!certificate.isAuthority()) {
        throw new TrustListException(name + ": is not the certificate of an authority");
      }
      if (certificate.key() instanceof SignerKey.Ec ec && !ec.curve().isForSignatures()) {
        throw new TrustListException(name + ": its curve is too small for signatures");
      }
      String other = stateOfKey.putIfAbsent(certificate.key(), entry.state());
      if (other != null && !other.equals(entry.state())) {
        throw new TrustListException(name + ": the same key is pinned for " + other);
      }
      requireOneState(certificate, entry.state(), stateOfIdentifier, name);
      try {
        anchors.add(
            new Anchor(entry.state(), certificate, SignatureCheck.prepare(certificate.key())));
      } catch (Refusal e) {
        throw new TrustListException(name + ": " + e.defect(), e);
      }
    }
    return new TrustList(anchors);
  }

  /// For one ECDSA signature anybody can compute a second key that verifies it. A state that gave
  /// such a key the identifier of its neighbour's could claim the neighbour's signer as its own.
  private static void requireOneState(
      Certificate certificate, String state, Map<String, String> stateOfIdentifier, String name)
      throws TrustListException {
    Optional<String> other =
        certificate
            .subjectKeyIdentifier()
            .map(HexFormat.of()::formatHex)
            .map(identifier -> stateOfIdentifier.putIfAbsent(identifier, state));
    if (other.filter(known -> !known.equals(state)).isPresent()) {
      throw new TrustListException(
          name + ": another key with the same identifier is pinned for " + other.get());
    }
  }

  public static Certificate read(StateCertificate entry, String name) throws TrustListException {
    try {
      return Certificate.read(entry.der().toByteArray());
    } catch (Refusal e) {
      throw new TrustListException(name + ": " + e.defect(), e);
    }
  }

  /// Number of pinned certificates.
  public int size() {
    return anchors.size();
  }

  /// The keys of the pinned certificates with their states; one for each certificate.
  public List<PinnedAuthority> authorities() {
    return anchors.stream().map(Anchor::authority).toList();
  }

  /// Finds the pinned key that signed `certificate`. Where several pinned certificates hold that
  /// key (a link certificate beside a self-signed one), one that is valid at `time` is preferred.
  public Issuer issuerOf(Certificate certificate, Instant time) {
    byte[] claimed = certificate.authorityKeyIdentifier().orElse(new byte[0]);
    List<Anchor> named = new ArrayList<>();
    List<Anchor> others = new ArrayList<>();
    for (Anchor anchor : anchors) {
      boolean isNamed =
          anchor
              .certificate()
              .subjectKeyIdentifier()
              .filter(identifier -> Arrays.equals(identifier, claimed))
              .isPresent();
      (isNamed ? named : others).add(anchor);
    }
    Optional<Anchor> signer =
        signerAmong(named, certificate, time).or(() -> signerAmong(others, certificate, time));
    if (signer.isPresent()) {
      return new Issuer.Found(signer.get());
    }
    return named.isEmpty() ? new Issuer.Unknown() : new Issuer.Impostor();
  }

  private static Optional<Anchor> signerAmong(
      List<Anchor> candidates, Certificate certificate, Instant time) {
    List<Anchor> signers =
        candidates.stream().filter(anchor -> signed(anchor, certificate)).toList();
    return signers.stream()
        .filter(anchor -> anchor.certificate().isValidAt(time))
        .findFirst()
        .or(() -> signers.stream().findFirst());
  }

  /// A key that the signature's algorithm is not for did not make the signature.
  private static boolean signed(Anchor anchor, Certificate certificate) {
    try {
      return certificate.isSignedBy(anchor.certificate().key(), anchor.prepared());
    } catch (Refusal e) {
      return false;
    }
  }
}
