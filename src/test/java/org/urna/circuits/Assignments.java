package org.urna.circuits;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All assignments of a small constraint system that agree with given values: an exhaustive answer
/// to what a prover can do who fills in every other wire as he likes.
///
/// A constraint with one unknown wire is a polynomial in it of degree at most 2, so it leaves at
/// most two values, each of which is tried. Nothing is guessed: where no constraint says what a
/// wire can be, an exception does.
final class Assignments {
  private static final BigInteger FIELD = ConstraintSystem.FIELD;
  private static final BigInteger HALF = BigInteger.TWO.modInverse(FIELD);

  private final ConstraintSystem system;
  private final @Nullable BigInteger[] values;
  private int found;

  private Assignments(ConstraintSystem system, @Nullable BigInteger[] values) {
    this.system = system;
    this.values = values;
  }

  /// How many there are with these values of public signals.
  static int count(CircuitUnderTest circuit, Map<String, List<BigInteger>> signals) {
    @Nullable BigInteger[] values = new BigInteger[circuit.constraints().wires()];
    values[0] = BigInteger.ONE;
    signals.forEach(
        (name, numbers) -> {
          for (int i = 0; i < numbers.size(); i++) {
            values[circuit.wiresOf(name).get(i)] = numbers.get(i).mod(FIELD);
          }
        });
    Assignments search = new Assignments(circuit.constraints(), values);
    search.search();
    return search.found;
  }

  private void search() {
    boolean isComplete = true;
    for (int constraint = 0; constraint < system.constraints(); constraint++) {
      List<Integer> unknown =
          system.wiresOf(constraint).stream().filter(w -> values[w] == null).toList();
      if (unknown.isEmpty()) {
        if (system.residue(constraint, values).signum() != 0) {
          return;
        }
        continue;
      }
      isComplete = false;
      Set<BigInteger> roots = unknown.size() == 1 ? roots(constraint, unknown.getFirst()) : null;
      if (roots != null) {
        for (BigInteger root : roots) {
          values[unknown.getFirst()] = root;
          search();
        }
        values[unknown.getFirst()] = null;
        return;
      }
    }
    if (!isComplete || Arrays.asList(values).contains(null)) {
      throw new IllegalArgumentException("no constraint says what a wire can be");
    }
    found++;
  }

  /// The values of `wire`, the only unknown one, for which the constraint holds, or null if that is
  /// not easily said: all, or the roots of a quadratic polynomial that has neither 0 nor 1 as a
  /// root. Other constraints will say.
  private @Nullable Set<BigInteger> roots(int constraint, int wire) {
    BigInteger[] at = new BigInteger[3];
    for (int x = 0; x < 3; x++) {
      values[wire] = BigInteger.valueOf(x);
      at[x] = system.residue(constraint, values);
    }
    values[wire] = null;
    BigInteger c = at[0];
    BigInteger a = at[2].subtract(at[1].shiftLeft(1)).add(c).multiply(HALF).mod(FIELD);
    BigInteger b = at[1].subtract(c).subtract(a).mod(FIELD);
    if (a.signum() == 0) {
      if (b.signum() == 0) {
        return c.signum() == 0 ? null : Set.of();
      }
      return Set.of(quotient(c.negate(), b));
    }
    if (c.signum() == 0) {
      return distinct(BigInteger.ZERO, quotient(b.negate(), a));
    }
    return at[1].signum() == 0 ? distinct(BigInteger.ONE, quotient(c, a)) : null;
  }

  private static Set<BigInteger> distinct(BigInteger x, BigInteger y) {
    return x.equals(y) ? Set.of(x) : Set.of(x, y);
  }

  private static BigInteger quotient(BigInteger x, BigInteger y) {
    return x.multiply(y.modInverse(FIELD)).mod(FIELD);
  }
}
