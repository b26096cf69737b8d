package org.urna.practice.card;

import java.util.List;
import org.urna.passport.ChipAuthenticationProtocol;

/// A chip's key for Chip Authentication with the protocols that the chip announces for it in data
/// group 14.
///
/// @param protocols none on a chip that announces only the key, which means triple DES (ICAO
///   9303-11 §6.2.3, version 1)
public record AgreementKey(ChipKey key, List<ChipAuthenticationProtocol> protocols) {

  public AgreementKey {
    protocols = List.copyOf(protocols);
  }

  boolean speaks(ChipAuthenticationProtocol protocol) {
    return protocols.isEmpty()
        ? protocol == ChipAuthenticationProtocol.ECDH_3DES
        : protocols.contains(protocol);
  }

  public AgreementKey forged(String seed) {
    return new AgreementKey(key.forged(seed), protocols);
  }
}
