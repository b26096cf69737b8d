package org.urna.practice.specimen;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.MrzKey;
import org.urna.practice.card.ActiveAuthenticationKey;
import org.urna.practice.card.CardFileSystem;
import org.urna.practice.card.ChipBehaviour;
import org.urna.practice.card.ChipContents;
import org.urna.practice.card.ChipPause;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.RsaDigest;

/// A specimen passport: an invented person, the signed files of the chip, and the chip's secret
/// keys. Each is made from public seeds; it is never a real person's document.
public final class SpecimenPassport {

  private final SpecimenHolder holder;
  private final ChipContents contents;
  private final ChipBehaviour behaviour;

  SpecimenPassport(SpecimenHolder holder, ChipContents contents, ChipBehaviour behaviour) {
    this.holder = holder;
    this.contents = contents;
    this.behaviour = behaviour;
  }

  /// A passport that `authority` issues to `holder`, with Chip Authentication by triple DES on
  /// curve P-256, or as Russian passports are if the authority is like Russia's.
  public static SpecimenPassport issue(PracticeAuthority authority, SpecimenHolder holder) {
    return authority.scheme() == PracticeScheme.RUSSIAN_P256_SHA1
        ? issueLikeRussia(authority, holder)
        : issue(authority, holder, "P-256", ChipAuthenticationProtocol.ECDH_3DES);
  }

  /// Data groups 1, 2, 3, 13 and 14; Chip Authentication on secp192r1; nothing else that the chip
  /// could prove itself with.
  private static SpecimenPassport issueLikeRussia(
      PracticeAuthority authority, SpecimenHolder holder) {
    return new Personalisation(authority, holder)
        .withRussianDataGroups()
        .withChipAuthentication("secp192r1", ChipAuthenticationProtocol.ECDH_3DES)
        .issue();
  }

  /// A passport whose chip authenticates itself by `protocol` on a named curve, `P-256`,
  /// `secp192r1`, `brainpoolP256r1` …
  public static SpecimenPassport issue(
      PracticeAuthority authority,
      SpecimenHolder holder,
      String curveName,
      ChipAuthenticationProtocol protocol) {
    return new Personalisation(authority, holder)
        .withChipAuthentication(curveName, protocol)
        .issue();
  }

  /// A passport with data groups 14 and 15, whose chip also does Active Authentication by ECDSA on
  /// curve P-256.
  public static SpecimenPassport issueWithActiveAuthentication(
      PracticeAuthority authority, SpecimenHolder holder) {
    return new Personalisation(authority, holder)
        .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
        .withEcdsaActiveAuthentication("P-256")
        .issue();
  }

  /// A passport with data groups 14 and 15, whose chip also does Active Authentication by RSA.
  ///
  /// @param bits of the modulus, 1,024 to 2,048; more than 1,536 does not fit into a short response
  public static SpecimenPassport issueWithActiveAuthentication(
      PracticeAuthority authority, SpecimenHolder holder, int bits, RsaDigest digest) {
    return new Personalisation(authority, holder)
        .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
        .withRsaActiveAuthentication(bits, digest)
        .issue();
  }

  /// A passport with data group 15 and no data group 14: all that it can prove itself with is
  /// Active Authentication by RSA.
  public static SpecimenPassport issueWithActiveAuthenticationAlone(
      PracticeAuthority authority, SpecimenHolder holder, int bits, RsaDigest digest) {
    return new Personalisation(authority, holder).withRsaActiveAuthentication(bits, digest).issue();
  }

  /// A passport without data group 14: its signature is good, but nothing on the chip can prove
  /// that it is not a copy.
  public static SpecimenPassport issueClonable(PracticeAuthority authority, SpecimenHolder holder) {
    return new Personalisation(authority, holder).issue();
  }

  /// A copy of this passport on another chip: every file byte for byte, but not the secret key,
  /// which no reader can get out of a chip.
  public SpecimenPassport cloned() {
    String seed = "forger's key " + holder.documentNumber();
    @Nullable ActiveAuthenticationKey signingKey = contents.activeAuthenticationKey();
    return new SpecimenPassport(
        holder,
        contents.withKeys(
            contents.chipKeys().stream().map(key -> key.forged(seed)).toList(),
            signingKey == null ? null : signingKey.forged(seed)),
        behaviour);
  }

  /// This passport with one data group replaced on the chip and the security object left as it was:
  /// a forgery that passive authentication must find.
  public SpecimenPassport withReplacedDataGroup(int number, byte[] content) {
    return new SpecimenPassport(
        holder,
        contents.withFiles(contents.files().with(CardFileSystem.idOfDataGroup(number), content)),
        behaviour);
  }

  /// The same passport on a chip that behaves otherwise.
  public SpecimenPassport withBehaviour(ChipBehaviour other) {
    return new SpecimenPassport(holder, contents, other);
  }

  /// The person on the data page.
  public SpecimenHolder holder() {
    return holder;
  }

  /// What a scanner takes from the data page to open the chip.
  public MrzKey accessKey() {
    return new MrzKey(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone());
  }

  /// The number on the data page that opens the chip too, if there is one.
  public Optional<CardAccessNumber> cardAccessNumber() {
    return Optional.ofNullable(contents.passwords().cardAccessNumber()).map(CardAccessNumber::new);
  }

  /// All that opens the chip: the zone, and the card access number if there is one.
  public List<AccessKey> accessKeys() {
    List<AccessKey> keys = new ArrayList<>();
    keys.add(accessKey());
    cardAccessNumber().ifPresent(keys::add);
    return List.copyOf(keys);
  }

  /// Data group `number` as on the chip.
  ///
  /// @throws IllegalArgumentException if the chip has none of that number
  public byte[] dataGroup(int number) {
    return file(CardFileSystem.idOfDataGroup(number));
  }

  /// EF.SOD as on the chip.
  public byte[] securityObject() {
    return file(CardFileSystem.SECURITY_OBJECT);
  }

  /// EF.CardAccess as on the chip, empty on one without PACE.
  public Optional<byte[]> cardAccess() {
    return contents.files().get(CardFileSystem.CARD_ACCESS);
  }

  /// Its chip, fresh from the factory.
  public ChipSimulator chip() {
    return chip(CommandInterceptor.none());
  }

  /// Its chip with something between it and the reader.
  public ChipSimulator chip(CommandInterceptor interceptor) {
    return chip(interceptor, ChipPause.real());
  }

  /// Its chip with something between it and the reader, and with another sense of time.
  public ChipSimulator chip(CommandInterceptor interceptor, ChipPause pause) {
    return new ChipSimulator(contents, behaviour, new SecureRandom(), interceptor, pause);
  }

  /// Its chip with another source of all that it draws, for a conversation that can be repeated.
  public ChipSimulator chip(SecureRandom random) {
    return new ChipSimulator(
        contents, behaviour, random, CommandInterceptor.none(), ChipPause.real());
  }

  ChipBehaviour behaviour() {
    return behaviour;
  }

  public ChipContents contents() {
    return contents;
  }

  private byte[] file(int id) {
    return contents
        .files()
        .get(id)
        .orElseThrow(
            () -> new IllegalArgumentException(String.format("the chip has no file %04X", id)));
  }
}
