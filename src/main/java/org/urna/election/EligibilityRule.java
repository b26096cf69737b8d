package org.urna.election;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/// Who may vote (protocol §5): citizens of one state, born on or before a day, with a passport that
/// is valid on a day. The numbers are the public signals of the enrolment circuit.
///
/// What is asked of the chip is the stations' to check and no public signal: no circuit can see a
/// chip.
///
/// @param citizenship the state's code as in the passport, three characters, padded with `<`
public record EligibilityRule(
    String citizenship,
    LocalDate bornOnOrBefore,
    LocalDate passportValidOn,
    UniqueBy uniqueBy,
    ChipRule chip) {

  /// Which chips may vote.
  public enum ChipRule {
    /// Those that show that they are no copy, by Chip or Active Authentication.
    MUST_PROVE_ITSELF,
    /// Also those that have no means to show it. Whoever copied such a chip's data can vote in its
    /// holder's name (protocol P10).
    SIGNATURE_IS_ENOUGH
  }

  /// What "one vote each" counts. The price of each is in protocol §5.
  public enum UniqueBy {
    /// Name, birth date, sex and nationality as the passport spells them.
    PERSON(0),
    /// The passport itself: a holder of two votes twice.
    DOCUMENT(1);

    private final int signal;

    UniqueBy(int signal) {
      this.signal = signal;
    }

    /// The public signal `uniqueBy`.
    public int signal() {
      return signal;
    }
  }

  public EligibilityRule {
    Checks.state(citizenship, "eligibility.citizenship");
    Checks.range(bornOnOrBefore.getYear(), 1900, 2999, "eligibility.bornOnOrBefore");
    Checks.range(passportValidOn.getYear(), 2000, 2999, "eligibility.passportValidOn");
    Checks.that(
        bornOnOrBefore.isBefore(passportValidOn),
        "eligibility.bornOnOrBefore",
        "must be before eligibility.passportValidOn");
  }

  /// The rule that asks every chip to prove itself.
  public EligibilityRule(
      String citizenship, LocalDate bornOnOrBefore, LocalDate passportValidOn, UniqueBy uniqueBy) {
    this(citizenship, bornOnOrBefore, passportValidOn, uniqueBy, ChipRule.MUST_PROVE_ITSELF);
  }

  /// The public signal `citizenship`: the three ASCII characters as a big-endian number.
  public BigInteger citizenshipSignal() {
    return new BigInteger(1, citizenship.getBytes(StandardCharsets.US_ASCII));
  }

  /// The public signal `bornOnOrBefore`: yyyymmdd.
  public int bornOnOrBeforeSignal() {
    return yyyymmdd(bornOnOrBefore);
  }

  /// The public signal `passportValidOn`: yyyymmdd.
  public int passportValidOnSignal() {
    return yyyymmdd(passportValidOn);
  }

  private static int yyyymmdd(LocalDate day) {
    return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
  }
}
