package org.urna.passport.scan;

/// What a scanner that types like a US keyboard meant, when the machine had another layout on.
///
/// With the Russian layout every letter arrives as the Cyrillic letter on the same key, and the
/// filler `<`, which is Shift and the comma key, as `Б`. Scanners set to a European keyboard use
/// the key beside the left Shift instead: it gives `/` or `|` in the Russian layout of Linux and
/// `\` in those of Windows. Digits are where they were.
final class KeyboardLayout {
  private static final String CYRILLIC = "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ";
  private static final String LATIN = "QWERTYUIOPASDFGHJKLZXCVBNM";
  private static final String RUSSIAN_FILLERS = "Б/|";

  private KeyboardLayout() {}

  /// Puts `text` right in place: layout, lower case (Caps Lock turns letters over), fillers.
  static void repair(char[] text) {
    boolean russian = false;
    for (int i = 0; i < text.length; i++) {
      text[i] = Character.toUpperCase(text[i]);
      russian |= isCyrillic(text[i]);
    }
    for (int i = 0; i < text.length; i++) {
      char c = text[i];
      int key = CYRILLIC.indexOf(c);
      if (key >= 0) {
        text[i] = LATIN.charAt(key);
      } else if (c == '\\' || (russian && RUSSIAN_FILLERS.indexOf(c) >= 0)) {
        text[i] = '<';
      }
    }
  }

  private static boolean isCyrillic(char c) {
    return (c >= 'А' && c <= 'Я') || c == 'Ё';
  }
}
