package org.urna.upload;

/// What casting costs, in gas and bytes, as measured on the contract of this build; a test holds
/// the figures.
///
/// A batch costs a part that does not depend on the number of ballots (three pairs of each
/// multi-pairing, one scalar multiplication per ciphertext coordinate, the storage of the sums,
/// which is dearest for the election's first batch), a part for each enrolment variant that occurs
/// in it beyond the first (a multi-pairing of its own), and a part for each ballot (two pairs, four
/// scalar multiplications, the nullifier's storage, calldata).
public final class CastGas {
  private static final long BATCH = 475_000;
  private static final long BATCH_PER_OPTION = 118_000;
  private static final long VARIANT = 180_000;
  private static final long BALLOT = 132_500;
  private static final long BALLOT_PER_OPTION = 3_900;

  /// The part of a transaction's gas cap that a batch may use: the rest is for a chain that counts
  /// dearer.
  private static final int PERCENT_OF_CAP = 80;

  /// The most bytes of a signed transaction that carries a batch: the pools of geth and reth refuse
  /// more than 131,072 (`txMaxSize`), the sequencer of Arbitrum more than 95,000.
  public static final int TRANSACTION_BYTES = 90_000;

  private static final int BATCH_BYTES = 400;
  private static final int BALLOT_BYTES = 608;
  private static final int BALLOT_BYTES_PER_OPTION = 128;

  private CastGas() {}

  /// The most bytes of the signed transaction that casts a batch (RLP, EIP-1559): a ballot's two
  /// proofs, nullifier and badge, two points for each option, and what a batch needs once.
  public static int bytesAtMost(int options, int ballots) {
    return BATCH_BYTES + (BALLOT_BYTES + BALLOT_BYTES_PER_OPTION * options) * ballots;
  }

  /// An upper bound for a batch, an election's first one included; a later one costs up to 100,000
  /// per option less.
  ///
  /// @param variants of the election; a batch may hold ballots of all of them
  public static long atMost(int options, int variants, int ballots) {
    return BATCH
        + BATCH_PER_OPTION * options
        + VARIANT * (variants - 1)
        + (BALLOT + BALLOT_PER_OPTION * options) * ballots;
  }

  /// The most ballots of a batch that stays within 80 % of a transaction's gas cap (2^24, EIP-7825)
  /// and within [#TRANSACTION_BYTES].
  public static int batchMax(int options, int variants) {
    long budget = GasPolicy.TRANSACTION_GAS_CAP * PERCENT_OF_CAP / 100;
    long byGas = (budget - atMost(options, variants, 0)) / (BALLOT + BALLOT_PER_OPTION * options);
    long byBytes =
        (TRANSACTION_BYTES - bytesAtMost(options, 0))
            / (BALLOT_BYTES + BALLOT_BYTES_PER_OPTION * options);
    return (int) Math.min(byGas, byBytes);
  }
}
