package org.urna.queue.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A rollback journal that a box's program left behind when it ended, played back into a copy of
/// the box: the pages as they were before the change that did not end (SQLite's file format, "The
/// Rollback Journal").
///
/// SQLite would do it itself. But a journal may name a "super-journal", a file that SQLite deletes
/// when it is done, and whoever hands over a folder could have it delete any file of ours. So a
/// journal is never laid beside a database that we open.
final class BoxJournal {
  private static final byte[] MAGIC = {
    (byte) 0xd9, (byte) 0xd5, 0x05, (byte) 0xf9, 0x20, (byte) 0xa1, 0x63, (byte) 0xd7
  };
  private static final int HEAD = 28;
  private static final int MIN_PAGE = 512;
  private static final int MAX_PAGE = 65_536;

  /// A forged page number must not make a file without end.
  private static final long MAX_BOX = 1L << 30;

  private BoxJournal() {}

  /// Plays `journal` back into `box`, as far as its records are whole.
  ///
  /// @return how many pages were put back; 0 if the journal holds no change
  /// @throws IOException if `box` cannot be written
  static int playBack(Path journal, Path box) throws IOException {
    try (FileChannel in = FileChannel.open(journal, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(box, StandardOpenOption.WRITE)) {
      int restored = 0;
      long at = 0;
      while (true) {
        ByteBuffer head = read(in, at, HEAD);
        if (head.remaining() < HEAD || !startsWithMagic(head)) {
          return restored;
        }
        long records = Integer.toUnsignedLong(head.getInt(8));
        int nonce = head.getInt(12);
        long pagesBefore = Integer.toUnsignedLong(head.getInt(16));
        int sector = head.getInt(20);
        int page = head.getInt(24);
        if (!isSize(sector) || !isSize(page) || pagesBefore * page > MAX_BOX) {
          return restored;
        }
        long room = (in.size() - at - sector) / (page + 8);
        // All ones: the program ended before it wrote how many there are.
        boolean isLast = records == 0xffff_ffffL || records > room;
        long most = isLast ? room : records;
        for (long i = 0; i < most; i++) {
          ByteBuffer each = read(in, at + sector + i * (page + 8), page + 8);
          if (each.remaining() < page + 8 || each.getInt(4 + page) != checksum(each, page, nonce)) {
            return restored;
          }
          long number = Integer.toUnsignedLong(each.getInt(0));
          if (number == 0 || number > pagesBefore) {
            return restored;
          }
          write(out, each.slice(4, page), (number - 1) * page);
          restored++;
        }
        if (restored > 0 && pagesBefore * page < out.size()) {
          out.truncate(pagesBefore * page);
        }
        if (isLast || most == 0) {
          return restored;
        }
        // The next header begins at the next sector.
        long end = at + sector + most * (page + 8);
        at = Math.ceilDiv(end, sector) * (long) sector;
      }
    }
  }

  private static boolean startsWithMagic(ByteBuffer head) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (head.get(i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSize(int size) {
    return size >= MIN_PAGE && size <= MAX_PAGE && Integer.bitCount(size) == 1;
  }

  /// The nonce and every 200th byte from behind, the first bytes left out.
  private static int checksum(ByteBuffer record, int page, int nonce) {
    int sum = nonce;
    for (int i = page - 200; i > 0; i -= 200) {
      sum += record.get(4 + i) & 0xff;
    }
    return sum;
  }

  private static ByteBuffer read(FileChannel in, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && in.read(buffer, at + buffer.position()) > 0) {
      // Until it is full or the file ends.
    }
    return buffer.flip();
  }

  private static void write(FileChannel out, ByteBuffer content, long at) throws IOException {
    long to = at;
    while (content.hasRemaining()) {
      to += out.write(content, to);
    }
  }
}
