package org.urna.election;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// One text in every language of the election, by ISO 639-1 code.
public record Localized(SortedMap<String, String> byLanguage) {
  private static final int MAX_LENGTH = 40_000;

  public Localized {
    Checks.that(!byLanguage.isEmpty(), "text", "must exist in at least one language");
    byLanguage.forEach(
        (language, text) -> {
          Checks.that(language.matches("[a-z]{2}"), "text", "language must be two letters");
          Checks.text(text, MAX_LENGTH, "text." + language);
        });
    byLanguage = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(byLanguage));
  }

  public static Localized of(Map<String, String> byLanguage) {
    return new Localized(new TreeMap<>(byLanguage));
  }

  /// The text in `language`.
  ///
  /// @throws IllegalArgumentException if the election does not speak it
  public String in(String language) {
    String text = byLanguage.get(language);
    if (text == null) {
      throw new IllegalArgumentException("no text in language \"" + language + "\"");
    }
    return text;
  }

  public Set<String> languages() {
    return byLanguage.keySet();
  }
}
