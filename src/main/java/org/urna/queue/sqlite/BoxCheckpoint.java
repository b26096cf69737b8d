package org.urna.queue.sqlite;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.urna.election.Bytes;
import org.urna.files.WholeFile;

/// What a ballot box held when its last ballot was kept, in a file beside it: how many ballots, and
/// the sum of their checksums. A box that is lost, was put back from a copy, or was undone by an
/// old journal no longer fits to it (docs/adr/0016).
///
/// The sum is over the ballots in any order. Two different checkpoints of one box would tell which
/// ballot came between, so the file is never made anew, which would leave the old one in free
/// blocks: it has two slots, and each is overwritten where it lies, one after the other. What a
/// power cut tears is one of them.
///
/// @param ballots in batches or not, set aside or not
/// @param sum of all ballots' checksums, big-endian numbers, modulo 2^256
record BoxCheckpoint(int ballots, BigInteger sum) {
  static final BoxCheckpoint EMPTY = new BoxCheckpoint(0, BigInteger.ZERO);

  /// Of each slot: what disks and file systems write as one, so that a tear stays within it.
  private static final int SLOT = 4096;

  private static final byte[] TAG = "urna.ballot-box.v1".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern LINE =
      Pattern.compile("(urna-box-checkpoint 1 ([0-9]{10}) ([0-9a-f]{64}) )([0-9a-f]{64})\n");

  /// Where the checkpoint of the box at `box` lies.
  static Path beside(Path box) {
    return box.resolveSibling(box.getFileName() + ".checkpoint");
  }

  /// A ballot's checksum: SHA-256("urna.ballot-box.v1" ‖ words). It finds what went wrong and not
  /// who does wrong: whoever can write the words can write it too.
  static Bytes checksum(Bytes words) {
    return Bytes.of(sha256(TAG, words.toByteArray()));
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// With one ballot more.
  BoxCheckpoint with(Bytes checksum) {
    return new BoxCheckpoint(
        ballots + 1, modulo(sum.add(new BigInteger(1, checksum.toByteArray()))));
  }

  /// By what the sums differ: the checksum of the one ballot that this has more, if it is one.
  Bytes without(BoxCheckpoint before) {
    return Bytes.of(Bytes.word(modulo(sum.subtract(before.sum))));
  }

  /// A checksum as it was read, in 32 bytes, whatever its length was.
  static Bytes word(Bytes read) {
    return Bytes.of(Bytes.word(modulo(new BigInteger(1, read.toByteArray()))));
  }

  private static BigInteger modulo(BigInteger number) {
    return number.mod(BigInteger.ONE.shiftLeft(256));
  }

  /// The checkpoint at `file`; nothing if there is none. Of two slots that differ, as a crash
  /// leaves them, the one with more ballots is the newer.
  ///
  /// @throws IOException if it cannot be read, or neither slot is whole
  static Optional<BoxCheckpoint> read(Path file) throws IOException {
    byte[] content;
    try {
      if (Files.size(file) > 2 * SLOT) {
        throw new IOException(file + " is no checkpoint of a ballot box");
      }
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (content.length == 0) {
      // Made, and never written: the box beside it holds no ballot yet.
      return Optional.empty();
    }
    Optional<BoxCheckpoint> first = slot(content, 0);
    Optional<BoxCheckpoint> second = slot(content, SLOT);
    if (first.isEmpty() && second.isEmpty()) {
      throw new IOException(file + " is damaged");
    }
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    return first.get().ballots() >= second.get().ballots() ? first : second;
  }

  private static Optional<BoxCheckpoint> slot(byte[] content, int from) {
    int end = from;
    while (end < content.length && end < from + SLOT && content[end] != 0) {
      end++;
    }
    Matcher line =
        LINE.matcher(
            new String(
                content,
                Math.min(from, content.length),
                Math.max(0, end - from),
                StandardCharsets.ISO_8859_1));
    if (!line.matches() || !line.group(4).equals(seal(line.group(1)))) {
      return Optional.empty();
    }
    return Optional.of(
        new BoxCheckpoint(
            Math.toIntExact(Math.min(Long.parseLong(line.group(2)), Integer.MAX_VALUE)),
            new BigInteger(line.group(3), 16)));
  }

  private static String seal(String words) {
    return HexFormat.of().formatHex(sha256(words.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] slot() {
    String words =
        "urna-box-checkpoint 1 %010d %s "
            .formatted(ballots, HexFormat.of().formatHex(Bytes.word(sum)));
    byte[] line = (words + seal(words) + "\n").getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(line, SLOT);
  }

  /// Whether this is all that lies at `file`: both slots hold it, and none an older one.
  boolean isAllOf(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    byte[] slot = slot();
    return content.length == 2 * SLOT
        && Arrays.equals(content, 0, SLOT, slot, 0, SLOT)
        && Arrays.equals(content, SLOT, 2 * SLOT, slot, 0, SLOT);
  }

  /// Overwrites the checkpoint at `file`; when this returns it is on the medium, and no older one.
  ///
  /// @throws IOException if it is not certain to be; one of the slots holds the one before or this
  ///   one
  void write(Path file) throws IOException {
    boolean isNew = !Files.exists(file);
    byte[] slot = slot();
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            WholeFile.ownerOnly(file))) {
      for (int i = 0; i < 2; i++) {
        ByteBuffer rest = ByteBuffer.wrap(slot);
        while (rest.hasRemaining()) {
          channel.write(rest, (long) i * SLOT + rest.position());
        }
        channel.force(true);
      }
    }
    if (isNew) {
      WholeFile.forceFolderOf(file);
    }
  }
}
