package org.urna.practice.card;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Hands out the given byte strings, each to a request of exactly its length.
public final class FixedRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private final transient Deque<byte[]> next;

  public FixedRandom(byte[]... values) {
    this.next = new ArrayDeque<>(List.of(values));
  }

  @Override
  public void nextBytes(byte[] bytes) {
    byte[] value = next.removeFirst();
    if (value.length != bytes.length) {
      throw new IllegalStateException(bytes.length + " bytes wanted, the next are " + value.length);
    }
    System.arraycopy(value, 0, bytes, 0, bytes.length);
  }
}
