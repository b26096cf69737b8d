package org.urna.proof;

/// A named run of public signals of a circuit: one signal or an array in circom's order.
///
/// @param name the signal's name in the circuit's source
/// @param size how many field elements it has
public record SignalGroup(String name, int size) {
  public SignalGroup {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a signal needs a name");
    }
    if (size < 1) {
      throw new IllegalArgumentException("signal " + name + " has no elements");
    }
  }
}
