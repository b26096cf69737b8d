package org.urna;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The list of artifacts that somebody has looked at: `src/test/resources/dependencies.lock`. Its
/// lines:
///
/// ```
/// licence LICENCE
/// test-licence LICENCE
/// runtime group:artifact:version[:classifier] SHA-256 LICENCE
/// test group:artifact:version[:classifier] SHA-256 LICENCE
/// ```
///
/// Licences are SPDX expressions.
final class DependencyLock {
  static final String FILE = "src/test/resources/dependencies.lock";

  private static final String SHA_256 = "[0-9a-f]{64}";

  /// One artifact as it was looked at.
  record Artifact(String scope, String coordinates, String licence, String sha256) {
    String name() {
      return coordinates.split(":", -1)[1];
    }

    /// Where a Maven repository keeps it, below the repository's root.
    Path place() {
      String[] parts = coordinates.split(":", -1);
      String classifier = parts.length > 3 ? "-" + parts[3] : "";
      return Path.of(parts[0].replace('.', '/'))
          .resolve(parts[1])
          .resolve(parts[2])
          .resolve(parts[1] + "-" + parts[2] + classifier + ".jar");
    }
  }

  private final Set<String> licences = new LinkedHashSet<>();
  private final Set<String> testLicences = new LinkedHashSet<>();
  private final Map<String, Artifact> byCoordinates = new LinkedHashMap<>();

  private DependencyLock() {}

  /// @throws IllegalArgumentException with the line that is none of the list's
  static DependencyLock parse(List<String> lines) {
    DependencyLock lock = new DependencyLock();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split(" ", 2);
      boolean read =
          switch (words[0]) {
            case "licence" -> words.length == 2 && lock.licences.add(words[1]);
            case "test-licence" -> words.length == 2 && lock.testLicences.add(words[1]);
            case "runtime", "test" ->
                words.length == 2 && lock.add(words[0], words[1].split(" ", 3));
            default -> false;
          };
      if (!read) {
        throw new IllegalArgumentException("malformed or twice in " + FILE + ": " + line);
      }
    }
    return lock;
  }

  private boolean add(String scope, String[] words) {
    return words.length == 3
        && words[0].matches("[^:/]+:[^:/]+:[^:/]+(:[^:/]+)?")
        && words[1].matches(SHA_256)
        && byCoordinates.put(words[0], new Artifact(scope, words[0], words[2], words[1])) == null;
  }

  List<Artifact> artifacts(String scope) {
    return byCoordinates.values().stream().filter(each -> each.scope().equals(scope)).toList();
  }

  /// What is wrong with the artifacts of a class path, a sentence each; none if they are the listed
  /// ones, all of them and no others.
  List<String> complaints(String scope, List<Path> jars) throws IOException {
    List<String> complaints = new ArrayList<>();
    Set<String> allowed = new LinkedHashSet<>(licences);
    if (scope.equals("test")) {
      allowed.addAll(testLicences);
    }
    Set<Artifact> missing = new LinkedHashSet<>(artifacts(scope));
    for (Path jar : jars) {
      Artifact listed = listed(scope, jar);
      if (listed == null) {
        complaints.add(
            "%s is not listed. Look at it: who makes it, its licence, whether we need it; give it a row in docs/dependencies.md; then add to %s:%n%s %s %s LICENCE"
                .formatted(jar, FILE, scope, coordinates(jar), sha256(jar)));
        continue;
      }
      missing.remove(listed);
      String actual = sha256(jar);
      if (!actual.equals(listed.sha256())) {
        complaints.add(
            "%s is not the file that was looked at: its SHA-256 is %s, the list says %s. A release never changes: find out who changed it before you trust it"
                .formatted(jar, actual, listed.sha256()));
      }
      if (!allowed.contains(listed.licence())) {
        complaints.add(
            "%s: %s is none of the allowed licences %s. Whether it may go with GPL-3.0-or-later is for a person to say; then add a line 'licence %s'"
                .formatted(listed.coordinates(), listed.licence(), allowed, listed.licence()));
      }
    }
    for (Artifact each : missing) {
      complaints.add(
          "%s is listed, and no longer there: take its line out of %s, and its row out of docs/dependencies.md"
              .formatted(each.coordinates(), FILE));
    }
    return complaints;
  }

  private @org.jspecify.annotations.Nullable Artifact listed(String scope, Path jar) {
    return artifacts(scope).stream()
        .filter(each -> jar.endsWith(each.place()))
        .findFirst()
        .orElse(null);
  }

  /// As far as its path tells them: the group's first parts may be the repository's folders.
  private static String coordinates(Path jar) {
    Path version = jar.toAbsolutePath().getParent();
    Path artifact = version.getParent();
    String repository = "/repository/";
    String group = artifact.getParent().toString();
    int from = group.lastIndexOf(repository);
    String prefix = artifact.getFileName() + "-" + version.getFileName();
    String classifier = jar.getFileName().toString();
    classifier =
        classifier.startsWith(prefix)
            ? classifier.substring(prefix.length()).replaceAll("\\.jar$", "").replace('-', ':')
            : "";
    return group.substring(from < 0 ? 0 : from + repository.length()).replace('/', '.')
        + ":"
        + artifact.getFileName()
        + ":"
        + version.getFileName()
        + classifier;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
