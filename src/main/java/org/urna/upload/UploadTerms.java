package org.urna.upload;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// When a batch counts as final on a chain, and what a transaction may use and offer there.
///
/// @param asksFinalized whether the chain's own word counts, where the node has one: a batch is
///   final when its block is not above the one that the node calls `finalized`
/// @param depth where the node has no such word, or it does not count: how many blocks must lie on
///   top
public record UploadTerms(boolean asksFinalized, int depth, GasPolicy gas) {
  private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);

  public UploadTerms {
    if (depth < 0) {
      throw new IllegalArgumentException("depth: must not be negative");
    }
  }

  /// Chains that elections are known to be thought of for. Depths are for nodes that do not know
  /// `finalized`: two epochs of Ethereum and Gnosis; what Polygon advised before its milestones;
  /// half an hour of a rollup, whose final blocks are those of which the batch is final below. Fee
  /// caps keep a full batch below one coin (geth's default `rpc.txfeecap`), and above what the
  /// chain usually asks.
  private enum Known {
    ETHEREUM(1, true, 64, 60),
    OPTIMISM(10, true, 900, 5),
    GNOSIS(100, true, 64, 60),
    POLYGON(137, true, 256, 1_000),
    BASE(8_453, true, 900, 5),
    /// A chain in one program, whose `finalized` is a number without a meaning.
    PRACTICE(31_337, false, 12, 60),
    ARBITRUM(42_161, true, 7_200, 5),
    SEPOLIA(11_155_111, true, 64, 60);

    private final long chainId;
    private final UploadTerms terms;

    Known(long chainId, boolean asksFinalized, int depth, long feeCapGwei) {
      this.chainId = chainId;
      this.terms = new UploadTerms(asksFinalized, depth, GasPolicy.upTo(gwei(feeCapGwei)));
    }
  }

  /// What is right for the chain with this id, as far as it is known here; for others Ethereum's.
  public static UploadTerms of(long chainId) {
    return Arrays.stream(Known.values())
        .filter(known -> known.chainId == chainId)
        .findFirst()
        .orElse(Known.ETHEREUM)
        .terms;
  }

  /// What an organiser sets instead.
  ///
  /// @param depth how many blocks must lie on top where the node's word does not count
  /// @param feeCapGwei the most to offer for a unit of gas
  /// @param gasCap the most gas of a transaction
  public record Changes(OptionalInt depth, OptionalLong feeCapGwei, OptionalLong gasCap) {
    public static Changes depth(int depth) {
      return new Changes(OptionalInt.of(depth), OptionalLong.empty(), OptionalLong.empty());
    }
  }

  /// These with `changes`.
  public UploadTerms with(Changes changes) {
    GasPolicy changed =
        new GasPolicy(
            changes.feeCapGwei().isPresent()
                ? gwei(changes.feeCapGwei().getAsLong())
                : gas.feeCap(),
            changes.gasCap().orElse(gas.gasCap()),
            gas.marginPercent(),
            gas.replaceAfter(),
            gas.bumpPercent());
    return new UploadTerms(asksFinalized, changes.depth().orElse(depth), changed);
  }

  private static BigInteger gwei(long number) {
    return GWEI.multiply(BigInteger.valueOf(number));
  }

  /// Whether a block lies deep enough.
  ///
  /// @param finalized the newest block that the node calls final, if it does; asked only where that
  ///   counts
  boolean isDeep(long block, ChainHead head, Optional<ChainHead> finalized) {
    return finalized
        .map(last -> block <= last.number())
        .orElseGet(() -> head.number() - block >= depth);
  }
}
