package org.urna.proof;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One compiled circuit as `circuits.json` lists it. All indices of public signals come from here.
///
/// @param name the instance, and the stem of its files, such as `ballot-16`
/// @param family what it proves: `enrolment`, `ballot` or `decryption`
/// @param publicSignals all public signals in the order of the verifying key
/// @param maxConstraints the size that the circuit must not exceed
public record Circuit(
    String name, String family, List<SignalGroup> publicSignals, int maxConstraints) {
  public Circuit {
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException("not a circuit name: " + name);
    }
    publicSignals = List.copyOf(publicSignals);
    Set<String> seen = new HashSet<>();
    for (SignalGroup group : publicSignals) {
      if (!seen.add(group.name())) {
        throw new IllegalArgumentException(
            "circuit " + name + " names signal " + group.name() + " twice");
      }
    }
    if (maxConstraints < 1) {
      throw new IllegalArgumentException("circuit " + name + " has no constraint budget");
    }
  }

  /// How many field elements are public.
  public int publicSignalCount() {
    return publicSignals.stream().mapToInt(SignalGroup::size).sum();
  }

  /// The index of the first element of `signal` among the public signals.
  ///
  /// @throws IllegalArgumentException if this circuit has no such public signal
  public int indexOf(String signal) {
    int index = 0;
    for (SignalGroup group : publicSignals) {
      if (group.name().equals(signal)) {
        return index;
      }
      index += group.size();
    }
    throw new IllegalArgumentException("circuit " + name + " has no public signal " + signal);
  }

  /// The group called `signal`.
  ///
  /// @throws IllegalArgumentException if this circuit has no such public signal
  public SignalGroup group(String signal) {
    return publicSignals.stream()
        .filter(group -> group.name().equals(signal))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "circuit " + name + " has no public signal " + signal));
  }

  /// Starts the public signals of a statement, by name.
  public PublicSignals.Builder signals() {
    return new PublicSignals.Builder(this);
  }

  /// The public signals that `witness` holds: its elements 1 to [#publicSignalCount()].
  ///
  /// @throws IllegalArgumentException if the witness is shorter
  public PublicSignals signalsOf(Witness witness) {
    int count = publicSignalCount();
    if (witness.size() <= count) {
      throw new IllegalArgumentException("witness too short for circuit " + name);
    }
    List<BigInteger> values = new java.util.ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      values.add(witness.value(i));
    }
    return PublicSignals.of(this, values);
  }
}
