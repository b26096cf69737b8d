package org.urna.trust.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.urna.trust.SignerKey;
import org.urna.trust.TrustListException;

/// Works out what files that an organiser was given make of a trust folder. It only plans.
///
/// A certificate's state is the organiser's word: what they wrote, else the state of the key or of
/// the link that leads to it, else, if they said so, the certificate's own suggestion. With none of
/// these it is refused. A signer's state is that of the authority here that signed it.
public final class TrustImport {
  private static final String LEFT_OUT = "left out by the organiser";

  private final TrustFolder folder;
  private final StateNames names;
  private final Set<String> reviewed;
  private final Instant now;
  private final Map<String, TrustEntry> entries = new LinkedHashMap<>();
  private final Map<String, TrustSource.Offered> newAuthorities = new LinkedHashMap<>();
  private final Map<String, TrustSource.Offered> newSigners = new LinkedHashMap<>();
  private final Map<String, RefusedCertificate> refused = new LinkedHashMap<>();
  private final Map<String, ImportPlan.Change> changes = new HashMap<>();
  private final List<ImportPlan.Line> dropped = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private TrustImport(TrustFolder folder, StateNames names, Set<String> reviewed, Instant now) {
    this.folder = folder;
    this.names = names;
    this.reviewed = reviewed;
    this.now = now;
  }

  /// Plans an import.
  ///
  /// @param found what the files hold; may be empty if something is reviewed or dropped
  /// @param reviewed fingerprints of authorities that a person has looked into
  /// @param unwanted fingerprints of certificates to take out
  /// @throws TrustListException if `reviewed` or `unwanted` names a certificate that is not there
  public static ImportPlan plan(
      TrustFolder folder,
      Collection<TrustSource.Found> found,
      StateNames names,
      Set<String> reviewed,
      Set<String> unwanted,
      Instant now)
      throws TrustListException {
    TrustImport plan = new TrustImport(folder, names, reviewed, now);
    folder.entries().forEach(entry -> plan.entries.put(entry.facts().fingerprint(), entry));
    found.forEach(plan::sort);
    found.forEach(plan::noteMissing);
    plan.drop(unwanted);
    plan.addAuthorities();
    plan.addSigners();
    return plan.made();
  }

  /// Takes known certificates as seen again, and sorts the others.
  private void sort(TrustSource.Found found) {
    notes.addAll(found.skipped());
    found.refused().forEach(certificate -> refused.put(certificate.fingerprint(), certificate));
    for (TrustSource.Offered offered : found.offered()) {
      String fingerprint = offered.facts().fingerprint();
      TrustEntry known = entries.get(fingerprint);
      if (known != null) {
        entries.put(fingerprint, known.seenIn(offered.origin()));
      } else if (isLeftOut(fingerprint) && !reviewed.contains(fingerprint)) {
        refuse(offered, LEFT_OUT);
      } else if (offered.facts().kind().isAuthority()) {
        newAuthorities.putIfAbsent(fingerprint, offered);
      } else {
        newSigners.putIfAbsent(fingerprint, offered);
      }
    }
  }

  /// What the organiser took out once does not come back with the next list.
  private boolean isLeftOut(String fingerprint) {
    return folder.refused().stream()
        .anyMatch(old -> old.fingerprint().equals(fingerprint) && old.reason().equals(LEFT_OUT));
  }

  /// Known certificates of an older edition that the newer one does not hold.
  private void noteMissing(TrustSource.Found found) {
    for (Origin list : found.lists()) {
      boolean isOlder = false;
      for (TrustEntry before : folder.entries()) {
        for (Origin origin : before.origins()) {
          isOlder |= origin.isSameListAs(list) && origin.date().isAfter(list.date());
        }
      }
      if (isOlder) {
        notes.add("the " + list.words() + " is older than the edition that this folder knows");
        continue;
      }
      for (TrustEntry entry : entries.values()) {
        if (entry.origins().stream()
            .anyMatch(origin -> origin.isSameListAs(list) && origin.date().isBefore(list.date()))) {
          changes.put(entry.facts().fingerprint(), ImportPlan.Change.NOT_IN_LIST);
        }
      }
    }
  }

  private void drop(Set<String> unwanted) throws TrustListException {
    for (String fingerprint : new TreeSet<>(unwanted)) {
      TrustEntry entry = entries.remove(fingerprint);
      TrustSource.Offered offered = newAuthorities.remove(fingerprint);
      if (entry != null) {
        drop(entry);
      } else if (offered != null) {
        refuse(offered, LEFT_OUT);
      } else {
        throw new TrustListException("no certificate to drop has the fingerprint " + fingerprint);
      }
    }
    if (dropped.isEmpty()) {
      return;
    }
    Set<String> reached =
        LinkChain.reached(with(Standing.ACCEPTED).toList(), with(Standing.LINKED).toList());
    for (TrustEntry entry : with(Standing.LINKED).toList()) {
      if (!reached.contains(entry.facts().fingerprint())) {
        entries.put(entry.facts().fingerprint(), entry.with(Standing.NEEDS_REVIEW));
        changes.put(entry.facts().fingerprint(), ImportPlan.Change.UNLINKED);
      }
    }
    VouchingAuthorities vouchers = new VouchingAuthorities(entries.values());
    for (TrustEntry signer : with(Standing.VOUCHED).toList()) {
      if (vouchers.issuerOf(signer.facts()).isEmpty()) {
        entries.remove(signer.facts().fingerprint());
        drop(signer);
      }
    }
  }

  private void drop(TrustEntry entry) {
    dropped.add(new ImportPlan.Line(ImportPlan.Change.DROPPED, entry, Set.of()));
    RefusedCertificate reason =
        RefusedCertificate.of(entry.facts(), LEFT_OUT, entry.origins().getLast());
    refused.put(reason.fingerprint(), reason);
  }

  private java.util.stream.Stream<TrustEntry> with(Standing standing) {
    return entries.values().stream().filter(entry -> entry.standing() == standing);
  }

  private void addAuthorities() throws TrustListException {
    StateAssignment assignment =
        StateAssignment.of(entries.values(), newAuthorities.values(), names);
    newAuthorities.forEach(
        (fingerprint, offered) ->
            Optional.ofNullable(assignment.refusals().get(fingerprint))
                .ifPresent(reason -> refuse(offered, reason)));
    Map<String, String> states = assignment.states();
    Set<String> knownStates = new HashSet<>();
    List<TrustEntry> accepted = new ArrayList<>();
    List<TrustEntry> others = new ArrayList<>();
    VouchingAuthorities before = new VouchingAuthorities(entries.values());
    for (TrustEntry entry : entries.values()) {
      if (!entry.facts().kind().isAuthority()) {
        continue;
      }
      knownStates.add(entry.state());
      (entry.isAnchor() ? accepted : others).add(entry);
    }
    newAuthorities.forEach(
        (fingerprint, offered) -> {
          String state = states.get(fingerprint);
          if (state != null) {
            others.add(
                new TrustEntry(
                    state, Standing.NEEDS_REVIEW, List.of(offered.origin()), offered.facts()));
          }
        });
    for (TrustEntry other : List.copyOf(others)) {
      String fingerprint = other.facts().fingerprint();
      // A state that has keys here, be it only some that wait for a review, gets no other unseen.
      boolean isFirst =
          !knownStates.contains(other.state())
              && other.facts().kind() == CertificateKind.CSCA
              && !assignment.inherited().contains(fingerprint);
      if (isFirst || reviewed.contains(fingerprint)) {
        others.remove(other);
        accepted.add(other.with(Standing.ACCEPTED));
        put(other.with(Standing.ACCEPTED), before);
      }
    }
    Set<String> reached = LinkChain.reached(accepted, others);
    for (TrustEntry other : others) {
      boolean isReached = reached.contains(other.facts().fingerprint());
      put(isReached ? other.with(Standing.LINKED) : other, before);
    }
    for (String fingerprint : reviewed) {
      if (!entries.containsKey(fingerprint)) {
        RefusedCertificate known = refused.get(fingerprint);
        throw new TrustListException(
            "no certificate to review has the fingerprint "
                + fingerprint
                + (known == null ? "" : ": " + known.reason()));
      }
    }
  }

  /// Keeps an authority, and says whose successor it is.
  private void put(TrustEntry entry, VouchingAuthorities before) {
    String fingerprint = entry.facts().fingerprint();
    TrustEntry old = entries.put(fingerprint, entry);
    refused.remove(fingerprint);
    if (old == null) {
      changes.put(fingerprint, ImportPlan.Change.ADDED);
    } else if (old.standing() != entry.standing()) {
      changes.put(fingerprint, ImportPlan.Change.REVIEWED);
    }
    if (entry.standing() != Standing.LINKED) {
      return;
    }
    before
        .issuerOf(entry.facts())
        .filter(issuer -> !issuer.facts().equals(entry.facts()))
        .filter(issuer -> issuer.facts().notAfter().isBefore(entry.facts().notAfter()))
        .ifPresent(
            issuer ->
                changes.putIfAbsent(issuer.facts().fingerprint(), ImportPlan.Change.SUPERSEDED));
  }

  private void addSigners() {
    VouchingAuthorities vouchers = new VouchingAuthorities(entries.values());
    Map<SignerKey, String> stateOfKey = new HashMap<>();
    entries.values().forEach(entry -> stateOfKey.put(entry.facts().key(), entry.state()));
    for (TrustSource.Offered offered : newSigners.values()) {
      CertificateFacts facts = offered.facts();
      Optional<String> issuer = vouchers.issuerOf(facts).map(TrustEntry::state);
      Optional<String> written = Optional.ofNullable(names.written().get(facts.fingerprint()));
      if (issuer.isEmpty()) {
        refuse(offered, "no accepted authority here signed it soundly");
        continue;
      }
      String state = issuer.orElseThrow();
      String other = stateOfKey.putIfAbsent(facts.key(), state);
      if (other != null && !other.equals(state)) {
        refuse(offered, "the same key under two states: " + other + ", " + state);
      } else if (written.isPresent() && !written.orElseThrow().equals(state)) {
        refuse(offered, "is written to be of another state than " + state + ", which signed it");
      } else {
        entries.put(
            facts.fingerprint(),
            new TrustEntry(state, Standing.VOUCHED, List.of(offered.origin()), facts));
        changes.put(facts.fingerprint(), ImportPlan.Change.ADDED);
        refused.remove(facts.fingerprint());
      }
    }
  }

  private void refuse(TrustSource.Offered offered, String reason) {
    RefusedCertificate certificate =
        RefusedCertificate.of(offered.facts(), reason, offered.origin());
    refused.put(certificate.fingerprint(), certificate);
  }

  /// Who takes a certificate out mostly means its key.
  private void noteKeysThatStay() {
    for (ImportPlan.Line line : dropped) {
      entries.values().stream()
          .filter(TrustEntry::isAnchor)
          .filter(entry -> entry.facts().key().equals(line.entry().facts().key()))
          .forEach(
              entry ->
                  notes.add(
                      "the key of "
                          + line.entry().facts().fingerprint()
                          + " may still be pinned: "
                          + entry.facts().fingerprint()
                          + " holds it too"));
    }
  }

  private ImportPlan made() {
    Map<String, RefusedCertificate> remembered = new LinkedHashMap<>();
    folder.refused().forEach(old -> remembered.put(old.fingerprint(), old));
    refused.forEach(
        (fingerprint, certificate) -> {
          RefusedCertificate old = remembered.get(fingerprint);
          if (old == null || !old.reason().equals(certificate.reason())) {
            remembered.put(fingerprint, certificate);
          }
        });
    remembered.keySet().removeAll(entries.keySet());
    noteKeysThatStay();
    List<ImportPlan.Line> lines = new ArrayList<>(dropped);
    entries.forEach(
        (fingerprint, entry) ->
            lines.add(
                new ImportPlan.Line(
                    changes.getOrDefault(fingerprint, ImportPlan.Change.UNCHANGED),
                    entry,
                    ImportPlan.remarks(entry, now))));
    return new ImportPlan(
        folder,
        new TrustIndex.Content(List.copyOf(entries.values()), List.copyOf(remembered.values())),
        lines,
        List.copyOf(refused.values()),
        notes);
  }
}
