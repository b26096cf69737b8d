package org.urna.circuits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.urna.proof.Witness;

/// A constraint system in memory, with an index from wires to constraints: slow and plain, for
/// asking which constraints an assignment breaks and whether a single wire may be changed.
/// Independent of `R1csFile`: its own reader, arithmetic in [BigInteger].
final class ConstraintSystem {
  static final BigInteger FIELD =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ELEMENT = 32;

  private final int wires;
  private final int constraints;

  /// Terms of combination i (3 · constraint + matrix) are `starts[i]` to `starts[i + 1]`.
  private final int[] starts;

  private final int[] termWires;
  private final int[] termCoefficients;
  private final List<BigInteger> coefficients;

  /// Terms that name wire w are `usesOf[usesStart[w]]` to `usesOf[usesStart[w + 1]]`, ascending.
  private final int[] usesStart;

  private final int[] usesOf;
  private final int[] combinationOfTerm;

  private ConstraintSystem(
      int wires, int constraints, int[] starts, int[] termWires, int[] terms, List<BigInteger> c) {
    this.wires = wires;
    this.constraints = constraints;
    this.starts = starts;
    this.termWires = termWires;
    this.termCoefficients = terms;
    this.coefficients = c;
    this.combinationOfTerm = new int[termWires.length];
    for (int i = 0; i + 1 < starts.length; i++) {
      Arrays.fill(combinationOfTerm, starts[i], starts[i + 1], i);
    }
    this.usesStart = new int[wires + 1];
    for (int wire : termWires) {
      usesStart[wire + 1]++;
    }
    for (int w = 0; w < wires; w++) {
      usesStart[w + 1] += usesStart[w];
    }
    this.usesOf = new int[termWires.length];
    int[] next = Arrays.copyOf(usesStart, wires);
    for (int term = 0; term < termWires.length; term++) {
      usesOf[next[termWires[term]]++] = term;
    }
  }

  static ConstraintSystem read(Path r1cs) {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(r1cs)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      int wires = -1;
      int constraints = -1;
      long body = -1;
      long at = 12;
      for (int section = file.get(U32, 8); section > 0; section--) {
        int type = file.get(U32, at);
        long size = file.get(U64, at + 4);
        at += 12;
        if (type == 1) {
          wires = file.get(U32, at + 36);
          constraints = file.get(U32, at + 60);
        } else if (type == 2) {
          body = at;
        }
        at += size;
      }
      int[] starts = new int[3 * constraints + 1];
      int terms = 0;
      at = body;
      for (int i = 0; i < 3 * constraints; i++) {
        int count = file.get(U32, at);
        at += 4 + (long) count * (4 + ELEMENT);
        terms += count;
        starts[i + 1] = terms;
      }
      int[] termWires = new int[terms];
      int[] termCoefficients = new int[terms];
      List<BigInteger> coefficients = new ArrayList<>();
      Map<BigInteger, Integer> known = new HashMap<>();
      byte[] element = new byte[ELEMENT];
      at = body;
      for (int i = 0; i < 3 * constraints; i++) {
        at += 4;
        for (int term = starts[i]; term < starts[i + 1]; term++, at += 4 + ELEMENT) {
          termWires[term] = file.get(U32, at);
          for (int b = 0; b < ELEMENT; b++) {
            element[ELEMENT - 1 - b] = file.get(ValueLayout.JAVA_BYTE, at + 4 + b);
          }
          BigInteger value = new BigInteger(1, element);
          // Short numbers multiply faster: minus one instead of the field's order less one.
          BigInteger signed = value.bitLength() > 250 ? value.subtract(FIELD) : value;
          termCoefficients[term] =
              known.computeIfAbsent(
                  signed,
                  c -> {
                    coefficients.add(c);
                    return coefficients.size() - 1;
                  });
        }
      }
      return new ConstraintSystem(
          wires, constraints, starts, termWires, termCoefficients, coefficients);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int wires() {
    return wires;
  }

  int constraints() {
    return constraints;
  }

  /// The values of all wires, and of all linear combinations.
  final class Assignment {
    private final BigInteger[] values = new BigInteger[wires];
    private final BigInteger[] sums = new BigInteger[3 * constraints];

    private Assignment() {}

    BigInteger value(int wire) {
      return values[wire];
    }

    /// How many constraints do not hold.
    int violations() {
      int count = 0;
      for (int c = 0; c < constraints; c++) {
        if (!holds(sums[3 * c], sums[3 * c + 1], sums[3 * c + 2])) {
          count++;
        }
      }
      return count;
    }

    /// Whether at least one constraint fails when `wire` alone has another value.
    boolean breaksWith(int wire, BigInteger other) {
      BigInteger delta = other.subtract(values[wire]);
      if (delta.mod(FIELD).signum() == 0) {
        throw new IllegalArgumentException("not another value");
      }
      int use = usesStart[wire];
      int end = usesStart[wire + 1];
      while (use < end) {
        int constraint = combinationOfTerm[usesOf[use]] / 3;
        BigInteger[] changed = {
          sums[3 * constraint], sums[3 * constraint + 1], sums[3 * constraint + 2]
        };
        for (; use < end && combinationOfTerm[usesOf[use]] / 3 == constraint; use++) {
          int term = usesOf[use];
          int matrix = combinationOfTerm[term] % 3;
          changed[matrix] =
              changed[matrix].add(coefficients.get(termCoefficients[term]).multiply(delta));
        }
        if (!holds(changed[0], changed[1], changed[2])) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean holds(BigInteger a, BigInteger b, BigInteger c) {
    return a.multiply(b).subtract(c).mod(FIELD).signum() == 0;
  }

  Assignment assign(Witness witness) {
    Assignment assignment = new Assignment();
    read(witness, assignment.values);
    for (int i = 0; i < 3 * constraints; i++) {
      assignment.sums[i] = sum(i, assignment.values).mod(FIELD);
    }
    return assignment;
  }

  /// Whether all constraints hold; stops at the first that does not, which is cheaper than
  /// [#assign].
  boolean isSatisfiedBy(Witness witness) {
    BigInteger[] values = new BigInteger[wires];
    read(witness, values);
    for (int c = 0; c < constraints; c++) {
      if (!holds(sum(3 * c, values), sum(3 * c + 1, values), sum(3 * c + 2, values))) {
        return false;
      }
    }
    return true;
  }

  /// The wires that a constraint names, each once.
  List<Integer> wiresOf(int constraint) {
    return Arrays.stream(termWires, starts[3 * constraint], starts[3 * constraint + 3])
        .distinct()
        .boxed()
        .toList();
  }

  /// a b - c of a constraint: 0 if it holds.
  BigInteger residue(int constraint, BigInteger[] values) {
    BigInteger a = sum(3 * constraint, values);
    BigInteger b = sum(3 * constraint + 1, values);
    return a.multiply(b).subtract(sum(3 * constraint + 2, values)).mod(FIELD);
  }

  private void read(Witness witness, BigInteger[] values) {
    if (witness.size() != wires) {
      throw new IllegalArgumentException("a witness of another circuit");
    }
    for (int w = 0; w < wires; w++) {
      values[w] = witness.value(w);
    }
  }

  private BigInteger sum(int combination, BigInteger[] values) {
    BigInteger sum = BigInteger.ZERO;
    for (int term = starts[combination]; term < starts[combination + 1]; term++) {
      BigInteger value = values[termWires[term]];
      if (value.signum() != 0) {
        sum = sum.add(coefficients.get(termCoefficients[term]).multiply(value));
      }
    }
    return sum;
  }
}
