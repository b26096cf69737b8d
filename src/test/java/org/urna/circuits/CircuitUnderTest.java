package org.urna.circuits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.urna.proof.Circuit;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.circom.WitnessException;

/// A compiled circuit with its constraints and two calculators: the shipped one, and one without
/// assertions. Each circuit is read once per JVM, and kept for as long as there is room.
final class CircuitUnderTest {
  private static final Map<Path, SoftReference<CircuitUnderTest>> LOADED = new HashMap<>();

  private final Circuit circuit;
  private final ConstraintSystem constraints;
  private final WitnessCalculator calculator;
  private final WitnessCalculator unchecked;

  private CircuitUnderTest(
      Circuit circuit,
      ConstraintSystem constraints,
      WitnessCalculator calculator,
      WitnessCalculator unchecked) {
    this.circuit = circuit;
    this.constraints = constraints;
    this.calculator = calculator;
    this.unchecked = unchecked;
  }

  static CircuitFiles files() {
    return CircuitFiles.at(Path.of(System.getProperty("urna.circuits", "target/circuits")));
  }

  /// The circuits of src/test/circom: single templates, and bodies that no shipped circuit has
  /// alone.
  static CircuitFiles testFiles() {
    return CircuitFiles.at(
        Path.of(System.getProperty("urna.testCircuits", "target/test-circuits")));
  }

  static CircuitUnderTest load(String name) {
    return load(files(), name);
  }

  /// A circuit of src/test/circom.
  static CircuitUnderTest loadTest(String name) {
    return load(testFiles(), name);
  }

  private static synchronized CircuitUnderTest load(CircuitFiles files, String name) {
    SoftReference<CircuitUnderTest> kept = LOADED.get(files.r1cs(name));
    CircuitUnderTest known = kept == null ? null : kept.get();
    if (known == null) {
      known = read(files, name);
      LOADED.put(files.r1cs(name), new SoftReference<>(known));
    }
    return known;
  }

  private static CircuitUnderTest read(CircuitFiles files, String name) {
    try {
      Path patched = Files.createTempFile("unchecked", ".wasm");
      try {
        Files.write(patched, UncheckedCalculator.of(Files.readAllBytes(files.wasm(name))));
        return new CircuitUnderTest(
            files.circuits().byName(name),
            ConstraintSystem.read(files.r1cs(name)),
            WitnessCalculator.load(files.wasm(name)),
            WitnessCalculator.load(patched));
      } finally {
        Files.delete(patched);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ProofFileException e) {
      throw new IllegalStateException(e);
    }
  }

  Circuit circuit() {
    return circuit;
  }

  ConstraintSystem constraints() {
    return constraints;
  }

  /// The witness that the shipped calculator finds.
  Witness witness(Map<String, List<BigInteger>> inputs) throws WitnessException {
    return calculate(calculator, inputs);
  }

  /// The best assignment for `inputs`, whether or not they are acceptable: every hint as the
  /// shipped calculator computes it.
  ConstraintSystem.Assignment attempt(Map<String, List<BigInteger>> inputs) {
    try (Witness witness = calculate(unchecked, inputs)) {
      return constraints.assign(witness);
    } catch (WitnessException e) {
      throw new AssertionError("the calculator without assertions stopped", e);
    }
  }

  /// Whether the constraints hold for the assignment that [#attempt] makes.
  boolean accepts(Map<String, List<BigInteger>> inputs) {
    try (Witness witness = calculate(unchecked, inputs)) {
      return constraints.assign(witness).violations() == 0;
    } catch (WitnessException e) {
      throw new AssertionError("the calculator without assertions stopped", e);
    }
  }

  private static Witness calculate(
      WitnessCalculator calculator, Map<String, List<BigInteger>> inputs) throws WitnessException {
    try {
      return calculator.calculate(inputs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The wires of a public signal.
  List<Integer> wiresOf(String signal) {
    int first = 1 + circuit.indexOf(signal);
    List<Integer> wires = new ArrayList<>();
    for (int i = 0; i < circuit.group(signal).size(); i++) {
      wires.add(first + i);
    }
    return wires;
  }

  /// The wires that can be changed alone without breaking a constraint, tried with the other bit
  /// (for 0 and 1), the successor and a random element.
  List<Integer> freeWires(ConstraintSystem.Assignment honest, Random random) {
    List<Integer> free = new ArrayList<>();
    for (int wire = 1; wire < constraints.wires(); wire++) {
      BigInteger value = honest.value(wire);
      boolean isPinned =
          honest.breaksWith(wire, value.add(BigInteger.ONE))
              && honest.breaksWith(wire, anotherElement(value, random));
      if (value.bitLength() <= 1) {
        isPinned &= honest.breaksWith(wire, BigInteger.ONE.subtract(value));
      }
      if (!isPinned) {
        free.add(wire);
      }
    }
    return free;
  }

  private static BigInteger anotherElement(BigInteger value, Random random) {
    BigInteger other;
    do {
      other = new BigInteger(253, random);
    } while (other.equals(value));
    return other;
  }
}
