package org.urna.passport.chip;

import java.util.List;
import org.urna.hardware.CardExchange;

/// How much of a file one reader asks for at once: the largest size that its profile and the chip
/// allow, and after a session that died in the middle of a file the next smaller one, until a
/// session ends well. Some chips die at blocks that they claim to give.
///
/// Thread-safe.
final class BlockSizes {

  private final boolean extended;
  private final List<Integer> sizes;
  private int ceiling = Integer.MAX_VALUE;
  private boolean canTrySmaller;

  /// @param extended the reader carries extended length APDUs
  /// @param sizes bytes, descending, at least one
  BlockSizes(boolean extended, List<Integer> sizes) {
    this.extended = extended;
    this.sizes = List.copyOf(sizes);
  }

  /// What to use for the next session. Blocks that fit into short APDUs are asked for in short
  /// APDUs, whatever the reader can carry.
  ///
  /// @param chipExtended the chip does not say that it takes only short APDUs
  synchronized CardExchange exchange(boolean chipExtended) {
    int limit = chipExtended ? ceiling : Math.min(ceiling, CardExchange.LARGEST_SHORT_BLOCK);
    int size =
        sizes.stream()
            .filter(candidate -> candidate <= limit)
            .findFirst()
            .orElse(Math.min(sizes.getLast(), limit));
    return new CardExchange(extended && size > CardExchange.LARGEST_SHORT_BLOCK, size);
  }

  /// A new session is asked for, whether it comes about or not: what the last one died of has been
  /// answered.
  synchronized void beginSession() {
    canTrySmaller = false;
  }

  /// The session died while it read a file in blocks of `block` bytes.
  synchronized void diedAt(int block) {
    if (sizes.getLast() < block) {
      ceiling = block - 1;
      canTrySmaller = true;
    }
  }

  /// The session has read what it wanted: the next passport starts with the largest size again.
  synchronized void endedWell() {
    ceiling = Integer.MAX_VALUE;
    canTrySmaller = false;
  }

  synchronized boolean canTrySmaller() {
    return canTrySmaller;
  }
}
