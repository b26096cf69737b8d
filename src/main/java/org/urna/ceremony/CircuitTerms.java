package org.urna.ceremony;

import java.util.Arrays;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.circom.R1csFile;

/// The matrices A, B and C of a circuit by wire instead of by constraint. Coefficients are kept
/// once for each value: circuits of millions of terms have some hundred thousand different ones.
final class CircuitTerms {
  private static final int L = PrimeField.LIMBS;
  private static final int MATRICES = 3;

  /// For each matrix and wire, where its terms start.
  private final int[][] starts;

  private final int[][] constraints;
  private final int[][] values;
  private long[] pool = new long[1024 * L];
  private int pooled;
  private int[] table = new int[4096];

  CircuitTerms(R1csFile circuit) {
    starts = new int[MATRICES][circuit.wires() + 1];
    circuit.visit((_, matrix, wire, _) -> starts[matrix][wire + 1]++);
    constraints = new int[MATRICES][];
    values = new int[MATRICES][];
    int[][] next = new int[MATRICES][];
    for (int m = 0; m < MATRICES; m++) {
      for (int wire = 0; wire < circuit.wires(); wire++) {
        starts[m][wire + 1] = Math.addExact(starts[m][wire], starts[m][wire + 1]);
      }
      constraints[m] = new int[starts[m][circuit.wires()]];
      values[m] = new int[constraints[m].length];
      next[m] = starts[m].clone();
    }
    circuit.visit(
        (constraint, matrix, wire, value) -> {
          int at = next[matrix][wire]++;
          constraints[matrix][at] = constraint;
          values[matrix][at] = intern(value);
        });
  }

  /// How many terms wires `from` to `to` have in a matrix.
  int count(int matrix, int from, int to) {
    return starts[matrix][to] - starts[matrix][from];
  }

  int start(int matrix, int wire) {
    return starts[matrix][wire];
  }

  int constraint(int matrix, int term) {
    return constraints[matrix][term];
  }

  /// Copies a term's coefficient, normal form.
  void value(int matrix, int term, long[] to, int at) {
    System.arraycopy(pool, values[matrix][term] * L, to, at, L);
  }

  /// The place of a value in the pool; open addressing, entries plus one.
  private int intern(long[] value) {
    if (2 * pooled >= table.length) {
      grow();
    }
    int at = find(value, 0);
    if (table[at] == 0) {
      if (pool.length == pooled * L) {
        pool = Arrays.copyOf(pool, 2 * pool.length);
      }
      System.arraycopy(value, 0, pool, pooled * L, L);
      table[at] = ++pooled;
    }
    return table[at] - 1;
  }

  private int find(long[] value, int offset) {
    long hash = 0;
    for (int i = 0; i < L; i++) {
      hash = (hash ^ value[offset + i]) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 29;
    }
    int at = (int) hash & (table.length - 1);
    while (table[at] != 0 && !PrimeField.isEqual(pool, (table[at] - 1) * L, value, offset)) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  private void grow() {
    table = new int[2 * table.length];
    for (int i = 0; i < pooled; i++) {
      table[find(pool, i * L)] = i + 1;
    }
  }
}
