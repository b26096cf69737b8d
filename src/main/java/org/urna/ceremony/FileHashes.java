package org.urna.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.urna.proof.FileHash;

/// Digests of whole files, as lower-case hex.
final class FileHashes {
  private FileHashes() {}

  /// Takes bytes in the order of the file.
  private interface Sink {
    void update(byte[] bytes, int length);
  }

  static String sha256(Path file) throws CeremonyFileException {
    try {
      return HexFormat.of().formatHex(FileHash.sha256(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static String sha512(Path file) throws CeremonyFileException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      read(file, (bytes, length) -> digest.update(bytes, 0, length));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /// BLAKE2b with 64 bytes, unkeyed: `b2sum FILE`.
  static String blake2b(Path file) throws CeremonyFileException {
    Blake2bDigest digest = new Blake2bDigest(512);
    read(file, (bytes, length) -> digest.update(bytes, 0, length));
    byte[] hash = new byte[64];
    digest.doFinal(hash, 0);
    return HexFormat.of().formatHex(hash);
  }

  private static void read(Path file, Sink sink) throws CeremonyFileException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      while (channel.read(buffer) >= 0) {
        sink.update(buffer.array(), buffer.position());
        buffer.clear();
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static CeremonyFileException unreadable(Path file, IOException cause) {
    return new CeremonyFileException(file + ": cannot be read", cause);
  }
}
