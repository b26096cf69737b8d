package org.urna.failure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the program, its texts and docs/failure-codes.md against the list of codes: each code has
/// one producer, one text and one remedy in every language, and one row with its name and audience.
///
/// It takes everything as values, so that its own tests can change one at a time.
///
/// @param codes the codes there are
/// @param producers classes that name a code, by its name; a code that no class names may be absent
/// @param texts lines of each language's text file, by the file's name
/// @param document lines of docs/failure-codes.md
record FailureCodeAudit(
    List<Code> codes,
    Map<String, Set<String>> producers,
    Map<String, List<String>> texts,
    List<String> document) {
  /// One failure code.
  ///
  /// @param code as `P01`
  /// @param name as `NO_CHIP_FOUND`
  /// @param audience as the document writes it
  /// @param keys of the text and of the remedy
  record Code(String code, String name, String audience, List<String> keys) {}

  private static final Pattern FORM = Pattern.compile("[PEBSUCO]\\d\\d");
  private static final Pattern ENTRY =
      Pattern.compile("^\\s*(failure\\.[^=:\\s]+)\\s*[=:]\\s*(.*)$");
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\w\\d\\d) \\| `(\\w+)` \\| (\\w+) \\| ([^|]*) \\| ([^|]*) \\|$");

  /// What is wrong, each with what to do about it; empty if all is as it must be.
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    theCodes(complaints);
    theProducers(complaints);
    texts.forEach((file, lines) -> theTexts(file, lines, complaints));
    if (texts.size() < 2) {
      complaints.add(
          "texts of fewer than two languages were found: read every texts_xx.properties");
    }
    theDocument(complaints);
    return complaints;
  }

  private void theCodes(List<String> complaints) {
    Set<String> seen = new HashSet<>();
    for (Code code : codes) {
      if (!FORM.matcher(code.code()).matches()) {
        complaints.add(
            "%s of %s is not one of the letters %s and two digits: give it the next free number of its letter"
                .formatted(code.code(), code.name(), "PEBSUCO"));
      }
      if (!seen.add(code.code())) {
        complaints.add(
            "%s is there twice: give %s the next free number of its letter"
                .formatted(code.code(), code.name()));
      }
    }
  }

  private void theProducers(List<String> complaints) {
    Set<String> names = new HashSet<>();
    for (Code code : codes) {
      names.add(code.name());
      Set<String> found = new TreeSet<>(producers.getOrDefault(code.name(), Set.of()));
      if (found.isEmpty()) {
        complaints.add(
            "%s %s has no producer: name it where the failure is first known, or delete the code"
                .formatted(code.code(), code.name()));
      } else if (found.size() > 1) {
        complaints.add(
            "%s %s has %d producers %s: one of them owns it and the others pass its Failure on, or they are two failures and need two codes"
                .formatted(code.code(), code.name(), found.size(), found));
      }
    }
    for (String name : new TreeSet<>(producers.keySet())) {
      if (!names.contains(name)) {
        complaints.add(
            "%s is produced by %s and is no code: add it to FailureCode"
                .formatted(name, producers.get(name)));
      }
    }
  }

  private void theTexts(String file, List<String> lines, List<String> complaints) {
    Map<String, Integer> times = new TreeMap<>();
    Set<String> blank = new HashSet<>();
    for (String line : lines) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        times.merge(entry.group(1), 1, Integer::sum);
        if (entry.group(2).isBlank()) {
          blank.add(entry.group(1));
        }
      }
    }
    for (Code code : codes) {
      for (String key : code.keys()) {
        Integer found = times.remove(key);
        if (found == null) {
          complaints.add("%s lacks %s: write it for %s".formatted(file, key, code.name()));
        } else if (found > 1) {
          complaints.add("%s has %s %d times: keep one".formatted(file, key, found));
        } else if (blank.contains(key)) {
          complaints.add("%s says nothing for %s: write it".formatted(file, key));
        }
      }
    }
    times
        .keySet()
        .forEach(
            key ->
                complaints.add(
                    "%s has %s, and there is no such code: delete the line, or add the code"
                        .formatted(file, key)));
  }

  private void theDocument(List<String> complaints) {
    Map<String, String> rows = new HashMap<>();
    List<String> order = new ArrayList<>();
    for (String line : document) {
      if (!line.matches("\\|\\s*\\w\\d\\d\\s*\\|.*")) {
        continue;
      }
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        complaints.add(
            "this row is not `| code | name | who acts | what happened | what to do |`: " + line);
        continue;
      }
      String code = row.group(1);
      if (rows.put(code, row.group(2) + " for the " + row.group(3)) != null) {
        complaints.add("docs/failure-codes.md has two rows of %s: keep one".formatted(code));
      } else {
        order.add(code);
      }
      if (row.group(4).isBlank() || row.group(5).isBlank()) {
        complaints.add(
            "docs/failure-codes.md: say of %s what happened and what to do".formatted(code));
      }
    }
    List<String> expectedOrder = new ArrayList<>();
    for (Code code : codes) {
      String expected = code.name() + " for the " + code.audience();
      String found = rows.remove(code.code());
      if (found == null) {
        complaints.add(
            "docs/failure-codes.md has no row of %s %s: write one"
                .formatted(code.code(), code.name()));
      } else {
        expectedOrder.add(code.code());
        if (!found.equals(expected)) {
          complaints.add(
              "docs/failure-codes.md says of %s `%s`, the program `%s`: make them agree"
                  .formatted(code.code(), found, expected));
        }
      }
    }
    for (String code : new TreeSet<>(rows.keySet())) {
      complaints.add(
          "docs/failure-codes.md has a row of %s, and there is no such code: delete the row; the number is not used again"
              .formatted(code));
    }
    order.removeAll(rows.keySet());
    if (!order.equals(expectedOrder)) {
      complaints.add("docs/failure-codes.md has its rows in another order than FailureCode");
    }
  }
}
