package org.urna.upload;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/// How much gas a batch may use and what it may cost.
///
/// @param feeCap the most to offer for a unit of gas, in wei; a batch waits rather than pay more
/// @param gasCap the most gas of one transaction: the chain's own cap (2^24 under EIP-7825) or less
/// @param marginPercent added to the estimate, because other batches may come first
/// @param replaceAfter a transaction that waits longer is replaced by one that offers more
/// @param bumpPercent how much more; nodes refuse a replacement below 10
public record GasPolicy(
    BigInteger feeCap, long gasCap, int marginPercent, Duration replaceAfter, int bumpPercent) {
  /// EIP-7825.
  public static final long TRANSACTION_GAS_CAP = 1L << 24;

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  public GasPolicy {
    if (feeCap.signum() <= 0 || gasCap < 21_000 || marginPercent < 0 || bumpPercent < 10) {
      throw new IllegalArgumentException("gas policy: a value is out of range");
    }
    if (replaceAfter.isNegative()) {
      throw new IllegalArgumentException("gas policy: replaceAfter must not be negative");
    }
  }

  /// 100 gwei at most, 10 % margin, replaced after two minutes by 25 % more.
  public static GasPolicy standard() {
    return upTo(BigInteger.valueOf(100_000_000_000L));
  }

  /// As [#standard()], with another cap.
  static GasPolicy upTo(BigInteger feeCap) {
    return new GasPolicy(feeCap, TRANSACTION_GAS_CAP, 10, Duration.ofMinutes(2), 25);
  }

  /// The gas limit for an estimate.
  public long gasLimit(long estimate) {
    return Math.min(gasCap, Math.addExact(estimate, estimate * marginPercent / 100));
  }

  /// What a first transaction offers: room for the base fee to double. Nothing if even the present
  /// base fee is above the cap.
  public Optional<Fees> first(FeeMarket market) {
    BigInteger wanted = market.baseFee().shiftLeft(1).add(market.priorityFee());
    return capped(wanted, market.priorityFee(), market);
  }

  /// What a replacement of `previous` offers: both fees raised by [#bumpPercent], or what a first
  /// transaction would offer now if that is more. Nothing if the cap leaves no room for the raise
  /// that nodes demand.
  public Optional<Fees> replacement(Fees previous, FeeMarket market) {
    BigInteger priority = raised(previous.priorityFee()).max(market.priorityFee());
    BigInteger wanted = raised(previous.maxFee()).max(market.baseFee().shiftLeft(1).add(priority));
    if (raised(previous.maxFee()).compareTo(feeCap) > 0) {
      return Optional.empty();
    }
    return capped(wanted, priority, market);
  }

  private Optional<Fees> capped(BigInteger wanted, BigInteger priority, FeeMarket market) {
    BigInteger maxFee = wanted.min(feeCap);
    if (maxFee.compareTo(market.baseFee()) < 0) {
      return Optional.empty();
    }
    return Optional.of(new Fees(maxFee, priority.min(maxFee)));
  }

  private BigInteger raised(BigInteger fee) {
    BigInteger more = fee.multiply(BigInteger.valueOf(100L + bumpPercent));
    return more.add(HUNDRED.subtract(BigInteger.ONE)).divide(HUNDRED);
  }
}
