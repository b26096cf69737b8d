package org.urna.passport.chip;

import java.math.BigInteger;
import java.security.SecureRandom;

/// A cyclic group with a generator, in which PACE agrees on a key: standardised domain parameters
/// of ICAO 9303-11 §9.5.1, or ephemeral ones after the nonce was mapped (§4.4.3.3).
///
/// Elements come from the chip: whatever is no element of the group but 1 and O is refused with a
/// [BadElementException] before it is used. Scalars are [BigInteger]s and cannot be wiped; nothing
/// here runs in constant time. They live for one session and one chip.
sealed interface PaceGroup permits PaceCurve, PacePrimeField {

  /// The standardised group; the [PaceInfo] vouches that there is one.
  static PaceGroup of(PaceInfo info) {
    return switch (info.agreement()) {
      case ECDH -> PaceCurve.standardised(info.parameterId());
      case DH -> PacePrimeField.standardised(info.parameterId());
    };
  }

  /// A secret scalar and its public element, encoded as it is sent.
  EphemeralKey newKey(SecureRandom random);

  /// KA(SK, PK): the shared secret as the octet string that keys are derived from (§9.6).
  ///
  /// @param theirs the chip's element as it was sent
  byte[] agree(EphemeralKey ours, byte[] theirs) throws BadElementException;

  /// Generic mapping (§4.4.3.3.1): g^s · h, with h from a first key agreement.
  PaceGroup mapped(BigInteger nonce, EphemeralKey ours, byte[] theirs) throws BadElementException;

  /// Integrated mapping (§4.4.3.3.2): the group element that `x` is hashed to.
  ///
  /// @param x R_p(s, t), less than [#prime]
  PaceGroup mapped(BigInteger x) throws BadElementException;

  /// p.
  BigInteger prime();

  /// The tag of the element in a public key data object (§9.4): 86 for points, 84 for integers.
  int elementTag();

  /// A uniform number from 1 to `order` - 1, drawn by rejection.
  static BigInteger scalar(BigInteger order, SecureRandom random) {
    int bits = order.bitLength();
    byte[] bytes = new byte[(bits + 7) / 8];
    BigInteger scalar;
    do {
      random.nextBytes(bytes);
      bytes[0] &= (byte) (0xFF >>> (8 * bytes.length - bits));
      scalar = new BigInteger(1, bytes);
    } while (scalar.signum() == 0 || scalar.compareTo(order) >= 0);
    java.util.Arrays.fill(bytes, (byte) 0);
    return scalar;
  }

  /// Our half of a key agreement.
  ///
  /// @param publicElement as it is sent, never changed
  @SuppressWarnings("ArrayRecordComponent") // a secret: lives for one step, never compared
  record EphemeralKey(BigInteger secret, byte[] publicElement) {
    @Override
    public String toString() {
      return "EphemeralKey[hidden]";
    }
  }

  /// The chip sent something that is no element of the group, or one that gives the key away.
  final class BadElementException extends Exception {
    private static final long serialVersionUID = 1L;

    BadElementException(String why) {
      super(why);
    }
  }
}
