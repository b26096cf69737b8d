package org.urna.kiosk;

import java.util.function.LongSupplier;

/// A step of the warm-up that repeats something until it gets no faster, a bounded number of times.
/// A voter who interrupts it costs it one round: what it has seen it remembers. For one thread.
final class WarmUpUntilSteady implements ProverWarmUp.Step {
  /// The JVM compiles in leaps: a round that is no faster may be followed by one that is.
  static final int PATIENCE = 3;

  /// A gain that a voter would not notice, and that busy machines make up.
  private static final double NOTICEABLE = 0.05;

  private final ProverWarmUp.Step round;
  private final int most;
  private final LongSupplier nanoTime;
  private long best = Long.MAX_VALUE;
  private int done;
  private int noFaster;

  /// @param round must end soon when its thread is interrupted
  /// @param most how often at most, at least 1
  /// @param nanoTime as [System#nanoTime()]
  WarmUpUntilSteady(ProverWarmUp.Step round, int most, LongSupplier nanoTime) {
    if (most < 1) {
      throw new IllegalArgumentException("nothing gets warm without a round");
    }
    this.round = round;
    this.most = most;
    this.nanoTime = nanoTime;
  }

  @Override
  public void run() throws Exception {
    while (done < most && noFaster < PATIENCE) {
      if (Thread.interrupted()) {
        throw new InterruptedException("between two rounds");
      }
      long start = nanoTime.getAsLong();
      round.run();
      long took = nanoTime.getAsLong() - start;
      done++;
      noFaster = took < best * (1 - NOTICEABLE) ? 0 : noFaster + 1;
      best = Math.min(best, took);
    }
  }
}
