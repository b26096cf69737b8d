package org.urna.practice.card;

import java.time.Duration;

/// How a chip defends itself against guessed keys, in Basic Access Control and PACE together: the
/// nth wrong key in a row makes the next attempt wait, twice as long each time, and too many block
/// the chip.
///
/// @param firstDelay after the first wrong key; zero for a chip that does not slow down
/// @param longestDelay it does not grow beyond this
/// @param blockedAfter wrong keys in a row after which every attempt answers 6983, or 0 for never
/// @param tellsTriesLeft answers 63Cx with the tries left in place of 6300
public record WrongKeys(
    Duration firstDelay, Duration longestDelay, int blockedAfter, boolean tellsTriesLeft) {

  public WrongKeys {
    if (firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0 || blockedAfter < 0) {
      throw new IllegalArgumentException("delays that shrink, or fewer tries than none");
    }
    if (tellsTriesLeft && blockedAfter == 0) {
      throw new IllegalArgumentException("no number of tries to tell");
    }
  }

  /// A chip that lets itself be asked for ever.
  public static WrongKeys unlimited() {
    return new WrongKeys(Duration.ZERO, Duration.ZERO, 0, false);
  }

  /// A chip that blocks after so many wrong keys in a row.
  public static WrongKeys blockedAfter(int wrongKeys) {
    return new WrongKeys(Duration.ZERO, Duration.ZERO, wrongKeys, true);
  }

  /// How long the next attempt waits after `wrongKeys` in a row.
  Duration delayAfter(int wrongKeys) {
    if (wrongKeys == 0 || firstDelay.isZero()) {
      return Duration.ZERO;
    }
    Duration delay = firstDelay;
    for (int i = 1; i < wrongKeys && delay.compareTo(longestDelay) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }
}
