package org.urna.passport.mrz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// A machine readable zone whose check digits are all right: that of a passport book (form TD3,
/// ICAO Doc 9303-4 §4.2) or of a card (TD1 and TD2, 9303-5 and 9303-6). [MrzForm] says where the
/// fields stand. `parse` without a form means a passport book.
///
/// It holds personal data: it is closable, wiped on close, and says nothing about its content in
/// `toString`. The strings its accessors return cannot be wiped, so callers keep none of them.
///
/// Three liberties that ICAO gives and real documents take: the check digit of *empty* optional
/// data may be `0` or a filler (Russia prints either), an unknown part of a birth date is fillers,
/// and a card whose number is longer than nine characters has a filler instead of the check digit
/// and the rest of the number, with the check digit over all of it, at the start of the optional
/// data (9303-5 and 9303-6 §4.2.4).
public final class MachineReadableZone implements AutoCloseable {
  /// Characters of both lines of a passport book.
  public static final int LENGTH = 88;

  private final MrzForm form;
  private final byte[] ascii;

  private MachineReadableZone(MrzForm form, byte[] ascii) {
    this.form = form;
    this.ascii = ascii;
  }

  /// Reads the 88 ASCII bytes of a passport book, line 1 then line 2, as data group 1 holds them.
  /// The array is copied.
  ///
  /// @throws MrzFormatException with the first defect found; nothing is left behind
  public static MachineReadableZone parse(byte[] text) throws MrzFormatException {
    return parse(MrzForm.TD3, text);
  }

  /// Reads the ASCII bytes of a zone of `form`, its lines joined. The array is copied.
  ///
  /// @throws MrzFormatException with the first defect found; nothing is left behind
  public static MachineReadableZone parse(MrzForm form, byte[] text) throws MrzFormatException {
    if (text.length != form.length()) {
      throw new MrzFormatException(MrzDefect.LENGTH);
    }
    byte[] ascii = text.clone();
    try {
      MrzCheck.check(form, ascii);
    } catch (MrzFormatException e) {
      Arrays.fill(ascii, (byte) 0);
      throw e;
    }
    return new MachineReadableZone(form, ascii);
  }

  /// Reads what a scanner or a keyboard gave of a passport book: two lines, with or without line
  /// ends between and after them.
  ///
  /// @throws MrzFormatException with the first defect found
  public static MachineReadableZone parse(String text) throws MrzFormatException {
    return parse(MrzForm.TD3, text);
  }

  /// Reads the lines of a zone of `form`, with or without line ends between and after them.
  ///
  /// @throws MrzFormatException with the first defect found
  public static MachineReadableZone parse(MrzForm form, String text) throws MrzFormatException {
    byte[] ascii = new byte[form.length()];
    try {
      int length = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean lineEnd = (c == '\r' || c == '\n') && length > 0 && length % form.lineLength() == 0;
        if (lineEnd) {
          continue;
        }
        if (length == ascii.length) {
          throw new MrzFormatException(MrzDefect.LENGTH);
        }
        if (c > 0x7f) {
          throw new MrzFormatException(MrzDefect.ALPHABET);
        }
        ascii[length++] = (byte) c;
      }
      if (length != ascii.length) {
        throw new MrzFormatException(MrzDefect.LENGTH);
      }
      return parse(form, ascii);
    } finally {
      Arrays.fill(ascii, (byte) 0);
    }
  }

  public MrzForm form() {
    return form;
  }

  /// Two characters, the second a filler or a letter: `P<`, `PD`, `PN`.
  public String documentCode() {
    return text(0, 2);
  }

  /// Three characters padded with `<`, for instance `RUS` or `D<<`.
  public String issuingState() {
    return text(2, 5);
  }

  /// Nine characters, padded with `<` when the number is shorter: what the access key needs. A card
  /// may have more, up to 22.
  public String documentNumber() {
    open();
    String principal = text(form.layout().number());
    MrzForm.Span rest = MrzCheck.restOfNumber(form, ascii);
    return principal + text(rest);
  }

  /// `yyMMdd`; unknown parts are fillers.
  public String birthDate() {
    return text(form.layout().birthDate());
  }

  /// `yyMMdd`, or six fillers in a Russian internal passport.
  public String expiryDate() {
    return text(form.layout().expiryDate());
  }

  /// Whether a date of expiry is printed, as a passport's always is.
  public boolean hasExpiryDate() {
    open();
    MrzForm.Span date = form.layout().expiryDate();
    for (int i = date.start(); i < date.end(); i++) {
      if (ascii[i] == '<') {
        return false;
      }
    }
    return true;
  }

  /// Whether this is a Russian internal passport, which has no chip: `PN`, issued by `RUS`.
  public boolean isRussianInternalPassport() {
    return form == MrzForm.TD3 && documentCode().equals("PN") && issuingState().equals("RUS");
  }

  /// A copy of all characters, lines joined; the caller wipes it.
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

  private String text(MrzForm.Span field) {
    return text(field.start(), field.end());
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
