package org.urna.rescue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.urna.election.Bytes;

/// Finds ballots in bytes of any kind by their look, wherever they begin: in pages that no table
/// leads to any more, in a journal, in a torn batch file, behind a damaged header.
///
/// A ballot's words are variant, nullifier, badge and so on, 32 bytes each. The variant is below
/// 16, so its word is 31 bytes of zero and a small one; nullifier, badge and the words of the first
/// two ciphertexts are as good as random below the field's order, so that they begin with at most
/// 0x30 and practically never with six zeros. Of those ten words nine must look so: one may be
/// damaged, and pages of other tables do not. That is the look; whether it is a ballot is for its
/// proofs to say.
///
/// Where exactly the zeros of the variant begin cannot be seen when a zero stands before or behind
/// them, so one place may have some looks, of which at most one is a ballot.
final class BallotScan {
  private static final int ZEROS = 31;
  private static final int WORD = 32;
  private static final int MAX_VARIANT = 15;

  /// The first byte of the field's order (BN254).
  private static final int ORDER_HEAD = 0x30;

  private static final int NEVER_ALL_ZERO = 6;

  /// As much as a look needs: an election has at least two options.
  private static final int LOOK = 11 * WORD;

  private static final int RANDOM_WORDS = 10;

  private final int ballotBytes;
  private final Consumer<List<Look>> found;
  private byte[] buffer = new byte[0];

  /// What may be a ballot.
  ///
  /// @param words of a ballot's length; null if the end cuts it off
  record Look(Bytes nullifier, @Nullable Bytes words) {}

  /// @param ballotBytes the length of a ballot
  /// @param found takes the looks of each place that has one
  BallotScan(int ballotBytes, Consumer<List<Look>> found) {
    this.ballotBytes = ballotBytes;
    this.found = found;
  }

  /// Goes on with the next bytes.
  void take(byte[] piece, int length) {
    byte[] joined = Arrays.copyOf(buffer, buffer.length + length);
    System.arraycopy(piece, 0, joined, buffer.length, length);
    int rest = scan(joined, false);
    buffer = Arrays.copyOfRange(joined, rest, joined.length);
  }

  /// There are no more bytes.
  void end() {
    scan(buffer, true);
    buffer = new byte[0];
  }

  /// @return where to go on when there is more
  private int scan(byte[] bytes, boolean isLast) {
    int at = 0;
    while (at + ZEROS <= bytes.length) {
      int nonZero = lastNonZero(bytes, at);
      if (nonZero >= 0) {
        at = nonZero + 1;
        continue;
      }
      int end = at + ZEROS;
      while (end < bytes.length && bytes[end] == 0) {
        end++;
      }
      // Beginning earlier, the nullifier would begin with too many zeros.
      int first = Math.max(at, end - WORD - NEVER_ALL_ZERO + 1);
      int last = end - ZEROS;
      if (!isLast && last + ballotBytes > bytes.length) {
        return first;
      }
      List<Look> looks = new ArrayList<>();
      for (int start = first; start <= last; start++) {
        if (looksLikeOne(bytes, start)) {
          looks.add(look(bytes, start));
        }
      }
      if (!looks.isEmpty()) {
        found.accept(looks);
      }
      at = last + 1;
    }
    return at;
  }

  private Look look(byte[] bytes, int at) {
    return new Look(
        Bytes.of(Arrays.copyOfRange(bytes, at + WORD, at + 2 * WORD)),
        at + ballotBytes <= bytes.length
            ? Bytes.of(Arrays.copyOfRange(bytes, at, at + ballotBytes))
            : null);
  }

  /// The last byte other than zero of those that must be zero, or -1.
  private static int lastNonZero(byte[] bytes, int at) {
    for (int i = at + ZEROS - 1; i >= at; i--) {
      if (bytes[i] != 0) {
        return i;
      }
    }
    return -1;
  }

  private static boolean looksLikeOne(byte[] bytes, int at) {
    if (at + LOOK > bytes.length || (bytes[at + ZEROS] & 0xff) > MAX_VARIANT) {
      return false;
    }
    int random = 0;
    for (int word = 1; word <= RANDOM_WORDS; word++) {
      if (looksRandom(bytes, at + word * WORD)) {
        random++;
      }
    }
    return random >= RANDOM_WORDS - 1;
  }

  private static boolean looksRandom(byte[] bytes, int at) {
    if ((bytes[at] & 0xff) > ORDER_HEAD) {
      return false;
    }
    for (int i = at; i < at + NEVER_ALL_ZERO; i++) {
      if (bytes[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
