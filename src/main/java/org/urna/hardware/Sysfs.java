package org.urna.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// Reads Linux' sysfs. What is not there, or goes while it is read, is empty. What a device says
/// about itself is not trusted: it is cut and stripped to printable ASCII.
final class Sysfs {
  private static final int MOST_BYTES = 128;
  private static final int LONGEST_NAME = 60;

  private Sysfs() {}

  static Set<String> names(Path folder, String pattern) {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Not there, or gone while it was read: there is nothing to name.
    }
    return names;
  }

  /// What `file` says, or nothing if it is not there.
  static String text(Path folder, String file) {
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      return printable(new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return "";
    }
  }

  static String printable(String text) {
    String stripped = text.replaceAll("[^ -~]", "").strip();
    return stripped.length() > LONGEST_NAME ? stripped.substring(0, LONGEST_NAME) : stripped;
  }
}
