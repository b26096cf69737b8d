package org.urna.proof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.urna.proof.bn254.Fr;

/// The public statement of one proof: a value below r for every public signal of a circuit.
public final class PublicSignals {
  private final Circuit circuit;
  private final List<BigInteger> values;

  private PublicSignals(Circuit circuit, List<BigInteger> values) {
    this.circuit = circuit;
    this.values = values;
  }

  /// Public signals in the circuit's order, as they come from a chain or a witness.
  ///
  /// @throws IllegalArgumentException if there are too many or too few, or one is not in [0, r)
  public static PublicSignals of(Circuit circuit, List<BigInteger> values) {
    if (values.size() != circuit.publicSignalCount()) {
      throw new IllegalArgumentException(
          "circuit "
              + circuit.name()
              + " has "
              + circuit.publicSignalCount()
              + " public signals, got "
              + values.size());
    }
    values.forEach(PublicSignals::requireElement);
    return new PublicSignals(circuit, List.copyOf(values));
  }

  private static void requireElement(BigInteger value) {
    if (value.signum() < 0 || value.compareTo(Fr.MODULUS) >= 0) {
      throw new IllegalArgumentException("a public signal is not in the scalar field");
    }
  }

  /// The circuit whose statement this is.
  public Circuit circuit() {
    return circuit;
  }

  /// The value of a signal that has exactly one element.
  ///
  /// @throws IllegalArgumentException if the circuit has no such signal, or it is an array
  public BigInteger value(String name) {
    SignalGroup group = circuit.group(name);
    if (group.size() != 1) {
      throw new IllegalArgumentException("signal " + name + " has " + group.size() + " elements");
    }
    return values.get(circuit.indexOf(name));
  }

  /// The values of a signal, in circom's order.
  ///
  /// @throws IllegalArgumentException if the circuit has no such signal
  public List<BigInteger> values(String name) {
    int start = circuit.indexOf(name);
    return values.subList(start, start + circuit.group(name).size());
  }

  /// All values in the circuit's order; unmodifiable.
  public List<BigInteger> asList() {
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicSignals that
        && circuit.equals(that.circuit)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(circuit, values);
  }

  @Override
  public String toString() {
    return circuit.name() + values;
  }

  /// Collects the public signals of a statement by name, and refuses to build a statement with a
  /// gap.
  public static final class Builder {
    private final Circuit circuit;
    private final Map<String, List<BigInteger>> given = new HashMap<>();

    Builder(Circuit circuit) {
      this.circuit = circuit;
    }

    /// Sets a signal that has exactly one element.
    ///
    /// @throws IllegalArgumentException if the circuit has no such signal, it is an array, it was
    ///   set before, or the value is not in [0, r)
    public Builder set(String name, BigInteger value) {
      return set(name, List.of(value));
    }

    /// Sets all elements of a signal, in circom's order.
    ///
    /// @throws IllegalArgumentException if the circuit has no such signal, its size is another, it
    ///   was set before, or a value is not in [0, r)
    public Builder set(String name, List<BigInteger> elements) {
      SignalGroup group = circuit.group(name);
      if (group.size() != elements.size()) {
        throw new IllegalArgumentException(
            "signal " + name + " has " + group.size() + " elements, got " + elements.size());
      }
      elements.forEach(PublicSignals::requireElement);
      if (given.putIfAbsent(name, List.copyOf(elements)) != null) {
        throw new IllegalArgumentException("signal " + name + " is set twice");
      }
      return this;
    }

    /// The statement.
    ///
    /// @throws IllegalStateException if a signal is missing
    public PublicSignals build() {
      List<BigInteger> all = new ArrayList<>(circuit.publicSignalCount());
      for (SignalGroup group : circuit.publicSignals()) {
        List<BigInteger> elements = given.get(group.name());
        if (elements == null) {
          throw new IllegalStateException(
              "signal " + group.name() + " of circuit " + circuit.name() + " is missing");
        }
        all.addAll(elements);
      }
      return new PublicSignals(circuit, List.copyOf(all));
    }
  }
}
