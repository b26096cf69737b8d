package org.urna.ceremony;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.urna.proof.Iden3File;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;

/// A `.ptau` file prepared for phase 2, mapped: powers \[τⁱ\]₁, \[τⁱ\]₂, \[ατⁱ\]₁, \[βτⁱ\]₁, and
/// the same in the Lagrange basis of every domain of 2ᵖ elements.
///
/// Points are affine in Montgomery form, little-endian. Opening checks the lengths of all sections
/// against the power; whether the points are what they should be is the question of
/// [PowersOfTauCheck].
public final class PowersOfTau implements AutoCloseable {
  /// The largest power that this program handles: domains up to 2²⁷ leave one bit for the coset.
  static final int GREATEST_POWER = Fr.TWO_ADICITY;

  static final long G1_BYTES = G1.WIDTH * (long) Long.BYTES;
  static final long G2_BYTES = G2.WIDTH * (long) Long.BYTES;

  /// A section of points.
  enum Points {
    TAU_1(2, "powers of τ in G1", Group.G1),
    TAU_2(3, "powers of τ in G2", Group.G2),
    ALPHA_1(4, "α times the powers of τ", Group.G1),
    BETA_1(5, "β times the powers of τ", Group.G1),
    BETA_2(6, "β in G2", Group.G2),
    LAGRANGE_TAU_1(12, "Lagrange basis at τ in G1", Group.G1),
    LAGRANGE_TAU_2(13, "Lagrange basis at τ in G2", Group.G2),
    LAGRANGE_ALPHA_1(14, "α times the Lagrange basis", Group.G1),
    LAGRANGE_BETA_1(15, "β times the Lagrange basis", Group.G1);

    final int id;
    final String what;
    final Group group;

    Points(int id, String what, Group group) {
      this.id = id;
      this.what = what;
      this.group = group;
    }

    /// How many points the section has in a file of `power`.
    long count(int power) {
      long n = 1L << power;
      return switch (this) {
        case TAU_1 -> 2 * n - 1;
        case TAU_2, ALPHA_1, BETA_1 -> n;
        case BETA_2 -> 1;
        case LAGRANGE_TAU_1 -> 4 * n - 1;
        case LAGRANGE_TAU_2, LAGRANGE_ALPHA_1, LAGRANGE_BETA_1 -> 2 * n - 1;
      };
    }
  }

  private final Arena arena;
  private final Sections sections;
  private final int power;
  private final int ceremonyPower;

  private PowersOfTau(Arena arena, Sections sections, int power, int ceremonyPower) {
    this.arena = arena;
    this.sections = sections;
    this.power = power;
    this.ceremonyPower = ceremonyPower;
  }

  /// Maps a file and checks its structure.
  ///
  /// @throws CeremonyFileException if it cannot be read, is no `.ptau` file over BN254 prepared for
  ///   phase 2, is cut short, or a section has not the length that its power asks for
  public static PowersOfTau open(Path file) throws CeremonyFileException {
    Arena arena = Arena.ofShared();
    try {
      PowersOfTau powers = read(file, arena);
      arena = null;
      return powers;
    } finally {
      if (arena != null) {
        arena.close();
      }
    }
  }

  private static PowersOfTau read(Path file, Arena arena) throws CeremonyFileException {
    Sections sections = Sections.map(file, "ptau", arena);
    MemorySegment header = sections.section(1, "header", 4 + 32 + 4 + 4);
    if (!Sections.isModulus(header, 0, Fq.MODULUS)) {
      throw sections.refusal(1, "header", "is not over BN254");
    }
    int power = header.get(Iden3File.U32, 36);
    int ceremonyPower = header.get(Iden3File.U32, 40);
    if (power < 1 || power > GREATEST_POWER || ceremonyPower < power) {
      throw sections.refusal(1, "header", "gives an impossible power");
    }
    for (Points points : Points.values()) {
      long bytes = points.count(power) * points.group.affineWidth() * Long.BYTES;
      sections.section(points.id, points.what, bytes);
    }
    sections.section(7, "contributions");
    return new PowersOfTau(arena, sections, power, ceremonyPower);
  }

  /// Its domain has 2^power elements: the most constraints that a circuit may have.
  public int power() {
    return power;
  }

  /// The power of the ceremony that the file was cut from.
  public int ceremonyPower() {
    return ceremonyPower;
  }

  MemorySegment section(Points points) throws CeremonyFileException {
    return sections.section(points.id, points.what);
  }

  /// The part of a Lagrange section for the domain of 2^`log` elements.
  MemorySegment level(Points points, int log) throws CeremonyFileException {
    long bytes = points.group.affineWidth() * (long) Long.BYTES;
    return section(points).asSlice(((1L << log) - 1) * bytes, (1L << log) * bytes);
  }

  /// The 64 bytes at the place of point `index` of \[τⁱ\]₁, even behind the section's end.
  byte[] rawTau(long index) throws CeremonyFileException {
    return sections.bytesFrom(Points.TAU_1.id, index * G1_BYTES, (int) G1_BYTES);
  }

  CeremonyFileException refusal(Points points, String reason) {
    return sections.refusal(points.id, points.what, reason);
  }

  CeremonyFileException refusal(String reason) {
    return sections.refusal(reason);
  }

  /// Unmaps the file.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
