package org.urna.rehearsal;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import org.urna.election.Bytes;
import org.urna.practice.card.SeededBytes;

/// Draws the bytes that a public seed fixes, and keeps what was drawn: neither secure nor random.
/// For conversations between practice chips and readers that come out the same each time.
final class RepeatableRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Kept kept;

  RepeatableRandom(String seed) {
    this(new Kept(new SeededBytes(seed)));
  }

  private RepeatableRandom(Kept kept) {
    super(kept, null);
    this.kept = kept;
  }

  /// All that was drawn, in order.
  Bytes drawn() {
    return Bytes.of(kept.drawn.toByteArray());
  }

  private static final class Kept extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    private final transient SeededBytes bytes;
    private final transient ByteArrayOutputStream drawn = new ByteArrayOutputStream();

    Kept(SeededBytes bytes) {
      this.bytes = bytes;
    }

    @Override
    protected void engineNextBytes(byte[] out) {
      byte[] next = bytes.next(out.length);
      System.arraycopy(next, 0, out, 0, out.length);
      drawn.writeBytes(next);
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      throw new UnsupportedOperationException("a fixed sequence seeds nothing");
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      throw new UnsupportedOperationException("a fixed sequence takes no other seed");
    }
  }
}
