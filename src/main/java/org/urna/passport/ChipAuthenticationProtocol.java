package org.urna.passport;

import java.util.Optional;

/// Key agreement and secure messaging cipher of Chip Authentication (ICAO 9303-11 §9.2.6). Finite
/// field Diffie-Hellman is left out: no passport of the last ten years is known to use it.
public enum ChipAuthenticationProtocol {
  ECDH_3DES("0.4.0.127.0.7.2.2.3.2.1"),
  ECDH_AES_128("0.4.0.127.0.7.2.2.3.2.2"),
  ECDH_AES_192("0.4.0.127.0.7.2.2.3.2.3"),
  ECDH_AES_256("0.4.0.127.0.7.2.2.3.2.4");

  private final String oid;

  ChipAuthenticationProtocol(String oid) {
    this.oid = oid;
  }

  /// The dotted object identifier `id-CA-…`.
  public String oid() {
    return oid;
  }

  /// The protocol of a ChipAuthenticationInfo, empty for one that is not spoken here.
  public static Optional<ChipAuthenticationProtocol> ofOid(String oid) {
    for (ChipAuthenticationProtocol protocol : values()) {
      if (protocol.oid.equals(oid)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }
}
