package org.urna.kiosk.warmup;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import org.urna.election.Bytes;

/// Draws what was drawn when a chip was recorded, and nothing beyond it: neither secure nor random.
/// It goes to the reader of a [ReplayedChip] and to nothing else.
final class ReplayedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Drawn drawn;

  ReplayedRandom(Bytes recorded) {
    this(new Drawn(recorded.toByteArray()));
  }

  private ReplayedRandom(Drawn drawn) {
    super(drawn, null);
    this.drawn = drawn;
  }

  /// Whether all of it has been drawn.
  boolean isUsedUp() {
    return drawn.next == drawn.bytes.length;
  }

  /// More is drawn than when the chip was recorded.
  static final class UsedUpException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private UsedUpException() {
      super("more is drawn than was recorded");
    }
  }

  private static final class Drawn extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private int next;

    Drawn(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected void engineNextBytes(byte[] out) {
      if (out.length > bytes.length - next) {
        throw new UsedUpException();
      }
      System.arraycopy(bytes, next, out, 0, out.length);
      next += out.length;
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      throw new UnsupportedOperationException("a recording seeds nothing");
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      throw new UnsupportedOperationException("a recording takes no seed");
    }
  }
}
