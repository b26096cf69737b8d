package org.urna.proof;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Yields the byte values it was given, one for each request, then zeros.
final class NeitherSecureNorRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final Deque<Byte> fills = new ArrayDeque<>();

  private int requests;

  NeitherSecureNorRandom(int... fills) {
    for (int fill : fills) {
      this.fills.add((byte) fill);
    }
  }

  @Override
  public void nextBytes(byte[] bytes) {
    requests++;
    Byte fill = fills.poll();
    Arrays.fill(bytes, fill == null ? 0 : fill);
  }

  int requests() {
    return requests;
  }
}
