package org.urna.ui.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.urna.flow.Language;

/// The words of the screens in every language that has a text file `texts_xx.properties` here.
public final class Texts {
  private final Map<Language, Words> languages;

  private Texts(Map<Language, Words> languages) {
    this.languages = Collections.unmodifiableMap(languages);
  }

  /// Reads all text files, Russian first, then English, then the rest by code.
  public static Texts load() {
    Map<Language, Words> languages = new LinkedHashMap<>();
    load(languages, Language.RUSSIAN);
    load(languages, Language.ENGLISH);
    for (String code : Locale.getISOLanguages()) {
      if (code.length() == 2 && !languages.containsKey(new Language(code))) {
        load(languages, new Language(code));
      }
    }
    return new Texts(languages);
  }

  private static void load(Map<Language, Words> languages, Language language) {
    String name = "texts_" + language.code() + ".properties";
    try (InputStream file = Texts.class.getResourceAsStream(name)) {
      if (file == null) {
        return;
      }
      Properties properties = new Properties();
      properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      Map<String, String> words = new LinkedHashMap<>();
      properties.stringPropertyNames().forEach(key -> words.put(key, properties.getProperty(key)));
      languages.put(language, new Words(language, words));
    } catch (IOException e) {
      throw new UncheckedIOException("the texts in the program file are damaged: " + name, e);
    }
  }

  public List<Language> languages() {
    return List.copyOf(languages.keySet());
  }

  /// The words of `language`.
  ///
  /// @throws IllegalArgumentException if there is no text file for it
  public Words in(Language language) {
    Words words = languages.get(language);
    if (words == null) {
      throw new IllegalArgumentException("no texts in " + language.code());
    }
    return words;
  }
}
