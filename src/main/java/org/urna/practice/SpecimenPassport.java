package org.urna.practice;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.MrzKey;

/// A specimen passport: an invented person, the signed files of the chip, and the chip's secret
/// key. Each is made from public seeds; it is never a real person's document.
public final class SpecimenPassport {

  private final SpecimenHolder holder;
  private final Map<Integer, byte[]> files;
  private final List<ChipKey> chipKeys;
  private final @Nullable ChipKey activeAuthenticationKey;

  private SpecimenPassport(
      SpecimenHolder holder,
      Map<Integer, byte[]> files,
      List<ChipKey> chipKeys,
      @Nullable ChipKey activeAuthenticationKey) {
    this.holder = holder;
    this.files = Map.copyOf(files);
    this.chipKeys = List.copyOf(chipKeys);
    this.activeAuthenticationKey = activeAuthenticationKey;
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
    List<ChipKey> keys = List.of(chipKey("chip key", holder, "secp192r1"));
    Map<Integer, byte[]> groups = new TreeMap<>();
    groups.put(1, DataGroups.machineReadableZone(holder));
    groups.put(2, DataGroups.face(holder.documentNumber()));
    groups.put(3, DataGroups.fingerprints(holder.documentNumber()));
    groups.put(13, DataGroups.nationalKey(holder.documentNumber()));
    groups.put(14, DataGroups.securityInfos(keys, ChipAuthenticationProtocol.ECDH_3DES, false));
    return new SpecimenPassport(holder, files(authority, groups), keys, null);
  }

  /// A passport whose chip authenticates itself by `protocol` on a named curve, `P-256`,
  /// `secp192r1`, `brainpoolP256r1` …
  public static SpecimenPassport issue(
      PracticeAuthority authority,
      SpecimenHolder holder,
      String curveName,
      ChipAuthenticationProtocol protocol) {
    List<ChipKey> keys = List.of(chipKey("chip key", holder, curveName));
    Map<Integer, byte[]> groups = new TreeMap<>();
    groups.put(1, DataGroups.machineReadableZone(holder));
    groups.put(2, DataGroups.face(holder.documentNumber()));
    groups.put(14, DataGroups.securityInfos(keys, protocol, false));
    return new SpecimenPassport(holder, files(authority, groups), keys, null);
  }

  /// A passport with data groups 14 and 15, whose chip also does Active Authentication by ECDSA on
  /// curve P-256.
  public static SpecimenPassport issueWithActiveAuthentication(
      PracticeAuthority authority, SpecimenHolder holder) {
    List<ChipKey> keys = List.of(chipKey("chip key", holder, "P-256"));
    ChipKey signingKey = chipKey("signing key", holder, "P-256");
    Map<Integer, byte[]> groups = new TreeMap<>();
    groups.put(1, DataGroups.machineReadableZone(holder));
    groups.put(2, DataGroups.face(holder.documentNumber()));
    groups.put(14, DataGroups.securityInfos(keys, ChipAuthenticationProtocol.ECDH_AES_128, true));
    groups.put(15, DataGroups.activeAuthenticationKey(signingKey));
    return new SpecimenPassport(holder, files(authority, groups), keys, signingKey);
  }

  /// A passport without data group 14: its signature is good, but nothing on the chip can prove
  /// that it is not a copy.
  public static SpecimenPassport issueClonable(PracticeAuthority authority, SpecimenHolder holder) {
    Map<Integer, byte[]> groups = new TreeMap<>();
    groups.put(1, DataGroups.machineReadableZone(holder));
    groups.put(2, DataGroups.face(holder.documentNumber()));
    return new SpecimenPassport(holder, files(authority, groups), List.of(), null);
  }

  /// A copy of this passport on another chip: every file byte for byte, but not the secret key,
  /// which no reader can get out of a chip.
  public SpecimenPassport cloned() {
    return new SpecimenPassport(
        holder,
        files,
        chipKeys.stream().map(this::forged).toList(),
        activeAuthenticationKey == null ? null : forged(activeAuthenticationKey));
  }

  /// This passport with one data group replaced on the chip and the security object left as it was:
  /// a forgery that passive authentication must find.
  public SpecimenPassport withReplacedDataGroup(int number, byte[] content) {
    Map<Integer, byte[]> changed = new LinkedHashMap<>(files);
    changed.put(CardFileSystem.idOfDataGroup(number), content.clone());
    return new SpecimenPassport(holder, changed, chipKeys, activeAuthenticationKey);
  }

  /// The person on the data page.
  public SpecimenHolder holder() {
    return holder;
  }

  /// What a scanner takes from the data page to open the chip.
  public MrzKey accessKey() {
    return new MrzKey(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone());
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

  /// Its chip, fresh from the factory.
  public ChipSimulator chip() {
    return new ChipSimulator(this, new SecureRandom());
  }

  /// Its chip with something between it and the reader.
  public ChipSimulator chip(CommandInterceptor interceptor) {
    return new ChipSimulator(this, new SecureRandom(), interceptor);
  }

  Map<Integer, byte[]> files() {
    return files;
  }

  List<ChipKey> chipKeys() {
    return chipKeys;
  }

  @Nullable ChipKey activeAuthenticationKey() {
    return activeAuthenticationKey;
  }

  String mrzInformation() {
    return holder.mrzInformation();
  }

  private byte[] file(int id) {
    byte[] content = files.get(id);
    if (content == null) {
      throw new IllegalArgumentException(String.format("the chip has no file %04X", id));
    }
    return content.clone();
  }

  private ChipKey forged(ChipKey key) {
    SeededBytes bytes = new SeededBytes("forger's key " + holder.documentNumber());
    return new ChipKey(key.curveName(), bytes.below(key.curve().getN()), key.id());
  }

  private static ChipKey chipKey(String use, SpecimenHolder holder, String curveName) {
    SeededBytes bytes =
        new SeededBytes(use + " " + holder.state() + holder.documentNumber() + curveName);
    return new ChipKey(curveName, bytes.below(ChipKey.curve(curveName).getN()), null);
  }

  private static Map<Integer, byte[]> files(
      PracticeAuthority authority, Map<Integer, byte[]> groups) {
    Map<Integer, byte[]> files = new LinkedHashMap<>();
    groups.forEach((number, content) -> files.put(CardFileSystem.idOfDataGroup(number), content));
    files.put(
        CardFileSystem.COMMON,
        DataGroups.common(groups.values().stream().map(content -> content[0] & 0xFF).toList()));
    files.put(CardFileSystem.SECURITY_OBJECT, authority.securityObject(groups));
    return files;
  }
}
