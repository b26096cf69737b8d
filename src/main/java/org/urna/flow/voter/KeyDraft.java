package org.urna.flow.voter;

import java.nio.CharBuffer;
import java.util.Arrays;
import org.urna.flow.Secret;
import org.urna.passport.mrz.CheckDigit;

/// The access key while it is being typed. Immutable; every keystroke makes a new one and the
/// driver wipes the old one. It identifies a person: not a record, never logged.
public final class KeyDraft implements Secret {
  /// How a field stands.
  public enum Check {
    INCOMPLETE,
    /// Complete, and the check digit agrees.
    RIGHT,
    /// Complete, and the check digit says that something was mistyped.
    WRONG
  }

  private final char[][] typed;
  private final KeyField active;

  private KeyDraft(char[][] typed, KeyField active) {
    this.typed = typed;
    this.active = active;
  }

  /// Nothing typed, at the first field.
  public static KeyDraft empty() {
    return new KeyDraft(new char[KeyField.values().length][0], KeyField.DOCUMENT_NUMBER);
  }

  /// The field that the next character goes to.
  public KeyField active() {
    return active;
  }

  /// What was typed in `field`, for its one owner's screen; the caller wipes the copy.
  public char[] typed(KeyField field) {
    return typed[field.ordinal()].clone();
  }

  public Check check(KeyField field) {
    char[] text = typed[field.ordinal()];
    // A wiped draft may still be on its way to a screen.
    if (text.length < field.length() || text[0] == 0) {
      return Check.INCOMPLETE;
    }
    char digit = CheckDigit.of(CharBuffer.wrap(text, 0, text.length - 1));
    return digit == text[text.length - 1] && isPlausible(field, text) ? Check.RIGHT : Check.WRONG;
  }

  /// Whether all three fields are complete and their check digits agree.
  public boolean isComplete() {
    for (KeyField field : KeyField.values()) {
      if (check(field) != Check.RIGHT) {
        return false;
      }
    }
    return true;
  }

  /// Whether the check digit of a complete field says that something was mistyped.
  boolean isMistyped() {
    for (KeyField field : KeyField.values()) {
      if (check(field) == Check.WRONG) {
        return true;
      }
    }
    return false;
  }

  /// With `c` at the end of the active field; a character that cannot stand there changes nothing.
  /// A field that became right hands over to the next one that is not.
  public KeyDraft type(char c) {
    char[] text = typed[active.ordinal()];
    char upper = Character.toUpperCase(c);
    if (text.length == active.length() || !active.admits(upper, text.length)) {
      return this;
    }
    char[] longer = Arrays.copyOf(text, text.length + 1);
    longer[text.length] = upper;
    KeyDraft next = with(active, longer);
    return next.check(active) == Check.RIGHT ? next.at(next.firstNotRight()) : next;
  }

  /// Without the last character of the active field.
  KeyDraft erase() {
    char[] text = typed[active.ordinal()];
    return text.length == 0 ? this : with(active, Arrays.copyOf(text, text.length - 1));
  }

  public KeyDraft at(KeyField field) {
    return field == active ? this : copy(field);
  }

  /// The key without check digits.
  ///
  /// @throws IllegalStateException if it is not complete
  TypedKey toKey() {
    if (!isComplete()) {
      throw new IllegalStateException("the key is not complete");
    }
    char[][] plain = new char[typed.length][];
    try {
      for (int i = 0; i < typed.length; i++) {
        plain[i] = Arrays.copyOf(typed[i], typed[i].length - 1);
      }
      return new TypedKey(plain[0], plain[1], plain[2]);
    } finally {
      for (char[] part : plain) {
        if (part != null) {
          Arrays.fill(part, (char) 0);
        }
      }
    }
  }

  private KeyField firstNotRight() {
    for (KeyField field : KeyField.values()) {
      if (check(field) != Check.RIGHT) {
        return field;
      }
    }
    return active;
  }

  private KeyDraft with(KeyField field, char[] text) {
    KeyDraft copy = copy(active);
    Arrays.fill(copy.typed[field.ordinal()], (char) 0);
    copy.typed[field.ordinal()] = text;
    return copy;
  }

  private KeyDraft copy(KeyField activeField) {
    char[][] texts = new char[typed.length][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = typed[i].clone();
    }
    return new KeyDraft(texts, activeField);
  }

  private static boolean isPlausible(KeyField field, char[] text) {
    return switch (field) {
      case DOCUMENT_NUMBER -> text[0] != '<';
      case BIRTH_DATE, EXPIRY_DATE -> isPart(text[2], text[3], 12) && isPart(text[4], text[5], 31);
    };
  }

  private static boolean isPart(char tens, char units, int most) {
    if (tens == '<' || units == '<') {
      return tens == units;
    }
    int value = (tens - '0') * 10 + units - '0';
    return value >= 1 && value <= most;
  }

  public boolean isWiped() {
    for (char[] text : typed) {
      for (char c : text) {
        if (c != 0) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    for (char[] text : typed) {
      Arrays.fill(text, (char) 0);
    }
  }
}
