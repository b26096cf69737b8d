package org.urna.circuits;

import java.util.Arrays;

/// Removes the assertions from a witness calculator that circom compiled, so that it computes an
/// assignment for *any* input. With it a test shows that the constraints refuse a forged input, not
/// merely that an honest program stops.
///
/// circom compiles `a === b` and `assert` to `if (!equal) { message; return 4; }`, in bytes `04 40
/// 41 line 41 template 10 build 10 print 41 04 0f 0b`. The body of the `if` is overwritten by
/// no-ops, which keeps every offset.
final class UncheckedCalculator {
  private static final int NOP = 0x01;

  private UncheckedCalculator() {}

  /// A copy of `wasm` without assertions.
  static byte[] of(byte[] wasm) {
    byte[] patched = wasm.clone();
    int found = 0;
    for (int at = 0; at < patched.length - 1; at++) {
      int end = assertionBodyEnd(patched, at);
      if (end > 0) {
        Arrays.fill(patched, at + 2, end, (byte) NOP);
        found++;
      }
    }
    if (found == 0) {
      throw new IllegalArgumentException("no assertions found: has circom changed its output?");
    }
    return patched;
  }

  /// Where the body of the assertion's `if` at `at` ends, or -1 if there is none.
  private static int assertionBodyEnd(byte[] code, int at) {
    int next = at;
    int[] opcodes = {0x04, 0x40, 0x41, -1, 0x41, -1, 0x10, -1, 0x10, -1, 0x41, 0x04, 0x0f, 0x0b};
    for (int opcode : opcodes) {
      if (next >= code.length) {
        return -1;
      }
      if (opcode == -1) { // a LEB128 number of up to five bytes
        int first = next;
        while (next < code.length && code[next] < 0) {
          next++;
        }
        next++;
        if (next - first > 5) {
          return -1;
        }
      } else if ((code[next++] & 0xff) != opcode) {
        return -1;
      }
    }
    return next - 1; // the closing 0b stays
  }
}
