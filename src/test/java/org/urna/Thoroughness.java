package org.urna;

import java.util.Random;

/// How much the tests try of what has no end: `-Durna.exhaustive=true` for all of what they
/// otherwise take samples of, `-Durna.seed=N` for the random choices of an earlier run.
public final class Thoroughness {
  public static final boolean IS_EXHAUSTIVE = Boolean.getBoolean("urna.exhaustive");

  private Thoroughness() {}

  /// How many rounds a test goes that proves more with each.
  public static int rounds(int usually, int exhaustively) {
    return IS_EXHAUSTIVE ? exhaustively : usually;
  }

  /// Other choices in every run, and the seed printed with which `test` makes the same again.
  public static Random random(Class<?> test) {
    long seed = Long.getLong("urna.seed", System.nanoTime());
    System.out.printf("%s: -Durna.seed=%d%n", test.getSimpleName(), seed);
    return new Random(seed);
  }
}
