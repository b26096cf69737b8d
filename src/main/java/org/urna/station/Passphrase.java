package org.urna.station;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/// An official's passphrase. **A secret**: wiped by [#close()], not printed, not compared.
public final class Passphrase implements AutoCloseable {
  /// Short enough to type, long enough for Argon2id to hold against whoever takes the machine.
  public static final int MIN_LENGTH = 12;

  private static final int MAX_LENGTH = 200;

  private final byte[] utf8;

  private Passphrase(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// Takes over what was typed and overwrites `typed`. Unicode is normalised (NFC), so that the
  /// same words open the station from another keyboard; the normalised copy is a `String` that
  /// cannot be wiped, which is made only if the text is not plain ASCII.
  ///
  /// @throws IllegalArgumentException if it is shorter than [#MIN_LENGTH] or longer than 200
  @SuppressWarnings("ByteBufferBackingArray") // the whole array is wiped, whatever part is used
  public static Passphrase of(char[] typed) {
    char[] text = typed.clone();
    try {
      boolean ascii = CharBuffer.wrap(text).chars().allMatch(c -> c < 0x80);
      if (!ascii) {
        char[] normal =
            Normalizer.normalize(CharBuffer.wrap(text), Normalizer.Form.NFC).toCharArray();
        Arrays.fill(text, '\0');
        text = normal;
      }
      if (text.length < MIN_LENGTH || text.length > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "a passphrase has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
      }
      ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      Arrays.fill(encoded.array(), (byte) 0);
      return new Passphrase(bytes);
    } finally {
      Arrays.fill(text, '\0');
      Arrays.fill(typed, '\0');
    }
  }

  /// The passphrase itself, not a copy.
  byte[] utf8() {
    return utf8;
  }

  @Override
  public void close() {
    Arrays.fill(utf8, (byte) 0);
  }
}
