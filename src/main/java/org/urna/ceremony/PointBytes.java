package org.urna.ceremony;

import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;

/// Points as snarkjs feeds them to hashes ("uncompressed"): coordinates in normal form, 32 bytes
/// big-endian each, in G2 c1 before c0; infinity is zeros. The hash is BLAKE2b with 64 bytes.
final class PointBytes {
  static final int HASH_BYTES = 64;

  private static final int L = PrimeField.LIMBS;

  private PointBytes() {}

  /// The bytes of affine points.
  static byte[] uncompressed(Group group, long[] points) {
    int coordinates = group.affineWidth() / L;
    byte[] bytes = new byte[points.length * Long.BYTES];
    long[] normal = new long[L];
    for (int at = 0; at < points.length; at += coordinates * L) {
      for (int c = 0; c < coordinates; c++) {
        Fq.FIELD.fromMontgomery(normal, 0, points, at + c * L);
        // G1: x, y; G2: x.c1, x.c0, y.c1, y.c0
        int place = group == Group.G1 ? c : c ^ 1;
        int end = (at / L + place) * 32 + 31;
        for (int i = 0; i < 32; i++) {
          bytes[end - i] = (byte) (normal[i >> 3] >>> (8 * (i & 7)));
        }
      }
    }
    return bytes;
  }

  static void update(Blake2bDigest hash, Group group, long[] points) {
    byte[] bytes = uncompressed(group, points);
    hash.update(bytes, 0, bytes.length);
  }

  static byte[] finish(Blake2bDigest hash) {
    byte[] bytes = new byte[HASH_BYTES];
    hash.doFinal(bytes, 0);
    return bytes;
  }
}
