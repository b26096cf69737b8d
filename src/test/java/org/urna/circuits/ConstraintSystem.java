package org.urna.circuits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.urna.proof.Witness;

/// A constraint system in memory, for asking which constraints an assignment breaks and whether a
/// single wire may be changed. Independent of `R1csFile`: its own reader, its own arithmetic.
///
/// The first assignment is looked at in full, in [BigInteger]. Of each later one only the rows are
/// looked at that name a wire with another value than in the first: the others keep their verdict.
/// Rows of short numbers are computed in `long`, without a modulus: what is equal modulo the
/// field's order and below it in absolute value is equal. [Assignment#brokenInFull] does neither;
/// `ConstraintSystemTest` holds the two together, and so does every test that asks for free wires.
final class ConstraintSystem {
  static final BigInteger FIELD =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ELEMENT = 32;

  /// Longs of an element, the least significant first.
  private static final int LIMBS = 4;

  /// Values below this and coefficients up to [#SHORT_COEFFICIENT] have products below 2^62.
  private static final long SHORT_VALUE = 1L << 32;

  private static final long SHORT_COEFFICIENT = 1L << 30;

  /// What a sum of short products may become, so that one more product does not overflow.
  private static final long SHORT_SUM = 1L << 62;

  /// Instead of a number that is not short.
  private static final long LONG = Long.MIN_VALUE;

  private final int wires;
  private final int constraints;

  /// Terms of combination i (3 · constraint + matrix) are `starts[i]` to `starts[i + 1]`.
  private final int[] starts;

  private final int[] termWires;
  private final int[] termCoefficients;
  private final List<BigInteger> coefficients;
  private final long[] shortCoefficients;

  /// Terms that name wire w are `usesOf[usesStart[w]]` to `usesOf[usesStart[w + 1]]`, ascending.
  private final int[] usesStart;

  private final int[] usesOf;
  private final int[] combinationOfTerm;

  /// The first assignment.
  private @Nullable Assignment first;

  private ConstraintSystem(
      int wires, int constraints, int[] starts, int[] termWires, int[] terms, List<BigInteger> c) {
    this.wires = wires;
    this.constraints = constraints;
    this.starts = starts;
    this.termWires = termWires;
    this.termCoefficients = terms;
    this.coefficients = c;
    this.shortCoefficients = c.stream().mapToLong(ConstraintSystem::shortOf).toArray();
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

  private static long shortOf(BigInteger coefficient) {
    return coefficient.abs().compareTo(BigInteger.valueOf(SHORT_COEFFICIENT)) <= 0
        ? coefficient.longValueExact()
        : LONG;
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
      Map<Element, Integer> known = new LinkedHashMap<>();
      at = body;
      for (int i = 0; i < 3 * constraints; i++) {
        at += 4;
        for (int term = starts[i]; term < starts[i + 1]; term++, at += 4 + ELEMENT) {
          termWires[term] = file.get(U32, at);
          Element element =
              new Element(
                  file.get(U64, at + 4),
                  file.get(U64, at + 12),
                  file.get(U64, at + 20),
                  file.get(U64, at + 28));
          Integer index = known.get(element);
          if (index == null) {
            index = known.size();
            known.put(element, index);
          }
          termCoefficients[term] = index;
        }
      }
      List<BigInteger> coefficients = known.keySet().stream().map(Element::signed).toList();
      return new ConstraintSystem(
          wires, constraints, starts, termWires, termCoefficients, coefficients);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A number of the field in four limbs, the least significant first.
  private record Element(long limb0, long limb1, long limb2, long limb3) {
    BigInteger value() {
      byte[] bytes =
          ByteBuffer.allocate(ELEMENT)
              .putLong(limb3)
              .putLong(limb2)
              .putLong(limb1)
              .putLong(limb0)
              .array();
      return new BigInteger(1, bytes);
    }

    /// Short numbers multiply faster: minus one instead of the field's order less one.
    BigInteger signed() {
      BigInteger value = value();
      return value.bitLength() > 250 ? value.subtract(FIELD) : value;
    }
  }

  int wires() {
    return wires;
  }

  int constraints() {
    return constraints;
  }

  /// The values of all wires, and which constraints do not hold.
  final class Assignment {
    private final long[] limbs;
    private final BitSet broken;

    /// The values of all linear combinations, when they are needed.
    private BigInteger @Nullable [] sums;

    private Assignment(long[] limbs, BitSet broken) {
      this.limbs = limbs;
      this.broken = broken;
    }

    BigInteger value(int wire) {
      return valueOf(limbs, wire);
    }

    /// How many constraints do not hold.
    int violations() {
      return broken.cardinality();
    }

    /// The constraints that do not hold, ascending.
    List<Integer> broken() {
      return broken.stream().boxed().toList();
    }

    /// The same, by computing every row in [BigInteger]: slow and plain.
    List<Integer> brokenInFull() {
      return brokenOf(valuesOf(limbs)).stream().boxed().toList();
    }

    private BigInteger[] sums() {
      BigInteger[] known = sums;
      if (known == null) {
        BigInteger[] values = valuesOf(limbs);
        if (!brokenOf(values).equals(broken)) {
          throw new AssertionError("the quick look at the rows was wrong");
        }
        known = new BigInteger[3 * constraints];
        for (int i = 0; i < known.length; i++) {
          known[i] = sum(i, values).mod(FIELD);
        }
        sums = known;
      }
      return known;
    }

    /// Whether at least one constraint fails when `wire` alone has another value.
    boolean breaksWith(int wire, BigInteger other) {
      BigInteger delta = other.subtract(value(wire));
      if (delta.mod(FIELD).signum() == 0) {
        throw new IllegalArgumentException("not another value");
      }
      BigInteger[] honest = sums();
      int use = usesStart[wire];
      int end = usesStart[wire + 1];
      while (use < end) {
        int constraint = combinationOfTerm[usesOf[use]] / 3;
        BigInteger[] changed = {
          honest[3 * constraint], honest[3 * constraint + 1], honest[3 * constraint + 2]
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
    if (witness.size() != wires) {
      throw new IllegalArgumentException("a witness of another circuit");
    }
    long[] limbs = new long[LIMBS * wires];
    MemorySegment.copy(witness.littleEndian(), U64, 0, limbs, 0, limbs.length);
    Assignment known = first;
    if (known == null) {
      known = new Assignment(limbs, brokenOf(valuesOf(limbs)));
      first = known;
      return known;
    }
    return recheck(known, limbs);
  }

  /// Looks at the rows of the wires whose values differ from those of `known`.
  private Assignment recheck(Assignment known, long[] limbs) {
    BitSet rows = new BitSet(constraints);
    int from = 0;
    while (true) {
      int equal = Arrays.mismatch(known.limbs, from, limbs.length, limbs, from, limbs.length);
      if (equal < 0) {
        break;
      }
      int wire = (from + equal) / LIMBS;
      for (int use = usesStart[wire]; use < usesStart[wire + 1]; use++) {
        rows.set(combinationOfTerm[usesOf[use]] / 3);
      }
      from = LIMBS * (wire + 1);
    }
    BitSet broken = (BitSet) known.broken.clone();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      broken.set(row, !holds(row, limbs));
    }
    return new Assignment(limbs, broken);
  }

  private boolean holds(int constraint, long[] limbs) {
    long a = shortSum(3 * constraint, limbs);
    long b = shortSum(3 * constraint + 1, limbs);
    long c = shortSum(3 * constraint + 2, limbs);
    if (a == LONG || b == LONG || c == LONG) {
      return holds(
          sum(3 * constraint, limbs),
          sum(3 * constraint + 1, limbs),
          sum(3 * constraint + 2, limbs));
    }
    // All are below 2^62 in absolute value and a b is below 2^124: far below the field's order.
    long product = a * b;
    return product == c && Math.multiplyHigh(a, b) == product >> (Long.SIZE - 1);
  }

  /// A linear combination as an integer, or [#LONG] if a number in it is not short.
  private long shortSum(int combination, long[] limbs) {
    long sum = 0;
    for (int term = starts[combination]; term < starts[combination + 1]; term++) {
      int at = LIMBS * termWires[term];
      long value = limbs[at];
      if ((limbs[at + 1] | limbs[at + 2] | limbs[at + 3]) != 0
          || value < 0
          || value >= SHORT_VALUE) {
        return LONG;
      }
      if (value == 0) {
        continue;
      }
      long coefficient = shortCoefficients[termCoefficients[term]];
      if (coefficient == LONG) {
        return LONG;
      }
      sum += coefficient * value;
      if (sum <= -SHORT_SUM || sum >= SHORT_SUM) {
        return LONG;
      }
    }
    return sum;
  }

  private BigInteger sum(int combination, long[] limbs) {
    BigInteger sum = BigInteger.ZERO;
    for (int term = starts[combination]; term < starts[combination + 1]; term++) {
      int at = LIMBS * termWires[term];
      if ((limbs[at] | limbs[at + 1] | limbs[at + 2] | limbs[at + 3]) != 0) {
        BigInteger coefficient = coefficients.get(termCoefficients[term]);
        sum = sum.add(coefficient.multiply(valueOf(limbs, termWires[term])));
      }
    }
    return sum;
  }

  private static BigInteger valueOf(long[] limbs, int wire) {
    int at = LIMBS * wire;
    if ((limbs[at + 1] | limbs[at + 2] | limbs[at + 3]) == 0 && limbs[at] >= 0) {
      return BigInteger.valueOf(limbs[at]);
    }
    return new Element(limbs[at], limbs[at + 1], limbs[at + 2], limbs[at + 3]).value();
  }

  private BigInteger[] valuesOf(long[] limbs) {
    BigInteger[] values = new BigInteger[wires];
    for (int wire = 0; wire < wires; wire++) {
      values[wire] = valueOf(limbs, wire);
    }
    return values;
  }

  private BitSet brokenOf(BigInteger[] values) {
    BitSet broken = new BitSet(constraints);
    for (int c = 0; c < constraints; c++) {
      broken.set(c, residue(c, values).signum() != 0);
    }
    return broken;
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
