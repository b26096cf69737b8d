package org.urna.practice.specimen;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.card.CardPaceInfo;
import org.urna.practice.card.CardPaceInfo.Cipher;
import org.urna.practice.card.CardPaceInfo.Mapping;
import org.urna.practice.card.ChipBehaviour;
import org.urna.practice.card.RsaDigest;

/// Puts together the named specimens of [SpecimenLibrary#all].
final class SpecimenShelf {

  private static final String STATE = SpecimenLibrary.STATE;
  private static final String COUNTRY = SpecimenLibrary.COUNTRY;
  private static final String CARD_ACCESS_NUMBER = "500540";
  private static final CardPaceInfo GENERIC =
      new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);

  private final PracticeAuthority russian;
  private final PracticeAuthority rsa;
  private final LocalDate pollingDay;
  private final LocalDate expiry;
  private final List<NamedSpecimen> named = new ArrayList<>();

  SpecimenShelf(PracticeAuthority russian, PracticeAuthority rsa, LocalDate pollingDay) {
    this.russian = russian;
    this.rsa = rsa;
    this.pollingDay = pollingDay;
    this.expiry = pollingDay.plusYears(6).plusMonths(5);
  }

  /// A specimen that the practice election made already.
  SpecimenShelf put(String id, String description, SpecimenPassport passport) {
    named.add(new NamedSpecimen(id, description, () -> passport));
    return this;
  }

  /// All that were put here, and the rare ones.
  List<NamedSpecimen> filled() {
    authentications();
    accesses();
    forgeries();
    holders();
    return List.copyOf(named);
  }

  private void authentications() {
    add(
        "russian-explicit",
        "as Russian, with the curve of data group 14 spelled out",
        russian,
        "750000101",
        order -> likeRussia(order).withCurvesSpelledOut());
    add(
        "ca-unannounced",
        "Chip Authentication key without a protocol: triple DES is meant",
        russian,
        "750000102",
        order -> order.withChipAuthentication("secp192r1").withCurvesSpelledOut());
    add(
        "ca-two-keys",
        "two keys for Chip Authentication, with identifiers",
        rsa,
        "750000103",
        order ->
            order
                .withChipAuthenticationKey(1, "P-256", ChipAuthenticationProtocol.ECDH_3DES)
                .withChipAuthenticationKey(
                    2, "brainpoolP256r1", ChipAuthenticationProtocol.ECDH_AES_256));
    add(
        "rsa-aa",
        "Chip Authentication, and Active Authentication by RSA of 1,024 bits",
        rsa,
        "750000111",
        order ->
            order
                .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_3DES)
                .withRsaActiveAuthentication(1024, RsaDigest.SHA_1));
    add(
        "rsa-aa-2048",
        "Active Authentication by RSA of 2,048 bits and SHA-256, too long for a short response",
        rsa,
        "750000112",
        order -> order.withRsaActiveAuthentication(2048, RsaDigest.SHA_256));
    add(
        "ecdsa-aa",
        "Chip Authentication, and Active Authentication by ECDSA",
        rsa,
        "750000113",
        order ->
            order
                .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
                .withEcdsaActiveAuthentication("P-256"));
    add(
        "ecdsa-aa-der",
        "Active Authentication by ECDSA that wrongly answers DER",
        rsa,
        "750000114",
        order -> order.withDerActiveAuthentication("P-256"));
    add(
        "aa-only",
        "data group 15 without 14: nothing but Active Authentication",
        rsa,
        "750000115",
        order -> order.withRsaActiveAuthentication(1024, RsaDigest.SHA_1));
  }

  private void accesses() {
    pace(
        "pace-can",
        "PACE and Basic Access Control, with a card access number",
        "750000121",
        GENERIC);
    pace(
        "pace-im",
        "PACE with integrated mapping",
        "750000122",
        new CardPaceInfo(Mapping.ECDH_INTEGRATED, Cipher.AES_128, 13));
    pace(
        "pace-cam",
        "PACE with chip authentication mapping, and generic mapping",
        "750000123",
        new CardPaceInfo(Mapping.ECDH_CHIP_AUTHENTICATION, Cipher.AES_128, 12),
        GENERIC);
    pace(
        "pace-dh",
        "PACE over a prime field",
        "750000124",
        new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, 2));
    add(
        "pace-only",
        "PACE and no Basic Access Control",
        rsa,
        "750000125",
        order ->
            withPace(order, new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_256, 16))
                .withoutBasicAccess());
    named.add(
        new NamedSpecimen(
            "short-only",
            "as Russian, with short commands only and no short file identifiers",
            () ->
                likeRussia(order(russian, "750000126"))
                    .issue()
                    .withBehaviour(
                        ChipBehaviour.standard().withoutExtendedLength().withoutShortFileIds())));
  }

  private void forgeries() {
    copy("clone-aa", "a copied chip with Active Authentication", "ecdsa-aa");
    copy("clone-aa-only", "a copied chip with Active Authentication alone", "aa-only");
    named.add(
        new NamedSpecimen(
            "forged",
            "data group 1 changed after it was signed",
            () -> {
              SpecimenPassport passport = likeRussia(order(russian, "750000131")).issue();
              SpecimenHolder other = holder("750000131", "FALSA", pollingDay.minusYears(33));
              return passport.withReplacedDataGroup(1, DataGroups.machineReadableZone(other));
            }));
    addOf(
        "forged-signer",
        "signed under an authority with the name and key identifier of the pinned one",
        () -> PracticeAuthority.impostorLikeRussia(STATE, COUNTRY, pollingDay),
        "750000132");
    addOf(
        "unknown-issuer",
        "signed under a renewed key of the authority that nobody pinned",
        () -> PracticeAuthority.unpinnedLikeRussia(STATE, COUNTRY, pollingDay),
        "750000133");
    addOf(
        "expired-signer",
        "signed by a document signer whose certificate has expired",
        () -> PracticeAuthority.likeRussiaWithExpiredSigner(STATE, COUNTRY, pollingDay),
        "750000134");
  }

  private void holders() {
    named.add(
        new NamedSpecimen(
            "expired",
            "a passport that expired the day before",
            () ->
                likeRussia(
                        new Personalisation(
                            russian,
                            new SpecimenHolder(
                                STATE,
                                "750000141",
                                SpecimenLibrary.SURNAME,
                                "MARFA",
                                pollingDay.minusYears(70),
                                'F',
                                pollingDay.minusDays(1))))
                    .issue()));
    named.add(
        new NamedSpecimen(
            "other-nationality",
            "a travel document of the state for a citizen of Utopia",
            () ->
                likeRussia(
                        new Personalisation(
                            russian,
                            new SpecimenHolder(
                                STATE,
                                "UTO",
                                "750000142",
                                SpecimenLibrary.SURNAME,
                                "THOMAS",
                                pollingDay.minusYears(48),
                                'M',
                                expiry)))
                    .issue()));
    named.add(
        new NamedSpecimen(
            "long-names",
            "names that fill the field of 39 characters",
            () ->
                likeRussia(
                        new Personalisation(
                            russian,
                            new SpecimenHolder(
                                STATE,
                                "750000143",
                                "SPECIMENOVSKAYASPECIMENOVA",
                                "ANNA<MARIAN",
                                pollingDay.minusYears(29),
                                'F',
                                expiry)))
                    .issue()));
    add(
        "short-number",
        "a document number of seven characters",
        russian,
        "7500014",
        SpecimenShelf::likeRussia);
  }

  private void pace(String id, String description, String number, CardPaceInfo... infos) {
    add(id, description, rsa, number, order -> withPace(order, infos));
  }

  private static Personalisation withPace(Personalisation order, CardPaceInfo... infos) {
    return order
        .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
        .withPace(infos)
        .withCardAccessNumber(CARD_ACCESS_NUMBER);
  }

  private static Personalisation likeRussia(Personalisation order) {
    return order
        .withRussianDataGroups()
        .withChipAuthentication("secp192r1", ChipAuthenticationProtocol.ECDH_3DES);
  }

  private void add(
      String id,
      String description,
      PracticeAuthority issuer,
      String number,
      UnaryOperator<Personalisation> wishes) {
    named.add(
        new NamedSpecimen(id, description, () -> wishes.apply(order(issuer, number)).issue()));
  }

  private void addOf(
      String id, String description, Supplier<PracticeAuthority> issuer, String number) {
    named.add(
        new NamedSpecimen(id, description, () -> likeRussia(order(issuer.get(), number)).issue()));
  }

  private void copy(String id, String description, String original) {
    NamedSpecimen copied =
        named.stream().filter(specimen -> specimen.id().equals(original)).findFirst().orElseThrow();
    named.add(new NamedSpecimen(id, description, () -> copied.passport().cloned()));
  }

  private Personalisation order(PracticeAuthority issuer, String number) {
    return new Personalisation(issuer, holder(number, "KLARA", pollingDay.minusYears(31)));
  }

  private SpecimenHolder holder(String number, String givenNames, LocalDate birth) {
    return new SpecimenHolder(
        STATE, number, SpecimenLibrary.SURNAME, givenNames, birth, 'F', expiry);
  }
}
