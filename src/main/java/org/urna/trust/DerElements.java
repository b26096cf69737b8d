package org.urna.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts the elements of a constructed element out as they stand in the file. Encoding them anew
/// could change a byte, and with it a fingerprint or what was signed.
public final class DerElements {
  private DerElements() {}

  /// The elements inside the one at `at`, with their headers.
  ///
  /// @param der has passed [StrictDer], which makes every length here true
  public static List<byte[]> inside(byte[] der, int at) {
    List<byte[]> elements = new ArrayList<>();
    int end = end(der, at);
    for (int next = content(der, at); next < end; next = end(der, next)) {
      elements.add(Arrays.copyOfRange(der, next, end(der, next)));
    }
    return elements;
  }

  /// Where the content of the element at `at` begins.
  static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + (first < 0x80 ? 2 : 2 + (first & 0x7f));
  }

  private static int end(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return at + 2 + first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return content(der, at) + length;
  }
}
