package org.urna.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// SHA-256 of a whole file of any size; on a thread of its own, beside whoever else reads the file,
/// if started.
public final class FileHash implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final FutureTask<byte[]> task;

  private FileHash(Path file) {
    this.task = new FutureTask<>(() -> sha256(file));
  }

  static FileHash start(Path file) {
    FileHash hash = new FileHash(file);
    Thread.ofPlatform().name("file-hash").daemon().start(hash.task);
    return hash;
  }

  /// The hash, 32 bytes, on this thread.
  ///
  /// @throws IOException if the file cannot be read
  public static byte[] sha256(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The hash, as soon as it is there.
  ///
  /// @throws ProvingKeyException if the file cannot be read or this thread is interrupted
  byte[] await() throws ProvingKeyException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new ProvingKeyException("the proving key cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProvingKeyException("interrupted while hashing a proving key", e);
    }
  }

  /// Stops hashing.
  @Override
  public void close() {
    task.cancel(true);
  }
}
