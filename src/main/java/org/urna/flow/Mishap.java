package org.urna.flow;

import java.time.LocalDate;
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
    NO_CHIP(NextStep.FINISH, RefusalReason.NO_CHIP),
    KEY_REFUSED_AGAIN(NextStep.CALL_VOLUNTEER, RefusalReason.KEY_REFUSED),
    CHIP_SILENT(NextStep.CALL_VOLUNTEER, RefusalReason.CHIP_SILENT),
    SIGNATURE_WRONG(NextStep.CALL_VOLUNTEER, RefusalReason.SIGNATURE_WRONG),
    COPY_SUSPECTED(NextStep.CALL_VOLUNTEER, RefusalReason.COPY_SUSPECTED),
    ALREADY_VOTED(NextStep.FINISH, RefusalReason.ALREADY_VOTED),
    READER_LOST(NextStep.CALL_VOLUNTEER, RefusalReason.READER_LOST);

    private final NextStep nextStep;
    private final RefusalReason reason;

    Plain(NextStep nextStep, RefusalReason reason) {
      this.nextStep = nextStep;
      this.reason = reason;
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
