package org.urna.trust.lists;

import java.util.Map;
import java.util.Optional;
import org.urna.trust.StateCode;

/// Which states an organiser says that certificates belong to.
///
/// @param written by fingerprint, three characters as in passports
/// @param forAll the state of every certificate that `written` does not name; empty for none
/// @param acceptsSuggested whether a certificate's own text is accepted where nothing else says a
///   state
public record StateNames(Map<String, String> written, String forAll, boolean acceptsSuggested) {
  public StateNames {
    written = Map.copyOf(written);
    written.values().forEach(StateCode::require);
    if (!forAll.isEmpty()) {
      StateCode.require(forAll);
    }
  }

  /// What the organiser wrote about a certificate.
  Optional<String> writtenFor(CertificateFacts facts) {
    return Optional.ofNullable(written.get(facts.fingerprint()))
        .or(() -> Optional.of(forAll).filter(state -> !state.isEmpty()));
  }

  /// The certificate's own suggestion, if such are accepted and it has one.
  Optional<String> suggestedBy(CertificateFacts facts) {
    return Optional.of(StateCode.suggestedBy(facts.country()))
        .filter(state -> acceptsSuggested && !state.isEmpty());
  }
}
