package org.urna.enrolment;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/// The fields of data group 1 (ICAO 9303-10 §4.7.1, 9303-4 §4.2) that the enrolment circuit reads,
/// at the byte positions of the circuit. Personal data: closed by who opened it.
final class PassportFields implements AutoCloseable {
  static final int DG1_SIZE = 93;

  private static final byte[] HEADER = {0x61, 0x5B, 0x5F, 0x1F, 0x58};
  private static final int LINE_1 = HEADER.length;
  private static final int LINE_2 = LINE_1 + 44;
  private static final int ISSUING_STATE = LINE_1 + 2;
  private static final int NAME = LINE_1 + 5;
  private static final int NAME_SPLIT = NAME + 20;
  private static final int NATIONALITY = LINE_2 + 10;
  private static final int BIRTH_DATE = LINE_2 + 13;
  private static final int SEX = LINE_2 + 20;
  private static final int EXPIRY_DATE = LINE_2 + 21;

  private final byte[] dg1;

  /// @param dg1 copied
  PassportFields(byte[] dg1) {
    this.dg1 = dg1.clone();
  }

  /// A passport book with a document code that begins with `P`.
  boolean isPassportBook() {
    return dg1.length == DG1_SIZE
        && Arrays.equals(dg1, 0, HEADER.length, HEADER, 0, HEADER.length)
        && dg1[LINE_1] == 'P';
  }

  String issuingState() {
    return new String(dg1, ISSUING_STATE, 3, StandardCharsets.ISO_8859_1);
  }

  String nationality() {
    return new String(dg1, NATIONALITY, 3, StandardCharsets.ISO_8859_1);
  }

  /// `yymmdd` as a number, or empty if a character is not a digit.
  OptionalInt birthDate() {
    return sixDigits(BIRTH_DATE);
  }

  /// `yymmdd` as a number, or empty if a character is not a digit.
  OptionalInt expiryDate() {
    return sixDigits(EXPIRY_DATE);
  }

  private OptionalInt sixDigits(int from) {
    int number = 0;
    for (int i = from; i < from + 6; i++) {
      if (dg1[i] < '0' || dg1[i] > '9') {
        return OptionalInt.empty();
      }
      number = 10 * number + dg1[i] - '0';
    }
    return OptionalInt.of(number);
  }

  /// The first 20 bytes of the name field as a number.
  BigInteger firstNameLimb() {
    return number(NAME, NAME_SPLIT);
  }

  /// The other 19 bytes of the name field.
  BigInteger secondNameLimb() {
    return number(NAME_SPLIT, LINE_2);
  }

  /// Birth date without its check digit, sex, nationality: 10 bytes.
  BigInteger birthSexNationality() {
    byte[] bytes = new byte[10];
    System.arraycopy(dg1, BIRTH_DATE, bytes, 0, 6);
    bytes[6] = dg1[SEX];
    System.arraycopy(dg1, NATIONALITY, bytes, 7, 3);
    try {
      return new BigInteger(1, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private BigInteger number(int from, int to) {
    return new BigInteger(1, dg1, from, to - from);
  }

  @Override
  public void close() {
    Arrays.fill(dg1, (byte) 0);
  }
}
