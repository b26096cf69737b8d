package org.urna.trust.lists;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.urna.trust.StateCode;

/// Where an organiser has a certificate from.
///
/// @param publisher the state whose authority vouches for a master list, three characters as in
///   passports, as the organiser named it; empty for other files
/// @param date whole seconds: when a master list was signed, or, for files that say no date, when
///   they were imported
/// @param sha256 of the file, or of the master list inside an LDIF file, 64 lower-case hexadecimal
///   digits
public record Origin(Source source, String publisher, Instant date, String sha256) {

  /// The kind of file.
  public enum Source {
    MASTER_LIST("master-list"),
    LDIF("ldif"),
    CERTIFICATES("certificates");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /// As it stands in files.
    public String word() {
      return word;
    }

    static Source ofWord(String word) {
      return Arrays.stream(values())
          .filter(source -> source.word.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("is no kind of source"));
    }
  }

  public Origin {
    if ((source == Source.MASTER_LIST) == publisher.isEmpty()) {
      throw new IllegalArgumentException("a master list, and nothing else, has a publisher");
    }
    if (!publisher.isEmpty()) {
      StateCode.require(publisher);
    }
    if (!date.equals(date.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("a date has whole seconds");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("must be 64 lower-case hexadecimal digits");
    }
  }

  /// Whether both are editions of one list.
  boolean isSameListAs(Origin other) {
    return source == Source.MASTER_LIST
        && other.source == Source.MASTER_LIST
        && publisher.equals(other.publisher);
  }

  /// For people: `master list of D<<, 2026-05-28`.
  public String words() {
    String day = date.toString().substring(0, 10);
    return switch (source) {
      case MASTER_LIST -> "master list of " + publisher + ", " + day;
      case LDIF -> "LDIF file, imported " + day;
      case CERTIFICATES -> "single certificates, imported " + day;
    };
  }
}
