package org.urna.circuits;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Small changes of byte arrays and of a witness calculator's inputs, on copies of the arrays.
final class Edits {
  private Edits() {}

  static byte[] put(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  static byte[] plus(byte[] bytes, int at, int delta) {
    return put(bytes, at, bytes[at] + delta);
  }

  /// Sets one number of an input, modulo the field's order.
  static void set(Map<String, List<BigInteger>> inputs, String name, int at, BigInteger value) {
    List<BigInteger> copy = new ArrayList<>(inputs.get(name));
    copy.set(at, value.mod(ConstraintSystem.FIELD));
    inputs.put(name, copy);
  }

  static void set(Map<String, List<BigInteger>> inputs, String name, int at, long value) {
    set(inputs, name, at, BigInteger.valueOf(value));
  }

  static void add(Map<String, List<BigInteger>> inputs, String name, int at, long delta) {
    set(inputs, name, at, inputs.get(name).get(at).add(BigInteger.valueOf(delta)));
  }
}
