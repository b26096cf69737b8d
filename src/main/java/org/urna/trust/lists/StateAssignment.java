package org.urna.trust.lists;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.urna.trust.SignerKey;
import org.urna.trust.StateCode;

/// Which state each newly offered authority is taken for. In this order: what the organiser wrote;
/// the state of the same key, or of the known key that signed it as a link; its own suggestion, if
/// the organiser accepts suggestions.
///
/// @param states by fingerprint; only of those that have one
/// @param inherited fingerprints of those whose state nobody wrote: it follows from a key
/// @param refusals by fingerprint: why the others have none
record StateAssignment(
    Map<String, String> states, Set<String> inherited, Map<String, String> refusals) {

  static StateAssignment of(
      Collection<TrustEntry> known, Collection<TrustSource.Offered> offered, StateNames names) {
    StateAssignment assignment =
        new StateAssignment(new HashMap<>(), new HashSet<>(), new HashMap<>());
    assignment.assign(known, offered, names);
    return assignment;
  }

  private void assign(
      Collection<TrustEntry> known, Collection<TrustSource.Offered> offered, StateNames names) {
    for (TrustSource.Offered authority : offered) {
      names.writtenFor(authority.facts()).ifPresent(state -> name(authority, state));
    }
    // Before anything follows from a word that contradicts another.
    refuseKeysOfTwoStates(known, offered);
    inherit(known, offered);
    for (TrustSource.Offered authority : offered) {
      if (isOpen(authority)) {
        names.suggestedBy(authority.facts()).ifPresent(state -> name(authority, state));
      }
    }
    refuseKeysOfTwoStates(known, offered);
    for (TrustSource.Offered authority : offered) {
      if (isOpen(authority)) {
        String own = StateCode.suggestedBy(authority.facts().country());
        refusals.put(
            authority.facts().fingerprint(),
            "no state is written for it" + (own.isEmpty() ? "" : "; it calls itself " + own));
      }
    }
  }

  private void name(TrustSource.Offered authority, String state) {
    states.put(authority.facts().fingerprint(), state);
  }

  private boolean isOpen(TrustSource.Offered authority) {
    String fingerprint = authority.facts().fingerprint();
    return !states.containsKey(fingerprint) && !refusals.containsKey(fingerprint);
  }

  /// From a key that is known or written now to another certificate of it, along a link to the next
  /// key, and on.
  private void inherit(Collection<TrustEntry> known, Collection<TrustSource.Offered> offered) {
    VouchingAuthorities vouchers = new VouchingAuthorities(known);
    Map<SignerKey, String> stateOfKey = stateOfKey(known);
    for (TrustSource.Offered authority : offered) {
      String written = states.get(authority.facts().fingerprint());
      if (written != null) {
        stateOfKey.putIfAbsent(authority.facts().key(), written);
        vouchers.add(entry(authority, written));
      }
    }
    boolean grew = true;
    while (grew) {
      grew = false;
      for (TrustSource.Offered authority : offered) {
        CertificateFacts facts = authority.facts();
        if (!isOpen(authority)) {
          continue;
        }
        Optional<String> state =
            Optional.ofNullable(stateOfKey.get(facts.key())).or(() -> linkedFrom(facts, vouchers));
        if (state.isPresent()) {
          name(authority, state.orElseThrow());
          inherited.add(facts.fingerprint());
          stateOfKey.putIfAbsent(facts.key(), state.orElseThrow());
          vouchers.add(entry(authority, state.orElseThrow()));
          grew = true;
        }
      }
    }
  }

  /// Only to find whose key signed another: the standing is decided elsewhere.
  private static TrustEntry entry(TrustSource.Offered authority, String state) {
    return new TrustEntry(
        state, Standing.NEEDS_REVIEW, List.of(authority.origin()), authority.facts());
  }

  private static Optional<String> linkedFrom(CertificateFacts facts, VouchingAuthorities vouchers) {
    return facts.kind() == CertificateKind.CSCA_LINK
        ? vouchers.issuerOf(facts).map(TrustEntry::state)
        : Optional.empty();
  }

  private static Map<SignerKey, String> stateOfKey(Collection<TrustEntry> known) {
    Map<SignerKey, String> states = new HashMap<>();
    known.forEach(entry -> states.put(entry.facts().key(), entry.state()));
    return states;
  }

  /// One key belongs to one state. If it is known, that stands; else nobody gets it, also not a
  /// certificate of it for which no state was written.
  private void refuseKeysOfTwoStates(
      Collection<TrustEntry> known, Collection<TrustSource.Offered> offered) {
    Map<SignerKey, String> stateOfKey = stateOfKey(known);
    Map<SignerKey, Set<String>> claimed = new HashMap<>();
    for (TrustSource.Offered authority : offered) {
      String state = states.get(authority.facts().fingerprint());
      if (state != null) {
        claimed.computeIfAbsent(authority.facts().key(), _ -> new TreeSet<>()).add(state);
      }
    }
    for (TrustSource.Offered authority : offered) {
      String fingerprint = authority.facts().fingerprint();
      Set<String> all = new TreeSet<>(claimed.getOrDefault(authority.facts().key(), Set.of()));
      String before = stateOfKey.get(authority.facts().key());
      if (before != null) {
        all.clear();
        all.add(before);
        all.add(states.getOrDefault(fingerprint, before));
      }
      if (all.size() > 1) {
        states.remove(fingerprint);
        refusals.put(fingerprint, "the same key under two states: " + String.join(", ", all));
      }
    }
  }
}
