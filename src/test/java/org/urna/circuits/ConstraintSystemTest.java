package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.circuits.ConstraintSystem.FIELD;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.proof.Witness;

/// The instrument of the circuit tests itself: it must find what is broken and what is free.
class ConstraintSystemTest {
  @TempDir Path folder;

  /// A term of a linear combination.
  private record Term(int wire, BigInteger coefficient) {}

  /// The rows, each of the three combinations of one constraint.
  private ConstraintSystem system(int wires, List<List<List<Term>>> rows) throws IOException {
    int terms = rows.stream().flatMap(List::stream).mapToInt(List::size).sum();
    int body = 3 * 4 * rows.size() + 36 * terms;
    ByteBuffer file = ByteBuffer.allocate(12 + 12 + 64 + 12 + body).order(ByteOrder.LITTLE_ENDIAN);
    file.put("r1cs".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(1).putInt(2);
    file.putInt(1).putLong(64).putInt(32).put(new byte[32]);
    file.putInt(wires).putInt(0).putInt(2).putInt(1).putLong(wires).putInt(rows.size());
    file.putInt(2).putLong(body);
    for (List<List<Term>> row : rows) {
      for (List<Term> combination : row) {
        file.putInt(combination.size());
        for (Term term : combination) {
          file.putInt(term.wire).put(littleEndian(term.coefficient));
        }
      }
    }
    return ConstraintSystem.read(Files.write(folder.resolve("system.r1cs"), file.array()));
  }

  private static byte[] littleEndian(BigInteger value) {
    byte[] bytes = new byte[32];
    BigInteger rest = value.mod(FIELD);
    for (int i = 0; i < bytes.length; i++, rest = rest.shiftRight(8)) {
      bytes[i] = rest.byteValue();
    }
    return bytes;
  }

  /// w1 · w1 = w2, 0 · w3 = 0: wire 3 is named but free.
  private ConstraintSystem square() throws IOException {
    List<List<Term>> square = List.of(one(1), one(1), one(2));
    return system(4, List.of(square, List.of(List.of(), one(3), List.of())));
  }

  private static List<Term> one(int wire) {
    return List.of(new Term(wire, BigInteger.ONE));
  }

  private static Assignment assign(ConstraintSystem system, long... values) {
    return assign(system, LongStream.of(values).mapToObj(BigInteger::valueOf).toList());
  }

  private static Assignment assign(ConstraintSystem system, List<BigInteger> values) {
    ByteBuffer elements = ByteBuffer.allocate(32 * values.size());
    values.forEach(value -> elements.put(littleEndian(value)));
    try (Witness witness = Witness.ofLittleEndian(elements.array())) {
      return system.assign(witness);
    }
  }

  @Test
  void countsWhatDoesNotHold() throws IOException {
    assertThat(assign(square(), 1, 3, 9, 5).violations()).isZero();
    assertThat(assign(square(), 1, 3, 8, 5).violations()).isEqualTo(1);
  }

  @Test
  void findsTheFreeWire() throws IOException {
    Assignment honest = assign(square(), 1, 3, 9, 5);
    List<Boolean> broken =
        List.of(
            honest.breaksWith(1, BigInteger.TWO),
            honest.breaksWith(2, BigInteger.TEN),
            honest.breaksWith(3, BigInteger.TEN));
    assertThat(broken).containsExactly(true, true, false);
    // (-3)² = 3²: another value of one wire need not break anything, which is why several are
    // tried.
    assertThat(honest.breaksWith(1, BigInteger.valueOf(-3))).isFalse();
  }

  // --- the quick look and the full one ------------------------------------------------------

  private static final int INPUTS = 40;
  private static final int ROWS = 600;

  /// Numbers on both sides of every bound of the arithmetic in `long`.
  private static BigInteger number(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> BigInteger.ZERO;
      case 1, 2 -> BigInteger.ONE;
      case 3 -> BigInteger.TWO.pow(random.nextInt(253));
      case 4 ->
          BigInteger.TWO
              .pow(List.of(30, 31, 32, 61, 62, 63, 64, 124).get(random.nextInt(8)))
              .add(BigInteger.valueOf(random.nextInt(3) - 1L));
      case 5 -> BigInteger.valueOf(random.nextInt());
      case 6 -> BigInteger.valueOf(-1L - random.nextInt(3));
      default -> new BigInteger(253, random);
    };
  }

  /// A system of products of combinations of what was there before, each with a wire of its own,
  /// and its honest assignment. The last row's wire is in no other row.
  private ConstraintSystem products(Random random, List<BigInteger> values) throws IOException {
    values.add(BigInteger.ONE);
    for (int i = 0; i < INPUTS; i++) {
      values.add(number(random).mod(FIELD));
    }
    List<List<List<Term>>> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      BigInteger product = BigInteger.ONE;
      List<List<Term>> combinations = new ArrayList<>();
      for (int factor = 0; factor < 2; factor++) {
        List<Term> combination = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        for (int term = 1 + random.nextInt(6); term > 0; term--) {
          // Mostly inputs: products of products are soon of full length.
          int wire = random.nextInt(random.nextInt(4) == 0 ? values.size() : INPUTS + 1);
          combination.add(new Term(wire, number(random)));
          sum = sum.add(combination.getLast().coefficient.multiply(values.get(wire)));
        }
        combinations.add(combination);
        product = product.multiply(sum);
      }
      combinations.add(one(values.size()));
      values.add(product.mod(FIELD));
      rows.add(combinations);
    }
    return system(values.size(), rows);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void quickLookFindsTheRowsThatTheFullLookFinds(long seed) throws IOException {
    Random random = new Random(seed);
    List<BigInteger> honest = new ArrayList<>();
    ConstraintSystem system = products(random, honest);
    assertThat(assign(system, honest).broken()).isEmpty();
    int few = 0;
    for (int round = 0; round < 300; round++) {
      List<BigInteger> changed = new ArrayList<>(honest);
      for (int wires = 1 + random.nextInt(3); wires > 0; wires--) {
        changed.set(1 + random.nextInt(honest.size() - 1), number(random).mod(FIELD));
      }
      Assignment assignment = assign(system, changed);
      assertThat(assignment.broken()).isEqualTo(assignment.brokenInFull());
      assertThat(assignment.violations()).isEqualTo(assignment.broken().size());
      few += assignment.violations() > 0 && assignment.violations() < 4 ? 1 : 0;
    }
    assertThat(few).as("assignments with few broken rows").isPositive();
  }

  @Test
  void quickLookFindsTheOneRowFarAway() throws IOException {
    List<BigInteger> honest = new ArrayList<>();
    ConstraintSystem system = products(new Random(6), honest);
    assertThat(assign(system, honest).violations()).isZero();
    List<BigInteger> changed = new ArrayList<>(honest);
    changed.set(changed.size() - 1, changed.getLast().add(BigInteger.ONE).mod(FIELD));
    Assignment assignment = assign(system, changed);
    assertThat(assignment.broken()).containsExactly(ROWS - 1);
    assertThat(assignment.brokenInFull()).containsExactly(ROWS - 1);
  }

  /// What the first assignment breaks stays broken until a wire of that row changes.
  @Test
  void quickLookStartsFromAnyAssignment() throws IOException {
    List<BigInteger> honest = new ArrayList<>();
    ConstraintSystem system = products(new Random(7), honest);
    List<BigInteger> forged = new ArrayList<>(honest);
    forged.set(forged.size() - 1, forged.getLast().add(BigInteger.ONE).mod(FIELD));
    assertThat(assign(system, forged).broken()).containsExactly(ROWS - 1);
    assertThat(assign(system, honest).broken()).isEmpty();
    forged.set(INPUTS + 1, forged.get(INPUTS + 1).add(BigInteger.ONE).mod(FIELD));
    assertThat(assign(system, forged).broken()).contains(0, ROWS - 1);
  }

  /// 2^32 · 2^32 is 0 in 64 bits; it is not 0 in the field.
  @Test
  void quickLookDoesNotOverflow() throws IOException {
    ConstraintSystem system = square();
    assertThat(assign(system, 1, 1, 1, 0).violations()).isZero();
    assertThat(assign(system, 1, 1L << 32, 0, 0).violations()).isEqualTo(1);
    BigInteger half = BigInteger.TWO.pow(30);
    ConstraintSystem scaled =
        system(
            4,
            List.of(
                List.of(
                    List.of(new Term(1, half), new Term(2, half)),
                    List.of(new Term(1, half), new Term(2, half)),
                    one(3))));
    assertThat(assign(scaled, 1, 0, 0, 0).violations()).isZero();
    for (long value : List.of(1L << 2, 1L << 20, 1L << 31, (1L << 32) - 1)) {
      assertThat(assign(scaled, 1, value, value, 0).violations()).as("%d", value).isEqualTo(1);
      BigInteger sum = half.multiply(BigInteger.valueOf(2 * value));
      List<BigInteger> right =
          List.of(
              BigInteger.ONE,
              BigInteger.valueOf(value),
              BigInteger.valueOf(value),
              sum.multiply(sum).mod(FIELD));
      assertThat(assign(scaled, right).violations()).as("%d", value).isZero();
    }
  }
}
