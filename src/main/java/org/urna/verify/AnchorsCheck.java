package org.urna.verify;

import java.util.ArrayList;
import java.util.List;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionVariant;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.TrustedKeys;

/// Every trust root follows from the certificates that the manifest pins: listed signers are
/// vouched for by an authority of their state, and the tree over them, or in the chain form over
/// the citizens' state's own authorities, has the root that the contract uses.
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
    try {
      findings.add(
          Finding.holds(
              "the pinned authorities' certificates are sound",
              TrustList.of(manifest.anchors()).size() + ""));
    } catch (TrustListException e) {
      findings.add(
          Finding.fails(
              "the pinned authorities' certificates are sound", String.valueOf(e.getMessage())));
      return findings;
    }
    for (ElectionVariant variant : manifest.variants()) {
      findings.add(root(variant));
    }
    return findings;
  }

  private Finding root(ElectionVariant variant) {
    String claim = "trust root of " + variant.circuit().name() + " follows from the anchors";
    try {
      TrustedKeys keys =
          TrustedKeys.of(
              variant.circuit().name(),
              variant.signers(),
              manifest.anchors(),
              manifest.eligibility().citizenship());
      return Finding.of(claim, keys.tree().root().equals(variant.trustRoot()), keys.description());
    } catch (TrustListException e) {
      return Finding.fails(claim, String.valueOf(e.getMessage()));
    }
  }
}
