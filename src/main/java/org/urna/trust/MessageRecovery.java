package org.urna.trust;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.util.BigIntegers;

/// Verifies signatures with partial message recovery (ISO/IEC 9796-2, digital signature scheme 1)
/// in the one form that passport chips use (ICAO Doc 9303-11 §6.1.2.2):
///
/// | representative, as long as the modulus | bytes |
/// |---|---|
/// | `6A`: header `01`, "more message follows" `1`, no padding, border nibble `A` | 1 |
/// | M1, random bytes of the chip, recovered | what is left |
/// | the digest of M1 ‖ M2, M2 being the challenge | of the hash |
/// | trailer: `BC` for SHA-1, or the hash's number and `CC` | 1 or 2 |
///
/// M1 fills the representative. Shorter messages would be padded with `B` nibbles; ICAO has no such
/// case, and none is accepted. So every byte of the representative is fixed or under the digest:
/// there is no room for what a forger with a small exponent would hide there. All numbers are
/// public.
final class MessageRecovery {
  private static final int HEADER = 0x6A;
  private static final int IMPLICIT_TRAILER = 0xBC;
  private static final int EXPLICIT_TRAILER = 0xCC;

  private MessageRecovery() {}

  /// Whether `signature` is `key`'s over any M1 and the `challenge`.
  static boolean verifies(ChipSignatureKey.Rsa key, byte[] challenge, byte[] signature) {
    if (signature.length != key.size()) {
      return false;
    }
    BigInteger number = new BigInteger(1, signature);
    if (number.compareTo(key.modulus()) >= 0) {
      return false;
    }
    return isOf(
        BigIntegers.asUnsignedByteArray(key.size(), number.modPow(key.exponent(), key.modulus())),
        challenge);
  }

  /// Whether a representative is one of `challenge`.
  static boolean isOf(byte[] representative, byte[] challenge) {
    int size = representative.length;
    if (size < 3 || (representative[0] & 0xff) != HEADER) {
      return false;
    }
    Optional<HashAlgorithm> named =
        hash(representative[size - 2] & 0xff, representative[size - 1] & 0xff);
    if (named.isEmpty()) {
      return false;
    }
    HashAlgorithm hash = named.orElseThrow();
    int trailer = (representative[size - 1] & 0xff) == IMPLICIT_TRAILER ? 1 : 2;
    int digestAt = size - trailer - hash.size();
    if (digestAt <= 1) {
      return false;
    }
    byte[] message = Arrays.copyOfRange(representative, 1, digestAt + challenge.length);
    System.arraycopy(challenge, 0, message, digestAt - 1, challenge.length);
    return MessageDigest.isEqual(
        Arrays.copyOfRange(representative, digestAt, size - trailer), hash.digest(message));
  }

  /// The hash that a trailer names (numbers of ISO/IEC 10118-3).
  private static Optional<HashAlgorithm> hash(int number, int last) {
    if (last == IMPLICIT_TRAILER) {
      return Optional.of(HashAlgorithm.SHA_1);
    }
    if (last != EXPLICIT_TRAILER) {
      return Optional.empty();
    }
    return switch (number) {
      case 0x33 -> Optional.of(HashAlgorithm.SHA_1);
      case 0x34 -> Optional.of(HashAlgorithm.SHA_256);
      case 0x35 -> Optional.of(HashAlgorithm.SHA_512);
      case 0x36 -> Optional.of(HashAlgorithm.SHA_384);
      case 0x38 -> Optional.of(HashAlgorithm.SHA_224);
      default -> Optional.empty();
    };
  }
}
