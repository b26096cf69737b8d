package org.urna.trust.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.urna.election.StateCertificate;
import org.urna.trust.Refusal;
import org.urna.trust.TrustListException;

/// What changes between two sets of pinned certificates: two trust folders, two manifests, or one
/// of each. By fingerprint, so that a certificate that moves to another state is seen to move.
///
/// @param lines ascending by state; unchanged certificates have none
/// @param unchanged how many are in both with the same state
public record TrustDiff(List<Line> lines, int unchanged) {

  /// One difference.
  public sealed interface Line {
    /// The state under which a person looks for it.
    String state();

    CertificateFacts facts();

    /// Only in the newer set.
    ///
    /// @param needsReview whether it is an authority with a new key of a state that has others,
    ///   none of which leads to it
    record Added(String state, CertificateFacts facts, boolean needsReview) implements Line {}

    /// Only in the older set.
    record Removed(String state, CertificateFacts facts) implements Line {}

    /// In both, for two states.
    record Moved(String before, String state, CertificateFacts facts) implements Line {}
  }

  public TrustDiff {
    lines = List.copyOf(lines);
  }

  /// @throws TrustListException if a certificate cannot be used
  public static TrustDiff of(Collection<StateCertificate> older, Collection<StateCertificate> newer)
      throws TrustListException {
    Map<String, StateCertificate> before = byFingerprint(older);
    Map<String, StateCertificate> after = byFingerprint(newer);
    Set<String> unlinked = unlinked(older, newer);
    List<Line> lines = new ArrayList<>();
    int unchanged = 0;
    for (var entry : after.entrySet()) {
      StateCertificate now = entry.getValue();
      Optional<StateCertificate> then = Optional.ofNullable(before.get(entry.getKey()));
      if (then.isEmpty()) {
        lines.add(new Line.Added(now.state(), facts(now), unlinked.contains(entry.getKey())));
      } else if (!then.orElseThrow().state().equals(now.state())) {
        lines.add(new Line.Moved(then.orElseThrow().state(), now.state(), facts(now)));
      } else {
        unchanged++;
      }
    }
    for (var entry : before.entrySet()) {
      if (!after.containsKey(entry.getKey())) {
        lines.add(new Line.Removed(entry.getValue().state(), facts(entry.getValue())));
      }
    }
    lines.sort(
        Comparator.comparing(Line::state)
            .thenComparing(line -> line.facts().kind())
            .thenComparing(line -> line.facts().notBefore())
            .thenComparing(line -> line.facts().fingerprint()));
    return new TrustDiff(lines, unchanged);
  }

  /// Authorities of states that had some before, to which none of those leads.
  private static Set<String> unlinked(
      Collection<StateCertificate> older, Collection<StateCertificate> newer)
      throws TrustListException {
    List<TrustEntry> before = authorities(older);
    List<TrustEntry> after = authorities(newer);
    Set<String> states = before.stream().map(TrustEntry::state).collect(Collectors.toSet());
    Set<String> reached = LinkChain.reached(before, after);
    return after.stream()
        .filter(entry -> states.contains(entry.state()))
        .map(entry -> entry.facts().fingerprint())
        .filter(fingerprint -> !reached.contains(fingerprint))
        .collect(Collectors.toSet());
  }

  private static List<TrustEntry> authorities(Collection<StateCertificate> certificates)
      throws TrustListException {
    List<TrustEntry> entries = new ArrayList<>();
    for (StateCertificate certificate : certificates) {
      CertificateFacts facts = facts(certificate);
      if (facts.kind().isAuthority()) {
        // What is compared is pinned already, wherever it was from.
        Origin itself =
            new Origin(Origin.Source.CERTIFICATES, "", Instant.EPOCH, facts.fingerprint());
        entries.add(new TrustEntry(certificate.state(), Standing.ACCEPTED, List.of(itself), facts));
      }
    }
    return entries;
  }

  private static Map<String, StateCertificate> byFingerprint(
      Collection<StateCertificate> certificates) {
    Map<String, StateCertificate> map = new LinkedHashMap<>();
    certificates.forEach(
        certificate ->
            map.put(CertificateFacts.fingerprintOf(certificate.der().toByteArray()), certificate));
    return map;
  }

  private static CertificateFacts facts(StateCertificate certificate) throws TrustListException {
    try {
      return CertificateFacts.read(certificate.der().toByteArray());
    } catch (Refusal e) {
      throw new TrustListException("certificate of " + certificate.state() + ": " + e.defect(), e);
    }
  }
}
