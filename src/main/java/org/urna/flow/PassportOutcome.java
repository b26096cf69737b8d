package org.urna.flow;

import java.time.LocalDate;

/// How reading and judging a passport ended: one case per row of the table "Words for what goes
/// wrong". No case carries anything of the person.
public sealed interface PassportOutcome {
  /// Genuine, not a copy, eligible. The voter session keeps the passport's data until the proof
  /// exists.
  record Admitted() implements PassportOutcome {}

  /// Nothing lies on the reader.
  record NothingThere() implements PassportOutcome {}

  /// The chip was lost in the middle; it is read again from here.
  record ContactLost() implements PassportOutcome {}

  record KeyRefused() implements PassportOutcome {}

  record ChipSilent() implements PassportOutcome {}

  /// The card is no passport, or has no chip that is one.
  record NoPassportChip() implements PassportOutcome {}

  /// @param issuerKey the identifier of the issuing certificate's key, for the volunteer's note; it
  ///   is the same for millions of passports
  record SignerUnknown(String issuerKey) implements PassportOutcome {}

  record SignatureWrong() implements PassportOutcome {}

  record CopySuspected() implements PassportOutcome {}

  record NotEligible(Ineligibility why) implements PassportOutcome {}

  record Expired(LocalDate acceptedOn) implements PassportOutcome {}

  record AlreadyVoted() implements PassportOutcome {}

  /// The reader was unplugged.
  record ReaderLost() implements PassportOutcome {}

  /// A fault of this kiosk.
  ///
  /// @param code a short code that can be read out over the phone
  record Fault(String code) implements PassportOutcome {}

  /// Why a passport is not admitted. The screen has one sentence for all of them; the counters keep
  /// them apart.
  enum Ineligibility {
    TOO_YOUNG,
    OTHER_CITIZENSHIP,
    OTHER_DOCUMENT,
    /// A date or field that the rule cannot be decided on.
    UNDECIDABLE
  }
}
