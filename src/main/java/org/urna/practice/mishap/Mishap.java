package org.urna.practice.mishap;

import java.time.Duration;
import org.urna.practice.card.ChipReply;

/// Something that goes wrong with one command on its way between chip and reader, or in the chip.
public sealed interface Mishap {

  /// The card leaves the field before it can answer, and stays away until it gets power again.
  record Removed() implements Mishap {}

  /// No answer comes until the card is taken away, for a minute at most.
  record Silent() implements Mishap {}

  /// The answer comes late.
  record Late(Duration delay) implements Mishap {}

  /// The chip answers a status word and no data; in a session it seals that.
  record Status(int statusWord) implements Mishap {}

  /// The status word outside secure messaging becomes another one, not the one inside.
  record OuterStatus(int statusWord) implements Mishap {}

  /// The chip seals its answer wrongly. Outside a session nothing happens.
  record Sealed(ChipReply.Seal seal) implements Mishap {}

  /// The previous response comes again in place of this one; before the first nothing happens.
  record Replayed() implements Mishap {}

  /// Only the first bytes of the response arrive, its status word cut off if it lay behind them.
  record Truncated(int bytes) implements Mishap {
    public Truncated {
      requireNotNegative(bytes);
    }
  }

  /// The response has more bytes than it should before its status word, all AA.
  record Oversized(int bytes) implements Mishap {
    public Oversized {
      requireNotNegative(bytes);
    }
  }

  /// 9000 and nothing else arrives.
  record Hollow() implements Mishap {}

  private static void requireNotNegative(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("fewer than no bytes");
    }
  }
}
