package org.urna.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;

/// A passphrase of an official or a trustee, as the bytes that a key is derived from: UTF-8 of the
/// text in normalisation form C, the same on every machine, keyboard and locale. **A secret**:
/// wiped by [#close()], not printed, compared in constant time.
///
/// There are three doors, because what may be *chosen* is less than what may be *typed*:
///
/// - [#of] for a key that exists. It refuses only what cannot have been typed as it stands: a lone
///   surrogate has no UTF-8, and U+FFFD is what a decoder puts in place of letters that it could
///   not read, so that any other letters would give the same bytes.
/// - [#ofNew] for a trustee's new key, which is only ever opened in a terminal: any assigned
///   character but controls, after RFC 8265 §4 (profile OpaqueString, without its mapping of
///   spaces). Unassigned ones are refused because a later Unicode may normalise them differently.
/// - [#ofNewForScreen] for an official's, which is also typed on a polling station's screen: what
///   has a key there, [#canBeTyped].
///
/// Text of [#canBeTyped] alone is composed here, in arrays that are wiped. Anything else goes
/// through [Normalizer], which leaves a `String` of it on the heap until the collector comes.
public final class Passphrase implements AutoCloseable {
  /// Short enough to type, long enough for Argon2id to hold against whoever takes the machine. In
  /// UTF-16 units of the composed text.
  public static final int MIN_LENGTH = 12;

  public static final int MAX_LENGTH = 200;

  private static final char REPLACEMENT = '\uFFFD';

  /// Letter, combining mark, and both in one: the only pairs that compose into what has a key.
  private static final char[][] COMPOSED = {
    {'Е', '\u0308', 'Ё'}, {'е', '\u0308', 'ё'}, {'И', '\u0306', 'Й'}, {'и', '\u0306', 'й'},
  };

  private final byte[] utf8;

  private Passphrase(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// Whether the station's screen has a key for it: printable ASCII, the Russian alphabet, and №,
  /// which a Russian keyboard has where a Latin one has #. One in [#ofNewForScreen] consists of
  /// nothing else.
  public static boolean canBeTyped(int codePoint) {
    return (codePoint >= 0x20 && codePoint <= 0x7E)
        || (codePoint >= 'А' && codePoint <= 'я')
        || codePoint == 'Ё'
        || codePoint == 'ё'
        || codePoint == '№';
  }

  /// Takes over what was typed to open a key, and overwrites `typed`, whatever comes of it.
  ///
  /// @throws IllegalArgumentException if it is shorter than [#MIN_LENGTH] or longer than
  ///   [#MAX_LENGTH], or holds U+FFFD or a lone surrogate; the message repeats nothing of it
  public static Passphrase of(char[] typed) {
    return taken(typed, _ -> {});
  }

  /// As [#of], for a new key that is opened in a terminal.
  ///
  /// @throws IllegalArgumentException as [#of], and for controls (an arrow key types them) and
  ///   characters that Unicode has not assigned
  public static Passphrase ofNew(char[] typed) {
    return taken(
        typed,
        character -> {
          int type = Character.getType(character);
          if (type == Character.CONTROL
              || type == Character.UNASSIGNED
              || type == Character.PRIVATE_USE) {
            throw new IllegalArgumentException(
                "holds a control character, or one that not every machine knows:"
                    + " choose letters, digits, signs and spaces");
          }
        });
  }

  /// As [#of], for a new key that is opened on a station's screen.
  ///
  /// @throws IllegalArgumentException as [#of], and for characters that cannot be typed there
  public static Passphrase ofNewForScreen(char[] typed) {
    return taken(
        typed,
        character -> {
          if (!canBeTyped(character)) {
            throw new IllegalArgumentException(
                "holds a character that the station's screen has no key for: choose Latin and Russian"
                    + " letters, digits, spaces and the signs of an English keyboard");
          }
        });
  }

  /// What a door admits: throws for a code point that may not be there.
  @FunctionalInterface
  private interface Admission {
    void require(int codePoint);
  }

  private static Passphrase taken(char[] typed, Admission admission) {
    char[] text = new char[0];
    try {
      text = composed(typed);
      if (text.length < MIN_LENGTH || text.length > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
      }
      byte[] utf8 = encoded(text);
      try {
        CharBuffer.wrap(text).codePoints().forEach(admission::require);
      } catch (IllegalArgumentException refused) {
        Arrays.fill(utf8, (byte) 0);
        throw refused;
      }
      return new Passphrase(utf8);
    } finally {
      Arrays.fill(text, '\0');
      Arrays.fill(typed, '\0');
    }
  }

  /// The text in normalisation form C: an array of its own, which the caller wipes.
  private static char[] composed(char[] typed) {
    char[] text = new char[typed.length];
    int length = 0;
    boolean plain = true;
    for (char next : typed) {
      char both = length == 0 ? 0 : composition(text[length - 1], next);
      if (both != 0) {
        text[length - 1] = both;
      } else {
        text[length++] = next;
      }
    }
    for (int i = 0; i < length; i++) {
      plain &= canBeTyped(text[i]);
    }
    // What has a key composes with nothing that has one, so text of those alone is in form C.
    char[] normal =
        plain
            ? Arrays.copyOf(text, length)
            : Normalizer.normalize(CharBuffer.wrap(typed), Normalizer.Form.NFC).toCharArray();
    Arrays.fill(text, '\0');
    return normal;
  }

  /// Zero if the two do not compose into a character that has a key.
  private static char composition(char letter, char mark) {
    for (char[] row : COMPOSED) {
      if (row[0] == letter && row[1] == mark) {
        return row[2];
      }
    }
    return 0;
  }

  private static byte[] encoded(char[] text) {
    byte[] room = new byte[3 * text.length];
    ByteBuffer out = ByteBuffer.wrap(room);
    try {
      for (char c : text) {
        if (c == REPLACEMENT) {
          throw new IllegalArgumentException(
              "holds U+FFFD, which stands for letters that this terminal could not read:"
                  + " set its character encoding to UTF-8");
        }
      }
      var result =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text), out, true);
      if (result.isError()) {
        result.throwException();
      }
      return Arrays.copyOf(room, out.position());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("holds half a character: type it again", e);
    } finally {
      Arrays.fill(room, (byte) 0);
    }
  }

  /// Whether both open the same key.
  public boolean isSameAs(Passphrase other) {
    return MessageDigest.isEqual(utf8, other.utf8);
  }

  /// What keys are derived from: the passphrase itself, not a copy, all zero after [#close()].
  public byte[] utf8() {
    return utf8;
  }

  @Override
  public void close() {
    Arrays.fill(utf8, (byte) 0);
  }
}
