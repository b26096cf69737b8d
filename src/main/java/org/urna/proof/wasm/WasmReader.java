package org.urna.proof.wasm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the parts of a WebAssembly file one after the other (Core Specification 1.0, §5.2).
final class WasmReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  /// @param bytes the whole file, which this reader keeps and does not change
  /// @param from where to begin
  /// @param end where to stop
  WasmReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  int position() {
    return at;
  }

  void position(int position) {
    if (position < at || position > bytes.length) {
      throw new MalformedCalculatorException("the file is cut short");
    }
    at = position;
  }

  int octet() {
    return bytes[at++] & 0xff;
  }

  int int32() {
    return octet() | octet() << 8 | octet() << 16 | octet() << 24;
  }

  /// An unsigned LEB128 number below 2^31.
  int unsigned() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int octet = octet();
      value |= (octet & 0x7f) << shift;
      if (octet < 0x80) {
        if (value < 0 || (shift == 28 && octet > 7)) {
          break;
        }
        return value;
      }
    }
    throw new MalformedCalculatorException("a number of 2^31 or more");
  }

  /// A signed LEB128 number of at most 64 bits.
  long signed() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int octet = octet();
      value |= (octet & 0x7fL) << shift;
      if (octet < 0x80) {
        return shift + 7 < 64 && (octet & 0x40) != 0 ? value | -1L << (shift + 7) : value;
      }
    }
    throw new MalformedCalculatorException("a number of more than 64 bits");
  }

  byte[] bytes(int length) {
    position(at + length);
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String text() {
    int length = unsigned();
    position(at + length);
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  String latin1(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// A constant expression, which must be one `i32.const`.
  int constant() {
    if (octet() != 0x41) {
      throw new MalformedCalculatorException("an offset that is no constant");
    }
    int value = (int) signed();
    if (octet() != 0x0b) {
      throw new MalformedCalculatorException("an offset that is no constant");
    }
    return value;
  }

  /// Refuses a value type other than i32 and i64.
  static void requireInteger(int type) {
    if (type != 0x7f && type != 0x7e) {
      throw new MalformedCalculatorException("a value that is no integer");
    }
  }
}
