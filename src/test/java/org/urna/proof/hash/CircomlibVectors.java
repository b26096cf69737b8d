package org.urna.proof.hash;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import org.urna.proof.hash.BabyJubJub.Point;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the files of `vectors/circomlib`.
final class CircomlibVectors {
  private CircomlibVectors() {}

  static JsonNode read(String file) throws IOException {
    try (InputStream in =
        CircomlibVectors.class.getResourceAsStream("/vectors/circomlib/" + file)) {
      return JsonMapper.shared().readTree(in);
    }
  }

  static BigInteger number(JsonNode node) {
    return new BigInteger(node.stringValue());
  }

  static Point point(JsonNode node) {
    return new Point(number(node.required("x")), number(node.required("y")));
  }
}
