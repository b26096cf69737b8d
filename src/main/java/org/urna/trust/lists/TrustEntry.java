package org.urna.trust.lists;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.urna.election.StateCertificate;
import org.urna.trust.StateCode;

/// A certificate of a trust folder.
///
/// @param state three characters as in passports: the organiser's word, or, for a signer, the state
///   of the authority that signed it
/// @param origins where it is from, one for each publisher's list, ascending by source, publisher
///   and date
public record TrustEntry(
    String state, Standing standing, List<Origin> origins, CertificateFacts facts) {
  /// The order in an index file.
  static final Comparator<TrustEntry> ORDER =
      Comparator.comparing(TrustEntry::state)
          .thenComparing(entry -> entry.facts().kind())
          .thenComparing(entry -> entry.facts().notBefore())
          .thenComparing(entry -> entry.facts().fingerprint());

  private static final Comparator<Origin> ORIGINS =
      Comparator.comparing(Origin::source)
          .thenComparing(Origin::publisher)
          .thenComparing(Origin::date)
          .thenComparing(Origin::sha256);

  public TrustEntry {
    StateCode.require(state);
    if (facts.kind().isAuthority() == (standing == Standing.VOUCHED)) {
      throw new IllegalArgumentException("a standing that is not for this kind of certificate");
    }
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("a certificate is from somewhere");
    }
    origins = origins.stream().sorted(ORIGINS).distinct().toList();
  }

  /// Whether this may be pinned.
  boolean isAnchor() {
    return facts.kind().isAuthority() && standing.isAnchor();
  }

  StateCertificate pinned() {
    return new StateCertificate(state, facts.der());
  }

  TrustEntry with(Standing other) {
    return new TrustEntry(state, other, origins, facts);
  }

  /// The same, seen again. A newer edition of a list takes the place of the older one; an older one
  /// changes nothing. The same file is one origin whenever it is imported.
  TrustEntry seenIn(Origin origin) {
    List<Origin> all = new ArrayList<>();
    for (Origin known : origins) {
      boolean isSameFile =
          known.source() == origin.source() && known.sha256().equals(origin.sha256());
      if (isSameFile || known.isSameListAs(origin) && !known.date().isBefore(origin.date())) {
        return this;
      }
      if (!known.isSameListAs(origin)) {
        all.add(known);
      }
    }
    all.add(origin);
    return new TrustEntry(state, standing, all, facts);
  }
}
