package org.urna.passport;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The chip's public key for Chip Authentication, as data group 14 names it (ICAO 9303-11 §9.2.5
/// and §9.2.6). Whoever makes one has checked that data group 14 is signed.
///
/// @param protocol agreement and cipher; a chip without a ChipAuthenticationInfo means
///   [ChipAuthenticationProtocol#ECDH_3DES]
/// @param keyId which of several keys, or null when the chip has only one
/// @param subjectPublicKeyInfo DER; named curve or explicit parameters that equal a named curve
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record ChipAuthenticationKey(
    ChipAuthenticationProtocol protocol, @Nullable BigInteger keyId, byte[] subjectPublicKeyInfo) {

  public ChipAuthenticationKey {
    subjectPublicKeyInfo = subjectPublicKeyInfo.clone();
    if (keyId != null && keyId.signum() < 0) {
      throw new IllegalArgumentException("negative key identifier");
    }
  }

  @Override
  public byte[] subjectPublicKeyInfo() {
    return subjectPublicKeyInfo.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChipAuthenticationKey key
        && protocol == key.protocol
        && Objects.equals(keyId, key.keyId)
        && Arrays.equals(subjectPublicKeyInfo, key.subjectPublicKeyInfo);
  }

  @Override
  public int hashCode() {
    return Objects.hash(protocol, keyId, Arrays.hashCode(subjectPublicKeyInfo));
  }

  @Override
  public String toString() {
    return "ChipAuthenticationKey[" + protocol + "]";
  }
}
