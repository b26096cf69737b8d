package org.urna.ballot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A list of distinct short words of one language (`words-en.txt`, `words-ru.txt`; their origin is
/// in `words-SOURCE.md` beside them).
final class WordList {
  private static final Map<String, WordList> LOADED = new ConcurrentHashMap<>();
  private static final int MIN_SIZE = 1024;

  private final List<String> words;

  private WordList(List<String> words) {
    this.words = words;
  }

  /// @throws IllegalArgumentException if there is no list in this language
  static WordList of(String language) {
    return LOADED.computeIfAbsent(language, WordList::load);
  }

  private static WordList load(String language) {
    if (!language.matches("[a-z]{2}")) {
      throw new IllegalArgumentException("a language is two letters");
    }
    try (InputStream in = WordList.class.getResourceAsStream("words-" + language + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("no word list in language " + language);
      }
      List<String> words = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      if (words.stream().distinct().count() != words.size() || words.size() < MIN_SIZE) {
        throw new IllegalStateException("the word list of language " + language + " is damaged");
      }
      return new WordList(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> all() {
    return words;
  }

  /// The `count` lowest digits of `number` in the base of the list's size, lowest first, as words.
  /// With a number of 128 random bits the words are uniform to within 2^-60.
  List<String> words(BigInteger number, int count) {
    BigInteger base = BigInteger.valueOf(words.size());
    List<String> chosen = new ArrayList<>(count);
    BigInteger rest = number;
    for (int i = 0; i < count; i++) {
      BigInteger[] division = rest.divideAndRemainder(base);
      chosen.add(words.get(division[1].intValue()));
      rest = division[0];
    }
    return List.copyOf(chosen);
  }
}
