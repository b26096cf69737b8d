package org.urna.proof.circom;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.urna.proof.Iden3File;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.PrimeField;

/// A rank-1 constraint system as circom writes it: constraints (A·w)(B·w) = C·w over F_r, with w
/// the witness. Wire 0 is the constant 1, the public signals follow (outputs, then inputs).
///
/// The file is mapped; the mapping ends when this object is collected.
public final class R1csFile {
  private static final int MOST_CONSTRAINTS = 1 << 26;

  /// Hears every term of every constraint, constraint by constraint, A before B before C.
  @FunctionalInterface
  public interface TermVisitor {
    /// Called once for each term.
    ///
    /// @param constraint which constraint
    /// @param matrix 0 = A, 1 = B, 2 = C
    /// @param wire which wire
    /// @param value four limbs, normal form, below r; valid during the call only
    void term(int constraint, int matrix, int wire, long[] value);
  }

  private final MemorySegment constraintSection;
  private final int wires;
  private final int publicSignals;
  private final int constraints;
  private int termsOfAandB;

  private R1csFile(MemorySegment constraintSection, int wires, int publicSignals, int constraints) {
    this.constraintSection = constraintSection;
    this.wires = wires;
    this.publicSignals = publicSignals;
    this.constraints = constraints;
  }

  /// Maps an `.r1cs` file and checks all of it.
  ///
  /// @throws ProofFileException if it cannot be read, is not over BN254, is cut short, or names
  ///   wires it does not have
  public static R1csFile read(Path file) throws ProofFileException {
    Iden3File sections = Iden3File.map(file, "r1cs", 1, Arena.ofAuto());
    MemorySegment header = sections.section(1, 4 + 32 + 4 * 4 + 8 + 4);
    if (header.get(Iden3File.U32, 0) != 32 || !prime(header).equals(Fr.MODULUS)) {
      throw new ProofFileException("the constraint system is not over BN254");
    }
    int wires = header.get(Iden3File.U32, 36);
    int outputs = header.get(Iden3File.U32, 40);
    int inputs = header.get(Iden3File.U32, 44);
    int constraints = header.get(Iden3File.U32, 60);
    if (wires < 1 || outputs < 0 || inputs < 0 || (long) outputs + inputs >= wires) {
      throw new ProofFileException("the constraint system has impossible wire counts");
    }
    if (constraints < 1 || constraints > MOST_CONSTRAINTS) {
      throw new ProofFileException("the constraint system has no constraints, or too many");
    }
    R1csFile r1cs = new R1csFile(sections.section(2), wires, outputs + inputs, constraints);
    r1cs.check();
    return r1cs;
  }

  private static BigInteger prime(MemorySegment header) {
    long[] limbs = new long[PrimeField.LIMBS];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = header.get(Iden3File.U64, 4 + 8L * i);
    }
    return PrimeField.number(limbs, 0);
  }

  private void check() throws ProofFileException {
    MemorySegment s = constraintSection;
    long at = 0;
    long terms = 0;
    for (int combination = 0; combination < 3L * constraints; combination++) {
      int count = at + 4 <= s.byteSize() ? s.get(Iden3File.U32, at) : -1;
      at += 4;
      if (count < 0 || 36L * count > s.byteSize() - at) {
        throw new ProofFileException("the constraint system is cut short");
      }
      for (int i = 0; i < count; i++, at += 36) {
        int wire = s.get(Iden3File.U32, at);
        if (wire < 0 || wire >= wires) {
          throw new ProofFileException("a constraint names a wire that does not exist");
        }
        if (!Fr.isReduced(
            s.get(Iden3File.U64, at + 4),
            s.get(Iden3File.U64, at + 12),
            s.get(Iden3File.U64, at + 20),
            s.get(Iden3File.U64, at + 28))) {
          throw new ProofFileException("a coefficient is not in the scalar field");
        }
      }
      if (combination % 3 != 2) {
        terms += count;
      }
    }
    if (at != s.byteSize()) {
      throw new ProofFileException("the constraint system has bytes behind its end");
    }
    termsOfAandB = Math.toIntExact(terms);
  }

  /// How many constraints there are.
  public int constraints() {
    return constraints;
  }

  /// How many wires there are, the constant included.
  public int wires() {
    return wires;
  }

  /// How many public signals there are, without the constant.
  public int publicSignals() {
    return publicSignals;
  }

  /// How many terms A and B have together.
  int termsOfAandB() {
    return termsOfAandB;
  }

  /// Shows every term to `visitor`.
  public void visit(TermVisitor visitor) {
    visit(0, constraints, 0, visitor);
  }

  /// Shows the terms of constraints `from` to `to`, which start at byte `at`; returns where they
  /// end.
  private long visit(int from, int to, long at, TermVisitor visitor) {
    MemorySegment s = constraintSection;
    long[] value = new long[PrimeField.LIMBS];
    for (int constraint = from; constraint < to; constraint++) {
      for (int matrix = 0; matrix < 3; matrix++) {
        int count = s.get(Iden3File.U32, at);
        at += 4;
        for (int i = 0; i < count; i++, at += 36) {
          for (int limb = 0; limb < PrimeField.LIMBS; limb++) {
            value[limb] = s.get(Iden3File.U64, at + 4 + 8L * limb);
          }
          visitor.term(constraint, matrix, s.get(Iden3File.U32, at), value);
        }
      }
    }
    return at;
  }

  /// The first constraint that `witness` does not satisfy, or nothing if it satisfies all.
  ///
  /// @throws IllegalArgumentException if the witness has not as many elements as there are wires
  public OptionalInt firstUnsatisfied(Witness witness) {
    if (witness.size() != wires) {
      throw new IllegalArgumentException(
          "the constraint system has "
              + wires
              + " wires, the witness "
              + witness.size()
              + " elements");
    }
    MemorySegment elements = witness.littleEndian();
    PrimeField f = Fr.FIELD;
    long[] sums = new long[3 * PrimeField.LIMBS];
    long[] product = new long[PrimeField.LIMBS];
    try {
      long at = 0;
      for (int constraint = 0; constraint < constraints; constraint++) {
        java.util.Arrays.fill(sums, 0L);
        at =
            visit(
                constraint,
                constraint + 1,
                at,
                (_, matrix, wire, value) -> {
                  for (int limb = 0; limb < PrimeField.LIMBS; limb++) {
                    product[limb] = elements.get(ValueLayout.JAVA_LONG, 32L * wire + 8L * limb);
                  }
                  f.multiply(product, 0, product, 0, value, 0);
                  int sum = matrix * PrimeField.LIMBS;
                  f.add(sums, sum, sums, sum, product, 0);
                });
        // The sums lack one factor 2²⁵⁶ each: the product of two, and Montgomery's own, lacks
        // three, C only one.
        f.multiply(product, 0, sums, 0, sums, PrimeField.LIMBS);
        f.fromMontgomery(sums, 2 * PrimeField.LIMBS, sums, 2 * PrimeField.LIMBS);
        f.fromMontgomery(sums, 2 * PrimeField.LIMBS, sums, 2 * PrimeField.LIMBS);
        if (!PrimeField.isEqual(product, 0, sums, 2 * PrimeField.LIMBS)) {
          return OptionalInt.of(constraint);
        }
      }
      return OptionalInt.empty();
    } finally {
      java.util.Arrays.fill(sums, 0L);
      java.util.Arrays.fill(product, 0L);
    }
  }
}
