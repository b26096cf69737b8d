package org.urna.ceremony;

import java.util.Optional;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.urna.proof.bn254.Group;

/// One step of phase 2 as section 10 of a `.zkey` records it: δ after it, and a proof that its
/// maker knew the factor. Names as in snarkjs: (s, s·x) in G1, sp = hash of the transcript in G2,
/// sp·x.
///
/// Points are affine limbs; arrays are not copied and nobody changes them.
///
/// @param deltaAfter \[δ\]₁ after this step
/// @param g1s a point of G1
/// @param g1sx the same times the factor x
/// @param g2spx the transcript's point of G2 times x
/// @param transcript BLAKE2b over everything before and g1s, g1sx: 64 bytes
/// @param name what the contributor called themselves, empty for none; public, not authenticated
/// @param beacon what the factor came from if it is public; empty for a person's contribution
record Contribution(
    long[] deltaAfter,
    long[] g1s,
    long[] g1sx,
    long[] g2spx,
    byte[] transcript,
    String name,
    Optional<Beacon> beacon) {
  /// The most characters of a name that snarkjs keeps.
  static final int LONGEST_NAME = 64;

  /// Feeds what later steps are bound to.
  void hashInto(Blake2bDigest hash) {
    PointBytes.update(hash, Group.G1, deltaAfter);
    PointBytes.update(hash, Group.G1, g1s);
    PointBytes.update(hash, Group.G1, g1sx);
    PointBytes.update(hash, Group.G2, g2spx);
    hash.update(transcript, 0, transcript.length);
  }

  /// What the contributor publishes: snarkjs' "Contribution Hash".
  byte[] hash() {
    Blake2bDigest hash = new Blake2bDigest(512);
    hashInto(hash);
    return PointBytes.finish(hash);
  }
}
