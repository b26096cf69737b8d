package org.urna.proof.wasm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The linear memory of a witness calculator: little-endian, of a fixed size (circom never grows
/// it). It holds secrets and is overwritten after each calculation.
///
/// It is on the heap, as access is fastest there; a compacting collector may leave a copy behind
/// when it moves the array, which the default collector does not do to arrays of this size.
final class CalculatorMemory {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;

  /// @param pages in units of 64 KiB
  CalculatorMemory(int pages) {
    this.bytes = new byte[pages * WasmModule.PAGE_BYTES];
  }

  int pages() {
    return bytes.length / WasmModule.PAGE_BYTES;
  }

  byte getByte(int address) {
    return bytes[address];
  }

  void putByte(int address, byte value) {
    bytes[address] = value;
  }

  int getInt(int address) {
    return (int) INT.get(bytes, address);
  }

  void putInt(int address, int value) {
    INT.set(bytes, address, value);
  }

  long getLong(int address) {
    return (long) LONG.get(bytes, address);
  }

  void putLong(int address, long value) {
    LONG.set(bytes, address, value);
  }

  /// Copies `length` bytes upwards or downwards; the areas may overlap.
  void copy(int from, int to, int length) {
    System.arraycopy(bytes, from, bytes, to, length);
  }

  /// Overwrites everything with zeros.
  void zero() {
    Arrays.fill(bytes, (byte) 0);
  }

  /// Writes the data segments of a module.
  void load(WasmModule module) {
    for (WasmModule.Data data : module.data()) {
      System.arraycopy(data.bytes(), 0, bytes, data.address(), data.bytes().length);
    }
  }

  /// Whether both hold the same bytes from address `from` on.
  boolean equalFrom(int from, CalculatorMemory other) {
    return Arrays.equals(
        bytes, from, bytes.length, other.bytes, from, Math.max(from, other.bytes.length));
  }
}
