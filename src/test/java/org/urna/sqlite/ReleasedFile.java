package org.urna.sqlite;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// A store's file as a released program wrote it, kept packed beside the store's tests.
public final class ReleasedFile {
  private ReleasedFile() {}

  /// Unpacks resource `name` of `owner` to `file`.
  public static Path unpack(Class<?> owner, String name, Path file) throws Exception {
    try (InputStream in = new GZIPInputStream(owner.getResourceAsStream(name))) {
      Files.copy(in, file);
    }
    return file;
  }
}
