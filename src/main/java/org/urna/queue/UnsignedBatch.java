package org.urna.queue;

import java.math.BigInteger;
import java.util.List;
import org.urna.ballot.SealedBallot;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.election.Keccak256;

/// A batch before its signature: its name and its ballots in strictly ascending order of nullifier.
/// Strictly, because the contract finds duplicates by comparing neighbours; by nullifier, because
/// that order says nothing about who came first.
public record UnsignedBatch(BatchId id, List<SealedBallot> ballots) {
  private static final byte[] TYPE_HASH =
      Eip712Domain.typeHash("Batch(uint64 sequence,uint32 count,bytes32 ballotsHash)");

  public UnsignedBatch {
    ballots = List.copyOf(ballots);
    if (ballots.isEmpty()) {
      throw new IllegalArgumentException("ballots: must not be empty");
    }
    BigInteger previous = BigInteger.valueOf(-1);
    for (SealedBallot ballot : ballots) {
      BigInteger nullifier = ballot.nullifier().value();
      if (nullifier.compareTo(previous) <= 0) {
        throw new IllegalArgumentException("ballots: nullifiers must ascend strictly");
      }
      previous = nullifier;
    }
  }

  /// keccak-256 over the ballots' hashes; a ballot's hash is keccak-256 over its words
  /// ([SealedBallot#toBytes()]).
  public Bytes ballotsHash() {
    byte[][] hashes = new byte[ballots.size()][];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = Keccak256.hash(ballots.get(i).toBytes());
    }
    return Bytes.of(Keccak256.hash(hashes));
  }

  /// The EIP-712 digest that the station signs and the contract recovers the signer from.
  public Bytes digest(Eip712Domain domain) {
    return domain.digest(
        TYPE_HASH,
        Bytes.word(BigInteger.valueOf(id.sequence())),
        Bytes.word(BigInteger.valueOf(ballots.size())),
        ballotsHash().toByteArray());
  }

  public Batch signed(EcdsaSignature signature) {
    return new Batch(id, ballots, signature);
  }
}
