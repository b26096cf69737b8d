package org.urna.practice.specimen;

import java.time.LocalDate;
import java.util.List;
import org.urna.election.StateCertificate;

/// The specimen passports of the practice election: five citizens of RUS, one of them with two
/// passports, a minor, a citizen of Utopia, and a copied chip. Three of the citizens, the minor and
/// the chips that are refused have passports as Russia makes them, the others of a second series
/// that is signed with RSA by listed signers. The authorities are the same always; birth and expiry
/// dates move with the polling day, so that practice never grows stale.
///
/// Making one takes about two seconds; keep it.
///
/// @param authority like Russia's; the practice election pins it and trusts its signers by their
///   chain
/// @param listedAuthority the same state's authority for the second series, whose signer the
///   practice election lists
/// @param foreignAuthority the authority of UTO, which it does not admit
/// @param citizens five who may vote; the fourth and fifth have a passport of the second series
/// @param secondPassport the first citizen's other passport, of the second series: Russian law
///   allows two
/// @param minor a citizen one day short of eighteen on the polling day
/// @param foreigner a grown-up of another state
/// @param cloned a copy of a sixth citizen's chip: good signature, wrong secret key
/// @param clonable a seventh citizen's chip without Chip Authentication
/// @param all these and the rarer ones by name, for tests, measurements and the practice tray; the
///   rarer ones are made when they are asked for
public record SpecimenLibrary(
    PracticeAuthority authority,
    PracticeAuthority listedAuthority,
    PracticeAuthority foreignAuthority,
    List<SpecimenPassport> citizens,
    SpecimenPassport secondPassport,
    SpecimenPassport minor,
    SpecimenPassport foreigner,
    SpecimenPassport cloned,
    SpecimenPassport clonable,
    List<NamedSpecimen> all) {

  /// The state whose practice election this is.
  public static final String STATE = "RUS";

  static final String COUNTRY = "RU";
  static final String SURNAME = "SPECIMEN";

  public SpecimenLibrary {
    citizens = List.copyOf(citizens);
    all = List.copyOf(all);
  }

  /// What the practice election pins: both authorities of the state, and a foreign one, whose
  /// passports are genuine and not admitted.
  public List<StateCertificate> anchors() {
    return List.of(authority.anchor(), listedAuthority.anchor(), foreignAuthority.anchor());
  }

  /// The library for practice on `pollingDay`.
  public static SpecimenLibrary forPollingDay(LocalDate pollingDay) {
    PracticeAuthority rus = PracticeAuthority.likeRussia(STATE, COUNTRY, pollingDay);
    PracticeAuthority listed = PracticeAuthority.of(STATE, COUNTRY);
    PracticeAuthority uto = PracticeAuthority.of("UTO", "UT");
    LocalDate expiry = pollingDay.plusYears(6).plusMonths(5);
    LocalDate annasBirthday = pollingDay.minusYears(34).minusDays(40);
    List<SpecimenPassport> citizens =
        List.of(
            citizen(rus, "750000011", "ANNA", 'F', annasBirthday, expiry),
            citizen(rus, "750000022", "BORIS", 'M', pollingDay.minusYears(61).minusDays(7), expiry),
            citizen(rus, "750000033", "VERA<LUISA", 'F', pollingDay.minusYears(18), expiry),
            citizen(
                listed, "750000044", "GLEB", 'M', pollingDay.minusYears(89).minusDays(3), expiry),
            citizen(listed, "750000055", "DARIA", 'F', pollingDay.minusYears(27), expiry));
    SpecimenPassport secondPassport =
        citizen(listed, "750000099", "ANNA", 'F', annasBirthday, expiry.minusYears(3));
    SpecimenPassport minor =
        citizen(rus, "750000066", "EGOR", 'M', pollingDay.minusYears(18).plusDays(1), expiry);
    SpecimenPassport foreigner =
        SpecimenPassport.issue(
            uto,
            new SpecimenHolder(
                "UTO", "D23145890", SURNAME, "FRIDA", pollingDay.minusYears(40), 'F', expiry));
    SpecimenPassport cloned =
        citizen(rus, "750000077", "ZAKHAR", 'M', pollingDay.minusYears(45), expiry).cloned();
    SpecimenPassport clonable =
        SpecimenPassport.issueClonable(
            rus, holder("750000088", "IRINA", 'F', pollingDay.minusYears(52), expiry));
    List<NamedSpecimen> all =
        new SpecimenShelf(rus, listed, pollingDay)
            .put("russian", "as Russia makes them", citizens.getFirst())
            .put("rsa", "signed by RSA, Chip Authentication on P-256", citizens.get(3))
            .put("second-passport", "another passport of the first citizen", secondPassport)
            .put("minor", "a citizen one day short of eighteen", minor)
            .put("foreigner", "a citizen of Utopia", foreigner)
            .put("clone", "a copied chip: the key of Chip Authentication is wrong", cloned)
            .put("clonable", "good data on a chip that can prove nothing", clonable)
            .filled();
    return new SpecimenLibrary(
        rus, listed, uto, citizens, secondPassport, minor, foreigner, cloned, clonable, all);
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
