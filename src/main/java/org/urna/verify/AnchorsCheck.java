package org.urna.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionVariant;
import org.urna.trust.SignerKeyType;
import org.urna.trust.SignerList;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// Every trust root follows from the certificates that the manifest pins: the listed signers are
/// vouched for by an authority of their state, and the tree over them has the root that the
/// contract uses.
final class AnchorsCheck {
  private final ElectionManifest manifest;

  AnchorsCheck(ElectionManifest manifest) {
    this.manifest = manifest;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (!manifest.practice()) {
      // Anyone can make passports of a practice authority, and of its signers.
      findings.add(
          Finding.of(
              "no authority is a practice authority",
              !ElectionMode.REAL
                  .refusals(manifest)
                  .contains(ElectionMode.Refusal.PRACTICE_AUTHORITY),
              ""));
    }
    TrustList anchors;
    try {
      anchors = TrustList.of(manifest.anchors());
      findings.add(
          Finding.holds("the pinned authorities' certificates are sound", anchors.size() + ""));
    } catch (TrustListException e) {
      findings.add(
          Finding.fails(
              "the pinned authorities' certificates are sound", String.valueOf(e.getMessage())));
      return findings;
    }
    for (ElectionVariant variant : manifest.variants()) {
      findings.add(root(variant, anchors));
    }
    return findings;
  }

  private static Finding root(ElectionVariant variant, TrustList anchors) {
    String claim = "trust root of " + variant.circuit().name() + " follows from the anchors";
    Optional<SignerKeyType> type = SignerKeyType.ofCircuit(variant.circuit().name());
    if (type.isEmpty()) {
      return Finding.fails(claim, "this verifier does not know the circuit");
    }
    try {
      SignerList signers = SignerList.of(variant.signers(), type.get());
      signers.requireVouchedFor(anchors);
      return Finding.of(
          claim,
          signers.tree().root().equals(variant.trustRoot()),
          signers.signers().size() + " listed signers");
    } catch (TrustListException e) {
      return Finding.fails(claim, String.valueOf(e.getMessage()));
    }
  }
}
