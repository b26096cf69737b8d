package org.urna.practice;

import java.time.LocalDate;
import java.util.List;

/// The specimen passports of the practice election: five citizens of RUS, one of them not yet of
/// age, a citizen of Utopia, and a copied chip. The authorities are the same always; birth and
/// expiry dates move with the polling day, so that practice never grows stale.
///
/// Making one takes about two seconds; keep it.
///
/// @param authority the authority that the practice election pins
/// @param foreignAuthority the authority of UTO, which it does not admit
/// @param citizens five who may vote
/// @param minor a citizen one day short of eighteen on the polling day
/// @param foreigner a grown-up of another state
/// @param cloned a copy of a sixth citizen's chip: good signature, wrong secret key
/// @param clonable a seventh citizen's chip without Chip Authentication
public record SpecimenLibrary(
    PracticeAuthority authority,
    PracticeAuthority foreignAuthority,
    List<SpecimenPassport> citizens,
    SpecimenPassport minor,
    SpecimenPassport foreigner,
    SpecimenPassport cloned,
    SpecimenPassport clonable) {

  /// The state whose practice election this is.
  public static final String STATE = "RUS";

  private static final String SURNAME = "SPECIMEN";

  public SpecimenLibrary {
    citizens = List.copyOf(citizens);
  }

  /// The library for practice on `pollingDay`.
  public static SpecimenLibrary forPollingDay(LocalDate pollingDay) {
    PracticeAuthority rus = PracticeAuthority.of(STATE, "RU");
    PracticeAuthority uto = PracticeAuthority.of("UTO", "UT");
    LocalDate expiry = pollingDay.plusYears(6).plusMonths(5);
    return new SpecimenLibrary(
        rus,
        uto,
        List.of(
            citizen(rus, "750000011", "ANNA", 'F', pollingDay.minusYears(34).minusDays(40), expiry),
            citizen(rus, "750000022", "BORIS", 'M', pollingDay.minusYears(61).minusDays(7), expiry),
            citizen(rus, "750000033", "VERA<LUISA", 'F', pollingDay.minusYears(18), expiry),
            citizen(rus, "750000044", "GLEB", 'M', pollingDay.minusYears(89).minusDays(3), expiry),
            citizen(rus, "750000055", "DARIA", 'F', pollingDay.minusYears(27), expiry)),
        citizen(rus, "750000066", "EGOR", 'M', pollingDay.minusYears(18).plusDays(1), expiry),
        SpecimenPassport.issue(
            uto,
            new SpecimenHolder(
                "UTO", "D23145890", SURNAME, "FRIDA", pollingDay.minusYears(40), 'F', expiry)),
        citizen(rus, "750000077", "ZAKHAR", 'M', pollingDay.minusYears(45), expiry).cloned(),
        SpecimenPassport.issueClonable(
            rus, holder("750000088", "IRINA", 'F', pollingDay.minusYears(52), expiry)));
  }

  private static SpecimenPassport citizen(
      PracticeAuthority authority,
      String number,
      String givenNames,
      char sex,
      LocalDate birth,
      LocalDate expiry) {
    return SpecimenPassport.issue(authority, holder(number, givenNames, sex, birth, expiry));
  }

  private static SpecimenHolder holder(
      String number, String givenNames, char sex, LocalDate birth, LocalDate expiry) {
    return new SpecimenHolder(STATE, number, SURNAME, givenNames, birth, sex, expiry);
  }
}
