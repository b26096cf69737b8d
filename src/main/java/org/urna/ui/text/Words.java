package org.urna.ui.text;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.urna.failure.Failure;
import org.urna.flow.Language;

/// The words of one language.
public final class Words {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final Language language;
  private final Map<String, String> words;

  Words(Language language, Map<String, String> words) {
    this.language = language;
    this.words = Map.copyOf(words);
  }

  public Language language() {
    return language;
  }

  /// The text of `key` with `{0}`, `{1}` replaced by `arguments`.
  ///
  /// @throws IllegalArgumentException if there is no such key: a bug that a test finds
  public String get(String key, Object... arguments) {
    String text = words.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no text \"" + key + "\" in " + language.code());
    }
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return text.strip();
  }

  /// The text of one constant: `prefix` and the constant's name in lower case with dashes.
  public String of(String prefix, Enum<?> constant) {
    return get(key(prefix, constant));
  }

  /// The key that [#of] looks up.
  public static String key(String prefix, Enum<?> constant) {
    return prefix + "." + constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What happened, in words.
  public String text(Failure failure) {
    return get(failure.code().textKey(), shown(failure.detail()));
  }

  /// What to do about it.
  public String remedy(Failure failure) {
    return get(failure.code().remedyKey(), shown(failure.detail()));
  }

  /// A detail that is a day is written as this language writes days.
  private String shown(String detail) {
    return DAY.matcher(detail).matches() ? day(LocalDate.parse(detail)) : detail;
  }

  /// A day as this language writes it.
  public String day(LocalDate day) {
    return DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.of(language.code())).format(day);
  }

  Set<String> keys() {
    return words.keySet();
  }
}
