package org.urna.ceremony;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a `.zkey` section by section, first to a sibling `NAME.part`, which is forced to disk and
/// takes the name when [#finish()] is called: a key is there whole or not at all. An existing file
/// is not replaced.
final class KeyWriter implements AutoCloseable {
  private static final int SECTIONS = 10;

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long left;

  private KeyWriter(Path file, Path part, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.channel = channel;
  }

  /// Starts a file.
  ///
  /// @throws CeremonyFileException if it exists, or its folder cannot be written
  static KeyWriter create(Path file) throws CeremonyFileException {
    Path absolute = file.toAbsolutePath();
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      if (Files.exists(absolute)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      KeyWriter writer =
          new KeyWriter(
              absolute,
              part,
              FileChannel.open(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE));
      writer.buffer.put("zkey".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(SECTIONS);
      return writer;
    } catch (FileAlreadyExistsException e) {
      throw new CeremonyFileException(file + ": exists; it is not replaced", e);
    } catch (IOException e) {
      throw new CeremonyFileException(file + ": cannot be written", e);
    }
  }

  /// Starts a section of `length` bytes.
  void section(int id, long length) throws CeremonyFileException {
    requireFull();
    reserve(12);
    buffer.putInt(id).putLong(length);
    left = length;
  }

  void u32(int value) throws CeremonyFileException {
    reserve(4);
    buffer.putInt(value);
    left -= 4;
  }

  void limbs(long[] limbs) throws CeremonyFileException {
    for (long limb : limbs) {
      reserve(Long.BYTES);
      buffer.putLong(limb);
    }
    left -= 8L * limbs.length;
  }

  void bytes(byte[] bytes) throws CeremonyFileException {
    bytes(MemorySegment.ofArray(bytes));
  }

  void bytes(MemorySegment bytes) throws CeremonyFileException {
    for (long at = 0; at < bytes.byteSize(); ) {
      reserve(1);
      long count = Math.min(buffer.remaining(), bytes.byteSize() - at);
      buffer.put(bytes.asSlice(at, count).asByteBuffer());
      at += count;
    }
    left -= bytes.byteSize();
  }

  /// A whole section.
  void section(int id, MemorySegment bytes) throws CeremonyFileException {
    section(id, bytes.byteSize());
    bytes(bytes);
  }

  private void requireFull() {
    if (left != 0) {
      throw new IllegalStateException("a section has not the length it was given");
    }
  }

  private void reserve(int bytes) throws CeremonyFileException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    try {
      drain();
    } catch (IOException e) {
      throw new CeremonyFileException(part + ": cannot be written", e);
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /// Gives the file its name; it is on disk when this returns.
  void finish() throws CeremonyFileException {
    requireFull();
    try {
      drain();
      channel.force(true);
      channel.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CeremonyFileException(file + ": cannot be written", e);
    }
  }

  /// Removes what was written unless it is finished.
  @Override
  public void close() throws CeremonyFileException {
    try {
      channel.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new CeremonyFileException(part + ": cannot be removed", e);
    }
  }
}
