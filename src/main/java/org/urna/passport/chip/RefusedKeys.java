package org.urna.passport.chip;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.MrzKey;

/// Keys that a chip has refused within the last minute, so that no chip is shown one of them a
/// third time. Chips punish wrong keys with growing delays, and some with silence for good.
///
/// A key is kept as its HMAC under a random key of this object: who reads the memory later learns
/// nothing of a document. Thread-safe.
final class RefusedKeys {

  private static final int MOST_TRIES = 2;
  private static final long MEMORY_NANOS = Duration.ofMinutes(1).toNanos();

  /// More refusals than anybody types in a minute.
  private static final int MOST_REFUSALS = 100;

  private final SecretKeySpec pepper;
  private final LongSupplier nanoTime;
  private final Deque<Refusal> refusals = new ArrayDeque<>();

  RefusedKeys(SecureRandom random, LongSupplier nanoTime) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    this.pepper = new SecretKeySpec(bytes, "HmacSHA256");
    this.nanoTime = nanoTime;
    Arrays.fill(bytes, (byte) 0);
  }

  /// A chip may be shown this key: it was not refused twice within a minute.
  synchronized boolean mayTry(AccessKey key) {
    forgetOld();
    byte[] mark = mark(key);
    return refusals.stream().filter(refusal -> refusal.is(mark)).count() < MOST_TRIES;
  }

  /// A chip has refused the key just now.
  synchronized void refused(AccessKey key) {
    forgetOld();
    if (refusals.size() == MOST_REFUSALS) {
      refusals.removeFirst();
    }
    refusals.addLast(new Refusal(mark(key), nanoTime.getAsLong()));
  }

  /// A chip has accepted the key: it is the right one of some document.
  synchronized void accepted(AccessKey key) {
    byte[] mark = mark(key);
    refusals.removeIf(refusal -> refusal.is(mark));
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    while (!refusals.isEmpty() && now - refusals.getFirst().at >= MEMORY_NANOS) {
      refusals.removeFirst();
    }
  }

  private byte[] mark(AccessKey key) {
    // No two keys have the same bytes: a zone's are 24 or more, a number's are six.
    byte[] bytes =
        switch (key) {
          case MrzKey mrz -> mrz.information();
          case CardAccessNumber number -> number.digits().getBytes(StandardCharsets.US_ASCII);
        };
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(pepper);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// @param at by the monotonic clock, nanoseconds
  @SuppressWarnings("ArrayRecordComponent") // compared in constant time by is()
  private record Refusal(byte[] mark, long at) {
    boolean is(byte[] other) {
      return MessageDigest.isEqual(mark, other);
    }
  }
}
