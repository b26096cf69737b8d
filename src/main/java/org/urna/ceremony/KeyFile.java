package org.urna.ceremony;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.urna.proof.Iden3File;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.Workers;

/// A `.zkey` of a ceremony, mapped, with its contributions. The lengths of all sections are checked
/// against the header.
final class KeyFile implements AutoCloseable {
  /// The sections of a Groth16 key.
  enum Part {
    PROTOCOL(1, "protocol"),
    HEADER(2, "header"),
    IC(3, "points of the public signals"),
    COEFFICIENTS(4, "coefficients"),
    A(5, "points for A"),
    B1(6, "points for B in G1"),
    B2(7, "points for B in G2"),
    C(8, "points for C"),
    H(9, "points for H"),
    LOG(ContributionLog.SECTION, ContributionLog.WHAT);

    final int id;
    final String what;

    Part(int id, String what) {
      this.id = id;
      this.what = what;
    }
  }

  static final int GROTH16 = 1;
  static final long HEADER_BYTES = 2 * 36 + 3 * 4 + 3 * 64 + 3 * 128;
  static final int ALPHA_1_AT = 84;
  static final int BETA_1_AT = 148;
  static final int BETA_2_AT = 212;
  static final int GAMMA_2_AT = 340;
  static final int DELTA_1_AT = 468;
  static final int DELTA_2_AT = 532;
  static final int COEFFICIENT_BYTES = 44;

  private static final int CHUNK = 4096;

  private final Arena arena;
  private final Sections sections;
  private final ContributionLog log;

  private KeyFile(Arena arena, Sections sections, ContributionLog log) {
    this.arena = arena;
    this.sections = sections;
    this.log = log;
  }

  /// Maps a key and reads its header and contributions.
  ///
  /// @throws CeremonyFileException if it is not a Groth16 key over BN254 with a log of
  ///   contributions, or its sections do not fit each other
  static KeyFile open(Path file) throws CeremonyFileException {
    Arena arena = Arena.ofShared();
    try {
      KeyFile key = read(file, arena);
      arena = null;
      return key;
    } finally {
      if (arena != null) {
        arena.close();
      }
    }
  }

  private static KeyFile read(Path file, Arena arena) throws CeremonyFileException {
    Sections sections = Sections.map(file, "zkey", arena);
    if (sections.section(1, "protocol", 4).get(Iden3File.U32, 0) != GROTH16) {
      throw sections.refusal(1, "protocol", "is not Groth16");
    }
    MemorySegment header = sections.section(2, "header", HEADER_BYTES);
    if (!Sections.isModulus(header, 0, Fq.MODULUS) || !Sections.isModulus(header, 36, Fr.MODULUS)) {
      throw sections.refusal(2, "header", "is not over BN254");
    }
    int wires = header.get(Iden3File.U32, 72);
    int publics = header.get(Iden3File.U32, 76);
    int domain = header.get(Iden3File.U32, 80);
    if (wires < 1
        || publics < 0
        || publics >= wires
        || Integer.bitCount(domain) != 1
        || domain < 2
        || domain > 1 << (PowersOfTau.GREATEST_POWER - 1)) {
      throw sections.refusal(2, "header", "gives impossible counts");
    }
    long g1 = PowersOfTau.G1_BYTES;
    sections.section(3, Part.IC.what, (publics + 1L) * g1);
    MemorySegment coefficients = sections.section(4, Part.COEFFICIENTS.what);
    long count =
        coefficients.byteSize() < 4
            ? -1
            : Integer.toUnsignedLong(coefficients.get(Iden3File.U32, 0));
    if (coefficients.byteSize() != 4 + COEFFICIENT_BYTES * count) {
      throw sections.refusal(4, Part.COEFFICIENTS.what, "is cut short");
    }
    sections.section(5, Part.A.what, wires * g1);
    sections.section(6, Part.B1.what, wires * g1);
    sections.section(7, Part.B2.what, wires * PowersOfTau.G2_BYTES);
    sections.section(8, Part.C.what, (wires - publics - 1L) * g1);
    sections.section(9, Part.H.what, domain * g1);
    return new KeyFile(arena, sections, ContributionLog.read(sections));
  }

  Sections sections() {
    return sections;
  }

  ContributionLog log() {
    return log;
  }

  MemorySegment section(Part part) throws CeremonyFileException {
    return sections.section(part.id, part.what);
  }

  CeremonyFileException refusal(Part part, String reason) {
    return sections.refusal(part.id, part.what, reason);
  }

  long[] headerG1(int at) throws CeremonyFileException {
    return Sections.limbs(section(Part.HEADER), at, G1.WIDTH);
  }

  long[] headerG2(int at) throws CeremonyFileException {
    return Sections.limbs(section(Part.HEADER), at, G2.WIDTH);
  }

  /// Checks that every point of a section of G1 is on the curve. A contributor multiplies these
  /// points by a secret, and a point of another curve could carry some of its bits away.
  void requireOnCurve(Part part, Workers workers)
      throws CeremonyFileException, InterruptedException {
    long off = firstOffCurve(section(part), Group.G1, workers);
    if (off >= 0) {
      throw refusal(part, "holds a point, number " + off + ", that is not on the curve");
    }
  }

  /// The index of a point of a section that is not on its curve, or −1.
  static long firstOffCurve(MemorySegment section, Group group, Workers workers)
      throws InterruptedException {
    long points = section.byteSize() / Long.BYTES / group.affineWidth();
    AtomicLong off = new AtomicLong(-1);
    workers.run(
        Math.toIntExact((points + CHUNK - 1) / CHUNK),
        (chunk, _) -> {
          long from = (long) chunk * CHUNK;
          int count = (int) Math.min(CHUNK, points - from);
          int first = group.firstOffCurve(Sections.points(section, group, from, count), count);
          if (first >= 0) {
            off.set(from + first);
          }
        });
    return off.get();
  }

  /// Unmaps the file.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
