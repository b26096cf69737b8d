package org.urna.proof;

import java.math.BigInteger;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A Groth16 proof (ePrint 2016/260, §3.2): A in G1, B in G2, C in G1. It claims to be one;
/// [Groth16Verifier] says whether it is.
///
/// @param a A
/// @param b B
/// @param c C
public record Proof(G1Point a, G2Point b, G1Point c) {
  /// How many words [#toWords()] has.
  public static final int WORDS = 8;

  /// The proof as the contract takes it (EIP-197 order): A.x A.y B.x.c1 B.x.c0 B.y.c1 B.y.c0 C.x
  /// C.y.
  public List<BigInteger> toWords() {
    return List.of(a.x(), a.y(), b.x().c1(), b.x().c0(), b.y().c1(), b.y().c0(), c.x(), c.y());
  }

  /// The proof in [#toWords()]' order.
  ///
  /// @throws IllegalArgumentException if there are not eight words, or one does not fit 256 bits
  public static Proof fromWords(List<BigInteger> words) {
    if (words.size() != WORDS) {
      throw new IllegalArgumentException("a proof has " + WORDS + " words, got " + words.size());
    }
    return new Proof(
        new G1Point(words.get(0), words.get(1)),
        new G2Point(
            new Fq2Value(words.get(3), words.get(2)), new Fq2Value(words.get(5), words.get(4))),
        new G1Point(words.get(6), words.get(7)));
  }

  /// The proof as snarkjs writes it to `proof.json`.
  public String toJson() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.set("pi_a", SnarkjsJson.point(a));
    root.set("pi_b", SnarkjsJson.point(b));
    root.set("pi_c", SnarkjsJson.point(c));
    root.put("protocol", SnarkjsJson.PROTOCOL);
    root.put("curve", SnarkjsJson.CURVE);
    return root.toString();
  }

  /// Reads snarkjs' `proof.json`.
  ///
  /// @throws ProofFileException if it is not JSON, is of another protocol or curve, or lacks a part
  public static Proof fromJson(String json) throws ProofFileException {
    try {
      JsonNode root = JsonMapper.shared().readTree(json);
      SnarkjsJson.requireGroth16(root);
      return new Proof(
          SnarkjsJson.g1(root.required("pi_a")),
          SnarkjsJson.g2(root.required("pi_b")),
          SnarkjsJson.g1(root.required("pi_c")));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new ProofFileException("not a snarkjs proof: " + e.getMessage(), e);
    }
  }
}
