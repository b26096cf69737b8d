package org.urna.passport.mrz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// The machine readable zone of a passport book, form TD3 (ICAO Doc 9303-4 §4.2): two lines of 44
/// characters, all check digits right.
///
/// It holds personal data: it is closable, wiped on close, and says nothing about its content in
/// `toString`. The strings its accessors return cannot be wiped, so callers keep none of them.
///
/// | line 1 | 0-1 document code, 2-4 issuing state, 5-43 name |
/// |---|---|
/// | line 2 | 0-8 number, 9 check, 10-12 nationality, 13-18 birth date, 19 check, 20 sex, 21-26 expiry date, 27 check, 28-41 optional data, 42 check, 43 composite check |
///
/// Two liberties that ICAO gives and real documents take: the check digit of *empty* optional data
/// may be `0` or a filler (Russia prints either), and an unknown part of a birth date is fillers.
public final class MachineReadableZone implements AutoCloseable {
  /// Characters of both lines.
  public static final int LENGTH = 88;

  private static final int LINE_2 = 44;
  private static final int NUMBER = LINE_2;
  private static final int NUMBER_CHECK = LINE_2 + 9;
  private static final int NATIONALITY = LINE_2 + 10;
  private static final int BIRTH_DATE = LINE_2 + 13;
  private static final int BIRTH_DATE_CHECK = LINE_2 + 19;
  private static final int SEX = LINE_2 + 20;
  private static final int EXPIRY_DATE = LINE_2 + 21;
  private static final int EXPIRY_DATE_CHECK = LINE_2 + 27;
  private static final int OPTIONAL = LINE_2 + 28;
  private static final int OPTIONAL_CHECK = LINE_2 + 42;
  private static final int COMPOSITE_CHECK = LINE_2 + 43;

  private final byte[] ascii;

  private MachineReadableZone(byte[] ascii) {
    this.ascii = ascii;
  }

  /// Reads 88 ASCII bytes, line 1 then line 2, as data group 1 holds them. The array is copied.
  ///
  /// @throws MrzFormatException with the first defect found; nothing is left behind
  public static MachineReadableZone parse(byte[] text) throws MrzFormatException {
    if (text.length != LENGTH) {
      throw new MrzFormatException(MrzDefect.LENGTH);
    }
    byte[] ascii = text.clone();
    try {
      check(ascii);
    } catch (MrzFormatException e) {
      Arrays.fill(ascii, (byte) 0);
      throw e;
    }
    return new MachineReadableZone(ascii);
  }

  /// Reads what a scanner or a keyboard gave: two lines, with or without line ends between and
  /// after them.
  ///
  /// @throws MrzFormatException with the first defect found
  public static MachineReadableZone parse(String text) throws MrzFormatException {
    StringBuilder lines = new StringBuilder(LENGTH);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnd =
          (c == '\r' || c == '\n') && (lines.length() == LINE_2 || lines.length() == LENGTH);
      if (lineEnd) {
        continue;
      }
      if (lines.length() == LENGTH) {
        throw new MrzFormatException(MrzDefect.LENGTH);
      }
      if (c > 0x7f) {
        throw new MrzFormatException(MrzDefect.ALPHABET);
      }
      lines.append(c);
    }
    byte[] ascii = lines.toString().getBytes(StandardCharsets.US_ASCII);
    try {
      return parse(ascii);
    } finally {
      Arrays.fill(ascii, (byte) 0);
    }
  }

  private static void check(byte[] z) throws MrzFormatException {
    for (byte b : z) {
      require(CheckDigit.isInAlphabet((char) (b & 0xff)), MrzDefect.ALPHABET);
    }
    require(isLetter(z[0]) && (isLetter(z[1]) || z[1] == '<'), MrzDefect.DOCUMENT_CODE);
    require(isState(z, 2) && isState(z, NATIONALITY), MrzDefect.STATE);
    require(isLetter(z[5]), MrzDefect.NAME);
    for (int i = 5; i < LINE_2; i++) {
      // The internal passport of Russia (code PN) transliterates with digits; no travel document
      // does.
      require(z[i] == '<' || isLetter(z[i]) || z[1] == 'N', MrzDefect.NAME);
    }
    checkDigit(z, NUMBER_CHECK, MrzDefect.DOCUMENT_NUMBER_CHECK, NUMBER, NUMBER_CHECK);
    for (int i = BIRTH_DATE; i < BIRTH_DATE_CHECK; i++) {
      require(z[i] == '<' || isDigit(z[i]), MrzDefect.BIRTH_DATE);
    }
    checkDigit(z, BIRTH_DATE_CHECK, MrzDefect.BIRTH_DATE_CHECK, BIRTH_DATE, BIRTH_DATE_CHECK);
    require(z[SEX] == 'M' || z[SEX] == 'F' || z[SEX] == '<', MrzDefect.SEX);
    boolean noExpiry = z[1] == 'N' && allFillers(z, EXPIRY_DATE, EXPIRY_DATE_CHECK + 1);
    if (!noExpiry) {
      for (int i = EXPIRY_DATE; i < EXPIRY_DATE_CHECK; i++) {
        require(isDigit(z[i]), MrzDefect.EXPIRY_DATE);
      }
      checkDigit(z, EXPIRY_DATE_CHECK, MrzDefect.EXPIRY_DATE_CHECK, EXPIRY_DATE, EXPIRY_DATE_CHECK);
    }
    boolean emptyOptional = allFillers(z, OPTIONAL, OPTIONAL_CHECK);
    if (!(emptyOptional && z[OPTIONAL_CHECK] == '<')) {
      checkDigit(z, OPTIONAL_CHECK, MrzDefect.OPTIONAL_DATA_CHECK, OPTIONAL, OPTIONAL_CHECK);
    }
    checkDigit(
        z,
        COMPOSITE_CHECK,
        MrzDefect.COMPOSITE_CHECK,
        NUMBER,
        NATIONALITY,
        BIRTH_DATE,
        SEX,
        EXPIRY_DATE,
        COMPOSITE_CHECK);
  }

  private static void checkDigit(byte[] z, int at, MrzDefect defect, int... ranges)
      throws MrzFormatException {
    require(z[at] == CheckDigit.of(z, ranges), defect);
  }

  private static void require(boolean holds, MrzDefect defect) throws MrzFormatException {
    if (!holds) {
      throw new MrzFormatException(defect);
    }
  }

  private static boolean isLetter(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isState(byte[] z, int at) {
    return isLetter(z[at])
        && (isLetter(z[at + 1]) || z[at + 1] == '<')
        && ((isLetter(z[at + 2]) && z[at + 1] != '<') || z[at + 2] == '<');
  }

  private static boolean allFillers(byte[] z, int from, int to) {
    for (int i = from; i < to; i++) {
      if (z[i] != '<') {
        return false;
      }
    }
    return true;
  }

  /// Two characters, the second a filler or a letter: `P<`, `PD`, `PN`.
  public String documentCode() {
    return text(0, 2);
  }

  /// Three characters padded with `<`, for instance `RUS` or `D<<`.
  public String issuingState() {
    return text(2, 5);
  }

  /// Three characters padded with `<`. Differs from the issuing state in travel documents for
  /// residents and refugees.
  public String nationality() {
    return text(NATIONALITY, NATIONALITY + 3);
  }

  /// The 39 characters of surname, `<<` and given names, padded.
  public String nameField() {
    return text(5, LINE_2);
  }

  /// Nine characters, padded with `<` when the number is shorter: what the access key needs.
  public String documentNumber() {
    return text(NUMBER, NUMBER_CHECK);
  }

  /// `yyMMdd`; unknown parts are fillers.
  public String birthDate() {
    return text(BIRTH_DATE, BIRTH_DATE_CHECK);
  }

  /// `yyMMdd`, or six fillers in a Russian internal passport.
  public String expiryDate() {
    return text(EXPIRY_DATE, EXPIRY_DATE_CHECK);
  }

  /// `M`, `F` or `<`.
  public char sex() {
    return text(SEX, SEX + 1).charAt(0);
  }

  /// Fourteen characters, usually all fillers.
  public String optionalData() {
    return text(OPTIONAL, OPTIONAL_CHECK);
  }

  /// Whether this is a Russian internal passport, which has no chip: `PN`, issued by `RUS`.
  public boolean isRussianInternalPassport() {
    return documentCode().equals("PN") && issuingState().equals("RUS");
  }

  /// A copy of the 88 characters; the caller wipes it.
  public byte[] toAscii() {
    open();
    return ascii.clone();
  }

  /// Whether both zones are the same text, so that the page that was scanned belongs to the chip
  /// that was read. Takes the same time wherever they differ.
  public boolean isSameAs(MachineReadableZone other) {
    open();
    other.open();
    return MessageDigest.isEqual(ascii, other.ascii);
  }

  private String text(int from, int to) {
    open();
    return new String(ascii, from, to - from, StandardCharsets.US_ASCII);
  }

  private void open() {
    if (ascii[0] == 0) {
      throw new IllegalStateException("the machine readable zone is closed");
    }
  }

  /// Wipes the text. Later calls of accessors throw [IllegalStateException].
  @Override
  public void close() {
    Arrays.fill(ascii, (byte) 0);
  }
}
