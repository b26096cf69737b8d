package org.urna.enrolment;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.trust.tree.P256Point;

/// [EcdsaHints] for the tests of other packages, and for forgers: hints for numbers that belong to
/// no signature.
public final class SignatureHints {
  private SignatureHints() {}

  /// [EcdsaHints#forPrivateKey].
  public static Optional<Map<String, List<BigInteger>>> forPrivateKey(
      String prefix, P256Point key, byte[] digest, BigInteger r, BigInteger s) {
    return EcdsaHints.forPrivateKey(prefix, key, digest, r, s);
  }

  /// [EcdsaHints#forListedKey].
  public static Optional<Map<String, List<BigInteger>>> forListedKey(
      String prefix, P256Point key, byte[] digest, BigInteger r, BigInteger s) {
    return EcdsaHints.forListedKey(prefix, key, digest, r, s);
  }

  /// [EcdsaHints#halfSize].
  public static Map<String, List<BigInteger>> halfSize(
      P256Point key, P256Point other, BigInteger s, BigInteger a, BigInteger b, BigInteger c) {
    return EcdsaHints.halfSize("", key, other, s, a, b, c);
  }

  /// [EcdsaHints#fullSize].
  public static Map<String, List<BigInteger>> fullSize(
      P256Point key, BigInteger nonceX, BigInteger s, BigInteger u2, BigInteger c) {
    return EcdsaHints.fullSize("", key, nonceX, s, u2, c);
  }
}
