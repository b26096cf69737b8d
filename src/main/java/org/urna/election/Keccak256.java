package org.urna.election;

import org.bouncycastle.crypto.digests.KeccakDigest;

/// Keccak-256 as Ethereum uses it (the padding before FIPS 202).
public final class Keccak256 {
  private Keccak256() {}

  /// The 32-byte digest of the concatenation of `parts`.
  public static byte[] hash(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(256);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] out = new byte[32];
    digest.doFinal(out, 0);
    return out;
  }
}
