package org.urna.passport.scan;

import java.util.Arrays;

/// Finds zones in the bytes of a serial scanner. Bounded: of a stream without end it keeps the last
/// [ZoneFinder#MOST_CHARACTERS] bytes, so that a zone after garbage is still found. Not
/// thread-safe.
public final class SerialFrames implements AutoCloseable {
  private static final int TYPE = 0x49;
  private static final int HEADER = 3;

  /// Fewer bytes than the smallest zone has are noise, not a page that could not be read.
  private static final int SHORTEST_ZONE = 72;

  private final SerialLine.Framing framing;
  private final byte[] buffer = new byte[ZoneFinder.MOST_CHARACTERS];
  private int length;

  public SerialFrames(SerialLine.Framing framing) {
    this.framing = framing;
  }

  /// Takes the first `count` of `bytes`.
  ///
  /// @return what they completed; [MrzScan.Nothing] while there is no more to say
  public MrzScan take(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (length == buffer.length) {
        drop(1);
      }
      buffer[length++] = bytes[i];
    }
    return switch (framing) {
      case LINES -> new MrzScan.Nothing();
      case ELYCTIS -> frame();
    };
  }

  /// The line was silent for a while: what came is all there is.
  public MrzScan quiet() {
    MrzScan scan =
        switch (framing) {
          case LINES -> found(0, length);
          case ELYCTIS -> afterResync();
        };
    close();
    return scan;
  }

  private MrzScan frame() {
    while (length >= HEADER) {
      int size = (buffer[1] & 0xff) << 8 | (buffer[2] & 0xff);
      if (buffer[0] != TYPE || size > buffer.length - HEADER) {
        drop(1);
        continue;
      }
      if (length < HEADER + size) {
        return new MrzScan.Nothing();
      }
      MrzScan scan = found(HEADER, HEADER + size);
      drop(HEADER + size);
      if (!(scan instanceof MrzScan.Nothing)) {
        return scan;
      }
    }
    return new MrzScan.Nothing();
  }

  /// What looked like a frame was none: the next byte that could begin one is tried.
  private MrzScan afterResync() {
    while (length > 0) {
      drop(1);
      MrzScan scan = frame();
      if (!(scan instanceof MrzScan.Nothing)) {
        return scan;
      }
    }
    return new MrzScan.Nothing();
  }

  private MrzScan found(int from, int to) {
    if (to - from < SHORTEST_ZONE) {
      return new MrzScan.Nothing();
    }
    char[] text = new char[to - from];
    for (int i = from; i < to; i++) {
      text[i - from] = (char) (buffer[i] & 0xff);
    }
    return ZoneFinder.find(text);
  }

  private void drop(int count) {
    System.arraycopy(buffer, count, buffer, 0, length - count);
    Arrays.fill(buffer, length - count, length, (byte) 0);
    length -= count;
  }

  /// Wipes what came.
  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
    length = 0;
  }
}
