package org.urna.proof.circom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.urna.proof.Circuit;
import org.urna.proof.SignalGroup;
import org.urna.proof.Witness;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.PrimeField;

/// A satisfied constraint system of any size, with the mixture of wires that circom's hash circuits
/// have: many bits, packed words, full-size products. Written as `.r1cs`, with its witness.
public final class SyntheticCircuit {
  private static final BigInteger R = Fr.MODULUS;
  private static final BigInteger MINUS_ONE = R.subtract(BigInteger.ONE);

  /// Three outputs and inputs that the constraints bind.
  public static final Circuit CIRCUIT =
      new Circuit(
          "synthetic",
          "test",
          List.of(new SignalGroup("product", 1), new SignalGroup("factors", 2)),
          1 << 26);

  private record Term(int wire, BigInteger value) {}

  private final ByteArrayOutputStream constraintBytes = new ByteArrayOutputStream();
  private final List<BigInteger> wires = new ArrayList<>();
  private final Random random;
  private int constraints;

  /// @param size how many constraints, at least 40
  public SyntheticCircuit(int size, long seed) {
    random = new Random(seed);
    BigInteger x = number(253);
    BigInteger y = number(253);
    wires.add(BigInteger.ONE);
    wires.add(x.multiply(y).mod(R));
    wires.add(x);
    wires.add(y);
    constrain(
        List.of(new Term(2, BigInteger.ONE)),
        List.of(new Term(3, BigInteger.ONE)),
        List.of(new Term(1, BigInteger.ONE)));
    while (constraints + 34 <= size) {
      word();
    }
    while (constraints < size) {
      product();
    }
  }

  /// A 32-bit word: each bit is one, and together they are the word.
  private void word() {
    List<Term> sum = new ArrayList<>();
    int value = random.nextInt() & random.nextInt();
    for (int i = 0; i < 32; i++) {
      int bit = wire(BigInteger.valueOf(value >>> i & 1));
      constrain(
          List.of(new Term(bit, BigInteger.ONE)),
          List.of(new Term(bit, BigInteger.ONE), new Term(0, MINUS_ONE)),
          List.of());
      sum.add(new Term(bit, BigInteger.ONE.shiftLeft(i)));
    }
    int word = wire(BigInteger.valueOf(Integer.toUnsignedLong(value)));
    constrain(sum, List.of(new Term(0, BigInteger.ONE)), List.of(new Term(word, BigInteger.ONE)));
    product();
  }

  /// A product of two random combinations of wires.
  private void product() {
    List<Term> a = combination();
    List<Term> b = combination();
    int product = wire(value(a).multiply(value(b)).mod(R));
    constrain(a, b, List.of(new Term(product, BigInteger.ONE)));
  }

  private List<Term> combination() {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      terms.add(
          new Term(random.nextInt(wires.size()), i == 0 ? number(253) : BigInteger.valueOf(i)));
    }
    return terms;
  }

  private BigInteger value(List<Term> terms) {
    BigInteger sum = BigInteger.ZERO;
    for (Term term : terms) {
      sum = sum.add(term.value().multiply(wires.get(term.wire())));
    }
    return sum.mod(R);
  }

  private BigInteger number(int bits) {
    return new BigInteger(bits, random);
  }

  private int wire(BigInteger value) {
    wires.add(value);
    return wires.size() - 1;
  }

  private void constrain(List<Term> a, List<Term> b, List<Term> c) {
    constraints++;
    for (List<Term> terms : List.of(a, b, c)) {
      ByteBuffer buffer = ByteBuffer.allocate(4 + 36 * terms.size()).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putInt(terms.size());
      for (Term term : terms) {
        buffer.putInt(term.wire());
        put(buffer, term.value());
      }
      constraintBytes.writeBytes(buffer.array());
    }
  }

  private static void put(ByteBuffer buffer, BigInteger value) {
    for (long limb : PrimeField.limbs(value)) {
      buffer.putLong(limb);
    }
  }

  /// Writes the constraint system.
  public Path writeR1cs(Path file) throws IOException {
    byte[] constraintSection = constraintBytes.toByteArray();
    ByteBuffer buffer =
        ByteBuffer.allocate(12 + 12 + 64 + 12 + constraintSection.length + 12 + 8 * wires.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put("r1cs".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(3);
    // circom writes the constraints first
    buffer.putInt(2).putLong(constraintSection.length).put(constraintSection);
    buffer.putInt(1).putLong(64).putInt(32);
    put(buffer, R);
    buffer.putInt(wires.size()).putInt(1).putInt(2).putInt(wires.size() - 4);
    buffer.putLong(wires.size()).putInt(constraints);
    buffer.putInt(3).putLong(8L * wires.size());
    for (int i = 0; i < wires.size(); i++) {
      buffer.putLong(i);
    }
    Files.write(file, buffer.array());
    return file;
  }

  /// The satisfying witness, with one wire changed by `difference`.
  public Witness witness(int changed, BigInteger difference) {
    ByteBuffer buffer = ByteBuffer.allocate(32 * wires.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < wires.size(); i++) {
      put(buffer, i == changed ? wires.get(i).add(difference).mod(R) : wires.get(i));
    }
    return Witness.ofLittleEndian(buffer.array());
  }

  /// The satisfying witness.
  public Witness witness() {
    return witness(-1, BigInteger.ZERO);
  }

  /// How many wires there are.
  public int wireCount() {
    return wires.size();
  }
}
