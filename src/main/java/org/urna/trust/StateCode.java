package org.urna.trust;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;

/// The codes of states in passports (ICAO 9303-3 §5): three letters, Germany one, padded with `<`.
public final class StateCode {
  /// Where certificates and passports differ from ISO 3166-1, or the two letters are no country's.
  private static final Map<String, String> SPECIAL =
      Map.ofEntries(
          Map.entry("DE", "D<<"),
          Map.entry("DEU", "D<<"),
          Map.entry("EU", "EUE"),
          Map.entry("UN", "UNO"),
          Map.entry("KS", "RKS"),
          Map.entry("XK", "RKS"),
          Map.entry("XKX", "RKS"),
          Map.entry("XO", "XOM"),
          Map.entry("UK", "GBR"),
          // Passports of both are passports of China.
          Map.entry("HK", "CHN"),
          Map.entry("MO", "CHN"));

  /// Codes that have no two letters and may stand in a subject as they are.
  private static final Set<String> PASSPORT_ONLY =
      Set.of("EUE", "UNO", "UNA", "UNK", "RKS", "XOM", "XXA", "XXB", "XXC", "XPO", "XCT", "UTO");

  /// One authority may stand for several codes; a certificate cannot say for which.
  private static final Map<String, String> BESIDE =
      Map.of(
          "GBR", "GBD GBN GBO GBP GBS",
          "UNO", "UNA UNK",
          "CHN", "HKG MAC");

  private StateCode() {}

  /// @throws IllegalArgumentException unless `code` has the form of a state's code
  public static String require(String code) {
    if (!code.matches("[A-Z]{3}|[A-Z]{2}<|[A-Z]<<")) {
      throw new IllegalArgumentException(
          "must be a state's code of three characters, as RUS or D<<");
    }
    return code;
  }

  /// The code that a certificate's own country suggests, or empty. Only to show to a person:
  /// whoever makes a certificate writes what he likes into it.
  ///
  /// @param country two or three letters
  public static String suggestedBy(String country) {
    String letters = country.toUpperCase(Locale.ROOT);
    if (SPECIAL.containsKey(letters)) {
      return SPECIAL.get(letters);
    }
    if (letters.length() == 3) {
      boolean isKnown =
          PASSPORT_ONLY.contains(letters)
              || Arrays.stream(Locale.getISOCountries()).anyMatch(two -> iso3(two).equals(letters));
      return isKnown ? letters : "";
    }
    return Arrays.asList(Locale.getISOCountries()).contains(letters) ? iso3(letters) : "";
  }

  /// Other codes that passports of the same authority may carry: `GBD GBN …` for `GBR`, else empty.
  public static String besides(String code) {
    return BESIDE.getOrDefault(code, "");
  }

  private static String iso3(String letters) {
    try {
      return Locale.of("", letters).getISO3Country();
    } catch (MissingResourceException e) {
      return "";
    }
  }
}
