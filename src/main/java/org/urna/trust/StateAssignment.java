package org.urna.trust;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which state each newly offered authority is taken for. In this order: what the organiser wrote;
/// the state of the same key, or of the known key that signed it as a link; its own suggestion, if
/// the organiser accepts suggestions.
///
/// @param states by fingerprint; only of those that have one
/// @param refusals by fingerprint: why the others have none
record StateAssignment(Map<String, String> states, Map<String, String> refusals) {

  static StateAssignment of(
      Collection<TrustEntry> known, Collection<TrustSource.Offered> offered, StateNames names) {
    StateAssignment assignment = new StateAssignment(new HashMap<>(), new HashMap<>());
    assignment.assign(known, offered, names);
    assignment.refuseKeysOfTwoStates(known, offered);
    return assignment;
  }

  private void assign(
      Collection<TrustEntry> known, Collection<TrustSource.Offered> offered, StateNames names) {
    Map<SignerKey, String> stateOfKey = stateOfKey(known);
    for (TrustSource.Offered authority : offered) {
      names.writtenFor(authority.facts()).ifPresent(state -> name(authority, state, stateOfKey));
    }
    inherit(new Vouchers(known), offered, stateOfKey);
    for (TrustSource.Offered authority : offered) {
      if (!states.containsKey(authority.facts().fingerprint())) {
        names.suggestedBy(authority.facts()).ifPresent(state -> name(authority, state, stateOfKey));
      }
    }
    for (TrustSource.Offered authority : offered) {
      if (!states.containsKey(authority.facts().fingerprint())) {
        String own = StateCode.suggestedBy(authority.facts().country());
        refusals.put(
            authority.facts().fingerprint(),
            "no state is written for it" + (own.isEmpty() ? "" : "; it calls itself " + own));
      }
    }
  }

  private void name(
      TrustSource.Offered authority, String state, Map<SignerKey, String> stateOfKey) {
    states.put(authority.facts().fingerprint(), state);
    stateOfKey.putIfAbsent(authority.facts().key(), state);
  }

  /// From a known key to another certificate of it, along a link to the next key, and on.
  private void inherit(
      Vouchers vouchers,
      Collection<TrustSource.Offered> offered,
      Map<SignerKey, String> stateOfKey) {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (TrustSource.Offered authority : offered) {
        CertificateFacts facts = authority.facts();
        if (states.containsKey(facts.fingerprint())) {
          continue;
        }
        Optional<String> state =
            Optional.ofNullable(stateOfKey.get(facts.key())).or(() -> linkedFrom(facts, vouchers));
        if (state.isPresent()) {
          name(authority, state.orElseThrow(), stateOfKey);
          vouchers.add(
              new TrustEntry(
                  state.orElseThrow(), Standing.LINKED, List.of(authority.origin()), facts));
          grew = true;
        }
      }
    }
  }

  private static Optional<String> linkedFrom(CertificateFacts facts, Vouchers vouchers) {
    return facts.kind() == CertificateKind.CSCA_LINK
        ? vouchers.issuerOf(facts).map(TrustEntry::state)
        : Optional.empty();
  }

  private static Map<SignerKey, String> stateOfKey(Collection<TrustEntry> known) {
    Map<SignerKey, String> states = new HashMap<>();
    known.forEach(entry -> states.put(entry.facts().key(), entry.state()));
    return states;
  }

  /// One key belongs to one state. If it is known, that stands; else nobody gets it.
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
    for (TrustSource.Offered authority : List.copyOf(offered)) {
      String fingerprint = authority.facts().fingerprint();
      String state = states.get(fingerprint);
      if (state == null) {
        continue;
      }
      String before = stateOfKey.get(authority.facts().key());
      Set<String> all =
          before == null
              ? claimed.getOrDefault(authority.facts().key(), Set.of())
              : new TreeSet<>(List.of(before, state));
      if (all.size() > 1) {
        states.remove(fingerprint);
        refusals.put(fingerprint, "the same key under two states: " + String.join(", ", all));
      }
    }
  }
}
