package org.urna.flow;

/// A language of the screens, by its two-letter ISO 639-1 code. Which ones there are is decided by
/// the text files.
public record Language(String code) {
  public static final Language RUSSIAN = new Language("ru");
  public static final Language ENGLISH = new Language("en");

  public Language {
    if (!code.matches("[a-z]{2}")) {
      throw new IllegalArgumentException("a language is two lower-case letters");
    }
  }
}
