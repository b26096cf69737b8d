package org.urna.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes files to a medium that is carried away.
public final class Medium {
  private static final Logger LOG = LoggerFactory.getLogger(Medium.class);

  private Medium() {}

  /// Returns when `content` is on the medium: written beside the final name, synced, moved, the
  /// folder synced, then read back past the operating system's cache (where the file system allows
  /// that) and compared. A file of this name is replaced.
  ///
  /// @throws IOException if any of this fails; "safe to remove" must then not be said
  public static void write(Path file, byte[] content) throws IOException {
    WholeFile.write(file, content);
    if (!Arrays.equals(content, read(file))) {
      throw new IOException("the medium returned other bytes than were written");
    }
  }

  /// Direct reading asks the device and not the page cache, which would return what was written
  /// even from a stick that lost it. A file system without it (tmpfs, some FAT drivers) is read
  /// normally.
  private static byte[] read(Path file) throws IOException {
    Optional<OpenOption> direct = directReading();
    if (direct.isEmpty()) {
      LOG.info("this runtime cannot read past the cache");
      return Files.readAllBytes(file);
    }
    int block = Math.toIntExact(Files.getFileStore(file).getBlockSize());
    int size = Math.toIntExact(Files.size(file));
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.ceilDiv(size, block) * block + 2 * block)
            .alignedSlice(block);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct.get())) {
      while (channel.read(buffer) > 0) {
        // The last read ends inside a block.
        if (buffer.position() % block != 0) {
          break;
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.info("this medium cannot be read past the cache ({})", e.getClass().getSimpleName());
      return Files.readAllBytes(file);
    }
    byte[] content = new byte[buffer.position()];
    buffer.flip().get(content);
    return content;
  }

  /// The JDK's option for reading past the cache, looked up by name: it belongs to the module
  /// `jdk.unsupported`, which a runtime image may leave out.
  private static Optional<OpenOption> directReading() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return Arrays.stream(options.getEnumConstants())
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst();
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
