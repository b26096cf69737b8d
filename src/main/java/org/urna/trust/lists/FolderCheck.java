package org.urna.trust.lists;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.urna.trust.SignerKey;

/// Whether the entries of a trust folder fit together: whoever forges a line of an index must not
/// be able to say more than an organiser could.
final class FolderCheck {
  private FolderCheck() {}

  /// @throws IllegalArgumentException if entries contradict each other
  static void requireSound(TrustIndex.Content content) {
    Set<String> fingerprints = new HashSet<>();
    Map<SignerKey, String> stateOfKey = new HashMap<>();
    List<TrustEntry> accepted = new ArrayList<>();
    List<TrustEntry> linked = new ArrayList<>();
    for (TrustEntry entry : content.entries()) {
      require(fingerprints.add(entry.facts().fingerprint()), entry, "is there twice");
      String state = stateOfKey.putIfAbsent(entry.facts().key(), entry.state());
      require(
          state == null || state.equals(entry.state()), entry, "its key is also that of " + state);
      switch (entry.standing()) {
        case ACCEPTED -> accepted.add(entry);
        case LINKED -> linked.add(entry);
        case NEEDS_REVIEW, VOUCHED -> {
          // Neither is where a chain begins; signers are looked at below.
        }
      }
    }
    for (RefusedCertificate refused : content.refused()) {
      if (!fingerprints.add(refused.fingerprint())) {
        throw new IllegalArgumentException(
            "refused: " + refused.fingerprint() + " is there twice or is also used");
      }
    }
    Set<String> reached = LinkChain.reached(accepted, linked);
    linked.forEach(
        entry ->
            require(
                reached.contains(entry.facts().fingerprint()),
                entry,
                "no accepted key leads to it"));
    VouchingAuthorities vouchers = new VouchingAuthorities(content.entries());
    for (TrustEntry entry : content.entries()) {
      require(
          entry.facts().kind().isAuthority() || isVouchedFor(entry, vouchers),
          entry,
          "no authority of its state signed it");
    }
  }

  private static boolean isVouchedFor(TrustEntry signer, VouchingAuthorities vouchers) {
    Optional<TrustEntry> issuer = vouchers.issuerOf(signer.facts());
    return issuer.isPresent() && issuer.orElseThrow().state().equals(signer.state());
  }

  private static void require(boolean holds, TrustEntry entry, String what) {
    if (!holds) {
      throw new IllegalArgumentException(
          "certificate " + entry.facts().fingerprint() + " (" + entry.state() + "): " + what);
    }
  }
}
