package org.urna.trust;

import java.security.MessageDigest;
import java.util.Arrays;
import org.urna.passport.mrz.MachineReadableZone;

/// What was read with eyes or optics from the page that lies before us: the whole machine readable
/// zone, its three fields that open a chip, or nothing. The chip must say the same, or a genuine
/// chip in a stranger's booklet would vote.
///
/// It identifies a person: not a record, no `toString`, wiped on close.
///
/// | line 2 of form TD3 (ICAO Doc 9303-4 §4.2.2) | characters |
/// |---|---|
/// | document number | 0-8 |
/// | birth date `yyMMdd` | 13-18 |
/// | expiry date `yyMMdd` | 21-26 |
/// | optional data and its check digit | 28-41, 42 |
public final class PrintedPage implements AutoCloseable {
  /// A second misread letter is still a scanner's, a third no more.
  private static final int MOST_MISREAD = 2;

  private static final int NAME = 5;
  private static final int LINE_2 = 44;
  private static final int NUMBER = LINE_2;
  private static final int NUMBER_LENGTH = 9;
  private static final int BIRTH_DATE = LINE_2 + 13;
  private static final int EXPIRY_DATE = LINE_2 + 21;
  private static final int DATE_LENGTH = 6;
  private static final int OPTIONAL = LINE_2 + 28;
  private static final int OPTIONAL_CHECK = LINE_2 + 42;

  /// The characters that are known, in the place where they are printed; 0 where nothing is known.
  private final byte[] zone;

  private boolean closed;

  private PrintedPage(byte[] zone) {
    this.zone = zone;
  }

  /// Nothing was read from the page: the chip was opened by a number that is not in its zone.
  public static PrintedPage unseen() {
    return new PrintedPage(new byte[MachineReadableZone.LENGTH]);
  }

  /// A whole zone.
  ///
  /// @param zone both lines, 88 characters of ASCII
  public static PrintedPage scanned(CharSequence zone) {
    byte[] known = new byte[MachineReadableZone.LENGTH];
    put(zone, known, 0, known.length);
    return new PrintedPage(known);
  }

  /// The three fields that a person typed.
  ///
  /// @param documentNumber nine characters, filled up with `<`
  /// @param birthDate `yyMMdd`, unknown parts `<`
  /// @param expiryDate `yyMMdd`
  public static PrintedPage typed(
      CharSequence documentNumber, CharSequence birthDate, CharSequence expiryDate) {
    byte[] known = new byte[MachineReadableZone.LENGTH];
    put(documentNumber, known, NUMBER, NUMBER_LENGTH);
    put(birthDate, known, BIRTH_DATE, DATE_LENGTH);
    put(expiryDate, known, EXPIRY_DATE, DATE_LENGTH);
    return new PrintedPage(known);
  }

  private static void put(CharSequence text, byte[] zone, int at, int length) {
    // The messages hold nothing of the text: an exception may reach a log.
    if (text.length() != length) {
      throw new IllegalArgumentException(length + " characters are expected");
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c != '<' && (c < '0' || c > '9') && (c < 'A' || c > 'Z')) {
        Arrays.fill(zone, (byte) 0);
        throw new IllegalArgumentException("there are characters that no passport prints");
      }
      zone[at + i] = (byte) c;
    }
  }

  /// Whether data group 1 says what is known of the page. The time does not depend on where they
  /// differ.
  ///
  /// One difference is none: the check digit of *empty* optional data may be `0` or a filler (ICAO
  /// Doc 9303-4 §4.2.2.2), and printers and chip writers of one state take that liberty apart.
  ///
  /// The name has no check digit: a scanner that takes an `O` for a `Q` in it cannot notice, and
  /// that must turn nobody away. Up to two of its 39 characters may differ. The rest, with number
  /// and dates, is what tells one passport from another, and must be equal.
  ///
  /// A data group 1 that is not that of a passport book has no such zone and agrees with any page:
  /// no such document may vote, and the person is told that and not that they forged it.
  boolean agreesWith(byte[] dg1) {
    if (closed) {
      throw new IllegalStateException("the page is closed");
    }
    byte[] chip = DataGroup1.text(dg1);
    byte[] page = zone.clone();
    try {
      if (chip.length == 0) {
        return true;
      }
      for (int i = 0; i < page.length; i++) {
        // All ones where nothing is known of the page.
        int unknown = (page[i] - 1) >> 31;
        page[i] |= (byte) (chip[i] & unknown);
      }
      plain(chip);
      plain(page);
      int misread = 0;
      for (int i = NAME; i < LINE_2; i++) {
        misread += chip[i] == page[i] ? 0 : 1;
        page[i] = chip[i];
      }
      return MessageDigest.isEqual(chip, page) & misread <= MOST_MISREAD;
    } finally {
      Arrays.fill(chip, (byte) 0);
      Arrays.fill(page, (byte) 0);
    }
  }

  private static void plain(byte[] zone) {
    boolean isEmpty = true;
    for (int i = OPTIONAL; i < OPTIONAL_CHECK; i++) {
      isEmpty &= zone[i] == '<';
    }
    if (isEmpty && zone[OPTIONAL_CHECK] == '0') {
      zone[OPTIONAL_CHECK] = '<';
    }
  }

  /// Wipes what is known. Nothing agrees with a closed page: it throws.
  @Override
  public void close() {
    closed = true;
    Arrays.fill(zone, (byte) 0);
  }
}
