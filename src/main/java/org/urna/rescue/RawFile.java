package org.urna.rescue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The bytes of a file on a medium that may be failing: a block that cannot be read counts as
/// zeros, and what follows it is read all the same. Read in pieces and not mapped into memory,
/// where a bad block would end the program.
final class RawFile {
  private static final int PIECE = 4 << 20;
  private static final int BLOCK = 4096;

  private RawFile() {}

  /// Takes one piece after the other.
  interface Reader {
    /// @param piece the caller's; valid during the call
    void take(byte[] piece, int length) throws IOException;
  }

  /// Reads `file` from its start to its end.
  ///
  /// @return how many bytes could not be read
  /// @throws IOException if the file cannot be opened, is a link, or `reader` fails
  static long read(Path file, Reader reader) throws IOException {
    byte[] piece = new byte[PIECE];
    long unreadable = 0;
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        int length = (int) Math.min(PIECE, size - at);
        try {
          fill(in, at, piece, 0, length);
        } catch (IOException e) {
          unreadable += fillBlocks(in, at, piece, length);
        }
        reader.take(piece, length);
        at += length;
      }
    }
    return unreadable;
  }

  private static long fillBlocks(FileChannel in, long at, byte[] piece, int length) {
    long unreadable = 0;
    for (int from = 0; from < length; from += BLOCK) {
      int part = Math.min(BLOCK, length - from);
      try {
        fill(in, at + from, piece, from, part);
      } catch (IOException e) {
        Arrays.fill(piece, from, from + part, (byte) 0);
        unreadable += part;
      }
    }
    return unreadable;
  }

  private static void fill(FileChannel in, long at, byte[] piece, int from, int length)
      throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(piece, from, length);
    while (rest.hasRemaining()) {
      if (in.read(rest, at + rest.position() - from) < 0) {
        throw new IOException("the file became shorter");
      }
    }
  }

  /// Copies `file` to the new file `copy`, unreadable blocks as zeros.
  static void copy(Path file, Path copy) throws IOException {
    try (OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
      read(file, (piece, length) -> out.write(piece, 0, length));
    }
  }
}
