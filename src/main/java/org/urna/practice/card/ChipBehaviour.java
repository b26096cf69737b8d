package org.urna.practice.card;

import java.time.Duration;

/// What real chips do differently from one another, within the standard and outside it.
///
/// @param extendedLength commands and responses of extended length; without it such a command
///   answers 6700. The answer to reset and EF.ATR/INFO agree with it
/// @param shortFileIds READ BINARY may name its file; without it that answers 6A86
/// @param largestBlock most bytes of a file in one response, 1 to 65,536
/// @param tooLargeABlock what happens when more are asked for and there
/// @param longAnswer what happens to a response, secure messaging included, that is over 256 bytes
///   and answers a short command
/// @param delay before each answer
/// @param demandsPaceParameters refuses MSE:Set AT without object 84 though there is only one set
///   of domain parameters
/// @param wrongKeys how it defends itself
public record ChipBehaviour(
    boolean extendedLength,
    boolean shortFileIds,
    int largestBlock,
    TooLargeABlock tooLargeABlock,
    LongAnswer longAnswer,
    Duration delay,
    boolean demandsPaceParameters,
    WrongKeys wrongKeys) {

  private static final int UNLIMITED = 65_536;
  private static final int SHORTEST_LIMIT = 16;
  private static final int SECURE_MESSAGING_BYTES = 40;

  /// A chip asked for more of a file than it can give at once.
  public enum TooLargeABlock {
    /// gives less, with 6282
    CUTS,
    /// 6700
    REFUSES,
    /// 6Cxx with the length it can give, if that is below 256, else 6700
    NAMES_LENGTH,
    /// goes silent for good: to the reader it has left the field until it gets power again
    DIES
  }

  /// A response over 256 bytes to a short command.
  public enum LongAnswer {
    /// 6700, as most chips answer INTERNAL AUTHENTICATE with a key of 2,048 bits
    REFUSED,
    /// 61xx, and the rest by GET RESPONSE (ISO/IEC 7816-4 §11.5.1)
    IN_PARTS
  }

  public ChipBehaviour {
    if (largestBlock < SHORTEST_LIMIT || largestBlock > UNLIMITED) {
      throw new IllegalArgumentException("a largest block of " + largestBlock + " bytes");
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a chip cannot answer before it was asked");
    }
  }

  /// A modern chip without faults.
  public static ChipBehaviour standard() {
    return new ChipBehaviour(
        true,
        true,
        UNLIMITED,
        TooLargeABlock.CUTS,
        LongAnswer.REFUSED,
        Duration.ZERO,
        false,
        WrongKeys.unlimited());
  }

  public ChipBehaviour withoutExtendedLength() {
    return new ChipBehaviour(
        false,
        shortFileIds,
        largestBlock,
        tooLargeABlock,
        longAnswer,
        delay,
        demandsPaceParameters,
        wrongKeys);
  }

  public ChipBehaviour withoutShortFileIds() {
    return new ChipBehaviour(
        extendedLength,
        false,
        largestBlock,
        tooLargeABlock,
        longAnswer,
        delay,
        demandsPaceParameters,
        wrongKeys);
  }

  public ChipBehaviour withLargestBlock(int bytes, TooLargeABlock otherwise) {
    return new ChipBehaviour(
        extendedLength,
        shortFileIds,
        bytes,
        otherwise,
        longAnswer,
        delay,
        demandsPaceParameters,
        wrongKeys);
  }

  public ChipBehaviour withLongAnswer(LongAnswer other) {
    return new ChipBehaviour(
        extendedLength,
        shortFileIds,
        largestBlock,
        tooLargeABlock,
        other,
        delay,
        demandsPaceParameters,
        wrongKeys);
  }

  public ChipBehaviour withDelay(Duration beforeEachAnswer) {
    return new ChipBehaviour(
        extendedLength,
        shortFileIds,
        largestBlock,
        tooLargeABlock,
        longAnswer,
        beforeEachAnswer,
        demandsPaceParameters,
        wrongKeys);
  }

  public ChipBehaviour demandingPaceParameters() {
    return new ChipBehaviour(
        extendedLength,
        shortFileIds,
        largestBlock,
        tooLargeABlock,
        longAnswer,
        delay,
        true,
        wrongKeys);
  }

  public ChipBehaviour withWrongKeys(WrongKeys other) {
    return new ChipBehaviour(
        extendedLength,
        shortFileIds,
        largestBlock,
        tooLargeABlock,
        longAnswer,
        delay,
        demandsPaceParameters,
        other);
  }

  /// The answer to reset of a contactless card: T=1, historical bytes with the card capabilities of
  /// ISO/IEC 7816-4 §12.1.1.9.
  byte[] answerToReset() {
    byte[] capabilities = capabilities();
    byte[] atr = {
      0x3B,
      (byte) 0x88,
      (byte) 0x80,
      0x01,
      0x00,
      0x73,
      capabilities[0],
      capabilities[1],
      capabilities[2],
      0x00,
      (byte) 0x90,
      0x00,
      0x00
    };
    for (int i = 1; i < atr.length - 1; i++) {
      atr[atr.length - 1] ^= atr[i];
    }
    return atr;
  }

  /// EF.ATR/INFO (ICAO 9303-10 §3.11.2): card capabilities, and how long commands and responses may
  /// be.
  byte[] atrInfo() {
    byte[] longest = {0x02, 0x02, (byte) 0xFF, (byte) 0xFF};
    int response = Math.min(largestBlock + SECURE_MESSAGING_BYTES, 0xFFFF);
    byte[] longestResponse = {0x02, 0x02, (byte) (response >> 8), (byte) response};
    return DataObjects.join(
        DataObjects.of(0x47, capabilities()), DataObjects.of(0x7F66, longest, longestResponse));
  }

  /// Selection by full and partial name, implicit selection, short file identifiers; data units of
  /// one byte; extended length.
  private byte[] capabilities() {
    return new byte[] {
      (byte) (0xC8 | (shortFileIds ? 0x04 : 0)), 0x21, (byte) (extendedLength ? 0x40 : 0)
    };
  }
}
