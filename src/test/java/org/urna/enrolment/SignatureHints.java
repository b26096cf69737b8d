package org.urna.enrolment;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.trust.P256Point;

/// [EcdsaHints] for the tests of other packages.
public final class SignatureHints {
  private SignatureHints() {}

  public static Optional<Map<String, List<BigInteger>>> forPrivateKey(
      String prefix, P256Point key, byte[] digest, BigInteger r, BigInteger s) {
    return EcdsaHints.forPrivateKey(prefix, key, digest, r, s);
  }

  public static Optional<Map<String, List<BigInteger>>> forListedKey(
      String prefix, P256Point key, byte[] digest, BigInteger r, BigInteger s) {
    return EcdsaHints.forListedKey(prefix, key, digest, r, s);
  }
}
