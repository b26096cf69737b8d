package org.urna.practice.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/// A worked example from the test resources, of ICAO Doc 9303-11 unless another folder is named.
public final class WorkedExample {

  private final String name;
  private final Properties values = new Properties();

  /// @param name of a file among the vectors, without its ending
  public WorkedExample(String name) {
    this(name, resource("icao9303-11", name));
  }

  private WorkedExample(String name, Source source) {
    this.name = name;
    try (InputStream in = source.open()) {
      values.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One from another folder among the vectors.
  public static WorkedExample among(String folder, String name) {
    return new WorkedExample(name, resource(folder, name));
  }

  /// One that is not in this repository.
  public static WorkedExample in(Path folder, String name) {
    return new WorkedExample(
        name, () -> Files.newInputStream(folder.resolve(name + ".properties")));
  }

  private static Source resource(String folder, String name) {
    return () ->
        WorkedExample.class.getResourceAsStream("/vectors/" + folder + "/" + name + ".properties");
  }

  private interface Source {
    InputStream open() throws IOException;
  }

  public byte[] bytes(String key) {
    return HexFormat.of().parseHex(text(key));
  }

  public String text(String key) {
    return find(key).orElseThrow(() -> new IllegalArgumentException(name + " has no " + key));
  }

  public Optional<String> find(String key) {
    return Optional.ofNullable(values.getProperty(key));
  }

  @Override
  public String toString() {
    return name;
  }
}
