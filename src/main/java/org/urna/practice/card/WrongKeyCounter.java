package org.urna.practice.card;

/// Counts wrong keys in a row as a chip does in its persistent memory: a reset does not clear it,
/// the right key does.
final class WrongKeyCounter {

  private static final int TRIES_LEFT = 0x63C0;
  private static final int MOST_TOLD = 15;

  private final WrongKeys rule;
  private final ChipPause pause;
  private int wrongKeys;

  WrongKeyCounter(WrongKeys rule, ChipPause pause) {
    this.rule = rule;
    this.pause = pause;
  }

  /// Before an attempt.
  ///
  /// @throws CardRefusal 6983 if the chip is blocked
  void requireOpen() throws CardRefusal {
    if (rule.blockedAfter() > 0 && wrongKeys >= rule.blockedAfter()) {
      throw new CardRefusal(StatusWord.BLOCKED);
    }
  }

  /// Where an attempt takes as long as the rule says.
  void slowDown() {
    pause.pause(rule.delayAfter(wrongKeys));
  }

  void right() {
    wrongKeys = 0;
  }

  /// @return the refusal to answer with
  CardRefusal wrong() {
    wrongKeys++;
    if (!rule.tellsTriesLeft()) {
      return new CardRefusal(StatusWord.AUTHENTICATION_FAILED);
    }
    return new CardRefusal(
        TRIES_LEFT | Math.clamp(rule.blockedAfter() - (long) wrongKeys, 0, MOST_TOLD));
  }
}
