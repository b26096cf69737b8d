package org.urna.proof.hash;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.urna.proof.hash.BabyJubJub.Point;

/// Finds the small number m in m·B8 by baby steps and giant steps: about 2·√limit additions. Counts
/// of one election are at most a million, so the search is done in a second.
public final class DiscreteLogarithm {
  /// The largest logarithm that is looked for.
  public static final int MAX_LIMIT = 10_000_000;

  private final int limit;
  private final int steps;
  private final Map<Point, Integer> babySteps;
  private final Point giantStep;

  private DiscreteLogarithm(int limit, int steps, Map<Point, Integer> babySteps, Point giantStep) {
    this.limit = limit;
    this.steps = steps;
    this.babySteps = babySteps;
    this.giantStep = giantStep;
  }

  /// Prepares to find numbers from 0 to `limit`.
  ///
  /// @throws IllegalArgumentException if the limit is negative or above [#MAX_LIMIT]
  public static DiscreteLogarithm upTo(int limit) {
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("no discrete logarithm up to " + limit);
    }
    int steps = (int) Math.sqrt(limit) + 1;
    Map<Point, Integer> babySteps = new HashMap<>();
    Point point = BabyJubJub.IDENTITY;
    for (int i = 0; i < steps; i++) {
      babySteps.put(point, i);
      point = BabyJubJub.add(point, BabyJubJub.BASE8);
    }
    Point giantStep = BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(steps)).negate();
    return new DiscreteLogarithm(limit, steps, babySteps, giantStep);
  }

  /// The m in [0, limit] with m·B8 = point, or nothing if there is none.
  public OptionalInt of(Point point) {
    Point rest = point;
    for (int giant = 0; giant <= limit / steps; giant++) {
      Integer baby = babySteps.get(rest);
      if (baby != null) {
        int found = giant * steps + baby;
        return found <= limit ? OptionalInt.of(found) : OptionalInt.empty();
      }
      rest = BabyJubJub.add(rest, giantStep);
    }
    return OptionalInt.empty();
  }
}
