package org.urna.proof;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// The container of circom's and snarkjs' binary files (`.r1cs`, `.wtns`, `.zkey`), mapped into
/// memory: a four-letter type, a version, and numbered sections with their lengths, little-endian.
///
/// What is read has been checked against the file's real length; a file that is changed while it is
/// mapped is outside what this class can see.
public final class Iden3File {
  /// 32-bit little-endian, at any offset.
  public static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// 64-bit little-endian, at any offset.
  public static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int MOST_SECTIONS = 64;

  private final String type;
  private final Map<Integer, MemorySegment> sections;
  private final Map<Integer, Long> offsets;

  private Iden3File(String type, Map<Integer, MemorySegment> sections, Map<Integer, Long> offsets) {
    this.type = type;
    this.sections = sections;
    this.offsets = offsets;
  }

  /// Maps a file.
  ///
  /// @param file the file
  /// @param type its four-letter type, such as `zkey`
  /// @param newestVersion the newest version understood
  /// @param arena the mapping's lifetime
  /// @throws ProofFileException if it cannot be read, is of another type or version, is cut short,
  ///   has bytes behind its end or a section twice
  public static Iden3File map(Path file, String type, int newestVersion, Arena arena)
      throws ProofFileException {
    MemorySegment all;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw new ProofFileException("cannot read " + file, e);
    }
    return parse(all, type, newestVersion);
  }

  static Iden3File parse(MemorySegment all, String type, int newestVersion)
      throws ProofFileException {
    if (all.byteSize() < 12) {
      throw new ProofFileException("not a ." + type + " file: too short");
    }
    byte[] letters = all.asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE);
    if (!new String(letters, StandardCharsets.ISO_8859_1).equals(type)) {
      throw new ProofFileException("not a ." + type + " file");
    }
    int version = all.get(U32, 4);
    if (version < 1 || version > newestVersion) {
      throw new ProofFileException("." + type + " file of unknown version");
    }
    int count = all.get(U32, 8);
    if (count < 0 || count > MOST_SECTIONS) {
      throw new ProofFileException("." + type + " file with too many sections");
    }
    Map<Integer, MemorySegment> sections = new HashMap<>();
    Map<Integer, Long> offsets = new HashMap<>();
    long at = 12;
    for (int i = 0; i < count; i++) {
      if (all.byteSize() - at < 12) {
        throw new ProofFileException("." + type + " file is cut short");
      }
      int id = all.get(U32, at);
      long length = all.get(U64, at + 4);
      at += 12;
      if (length < 0 || length > all.byteSize() - at) {
        throw new ProofFileException("." + type + " file is cut short");
      }
      if (sections.putIfAbsent(id, all.asSlice(at, length)) != null) {
        throw new ProofFileException("." + type + " file has section " + id + " twice");
      }
      offsets.put(id, at);
      at += length;
    }
    if (at != all.byteSize()) {
      throw new ProofFileException("." + type + " file has bytes behind its end");
    }
    return new Iden3File(type, sections, offsets);
  }

  /// Section `id`.
  ///
  /// @throws ProofFileException if there is none
  public MemorySegment section(int id) throws ProofFileException {
    MemorySegment section = sections.get(id);
    if (section == null) {
      throw new ProofFileException("." + type + " file lacks section " + id);
    }
    return section;
  }

  /// Where the contents of section `id` start in the file, in bytes.
  ///
  /// @throws ProofFileException if there is no such section
  public long offset(int id) throws ProofFileException {
    Long offset = offsets.get(id);
    if (offset == null) {
      throw new ProofFileException("." + type + " file lacks section " + id);
    }
    return offset;
  }

  /// Section `id`, which has to be `length` bytes long.
  ///
  /// @throws ProofFileException if there is none, or its length is another
  public MemorySegment section(int id, long length) throws ProofFileException {
    MemorySegment section = section(id);
    if (section.byteSize() != length) {
      throw new ProofFileException("." + type + " file: section " + id + " has the wrong length");
    }
    return section;
  }
}
