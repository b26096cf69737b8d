package org.urna.proof;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;

/// How a key from the development set-up is told from one that a ceremony made.
///
/// The set-up uses **one public α for every key, whatever its seed**. \[α\]₁ stands in the proving
/// key, the verifying key, its JSON and the contract, and no contribution of snarkjs changes it,
/// since α belongs to phase 1. So the mark cannot be stripped without making another key:
/// exporting, converting, contributing to δ or renaming files leaves it. An honest ceremony has
/// this α with probability 1/r. [#TEXT] stands in the file besides, in the place of the circuit
/// hash, for people who look at it with other tools.
public final class DevelopmentMark {
  /// What stands where snarkjs keeps the circuit's hash, padded with zeros to 64 bytes.
  public static final String TEXT =
      "URNA DEVELOPMENT KEY - TRAPDOOR PUBLIC - NEVER FOR AN ELECTION";

  private static final BigInteger ALPHA = derive();

  private static final G1Point ALPHA_POINT =
      Points.g1(Group.G1.multiply(G1.generator(), PrimeField.limbs(ALPHA)));

  private DevelopmentMark() {}

  private static BigInteger derive() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-512")
              .digest("urna.development-setup.alpha.v1".getBytes(StandardCharsets.US_ASCII));
      return new BigInteger(1, hash).mod(Fr.MODULUS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-512", e);
    }
  }

  /// The α of every development key.
  public static BigInteger alpha() {
    return ALPHA;
  }

  /// Whether this \[α\]₁ is the development set-up's.
  static boolean isOn(G1Point alpha) {
    return alpha.equals(ALPHA_POINT);
  }
}
