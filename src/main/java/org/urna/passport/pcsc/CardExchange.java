package org.urna.passport.pcsc;

/// What a reader can carry in one exchange.
///
/// @param extended extended length APDUs (ISO/IEC 7816-4 §5.1) pass
/// @param blockSize bytes of a file to ask for at once, before secure messaging adds up to 35
public record CardExchange(boolean extended, int blockSize) {

  /// What every reader and every passport can do.
  public static final CardExchange SHORT = new CardExchange(false, 223);

  /// javax.smartcardio takes no response over 8,192 bytes.
  static final int LARGEST_BLOCK = 7_900;

  private static final int LARGEST_SHORT_BLOCK = 223;

  public CardExchange {
    int largest = extended ? LARGEST_BLOCK : LARGEST_SHORT_BLOCK;
    if (blockSize < 16 || blockSize > largest) {
      throw new IllegalArgumentException("block size " + blockSize + " outside 16 to " + largest);
    }
  }

  /// The expected length outside secure messaging.
  int maxResponse() {
    return extended ? 65_536 : 256;
  }
}
