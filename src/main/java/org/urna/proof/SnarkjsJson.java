package org.urna.proof;

import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// snarkjs' way of writing points in JSON: projective coordinates as decimal strings with z = 1,
/// infinity as (0, 1, 0), F_q² elements with c0 first.
final class SnarkjsJson {
  static final String PROTOCOL = "groth16";
  static final String CURVE = "bn128";

  private SnarkjsJson() {}

  /// Refuses anything that does not call itself Groth16 over bn128.
  ///
  /// @throws IllegalArgumentException if it is of another protocol or curve
  static void requireGroth16(JsonNode root) {
    if (!PROTOCOL.equals(root.path("protocol").asString(""))
        || !CURVE.equals(root.path("curve").asString(""))) {
      throw new IllegalArgumentException("not groth16 over bn128");
    }
  }

  static ArrayNode point(G1Point point) {
    return point.isInfinity()
        ? array("0", "1", "0")
        : array(point.x().toString(), point.y().toString(), "1");
  }

  static ArrayNode point(G2Point point) {
    ArrayNode node = JsonMapper.shared().createArrayNode();
    if (point.isInfinity()) {
      return node.add(array("0", "0")).add(array("1", "0")).add(array("0", "0"));
    }
    return node.add(value(point.x())).add(value(point.y())).add(array("1", "0"));
  }

  private static ArrayNode value(Fq2Value value) {
    return array(value.c0().toString(), value.c1().toString());
  }

  static ArrayNode array(String... texts) {
    ArrayNode node = JsonMapper.shared().createArrayNode();
    for (String text : texts) {
      node.add(text);
    }
    return node;
  }

  /// @throws IllegalArgumentException if the node is not three decimal strings with z = 1, or
  ///   infinity
  static G1Point g1(JsonNode node) {
    requireSize(node, 3);
    G1Point point = new G1Point(number(node.get(0)), number(node.get(1)));
    BigInteger z = number(node.get(2));
    if (z.signum() == 0) {
      return G1Point.INFINITY;
    }
    requireOne(z);
    return point;
  }

  /// @throws IllegalArgumentException if the node is not three pairs of decimal strings with z = 1,
  ///   or infinity
  static G2Point g2(JsonNode node) {
    requireSize(node, 3);
    G2Point point = new G2Point(fq2(node.get(0)), fq2(node.get(1)));
    Fq2Value z = fq2(node.get(2));
    if (z.equals(Fq2Value.ZERO)) {
      return G2Point.INFINITY;
    }
    requireOne(z.c0());
    if (z.c1().signum() != 0) {
      throw new IllegalArgumentException("a point is not affine");
    }
    return point;
  }

  private static Fq2Value fq2(JsonNode node) {
    requireSize(node, 2);
    return new Fq2Value(number(node.get(0)), number(node.get(1)));
  }

  private static void requireSize(JsonNode node, int size) {
    if (!node.isArray() || node.size() != size) {
      throw new IllegalArgumentException("a point has the wrong shape");
    }
  }

  private static void requireOne(BigInteger z) {
    if (!z.equals(BigInteger.ONE)) {
      throw new IllegalArgumentException("a point is not affine");
    }
  }

  private static BigInteger number(JsonNode node) {
    String text = node.asString("");
    if (!text.matches("0|[1-9][0-9]{0,77}")) {
      throw new IllegalArgumentException("a coordinate is not a decimal number");
    }
    return new BigInteger(text);
  }
}
