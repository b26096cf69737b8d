package org.urna.enrolment;

import java.util.Arrays;
import java.util.OptionalInt;
import org.urna.election.EligibilityRule;
import org.urna.trust.AuthenticPassport;

/// The eligibility rules of protocol §5.5, one to one as the circuit has them, so that nobody
/// passes here and fails in the proof, and nobody is turned away whom the proof would admit. Pure.
///
/// Dates in a passport have two digits for the year. A birth year is in this century if its two
/// digits are at most those of `passportValidOn`'s year, else in the century before; an expiry is
/// always in this century. Dates are compared as numbers yyyymmdd and are not looked up in a
/// calendar: states do issue passports with a month or day of 00.
public final class EligibilityCheck {
  private static final int FIFTEEN_YEARS = 15_0000;

  private EligibilityCheck() {}

  /// Judges a passport by the election's rule.
  public static Eligibility check(AuthenticPassport passport, EligibilityRule rule) {
    byte[] dg1 = passport.dg1();
    try (PassportFields fields = new PassportFields(dg1)) {
      return check(fields, passport.signer().state(), rule);
    } finally {
      Arrays.fill(dg1, (byte) 0);
    }
  }

  static Eligibility check(PassportFields fields, String signerState, EligibilityRule rule) {
    requireThisCentury(rule);
    if (!fields.isPassportBook()) {
      return new Eligibility.NotAPassport();
    }
    String citizenship = rule.citizenship();
    if (!fields.issuingState().equals(citizenship)
        || !fields.nationality().equals(citizenship)
        || !signerState.equals(citizenship)) {
      return new Eligibility.OtherCitizenship();
    }
    OptionalInt birth = fields.birthDate();
    OptionalInt expiry = fields.expiryDate();
    if (birth.isEmpty() || expiry.isEmpty()) {
      return new Eligibility.UnclearDate();
    }
    int validOn = rule.passportValidOnSignal();
    int validYear = validOn / 10_000;
    int century = validYear / 100 * 100;
    int birthYear = birth.getAsInt() / 10_000;
    int born = (birthYear <= validYear % 100 ? century : century - 100) * 10_000 + birth.getAsInt();
    if (born > rule.bornOnOrBeforeSignal()) {
      return new Eligibility.TooYoung();
    }
    int expires = 2000_0000 + expiry.getAsInt();
    if (expires < validOn) {
      return new Eligibility.Expired(rule.passportValidOn());
    }
    if (expires > validOn + FIFTEEN_YEARS) {
      return new Eligibility.UnclearDate();
    }
    return new Eligibility.Eligible();
  }

  /// The circuit has no statement for a `passportValidOn` outside 2000 to 2099.
  ///
  /// @throws IllegalArgumentException for such a rule
  static void requireThisCentury(EligibilityRule rule) {
    int year = rule.passportValidOn().getYear();
    if (year < 2000 || year > 2099) {
      throw new IllegalArgumentException("passportValidOn must be a day of 2000 to 2099");
    }
  }
}
