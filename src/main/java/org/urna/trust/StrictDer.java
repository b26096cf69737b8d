package org.urna.trust;

import java.util.Arrays;

/// Looks over tags and lengths before a parser may see the bytes (X.690 §8.1, §10.1): definite,
/// minimal lengths that add up exactly, nesting of at most [#MAX_DEPTH], at most [#MAX_ELEMENTS]
/// elements. It allocates nothing, so no length in hostile input can ask for memory, and it does
/// not recurse, so no nesting can exhaust the stack.
public final class StrictDer {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ELEMENTS = 200_000;

  private StrictDer() {}

  /// @throws Refusal [SecurityObjectDefect#NOT_DER] or [SecurityObjectDefect#TRAILING_BYTES] unless
  ///   `der` is exactly one element
  public static void requireOneElement(byte[] der) throws Refusal {
    requireOneElement(der, 0);
  }

  /// What is inside the one data object of a chip's file, which has a tag of one byte.
  ///
  /// @throws Refusal as [#requireOneElement], for the file and for what is inside
  static byte[] contents(byte[] file) throws Refusal {
    requireOneElement(file);
    byte[] inside = Arrays.copyOfRange(file, DerElements.content(file, 0), file.length);
    requireOneElement(inside);
    return inside;
  }

  /// As [#requireOneElement(byte[])], of the bytes from `start` on.
  public static void requireOneElement(byte[] der, int start) throws Refusal {
    int[] ends = new int[MAX_DEPTH + 1];
    int depth = 0;
    int elements = 0;
    ends[0] = der.length;
    int at = start;
    do {
      Refusal.unless(++elements <= MAX_ELEMENTS, SecurityObjectDefect.NOT_DER);
      int limit = ends[depth];
      int tag = byteAt(der, at, limit);
      at++;
      if ((tag & 0x1f) == 0x1f) {
        // High tag numbers: base 128, no leading zero, at most three bytes.
        int length = 0;
        int b;
        do {
          b = byteAt(der, at++, limit);
          Refusal.unless(length++ < 3 && !(length == 1 && b == 0x80), SecurityObjectDefect.NOT_DER);
        } while ((b & 0x80) != 0);
      }
      Refusal.unless(tag != 0, SecurityObjectDefect.NOT_DER);
      int length = byteAt(der, at++, limit);
      if (length >= 0x80) {
        int count = length & 0x7f;
        Refusal.unless(count >= 1 && count <= 3, SecurityObjectDefect.NOT_DER);
        length = 0;
        for (int i = 0; i < count; i++) {
          length = (length << 8) | byteAt(der, at++, limit);
        }
        Refusal.unless(
            length >= 0x80 && length >>> (8 * (count - 1)) != 0, SecurityObjectDefect.NOT_DER);
      }
      int end = at + length;
      Refusal.unless(end <= limit, SecurityObjectDefect.NOT_DER);
      if (depth == 0) {
        Refusal.unless(end == der.length, SecurityObjectDefect.TRAILING_BYTES);
      }
      boolean constructed = (tag & 0x20) != 0;
      if (constructed && length > 0) {
        Refusal.unless(depth < MAX_DEPTH, SecurityObjectDefect.NOT_DER);
        ends[++depth] = end;
      } else {
        at = end;
      }
      while (depth > 0 && at == ends[depth]) {
        depth--;
      }
    } while (depth > 0);
  }

  private static int byteAt(byte[] der, int at, int limit) throws Refusal {
    Refusal.unless(at < limit, SecurityObjectDefect.NOT_DER);
    return der[at] & 0xff;
  }
}
