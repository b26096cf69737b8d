package org.urna.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// The tables of a store: a script for each version, of which the first makes them and each other
/// one leads on from the version before. SQLite's `user_version` says which were run. A script once
/// released never changes, since files that it made are in the field.
public final class Schema {
  private final String store;
  private final List<String> versions;

  /// @param store what a person calls the file, for messages
  /// @param versions SQL of any number of statements each
  Schema(String store, List<String> versions) {
    this.store = store;
    this.versions = List.copyOf(versions);
  }

  /// The schema whose scripts are resources beside `owner`.
  ///
  /// @param store what a person calls the file, for messages
  public static Schema of(String store, Class<?> owner, String... scripts) {
    return new Schema(store, Stream.of(scripts).map(script -> read(owner, script)).toList());
  }

  private static String read(Class<?> owner, String script) {
    try (InputStream in = owner.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("this build holds no " + script + " of " + owner);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int newest() {
    return versions.size();
  }

  /// @throws NewerDataException if the file was written by a newer program
  public void requireKnown(Connection connection) throws SQLException, NewerDataException {
    int found = Sql.number(connection, "PRAGMA user_version");
    if (found > newest()) {
      throw new NewerDataException(store, found, newest());
    }
  }

  /// Brings a file up to the newest version, each step in a transaction of its own, so that a crash
  /// leaves a file of some whole version.
  ///
  /// @throws NewerDataException if the file was written by a newer program; it is as it was then
  public void bringUp(Connection connection) throws SQLException, NewerDataException {
    requireKnown(connection);
    int found = Sql.number(connection, "PRAGMA user_version");
    for (int version = found + 1; version <= newest(); version++) {
      String script = versions.get(version - 1) + "\n;PRAGMA user_version = " + version;
      Sql.transaction(connection, () -> Sql.script(connection, script));
    }
  }
}
