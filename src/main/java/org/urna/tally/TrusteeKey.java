package org.urna.tally;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.urna.election.Bytes;
import org.urna.keys.Passphrase;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// A trustee's share x_j of the key that opens the sum. **A secret**: t shares open every single
/// ballot.
///
/// At rest only in a file encrypted under a passphrase; in memory overwritten by [#close()]. While
/// it computes, `BigInteger` copies exist on the heap. Not recorded, not printed, not compared.
public final class TrusteeKey implements AutoCloseable {
  private final Bytes ceremonyId;
  private final int trustee;
  private final Point verificationKey;
  private final byte[] share;
  private boolean closed;

  private TrusteeKey(Bytes ceremonyId, int trustee, Point verificationKey, byte[] share) {
    this.ceremonyId = ceremonyId;
    this.trustee = trustee;
    this.verificationKey = verificationKey;
    this.share = share;
  }

  /// @param share in [1, ℓ)
  static TrusteeKey of(Bytes ceremonyId, int trustee, BigInteger share) {
    if (share.signum() <= 0 || share.compareTo(BabyJubJub.ORDER) >= 0) {
      throw new IllegalArgumentException("a share is in [1, ℓ)");
    }
    return new TrusteeKey(
        ceremonyId, trustee, BabyJubJub.multiply(BabyJubJub.BASE8, share), Bytes.word(share));
  }

  /// Reads and opens a key file. Takes about a second by design.
  ///
  /// @param passphrase not kept and not closed
  /// @throws TrusteeKeyException if the file cannot be read or is no key file, the passphrase is
  ///   wrong, or anything in the file was changed
  public static TrusteeKey open(Path file, Passphrase passphrase) throws TrusteeKeyException {
    return TrusteeKeyFile.read(file, passphrase);
  }

  /// Writes the key to a new file, encrypted with AES-256-GCM under Argon2id of `passphrase`: to a
  /// sibling first, forced to the disk, then moved.
  ///
  /// @param passphrase not kept and not closed
  /// @throws TrusteeKeyException if the file exists or cannot be written
  public void write(Path file, Passphrase passphrase, SecureRandom random)
      throws TrusteeKeyException {
    requireOpen();
    TrusteeKeyFile.write(this, file, passphrase, random);
  }

  /// Which ceremony the share comes from.
  public Bytes ceremonyId() {
    return ceremonyId;
  }

  /// j, counted from 1.
  public int trustee() {
    return trustee;
  }

  /// V_j = x_j·B8.
  public Point verificationKey() {
    return verificationKey;
  }

  /// x_j as the circuit takes it. The caller must not keep it.
  BigInteger share() {
    requireOpen();
    return new BigInteger(1, share);
  }

  /// 32 bytes, big-endian; the caller wipes the array.
  byte[] shareBytes() {
    requireOpen();
    return share.clone();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the share is already destroyed");
    }
  }

  /// Overwrites the share. Further calls do nothing.
  @Override
  public void close() {
    closed = true;
    Arrays.fill(share, (byte) 0);
  }
}
