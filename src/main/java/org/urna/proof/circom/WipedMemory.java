package org.urna.proof.circom;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.Arrays;

/// The linear memory of a witness calculator as plain 32-bit words, least significant byte first.
/// Its size is fixed: circom never grows it. [#zero()] overwrites all of it.
///
/// circom's code reads and writes almost only aligned words. Against the runtime's own memory
/// (pages of 64 KiB behind variable handles) and against memory outside the heap this is two to
/// four times faster before the JIT has warmed up, which for a kiosk's first voter is what counts.
/// The price: it is on the heap, and a compacting collector may leave a copy behind when it moves
/// the array.
final class WipedMemory implements Memory {
  private final int[] words;
  private final int pages;

  /// Allocates the initial pages.
  WipedMemory(MemoryLimits limits) {
    this.pages = limits.initialPages();
    this.words = new int[Math.multiplyExact(pages, PAGE_SIZE / Integer.BYTES)];
  }

  /// Whether both hold the same bytes.
  boolean contentEquals(WipedMemory other) {
    return Arrays.equals(words, other.words);
  }

  @Override
  public int pages() {
    return pages;
  }

  @Override
  public int grow(int more) {
    return more == 0 ? pages : -1;
  }

  @Override
  public int initialPages() {
    return pages;
  }

  @Override
  public int maximumPages() {
    return pages;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    throw new UnsupportedOperationException("the memory of a calculator is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException("the memory of a calculator is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException("the memory of a calculator is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    throw new UnsupportedOperationException("the memory of a calculator is not shared");
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    for (DataSegment segment : dataSegments) {
      if (!(segment instanceof ActiveDataSegment active)) {
        throw new WasmRuntimeException("a witness calculator has active data segments only");
      }
      long[] offset =
          ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions());
      write((int) offset[0], active.data(), 0, active.data().length);
    }
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
    throw new UnsupportedOperationException("a witness calculator has active data segments only");
  }

  @Override
  public void drop(int segment) {}

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    for (int i = 0; i < size; i++) {
      writeByte(address + i, data[offset + i]);
    }
  }

  @Override
  public byte read(int address) {
    return (byte) (words[address >>> 2] >>> ((address & 3) << 3));
  }

  @Override
  public byte[] readBytes(int address, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = read(address + i);
    }
    return bytes;
  }

  @Override
  public void writeI32(int address, int data) {
    if ((address & 3) == 0) {
      words[address >>> 2] = data;
    } else {
      writeShort(address, (short) data);
      writeShort(address + 2, (short) (data >>> 16));
    }
  }

  @Override
  public int readInt(int address) {
    return (address & 3) == 0
        ? words[address >>> 2]
        : (readShort(address) & 0xffff) | readShort(address + 2) << 16;
  }

  @Override
  public void writeLong(int address, long data) {
    writeI32(address, (int) data);
    writeI32(address + 4, (int) (data >>> 32));
  }

  @Override
  public long readLong(int address) {
    return (readInt(address) & 0xffffffffL) | (long) readInt(address + 4) << 32;
  }

  @Override
  public void writeShort(int address, short data) {
    writeByte(address, (byte) data);
    writeByte(address + 1, (byte) (data >>> 8));
  }

  @Override
  public short readShort(int address) {
    return (short) ((read(address) & 0xff) | read(address + 1) << 8);
  }

  @Override
  public long readU16(int address) {
    return Short.toUnsignedLong(readShort(address));
  }

  @Override
  public void writeByte(int address, byte data) {
    int shift = (address & 3) << 3;
    int word = words[address >>> 2];
    words[address >>> 2] = (word & ~(0xff << shift)) | (data & 0xff) << shift;
  }

  @Override
  public void writeF32(int address, float data) {
    writeI32(address, Float.floatToRawIntBits(data));
  }

  @Override
  public long readF32(int address) {
    return Integer.toUnsignedLong(readInt(address));
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public void writeF64(int address, double data) {
    writeLong(address, Double.doubleToRawLongBits(data));
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  /// Overwrites everything.
  @Override
  public void zero() {
    Arrays.fill(words, 0);
  }

  @Override
  public void fill(byte value, int from, int to) {
    for (int i = from; i < to; i++) {
      writeByte(i, value);
    }
  }
}
