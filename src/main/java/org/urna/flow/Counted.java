package org.urna.flow;

/// What the station counts about voters: numbers only, kept in coarse bins by who counts.
public sealed interface Counted {
  record SessionStarted() implements Counted {}

  record VoteCast() implements Counted {}

  record Tested() implements Counted {}

  record Abandoned(Stage stage) implements Counted {}

  record Refused(RefusalReason reason) implements Counted {}

  /// Where a voter left.
  enum Stage {
    PASSPORT,
    KEY,
    READING,
    BADGE,
    BALLOT,
    REVIEW,
    SEALED
  }

  /// Why a session ended without a vote.
  enum RefusalReason {
    NO_CHIP,
    KEY_REFUSED,
    CHIP_SILENT,
    CHIP_PAUSES,
    CHIP_NOT_UNDERSTOOD,
    NO_VARIANT,
    SIGNER_UNKNOWN,
    SIGNATURE_WRONG,
    COPY_SUSPECTED,
    CANNOT_PROVE_ITSELF,
    PAGE_AND_CHIP_DIFFER,
    TOO_YOUNG,
    OTHER_CITIZENSHIP,
    OTHER_DOCUMENT,
    UNDECIDABLE,
    EXPIRED,
    ALREADY_VOTED,
    READER_LOST,
    KIOSK_FAULT
  }
}
