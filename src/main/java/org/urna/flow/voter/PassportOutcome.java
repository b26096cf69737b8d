package org.urna.flow.voter;

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

  /// After wrong keys the chip takes none for a while.
  record ChipPauses() implements PassportOutcome {}

  /// The chip answers, but not as a passport's chip does.
  record ChipNotUnderstood() implements PassportOutcome {}

  /// Genuine and eligible, but signed or laid out in a way that no circuit of the election reads.
  record NoVariant() implements PassportOutcome {}

  /// The card is no passport, or has no chip that is one.
  record NoPassportChip() implements PassportOutcome {}

  /// @param issuerKey the identifier of the issuing certificate's key, hexadecimal, for the
  ///   volunteer's note; it is the same for millions of passports; empty if the issuer is known and
  ///   the signer is not listed
  record SignerUnknown(String issuerKey) implements PassportOutcome {}

  record SignatureWrong() implements PassportOutcome {}

  record CopySuspected() implements PassportOutcome {}

  /// Signed and unchanged, but the chip has no means to show that it is no copy, and this election
  /// asks for that.
  record CannotProveItself() implements PassportOutcome {}

  /// The chip is of another passport than the printed page.
  record PageAndChipDiffer() implements PassportOutcome {}

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
