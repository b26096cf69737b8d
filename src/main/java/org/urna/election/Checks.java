package org.urna.election;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;

/// The checks that constructors share; each message starts with the field it is about.
final class Checks {
  /// The order of the BN254 scalar field F of protocol §3.
  static final BigInteger FIELD =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  /// The order ℓ of BabyJubJub's prime subgroup (EIP-2494).
  static final BigInteger SUBGROUP =
      new BigInteger(
          "2736030358979909402780800718157159386076813972158567259200215660948447373041");

  private Checks() {}

  static void that(boolean holds, String field, String what) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": " + what);
    }
  }

  static void range(long value, long from, long to, String field) {
    that(
        value >= from && value <= to,
        field,
        "must be from " + from + " to " + to + ", is " + value);
  }

  static void inField(BigInteger value, String field) {
    that(
        value.signum() >= 0 && value.compareTo(FIELD) < 0,
        field,
        "must be a number of the proof field F");
  }

  static void size(Bytes value, int size, String field) {
    that(value.size() == size, field, "must be " + size + " bytes, is " + value.size());
  }

  /// Non-empty text of at most `max` UTF-16 units, without control characters other than a line
  /// feed, without unpaired surrogates (RFC 8785 §3.1 has no canonical form for those).
  static void text(String value, int max, String field) {
    that(!value.isBlank(), field, "must not be blank");
    that(value.length() <= max, field, "must be at most " + max + " characters");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      that(c == '\n' || !Character.isISOControl(c), field, "must not hold control characters");
      if (Character.isHighSurrogate(c)) {
        that(
            i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1)),
            field,
            "must not hold unpaired surrogates");
        i++;
      } else {
        that(!Character.isLowSurrogate(c), field, "must not hold unpaired surrogates");
      }
    }
  }

  static void name(String value, String field) {
    that(
        value.matches("[a-z0-9][a-z0-9-]{0,62}"),
        field,
        "must be 1 to 63 lower-case letters, digits or dashes, is \"" + value + "\"");
  }

  static void state(String value, String field) {
    that(
        value.matches("[A-Z]{3}|[A-Z]{2}<|[A-Z]<<"),
        field,
        "must be a three-letter code of ICAO 9303 part 3 padded with '<', is \"" + value + "\"");
  }

  static <T> void unique(List<T> items, Function<T, Object> key, String field) {
    long distinct = items.stream().map(key).distinct().count();
    that(distinct == items.size(), field, "must be distinct");
  }
}
