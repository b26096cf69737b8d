package org.urna.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.urna.failure.Failure;

/// A failure on a terminal: what happened, with its code, and below it what to do. The words are
/// the English ones of the screens, so that a person who reads them out and a person who looks them
/// up see the same.
final class FailureWords {
  private static final String TEXTS = "/org/urna/ui/text/texts_en.properties";

  private final Properties texts;

  private FailureWords(Properties texts) {
    this.texts = texts;
  }

  static FailureWords english() {
    try (InputStream file = FailureWords.class.getResourceAsStream(TEXTS)) {
      if (file == null) {
        throw new IOException("there is no " + TEXTS);
      }
      Properties texts = new Properties();
      texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      return new FailureWords(texts);
    } catch (IOException e) {
      throw new UncheckedIOException("the texts in the program file are damaged", e);
    }
  }

  /// Two lines without anything that a terminal obeys.
  List<String> lines(Failure failure) {
    String detail = failure.detail().isBlank() ? "" : ": " + failure.detail();
    return List.of(
        printable("urna: " + failure.code().code() + ' ' + text(failure.code().textKey()) + detail),
        printable("      " + texts.getProperty(failure.code().remedyKey(), "")));
  }

  private String text(String key) {
    String text = texts.getProperty(key, "").strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /// A detail may repeat a word of a file that a stranger wrote.
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
