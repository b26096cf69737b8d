package org.urna.passport.mrz;

import java.util.Arrays;
import org.urna.passport.mrz.MrzForm.Layout;
import org.urna.passport.mrz.MrzForm.Span;
import org.urna.passport.mrz.MrzForm.Type;

/// Puts right what an optical reader mistakes: O and 0, I and 1, B and 8, S and 5, Z and 2, G and
/// 6.
///
/// Where a field holds only letters or only digits, its kind decides. In numbers and optional data
/// both can stand: a field whose own check digit is right stays as read, else every combination is
/// tried, and one is taken only if it is the *only* one that satisfies all check digits. G and 6
/// differ by ten, which no check digit sees (9303-3 §4.9), so in such a field they always stay as
/// read.
public final class LookAlikes {
  private static final String LETTERS = "OIBSZG";
  private static final String DIGITS = "018526";

  /// How many of them a check digit tells apart.
  private static final int TOLD_APART = 5;

  /// Combinations double with each doubtful character.
  private static final int MOST_DOUBTS = 12;

  private static final byte[] RUSSIA = {'R', 'U', 'S'};

  private LookAlikes() {}

  /// Reads `text`, the joined lines of a zone of `form`, as it stands if its check digits are
  /// right, else with its look-alikes put right. The array is not changed.
  ///
  /// @throws MrzFormatException with the defect that the text as it stands has, or
  ///   [MrzDefect#AMBIGUOUS] if several corrections satisfy the check digits
  public static MachineReadableZone parse(MrzForm form, byte[] text) throws MrzFormatException {
    MrzFormatException defect;
    try {
      return MachineReadableZone.parse(form, text);
    } catch (MrzFormatException e) {
      defect = e;
    }
    if (text.length != form.length()) {
      throw defect;
    }
    byte[] zone = text.clone();
    try {
      settleTypedFields(form, zone);
      return onlyReading(form, zone, defect);
    } finally {
      Arrays.fill(zone, (byte) 0);
    }
  }

  private static void settleTypedFields(MrzForm form, byte[] zone) {
    Layout layout = form.layout();
    for (int at = 0; at < zone.length; at++) {
      // The two characters of the code come first, so it is settled when a name is looked at.
      boolean free = layout.name().holds(at) && MrzCheck.hasDigitsInNames(form, zone);
      if (!free) {
        settle(zone, at, layout.typeOf(at));
      }
    }
    Span state = new Span(2, 5);
    if (form == MrzForm.TD3
        && Arrays.equals(zone, state.start(), state.end(), RUSSIA, 0, RUSSIA.length)) {
      // Russian numbers are nine digits.
      for (int at = layout.number().start(); at < layout.number().end(); at++) {
        settle(zone, at, Type.DIGIT);
      }
    }
  }

  private static void settle(byte[] zone, int at, Type type) {
    switch (type) {
      case LETTER -> zone[at] = twin(zone[at], DIGITS, LETTERS);
      case DIGIT -> zone[at] = twin(zone[at], LETTERS, DIGITS);
      case ANY -> {}
    }
  }

  private static MachineReadableZone onlyReading(
      MrzForm form, byte[] zone, MrzFormatException defect) throws MrzFormatException {
    if (isRight(form, zone)) {
      return MachineReadableZone.parse(form, zone);
    }
    int[] doubts = new int[zone.length];
    int count = 0;
    for (int at = 0; at < zone.length; at++) {
      if (form.layout().typeOf(at) == Type.ANY
          && isDoubtful(zone[at])
          && !isVouchedFor(form, zone, at)) {
        doubts[count++] = at;
      }
    }
    if (count > MOST_DOUBTS) {
      throw new MrzFormatException(MrzDefect.AMBIGUOUS);
    }
    int found = 0;
    int right = 0;
    for (int swaps = 1; swaps < 1 << count; swaps++) {
      swap(zone, doubts, swaps);
      if (isRight(form, zone)) {
        found++;
        right = swaps;
      }
      swap(zone, doubts, swaps);
    }
    if (found == 0) {
      throw defect;
    }
    if (found > 1) {
      throw new MrzFormatException(MrzDefect.AMBIGUOUS);
    }
    swap(zone, doubts, right);
    return MachineReadableZone.parse(form, zone);
  }

  /// Whether the field that `at` belongs to has a check digit of its own, which is right.
  private static boolean isVouchedFor(MrzForm form, byte[] zone, int at) {
    Layout layout = form.layout();
    Span field = layout.number().holds(at) ? layout.number() : layout.optional();
    int check = layout.number().holds(at) ? layout.numberCheck() : layout.optionalCheck();
    return check != MrzForm.NONE
        && isInAlphabet(zone, field)
        && zone[check] == CheckDigit.of(zone, field.start(), field.end());
  }

  private static boolean isInAlphabet(byte[] zone, Span field) {
    for (int at = field.start(); at < field.end(); at++) {
      if (!CheckDigit.isInAlphabet((char) (zone[at] & 0xff))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRight(MrzForm form, byte[] zone) {
    try {
      MrzCheck.check(form, zone);
      return true;
    } catch (MrzFormatException e) {
      return false;
    }
  }

  /// Turns each doubtful character whose bit is set into its twin; twice is as before.
  private static void swap(byte[] zone, int[] doubts, int bits) {
    for (int i = 0; bits >> i != 0; i++) {
      if ((bits >> i & 1) == 1) {
        byte c = zone[doubts[i]];
        zone[doubts[i]] = c >= 'A' ? twin(c, LETTERS, DIGITS) : twin(c, DIGITS, LETTERS);
      }
    }
  }

  private static boolean isDoubtful(byte c) {
    int pair = Math.max(LETTERS.indexOf(c), DIGITS.indexOf(c));
    return pair >= 0 && pair < TOLD_APART;
  }

  private static byte twin(byte c, String from, String to) {
    int at = from.indexOf(c);
    return at < 0 ? c : (byte) to.charAt(at);
  }
}
