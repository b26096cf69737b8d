package org.urna.proof;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import org.urna.proof.bn254.Fr;

/// The values of all wires of a circuit for one statement: the constant 1, the public signals, then
/// everything that must stay private. **A secret.**
///
/// The elements lie outside the Java heap, so that the collector leaves no copies behind, and are
/// overwritten by [#close()]. Not recorded, not printed, not compared.
public final class Witness implements AutoCloseable {
  private static final int ELEMENT_BYTES = 32;

  private final Arena arena;
  private final MemorySegment elements;
  private final int size;

  private Witness(Arena arena, MemorySegment elements, int size) {
    this.arena = arena;
    this.elements = elements;
    this.size = size;
  }

  /// Copies a witness from its little-endian form; the caller wipes the array.
  ///
  /// @param littleEndian 32 bytes for each element, normal (not Montgomery) form
  /// @throws IllegalArgumentException if the length is no positive multiple of 32, an element is
  ///   not below r, or element 0 is not 1
  public static Witness ofLittleEndian(byte[] littleEndian) {
    return ofLittleEndian(MemorySegment.ofArray(littleEndian));
  }

  /// Copies a witness from its little-endian form; the caller wipes the segment.
  ///
  /// @param littleEndian 32 bytes for each element, normal (not Montgomery) form
  /// @throws IllegalArgumentException if the length is no positive multiple of 32, an element is
  ///   not below r, or element 0 is not 1
  public static Witness ofLittleEndian(MemorySegment littleEndian) {
    long bytes = littleEndian.byteSize();
    if (bytes == 0 || bytes % ELEMENT_BYTES != 0 || bytes / ELEMENT_BYTES > Integer.MAX_VALUE / 8) {
      throw new IllegalArgumentException("a witness is 32 bytes for each wire");
    }
    Arena arena = Arena.ofShared();
    MemorySegment copy = arena.allocate(bytes, Long.BYTES);
    copy.copyFrom(littleEndian);
    Witness witness = new Witness(arena, copy, (int) (bytes / ELEMENT_BYTES));
    if (!witness.isWellFormed()) {
      witness.close();
      throw new IllegalArgumentException(
          "a witness element is not in the scalar field, or the first is not 1");
    }
    return witness;
  }

  private boolean isWellFormed() {
    if (!value(0).equals(BigInteger.ONE)) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!Fr.isReduced(limb(i, 0), limb(i, 1), limb(i, 2), limb(i, 3))) {
        return false;
      }
    }
    return true;
  }

  private long limb(int element, int limb) {
    return elements.get(ValueLayout.JAVA_LONG, (long) element * ELEMENT_BYTES + 8L * limb);
  }

  /// How many elements there are.
  public int size() {
    return size;
  }

  /// Element `index`, in [0, r).
  ///
  /// @throws IndexOutOfBoundsException if there is none
  /// @throws IllegalStateException if the witness is closed
  public BigInteger value(int index) {
    byte[] bigEndian = new byte[ELEMENT_BYTES];
    for (int i = 0; i < ELEMENT_BYTES; i++) {
      bigEndian[i] =
          elements.get(ValueLayout.JAVA_BYTE, (long) index * ELEMENT_BYTES + ELEMENT_BYTES - 1 - i);
    }
    return new BigInteger(1, bigEndian);
  }

  /// The elements as they lie in memory: 32 bytes each, little-endian, normal form. A view: it dies
  /// with the witness.
  public MemorySegment littleEndian() {
    return elements.asReadOnly();
  }

  /// Overwrites and frees the elements. Further calls do nothing.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      elements.fill((byte) 0);
      arena.close();
    }
  }
}
