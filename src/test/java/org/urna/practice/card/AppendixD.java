package org.urna.practice.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Properties;

/// The worked example of ICAO Doc 9303-11, appendix D, from the test resources.
public final class AppendixD {

  private static final Properties VALUES = load();

  private AppendixD() {}

  public static byte[] bytes(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  public static String text(String name) {
    String value = VALUES.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("appendix D has no " + name);
    }
    return value;
  }

  private static Properties load() {
    Properties values = new Properties();
    try (InputStream in =
        AppendixD.class.getResourceAsStream("/vectors/icao9303-11/appendix-d.properties")) {
      values.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
