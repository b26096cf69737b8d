package org.urna.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/// The words on paper. Reports of a station are read by observers of any language, so they carry
/// Russian and English beside each other; the voter's receipt is in the voter's language.
final class ReportTexts {
  private static final List<String> LANGUAGES = List.of("ru", "en");
  private static final ReportTexts LOADED = new ReportTexts();

  private final Map<String, Properties> byLanguage = new LinkedHashMap<>();

  private ReportTexts() {
    for (String language : LANGUAGES) {
      String name = "report_" + language + ".properties";
      try (InputStream file = ReportTexts.class.getResourceAsStream(name)) {
        if (file == null) {
          throw new IllegalStateException("the program file is damaged: " + name);
        }
        Properties properties = new Properties();
        properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        byLanguage.put(language, properties);
      } catch (IOException e) {
        throw new UncheckedIOException("the program file is damaged: " + name, e);
      }
    }
  }

  static ReportTexts load() {
    return LOADED;
  }

  /// The text in one language, or in the first one if that language has no words on paper yet.
  String in(String language, String key) {
    Properties properties = byLanguage.get(language);
    if (properties == null) {
      properties = byLanguage.get(LANGUAGES.getFirst());
    }
    String text = properties == null ? null : properties.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no text \"" + key + "\" in " + language);
    }
    return text;
  }

  /// The text in all languages, with a stroke between.
  String both(String key) {
    Set<String> texts = new LinkedHashSet<>();
    for (String language : LANGUAGES) {
      texts.add(in(language, key));
    }
    return String.join(" / ", texts);
  }

  String both(String prefix, Enum<?> constant) {
    return both(prefix + "." + key(constant));
  }

  /// A constant as it stands in keys, JSON and CSV: lower case with dashes.
  static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  List<Set<String>> keys() {
    List<Set<String>> keys = new ArrayList<>();
    byLanguage.values().forEach(properties -> keys.add(properties.stringPropertyNames()));
    return keys;
  }
}
