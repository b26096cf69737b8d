package org.urna.practice.card;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a passport chip leaves the factory with: its files, the passwords and protocols that open
/// them, and its secret keys.
///
/// @param basicAccess false for a chip that opens by PACE alone
/// @param activeAuthenticationKey null for a chip without data group 15
public record ChipContents(
    CardFileSystem files,
    CardPace.CardPasswords passwords,
    List<CardPaceInfo> paceInfos,
    boolean basicAccess,
    List<AgreementKey> chipKeys,
    @Nullable ActiveAuthenticationKey activeAuthenticationKey) {

  public ChipContents {
    paceInfos = List.copyOf(paceInfos);
    chipKeys = List.copyOf(chipKeys);
  }

  public ChipContents withFiles(CardFileSystem changed) {
    return new ChipContents(
        changed, passwords, paceInfos, basicAccess, chipKeys, activeAuthenticationKey);
  }

  public ChipContents withKeys(
      List<AgreementKey> otherChipKeys, @Nullable ActiveAuthenticationKey otherSigningKey) {
    return new ChipContents(
        files, passwords, paceInfos, basicAccess, otherChipKeys, otherSigningKey);
  }
}
