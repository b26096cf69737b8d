package org.urna.ceremony;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.urna.proof.Iden3File;
import org.urna.proof.ProofFileException;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;

/// A mapped file of numbered sections that knows its name, for messages that a person can act upon.
final class Sections {
  private final Path file;
  private final Iden3File sections;

  private Sections(Path file, Iden3File sections) {
    this.file = file;
    this.sections = sections;
  }

  /// Maps a file of the given four-letter type.
  ///
  /// @throws CeremonyFileException if it is of another type, cut short, or malformed
  static Sections map(Path file, String type, Arena arena) throws CeremonyFileException {
    try {
      return new Sections(file, Iden3File.map(file, type, 1, arena));
    } catch (ProofFileException e) {
      throw new CeremonyFileException(file + ": " + e.getMessage(), e);
    }
  }

  /// Section `id`, which has to be `length` bytes long.
  MemorySegment section(int id, String what, long length) throws CeremonyFileException {
    MemorySegment section = section(id, what);
    if (section.byteSize() != length) {
      throw refusal(
          id, what, "has " + section.byteSize() + " bytes where " + length + " were expected");
    }
    return section;
  }

  MemorySegment section(int id, String what) throws CeremonyFileException {
    try {
      return sections.section(id);
    } catch (ProofFileException e) {
      throw new CeremonyFileException(file + ": section " + id + " (" + what + ") is missing", e);
    }
  }

  CeremonyFileException refusal(int id, String what, String reason) {
    return new CeremonyFileException(file + ": section " + id + " (" + what + ") " + reason);
  }

  CeremonyFileException refusal(String reason) {
    return new CeremonyFileException(file + ": " + reason);
  }

  /// Bytes of the file from a place relative to the start of section `id` on, which may lie behind
  /// that section's end.
  byte[] bytesFrom(int id, long offset, int length) throws CeremonyFileException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = sections.offset(id) + offset;
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, at + bytes.position()) < 0) {
          throw refusal("is cut short");
        }
      }
      return bytes.array();
    } catch (IOException | ProofFileException e) {
      throw new CeremonyFileException(file + ": cannot be read", e);
    }
  }

  /// `count` points from point `from` of a section on, as limbs.
  static long[] points(MemorySegment section, Group group, long from, int count) {
    return limbs(section, from * group.affineWidth() * Long.BYTES, count * group.affineWidth());
  }

  static long[] limbs(MemorySegment section, long at, int count) {
    long[] limbs = new long[count];
    MemorySegment.copy(section, Iden3File.U64, at, limbs, 0, count);
    return limbs;
  }

  /// Whether 32 bytes length and then this modulus stand at `at`.
  static boolean isModulus(MemorySegment section, long at, BigInteger modulus) {
    return section.get(Iden3File.U32, at) == 32
        && PrimeField.number(limbs(section, at + 4, PrimeField.LIMBS), 0).equals(modulus);
  }
}
