package org.urna.enrolment;

import java.time.LocalDate;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// Whether the election's rule admits the holder of a passport, with the reason if not.
public sealed interface Eligibility {

  /// The rule admits the holder.
  record Eligible() implements Eligibility {}

  /// The rule does not admit the holder.
  sealed interface Refused extends Eligibility {
    /// What the person is told.
    Failure failure();
  }

  /// Not a passport book: another form, or a document code that does not begin with `P`.
  record NotAPassport() implements Refused {
    @Override
    public Failure failure() {
      return Failure.of(FailureCode.NOT_AN_ORDINARY_PASSPORT);
    }
  }

  /// The signer's state, the issuing state and the nationality are not all the citizenship asked
  /// for.
  record OtherCitizenship() implements Refused {
    @Override
    public Failure failure() {
      return Failure.of(FailureCode.OTHER_CITIZENSHIP);
    }
  }

  /// Born after the day that the rule names.
  record TooYoung() implements Refused {
    @Override
    public Failure failure() {
      return Failure.of(FailureCode.TOO_YOUNG);
    }
  }

  /// Not valid on the day that the rule names.
  ///
  /// @param acceptedOn that day
  record Expired(LocalDate acceptedOn) implements Refused {
    @Override
    public Failure failure() {
      return new Failure(FailureCode.PASSPORT_EXPIRED, acceptedOn.toString());
    }
  }

  /// A date that is not six digits (part of a birth date may be unknown), or an expiry more than 15
  /// years ahead, which no passport has. The circuit cannot judge it, so neither may we.
  record UnclearDate() implements Refused {
    @Override
    public Failure failure() {
      return Failure.of(FailureCode.DATE_UNCLEAR);
    }
  }
}
