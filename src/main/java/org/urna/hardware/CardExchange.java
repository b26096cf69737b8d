package org.urna.hardware;

/// What a reader can carry in one exchange.
///
/// @param extended extended length APDUs (ISO/IEC 7816-4 §5.1) pass
/// @param blockSize bytes of a file to ask for at most at once, before secure messaging adds up to
///   35. In short APDUs a cipher with longer blocks leaves room for less; see
///   [ChipChannel#largestShortBlock]
public record CardExchange(boolean extended, int blockSize) {

  /// What every reader and every passport can do.
  public static final CardExchange SHORT = new CardExchange(false, 231);

  /// javax.smartcardio takes no response over 8,192 bytes.
  static final int LARGEST_BLOCK = 7_900;

  /// What fits into a short response secured with triple DES: 231 bytes and one of padding are 29
  /// cipher blocks, which with the data objects around them make 250 of 256 bytes.
  public static final int LARGEST_SHORT_BLOCK = 231;

  static final int SMALLEST_BLOCK = 16;

  public CardExchange {
    int largest = extended ? LARGEST_BLOCK : LARGEST_SHORT_BLOCK;
    if (blockSize < SMALLEST_BLOCK || blockSize > largest) {
      throw new IllegalArgumentException(
          "block size " + blockSize + " outside " + SMALLEST_BLOCK + " to " + largest);
    }
  }

  /// The expected length outside secure messaging.
  public int maxResponse() {
    return extended ? 65_536 : 256;
  }
}
