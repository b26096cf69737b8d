package org.urna;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The table of packages in docs/guides/developer.md, and the same table as the compiled classes
/// make it. A package knows another when a class of it depends on a class of the other.
///
/// @param rows by package, without `org.urna.`
record PackageTable(SortedMap<String, Row> rows) {
  /// @param ours packages of ours that it knows
  /// @param libraries what it knows beyond `java.*`, by the names of [#LIBRARIES]
  record Row(SortedSet<String> ours, SortedSet<String> libraries) {
    private String written(String name) {
      return "`.%s` | … | %s | %s".formatted(name, listed(ours), listed(libraries));
    }

    private static String listed(Set<String> names) {
      return names.isEmpty() ? "–" : String.join(", ", names);
    }
  }

  private static final String ROOT = "org.urna.";

  private static final Pattern ROW =
      Pattern.compile("\\| `\\.([a-z0-9.]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");

  /// The longest prefix wins; an empty name needs no mention.
  private static final Map<String, String> LIBRARIES = libraries();

  private static Map<String, String> libraries() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String silent : List.of("java.", "javax.crypto.", "org.jspecify.", "org.slf4j.")) {
      names.put(silent, "");
    }
    names.put("java.awt.", "java.desktop");
    names.put("java.net.http.", "java.net.http");
    names.put("java.sql.", "java.sql");
    names.put("javax.imageio.", "java.desktop");
    names.put("javax.print.", "java.desktop");
    names.put("javax.sound.", "java.desktop");
    names.put("javax.smartcardio.", "javax.smartcardio");
    names.put("jdk.incubator.vector.", "Vector API");
    names.put("javafx.", "JavaFX");
    names.put("atlantafx.", "AtlantaFX");
    names.put("org.kordamp.", "Ikonli");
    names.put("com.fazecast.", "jSerialComm");
    names.put("com.google.zxing.", "ZXing");
    names.put("okhttp3.", "OkHttp");
    names.put("org.apache.pdfbox.", "PDFBox");
    names.put("org.bouncycastle.", "Bouncy Castle");
    names.put("org.bouncycastle.asn1.cms.", "CMS");
    names.put("org.erdtman.", "JCS");
    names.put("org.jmrtd.", "JMRTD");
    names.put("net.sf.scuba.", "scuba");
    names.put("org.sqlite.", "SQLite");
    names.put("org.web3j.", "web3j");
    names.put("picocli.", "picocli");
    names.put("tools.jackson.", "Jackson");
    return names;
  }

  /// The table of a document in Markdown.
  static PackageTable written(List<String> lines) {
    SortedMap<String, Row> rows = new TreeMap<>();
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (row.matches()
          && rows.put(row.group(1), new Row(names(row.group(3)), names(row.group(4)))) != null) {
        throw new IllegalArgumentException("two rows for ." + row.group(1));
      }
    }
    return new PackageTable(rows);
  }

  static boolean isRow(String line) {
    return ROW.matcher(line).matches();
  }

  private static SortedSet<String> names(String cell) {
    return cell.strip().equals("–") ? new TreeSet<>() : new TreeSet<>(List.of(cell.split(",\\s*")));
  }

  /// The table as the classes are.
  static PackageTable of(JavaClasses classes) {
    SortedMap<String, Row> rows = new TreeMap<>();
    for (JavaClass each : classes) {
      String name = each.getPackageName();
      if (!name.startsWith(ROOT)) {
        continue;
      }
      Row row =
          rows.computeIfAbsent(
              name.substring(ROOT.length()), _ -> new Row(new TreeSet<>(), new TreeSet<>()));
      each.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> !target.isPrimitive() && !target.getPackageName().equals(name))
          .forEach(target -> add(target, row));
    }
    return new PackageTable(rows);
  }

  private static void add(JavaClass target, Row row) {
    if (target.getPackageName().startsWith(ROOT)) {
      row.ours().add(target.getPackageName().substring(ROOT.length()));
      return;
    }
    String library =
        LIBRARIES.entrySet().stream()
            .filter(entry -> target.getName().startsWith(entry.getKey()))
            .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
            .map(Map.Entry::getValue)
            .orElse("unnamed " + target.getPackageName());
    if (!library.isEmpty()) {
      row.libraries().add(library);
    }
  }

  /// Each row of this table, which is written, that is not as the classes are, with the row as it
  /// has to be.
  List<String> differences(PackageTable real) {
    List<String> differences = new ArrayList<>();
    Set<String> all = new TreeSet<>(rows.keySet());
    all.addAll(real.rows.keySet());
    for (String name : all) {
      Row written = rows.get(name);
      Row found = real.rows.get(name);
      if (found == null) {
        differences.add("there is no package ." + name);
      } else if (!found.equals(written)) {
        differences.add((written == null ? "no row: " : "to be written: ") + found.written(name));
      }
    }
    return differences;
  }

  /// Packages that know each other round about, one line each; none if the graph has no cycle.
  List<String> cycles() {
    SortedMap<String, Set<String>> open = new TreeMap<>();
    rows.forEach((name, row) -> open.put(name, new TreeSet<>(row.ours())));
    boolean shrinks = true;
    while (shrinks) {
      // Whoever knows only closed packages is no part of a cycle.
      List<String> closed =
          open.entrySet().stream()
              .filter(entry -> entry.getValue().stream().noneMatch(open::containsKey))
              .map(Map.Entry::getKey)
              .toList();
      closed.forEach(open::remove);
      shrinks = !closed.isEmpty();
    }
    return open.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + " → "
                    + entry.getValue().stream()
                        .filter(open::containsKey)
                        .collect(Collectors.joining(", ")))
        .toList();
  }
}
