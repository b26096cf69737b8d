package org.urna;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Project Wycheproof's vectors, files of `vectors/wycheproof` as that project publishes them.
public final class WycheproofVectors {

  private WycheproofVectors() {}

  /// The whole file.
  public static JsonNode read(String file) throws IOException {
    String path = "/vectors/wycheproof/" + file;
    try (InputStream in = WycheproofVectors.class.getResourceAsStream(path)) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in, path).readAllBytes());
    }
  }

  /// What a vector is about and what is to become of it: `valid [EdgeCasePublicKey]`.
  public static String kind(JsonNode test) {
    return test.required("result").stringValue() + " " + test.required("flags");
  }
}
