package org.urna.trust.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.urna.trust.SignerKey;

/// Which authorities the accepted ones of the same state lead to (ICAO 9303-12 §4.2.3): old key →
/// link certificate → new key, over any number of generations. The holder of an accepted key said
/// that the next one is theirs; no list has to be believed for that.
final class LinkChain {
  private LinkChain() {}

  /// The fingerprints of those of `others` that are reached.
  ///
  /// @param accepted where the chain may begin: all may be pinned
  /// @param others authorities of any standing
  static Set<String> reached(Collection<TrustEntry> accepted, Collection<TrustEntry> others) {
    Map<String, List<TrustEntry>> known = byState(accepted);
    Set<String> reached = new HashSet<>();
    byState(others)
        .forEach(
            (state, candidates) ->
                reached.addAll(reachedIn(known.getOrDefault(state, List.of()), candidates)));
    return reached;
  }

  private static Map<String, List<TrustEntry>> byState(Collection<TrustEntry> entries) {
    Map<String, List<TrustEntry>> states = new HashMap<>();
    entries.forEach(
        entry -> states.computeIfAbsent(entry.state(), _ -> new ArrayList<>()).add(entry));
    return states;
  }

  private static Set<String> reachedIn(List<TrustEntry> accepted, List<TrustEntry> candidates) {
    VouchingAuthorities vouchers = new VouchingAuthorities(accepted);
    Map<SignerKey, Instant> ends = new HashMap<>();
    accepted.forEach(entry -> remember(entry.facts(), ends));
    Set<String> reached = new HashSet<>();
    boolean grew = !accepted.isEmpty();
    while (grew) {
      grew = false;
      for (TrustEntry candidate : candidates) {
        CertificateFacts facts = candidate.facts();
        if (reached.contains(facts.fingerprint())) {
          continue;
        }
        boolean isLinked =
            repeatsKey(facts, ends)
                || facts.kind() == CertificateKind.CSCA_LINK
                    && vouchers.issuerOf(facts).isPresent();
        if (isLinked) {
          reached.add(facts.fingerprint());
          remember(facts, ends);
          vouchers.add(candidate.with(Standing.LINKED));
          grew = true;
        }
      }
    }
    return reached;
  }

  private static void remember(CertificateFacts facts, Map<SignerKey, Instant> ends) {
    ends.merge(facts.key(), facts.notAfter(), (one, other) -> one.isAfter(other) ? one : other);
  }

  /// Another certificate of a known key. Only the key's own signature may say that it lasts longer:
  /// anybody can put a state's expired key into a certificate and sign it with another.
  private static boolean repeatsKey(CertificateFacts facts, Map<SignerKey, Instant> ends) {
    Instant end = ends.get(facts.key());
    return end != null && (facts.kind() == CertificateKind.CSCA || !facts.notAfter().isAfter(end));
  }
}
