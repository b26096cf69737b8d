package org.urna.tally;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.urna.election.Bytes;
import org.urna.election.Keccak256;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// Schnorr's proof that a trustee knows a of A = a·B8 (protocol §6 Keys), made non-interactive by
/// hashing. It is bound to one ceremony and one trustee, so that nobody can copy another's
/// commitment and proof, or cancel it with a key they do not know.
///
/// c = keccak256("urna.ceremony.v1" ‖ ceremonyId ‖ j ‖ A.x ‖ A.y ‖ R.x ‖ R.y) mod ℓ, every number a
/// 32-byte word; s·B8 = R + c·A.
///
/// @param commitment R
/// @param response s, in [0, ℓ)
record KnowledgeProof(Point commitment, BigInteger response) {
  private static final byte[] TAG = "urna.ceremony.v1".getBytes(StandardCharsets.US_ASCII);

  KnowledgeProof {
    if (response.signum() < 0 || response.compareTo(BabyJubJub.ORDER) >= 0) {
      throw new IllegalArgumentException("a response is in [0, ℓ)");
    }
  }

  /// Proves knowledge of `secret`.
  static KnowledgeProof of(BigInteger secret, Bytes ceremonyId, int trustee, SecureRandom random) {
    BigInteger k = BabyJubJub.randomScalar(random);
    Point commitment = BabyJubJub.multiply(BabyJubJub.BASE8, k);
    Point key = BabyJubJub.multiply(BabyJubJub.BASE8, secret);
    BigInteger c = challenge(ceremonyId, trustee, key, commitment);
    return new KnowledgeProof(commitment, k.add(c.multiply(secret)).mod(BabyJubJub.ORDER));
  }

  /// Whether this proves knowledge of the logarithm of `key`, which lies in the subgroup.
  boolean verify(Point key, Bytes ceremonyId, int trustee) {
    BigInteger c = challenge(ceremonyId, trustee, key, commitment);
    Point right = BabyJubJub.add(commitment, BabyJubJub.multiply(key, c));
    return BabyJubJub.isInSubgroup(commitment)
        && BabyJubJub.multiply(BabyJubJub.BASE8, response).equals(right);
  }

  private static BigInteger challenge(Bytes ceremonyId, int trustee, Point key, Point commitment) {
    byte[] hash =
        Keccak256.hash(
            TAG,
            ceremonyId.toByteArray(),
            Bytes.word(BigInteger.valueOf(trustee)),
            Bytes.word(key.x()),
            Bytes.word(key.y()),
            Bytes.word(commitment.x()),
            Bytes.word(commitment.y()));
    return new BigInteger(1, hash).mod(BabyJubJub.ORDER);
  }
}
