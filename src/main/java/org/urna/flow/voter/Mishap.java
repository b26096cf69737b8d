package org.urna.flow.voter;

import java.time.LocalDate;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted.RefusalReason;

/// What ended a session: one sentence on a screen and one next step.
public sealed interface Mishap {
  /// The one thing to do next.
  enum NextStep {
    CALL_VOLUNTEER,
    FINISH,
    OTHER_KIOSK
  }

  NextStep nextStep();

  RefusalReason reason();

  /// All mishaps that need no words of their own besides their sentence.
  enum Plain implements Mishap {
    NO_CHIP(NextStep.FINISH, RefusalReason.NO_CHIP, FailureCode.NO_CHIP_IN_DOCUMENT),
    KEY_REFUSED_AGAIN(
        NextStep.CALL_VOLUNTEER, RefusalReason.KEY_REFUSED, FailureCode.ACCESS_KEY_REFUSED),
    CHIP_SILENT(NextStep.CALL_VOLUNTEER, RefusalReason.CHIP_SILENT, FailureCode.CHIP_SILENT),
    CHIP_PAUSES(NextStep.FINISH, RefusalReason.CHIP_PAUSES, FailureCode.CHIP_PAUSES),
    CHIP_NOT_UNDERSTOOD(
        NextStep.CALL_VOLUNTEER,
        RefusalReason.CHIP_NOT_UNDERSTOOD,
        FailureCode.CHIP_PROTOCOL_ERROR),
    NO_VARIANT(
        NextStep.CALL_VOLUNTEER, RefusalReason.NO_VARIANT, FailureCode.NO_VARIANT_FOR_PASSPORT),
    SIGNATURE_WRONG(
        NextStep.CALL_VOLUNTEER, RefusalReason.SIGNATURE_WRONG, FailureCode.SIGNATURE_WRONG),
    COPY_SUSPECTED(
        NextStep.CALL_VOLUNTEER, RefusalReason.COPY_SUSPECTED, FailureCode.COPY_SUSPECTED),
    CANNOT_PROVE_ITSELF(
        NextStep.CALL_VOLUNTEER,
        RefusalReason.CANNOT_PROVE_ITSELF,
        FailureCode.CHIP_CANNOT_PROVE_ITSELF),
    PAGE_AND_CHIP_DIFFER(
        NextStep.CALL_VOLUNTEER,
        RefusalReason.PAGE_AND_CHIP_DIFFER,
        FailureCode.PAGE_AND_CHIP_DIFFER),
    ALREADY_VOTED(NextStep.FINISH, RefusalReason.ALREADY_VOTED, FailureCode.ALREADY_VOTED),
    READER_LOST(NextStep.CALL_VOLUNTEER, RefusalReason.READER_LOST, FailureCode.READER_GONE);

    private final NextStep nextStep;
    private final RefusalReason reason;
    private final FailureCode code;

    Plain(NextStep nextStep, RefusalReason reason, FailureCode code) {
      this.nextStep = nextStep;
      this.reason = reason;
      this.code = code;
    }

    /// What a volunteer reads out over the phone.
    public FailureCode code() {
      return code;
    }

    @Override
    public NextStep nextStep() {
      return nextStep;
    }

    @Override
    public RefusalReason reason() {
      return reason;
    }
  }

  record SignerUnknown(String issuerKey) implements Mishap {
    @Override
    public NextStep nextStep() {
      return NextStep.CALL_VOLUNTEER;
    }

    @Override
    public RefusalReason reason() {
      return RefusalReason.SIGNER_UNKNOWN;
    }
  }

  record NotEligible(PassportOutcome.Ineligibility why) implements Mishap {
    @Override
    public NextStep nextStep() {
      return NextStep.FINISH;
    }

    @Override
    public RefusalReason reason() {
      return switch (why) {
        case TOO_YOUNG -> RefusalReason.TOO_YOUNG;
        case OTHER_CITIZENSHIP -> RefusalReason.OTHER_CITIZENSHIP;
        case OTHER_DOCUMENT -> RefusalReason.OTHER_DOCUMENT;
        case UNDECIDABLE -> RefusalReason.UNDECIDABLE;
      };
    }
  }

  record Expired(LocalDate acceptedOn) implements Mishap {
    @Override
    public NextStep nextStep() {
      return NextStep.FINISH;
    }

    @Override
    public RefusalReason reason() {
      return RefusalReason.EXPIRED;
    }
  }

  /// A fault of the kiosk before the vote was durable: nothing is kept and the kiosk is out of
  /// order until an official has looked.
  record KioskFault(String code) implements Mishap {
    @Override
    public NextStep nextStep() {
      return NextStep.OTHER_KIOSK;
    }

    @Override
    public RefusalReason reason() {
      return RefusalReason.KIOSK_FAULT;
    }
  }
}
