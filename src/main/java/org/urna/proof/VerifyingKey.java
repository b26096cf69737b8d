package org.urna.proof;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The public half of a circuit's Groth16 set-up: \[α]₁, \[β]₂, \[γ]₂, \[δ]₂ and one point of G1
/// for the constant and for every public signal.
///
/// An instance is sound as a value: every point is on its curve and in its subgroup, and none is
/// infinity. (An infinite α or β lets anybody prove anything; an infinite IC point lets the signal
/// take any value.) Whether it belongs to the circuit is what its [#hash()] in the election
/// manifest pins.
public final class VerifyingKey {
  private final G1Point alpha;
  private final G2Point beta;
  private final G2Point gamma;
  private final G2Point delta;
  private final List<G1Point> ic;

  private VerifyingKey(
      G1Point alpha, G2Point beta, G2Point gamma, G2Point delta, List<G1Point> ic) {
    this.alpha = alpha;
    this.beta = beta;
    this.gamma = gamma;
    this.delta = delta;
    this.ic = List.copyOf(ic);
  }

  /// A key from its points.
  ///
  /// @param ic the point of the constant, then one for each public signal
  /// @throws ProofFileException if a point is off its curve, out of its subgroup or infinity, or
  ///   `ic` is empty
  public static VerifyingKey of(
      G1Point alpha, G2Point beta, G2Point gamma, G2Point delta, List<G1Point> ic)
      throws ProofFileException {
    requireG1("alpha", alpha);
    requireG2("beta", beta);
    requireG2("gamma", gamma);
    requireG2("delta", delta);
    if (ic.isEmpty()) {
      throw new ProofFileException("a verifying key needs a point for the constant");
    }
    for (G1Point point : ic) {
      requireG1("a public signal", point);
    }
    return new VerifyingKey(alpha, beta, gamma, delta, ic);
  }

  private static void requireG1(String what, G1Point point) throws ProofFileException {
    if (point.isInfinity() || !point.isOnCurve()) {
      throw new ProofFileException(
          "verifying key: the point of " + what + " is not a point of G1 other than infinity");
    }
  }

  private static void requireG2(String what, G2Point point) throws ProofFileException {
    if (point.isInfinity() || !point.isInSubgroup()) {
      throw new ProofFileException(
          "verifying key: the point of " + what + " is not a point of G2 other than infinity");
    }
  }

  /// Reads the verifying half of a snarkjs `.zkey` file.
  ///
  /// @throws ProvingKeyException if the file is not a Groth16 key over BN254
  /// @throws ProofFileException if a point of the verifying half is not sound
  public static VerifyingKey fromZkey(Path zkey) throws ProofFileException {
    try (Arena arena = Arena.ofConfined()) {
      return ZkeyFile.map(zkey, arena).verifyingKey();
    }
  }

  /// Reads snarkjs' `verification_key.json`.
  ///
  /// @throws ProofFileException if it is not such a key, or a point is not sound
  public static VerifyingKey fromJson(String json) throws ProofFileException {
    try {
      JsonNode root = JsonMapper.shared().readTree(json);
      SnarkjsJson.requireGroth16(root);
      List<G1Point> ic = new java.util.ArrayList<>();
      for (JsonNode point : root.required("IC")) {
        ic.add(SnarkjsJson.g1(point));
      }
      if (root.required("nPublic").intValue() != ic.size() - 1) {
        throw new ProofFileException("verifying key: nPublic does not match the number of points");
      }
      return of(
          SnarkjsJson.g1(root.required("vk_alpha_1")),
          SnarkjsJson.g2(root.required("vk_beta_2")),
          SnarkjsJson.g2(root.required("vk_gamma_2")),
          SnarkjsJson.g2(root.required("vk_delta_2")),
          ic);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new ProofFileException("not a snarkjs verifying key: " + e.getMessage(), e);
    }
  }

  /// The key as snarkjs writes and reads it, without the redundant `vk_alphabeta_12`.
  public String toJson() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("protocol", SnarkjsJson.PROTOCOL);
    root.put("curve", SnarkjsJson.CURVE);
    root.put("nPublic", publicSignalCount());
    root.set("vk_alpha_1", SnarkjsJson.point(alpha));
    root.set("vk_beta_2", SnarkjsJson.point(beta));
    root.set("vk_gamma_2", SnarkjsJson.point(gamma));
    root.set("vk_delta_2", SnarkjsJson.point(delta));
    ArrayNode points = root.putArray("IC");
    ic.forEach(point -> points.add(SnarkjsJson.point(point)));
    return root.toPrettyString();
  }

  /// keccak-256 of the key's 32-byte words: alpha (x, y), beta (x.c1, x.c0, y.c1, y.c0), gamma,
  /// delta, then the IC points in order. The manifest and the contract know a circuit by it.
  public byte[] hash() {
    byte[] words = new byte[32 * (2 + 3 * 4 + 2 * ic.size())];
    int at = put(alpha, words, 0);
    at = put(beta, words, at);
    at = put(gamma, words, at);
    at = put(delta, words, at);
    for (G1Point point : ic) {
      at = put(point, words, at);
    }
    KeccakDigest keccak = new KeccakDigest(256);
    keccak.update(words, 0, words.length);
    byte[] hash = new byte[32];
    keccak.doFinal(hash, 0);
    return hash;
  }

  private static int put(G1Point point, byte[] words, int at) {
    Words.putBigEndian(point.x(), words, at);
    Words.putBigEndian(point.y(), words, at + 32);
    return at + 64;
  }

  private static int put(G2Point point, byte[] words, int at) {
    Words.putBigEndian(point.x().c1(), words, at);
    Words.putBigEndian(point.x().c0(), words, at + 32);
    Words.putBigEndian(point.y().c1(), words, at + 64);
    Words.putBigEndian(point.y().c0(), words, at + 96);
    return at + 128;
  }

  /// How many public signals the circuit has.
  public int publicSignalCount() {
    return ic.size() - 1;
  }

  /// Whether the key comes from [org.urna.proof.circom.DevelopmentSetup], whose trapdoor everybody
  /// can compute. Told by \[α]₁ itself, so no re-export and no later contribution hides it.
  public boolean development() {
    return DevelopmentMark.isOn(alpha);
  }

  /// \[α]₁.
  public G1Point alpha() {
    return alpha;
  }

  /// \[β]₂.
  public G2Point beta() {
    return beta;
  }

  /// \[γ]₂.
  public G2Point gamma() {
    return gamma;
  }

  /// \[δ]₂.
  public G2Point delta() {
    return delta;
  }

  /// The point of the constant, then one for each public signal; unmodifiable.
  public List<G1Point> ic() {
    return ic;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifyingKey that
        && alpha.equals(that.alpha)
        && beta.equals(that.beta)
        && gamma.equals(that.gamma)
        && delta.equals(that.delta)
        && ic.equals(that.ic);
  }

  @Override
  public int hashCode() {
    return Objects.hash(alpha, beta, gamma, delta, ic);
  }
}
