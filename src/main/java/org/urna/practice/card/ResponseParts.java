package org.urna.practice.card;

import java.util.Arrays;

/// Responses over 256 bytes to short commands, handed out in parts: 61xx with how much is left, and
/// GET RESPONSE for the rest (ISO/IEC 7816-4 §11.5.1). It works below secure messaging and does not
/// end a session.
final class ResponseParts {

  private static final int STATUS_BYTES = 2;
  private byte[] left = {};

  void forget() {
    left = new byte[0];
  }

  boolean isWaiting() {
    return left.length > 0;
  }

  /// The first part of a response, or all of it.
  byte[] first(byte[] response) {
    if (response.length <= CardCommand.ALL_SHORT + STATUS_BYTES) {
      return response;
    }
    left = response;
    return next(CardCommand.ALL_SHORT);
  }

  /// Up to `ne` bytes more.
  byte[] next(int ne) {
    int data = left.length - STATUS_BYTES;
    if (data <= ne) {
      byte[] last = left;
      forget();
      return last;
    }
    byte[] part = Arrays.copyOf(left, ne);
    left = Arrays.copyOfRange(left, ne, left.length);
    int more = Math.min(data - ne, CardCommand.ALL_SHORT) & 0xFF;
    return new CardAnswer(part, StatusWord.MORE_BYTES | more).plain();
  }
}
