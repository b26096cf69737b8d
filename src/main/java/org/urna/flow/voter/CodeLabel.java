package org.urna.flow.voter;

import java.util.Map;
import org.urna.flow.Language;

/// A ballot code as people see it.
///
/// @param hex 64 lower-case hexadecimal digits, without `0x`
/// @param words its six words by language code; a label, never an audit
public record CodeLabel(String hex, Map<String, String> words) {
  public CodeLabel {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a ballot code is 64 hexadecimal digits");
    }
    words = Map.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a ballot code has its six words in some language");
    }
  }

  /// The six words in `language`, or in another one if the list does not exist in it.
  public String wordsIn(Language language) {
    String found = words.get(language.code());
    return found != null ? found : words.values().iterator().next();
  }
}
