package org.urna.practice.specimen;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.card.ActiveAuthenticationKey;
import org.urna.practice.card.AgreementKey;
import org.urna.practice.card.CardFileSystem;
import org.urna.practice.card.CardPace;
import org.urna.practice.card.CardPaceInfo;
import org.urna.practice.card.ChipBehaviour;
import org.urna.practice.card.ChipContents;
import org.urna.practice.card.ChipKey;
import org.urna.practice.card.RsaDigest;
import org.urna.practice.card.RsaKey;
import org.urna.practice.card.SeededBytes;

/// What a specimen chip gets written before it leaves the factory, step by step: data groups 1 and
/// 2 always, and what else is asked for. Keys follow from the holder and their use, so that the
/// same orders make the same chip.
///
/// One object makes one chip.
public final class Personalisation {

  private final PracticeAuthority authority;
  private final SpecimenHolder holder;
  private final Map<Integer, byte[]> groups = new TreeMap<>();
  private final List<AgreementKey> chipKeys = new ArrayList<>();
  private final List<CardPaceInfo> paceInfos = new ArrayList<>();
  private boolean isCurveSpelledOut;
  private @Nullable ActiveAuthenticationKey activeAuthenticationKey;
  private @Nullable String cardAccessNumber;
  private boolean basicAccess = true;

  /// A chip of `holder`'s passport, signed by `authority`.
  public Personalisation(PracticeAuthority authority, SpecimenHolder holder) {
    this.authority = authority;
    this.holder = holder;
    groups.put(1, DataGroups.machineReadableZone(holder));
    groups.put(2, DataGroups.face(holder.documentNumber()));
  }

  /// Data groups 3 and 13 as in Russian passports: fingerprints that no reader here may see, and
  /// the key of a national protocol.
  public Personalisation withRussianDataGroups() {
    groups.put(3, DataGroups.fingerprints(holder.documentNumber()));
    groups.put(13, DataGroups.nationalKey(holder.documentNumber()));
    return this;
  }

  /// Chip Authentication by `protocols` with a key on a named curve, `P-256`, `secp192r1`,
  /// `brainpoolP256r1` …
  ///
  /// @param protocols none for a chip that announces only the key; triple DES is meant then
  public Personalisation withChipAuthentication(
      String curveName, ChipAuthenticationProtocol... protocols) {
    chipKeys.add(new AgreementKey(chipKey("chip key", curveName), List.of(protocols)));
    return this;
  }

  /// The same with a key that has an identifier, of which a chip may have several.
  public Personalisation withChipAuthenticationKey(
      int id, String curveName, ChipAuthenticationProtocol... protocols) {
    ChipKey key = chipKey("chip key " + id, curveName);
    chipKeys.add(
        new AgreementKey(
            new ChipKey(curveName, key.secret(), BigInteger.valueOf(id)), List.of(protocols)));
    return this;
  }

  /// Curves in data group 14 in full, with seed and cofactor, in place of their names.
  public Personalisation withCurvesSpelledOut() {
    isCurveSpelledOut = true;
    return this;
  }

  /// Active Authentication by ECDSA on a named curve: data group 15, and in data group 14 how it
  /// signs.
  public Personalisation withEcdsaActiveAuthentication(String curveName) {
    activeAuthenticationKey =
        new ActiveAuthenticationKey.Ecdsa(chipKey("signing key", curveName), false);
    return this;
  }

  /// The same, with signatures in DER in place of the plain format: a known fault of some chips.
  public Personalisation withDerActiveAuthentication(String curveName) {
    activeAuthenticationKey =
        new ActiveAuthenticationKey.Ecdsa(chipKey("signing key", curveName), true);
    return this;
  }

  /// Active Authentication by RSA with SHA-1 or SHA-256: data group 15 alone.
  ///
  /// @param bits of the modulus, 1,024 to 2,048 in multiples of 16
  public Personalisation withRsaActiveAuthentication(int bits, RsaDigest digest) {
    String seed = "signing key " + holder.state() + holder.documentNumber() + bits;
    activeAuthenticationKey =
        new ActiveAuthenticationKey.Rsa(RsaKey.of(seed, bits, RsaKey.F4), digest);
    return this;
  }

  /// PACE in the given ways, in EF.CardAccess and, so that nobody can take them away, in data group
  /// 14.
  public Personalisation withPace(CardPaceInfo... infos) {
    paceInfos.addAll(List.of(infos));
    return this;
  }

  /// A number on the data page that opens the chip by PACE as its zone does.
  ///
  /// @param digits six of them
  public Personalisation withCardAccessNumber(String digits) {
    cardAccessNumber = digits;
    return this;
  }

  /// No Basic Access Control: the chip opens by PACE alone.
  public Personalisation withoutBasicAccess() {
    basicAccess = false;
    return this;
  }

  /// Signs the files and makes the passport.
  public SpecimenPassport issue() {
    if (!basicAccess && paceInfos.isEmpty()) {
      throw new IllegalStateException("nothing would open this chip");
    }
    Optional<ActiveAuthenticationKey> signingKey = Optional.ofNullable(activeAuthenticationKey);
    Optional<String> signatureAlgorithm =
        signingKey.flatMap(ActiveAuthenticationKey::signatureAlgorithm);
    if (!chipKeys.isEmpty() || !paceInfos.isEmpty() || signatureAlgorithm.isPresent()) {
      groups.put(
          14, DataGroups.securityInfos(chipKeys, isCurveSpelledOut, signatureAlgorithm, paceInfos));
    }
    signingKey.ifPresent(key -> groups.put(15, DataGroups.activeAuthenticationKey(key)));
    return new SpecimenPassport(
        holder,
        new ChipContents(
            new CardFileSystem(files()),
            new CardPace.CardPasswords(holder.mrzInformation(), cardAccessNumber),
            paceInfos,
            basicAccess,
            chipKeys,
            activeAuthenticationKey),
        ChipBehaviour.standard());
  }

  private Map<Integer, byte[]> files() {
    Map<Integer, byte[]> files = new LinkedHashMap<>();
    groups.forEach((number, content) -> files.put(CardFileSystem.idOfDataGroup(number), content));
    files.put(
        CardFileSystem.COMMON,
        DataGroups.common(groups.values().stream().map(content -> content[0] & 0xFF).toList()));
    files.put(CardFileSystem.SECURITY_OBJECT, authority.securityObject(groups));
    if (!paceInfos.isEmpty()) {
      files.put(CardFileSystem.CARD_ACCESS, CardPaceInfo.cardAccess(paceInfos));
    }
    return files;
  }

  private ChipKey chipKey(String use, String curveName) {
    SeededBytes bytes =
        new SeededBytes(use + " " + holder.state() + holder.documentNumber() + curveName);
    return new ChipKey(curveName, bytes.below(ChipKey.curve(curveName).getN()), null);
  }
}
