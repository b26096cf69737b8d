package org.urna.station;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.urna.files.WholeFile;

/// Small files of the station: read with a bound, destroyed for good. [WholeFile] writes them.
final class SmallFiles {
  private static final int MAX_SIZE = 64 << 10;

  private SmallFiles() {}

  static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw new IOException(file.getFileName() + " is larger than it may be");
      }
      return content;
    }
  }

  /// Overwrites, syncs and deletes. On an SSD the old blocks may live on unseen; what was in them
  /// was encrypted, and what encrypted it is destroyed in the same way.
  static void destroy(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int size = Math.toIntExact(Files.size(file));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(size);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      channel.force(true);
    }
    Files.delete(file);
    WholeFile.forceFolderOf(file);
  }
}
