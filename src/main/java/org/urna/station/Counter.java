package org.urna.station;

import java.util.Locale;
import org.urna.failure.FailureCode;

/// What is counted of voters' actions. The words are the fields of `counters` in `log-events.toml`.
public enum Counter {
  SESSIONS,
  CAST,
  TESTED,
  HINDERED,
  ABANDONED_BEFORE_READING,
  ABANDONED_WHILE_READING,
  ABANDONED_WHILE_CHOOSING,
  ABANDONED_WHEN_SEALED,
  REFUSED_KEY,
  REFUSED_CHIP,
  REFUSED_SIGNATURE,
  REFUSED_COPY,
  REFUSED_NOT_ELIGIBLE,
  REFUSED_ALREADY_VOTED,
  FAILED;

  /// What a session that ended without a vote is counted as. The groups are coarse on purpose: of a
  /// quarter of an hour with one voter, the log must not tell more than these words.
  public static Counter ofRefusal(FailureCode code) {
    return switch (code) {
      case ACCESS_KEY_REFUSED, CHIP_PAUSES -> REFUSED_KEY;
      case CHIP_SILENT,
          NO_CHIP_IN_DOCUMENT,
          OTHER_CARD_ANSWERED,
          CHIP_PROTOCOL_ERROR,
          CHIP_CANNOT_PROVE_ITSELF,
          NO_VARIANT_FOR_PASSPORT ->
          REFUSED_CHIP;
      case SIGNER_UNKNOWN, SIGNATURE_WRONG, SIGNATURE_NOT_ACCEPTED -> REFUSED_SIGNATURE;
      case COPY_SUSPECTED, PAGE_AND_CHIP_DIFFER -> REFUSED_COPY;
      case TOO_YOUNG, PASSPORT_EXPIRED, OTHER_CITIZENSHIP, NOT_AN_ORDINARY_PASSPORT, DATE_UNCLEAR ->
          REFUSED_NOT_ELIGIBLE;
      case ALREADY_VOTED -> REFUSED_ALREADY_VOTED;
      // The station's fault, whichever it was.
      default -> FAILED;
    };
  }

  /// As written, for example `refused-copy`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
