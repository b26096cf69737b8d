package org.urna.practice.card;

/// What the chip answers to one command, before secure messaging seals it.
@SuppressWarnings("ArrayRecordComponent") // handed over, read once, never compared
public record CardAnswer(byte[] data, int statusWord) {

  private static final byte[] NOTHING = {};

  static CardAnswer ok(byte[] data) {
    return new CardAnswer(data, StatusWord.OK);
  }

  static CardAnswer done() {
    return ok(NOTHING);
  }

  static CardAnswer refused(CardRefusal refusal) {
    return new CardAnswer(NOTHING, refusal.statusWord());
  }

  /// As it goes out in the clear.
  public byte[] plain() {
    return DataObjects.join(data, new byte[] {(byte) (statusWord >> 8), (byte) statusWord});
  }
}
