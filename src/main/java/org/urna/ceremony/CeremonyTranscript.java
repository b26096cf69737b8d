package org.urna.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a verified ceremony comes to, for publication beside the key: canonical JSON (RFC 8785), so
/// that it has one hash. All hashes are lower-case hex.
///
/// @param circuit the circuit's name
/// @param r1csSha256 SHA-256 of the constraint system
/// @param circuitHash snarkjs' circuit hash: BLAKE2b over the initial key
/// @param powersBlake2b BLAKE2b-512 of the powers-of-τ file
/// @param powersPublished the published file that it is, empty if it is none
/// @param steps the contributions in order
/// @param provingKeySha256 SHA-256 of the final `.zkey`
/// @param verifyingKeyHash keccak-256 of the verifying key, as the manifest pins it
public record CeremonyTranscript(
    String circuit,
    String r1csSha256,
    String circuitHash,
    String powersBlake2b,
    String powersPublished,
    List<Step> steps,
    String provingKeySha256,
    String verifyingKeyHash) {
  /// The fewest people's contributions that a real election asks for (protocol §10).
  public static final int FEWEST_CONTRIBUTORS = 5;

  private static final String FORMAT = "urna-key-ceremony/1";

  /// One contribution.
  ///
  /// @param name what the contributor called themselves
  /// @param hash the contribution's hash, which its maker has published
  /// @param beacon the public value in hex if it is the beacon, else empty
  /// @param iterationsLog2 2^n times the beacon was hashed; 0 if it is none
  public record Step(String name, String hash, String beacon, int iterationsLog2) {
    public Step {
      requireHex(hash, 64);
      if (beacon.isEmpty() != (iterationsLog2 == 0)) {
        throw new IllegalArgumentException("a beacon needs a value and iterations");
      }
      if (!beacon.isEmpty()) {
        new Beacon(beacon, iterationsLog2);
      }
    }

    /// Whether this is the beacon and nobody's contribution.
    public boolean isBeacon() {
      return !beacon.isEmpty();
    }
  }

  public CeremonyTranscript {
    steps = List.copyOf(steps);
    requireHex(r1csSha256, 32);
    requireHex(circuitHash, 64);
    requireHex(powersBlake2b, 64);
    requireHex(provingKeySha256, 32);
    requireHex(verifyingKeyHash, 32);
    if (!powersPublished.equals(PublishedPowers.name(powersBlake2b).orElse(""))) {
      throw new IllegalArgumentException("the powers of tau are not the published file named");
    }
  }

  private static void requireHex(String text, int bytes) {
    if (text.length() != 2 * bytes || !text.matches("[0-9a-f]*")) {
      throw new IllegalArgumentException("not " + bytes + " bytes in lower-case hex");
    }
  }

  /// Every reason why a real election must not use this key; empty if it may.
  public List<String> shortcomings() {
    List<String> reasons = new ArrayList<>();
    if (powersPublished.isEmpty()) {
      reasons.add("the powers of tau are not a published file");
    }
    Set<String> people = new HashSet<>();
    for (Step step : steps) {
      if (!step.isBeacon() && !step.name().isBlank()) {
        people.add(step.name().strip());
      }
    }
    if (people.size() < FEWEST_CONTRIBUTORS) {
      reasons.add(
          "%d named contributors, at least %d are needed"
              .formatted(people.size(), FEWEST_CONTRIBUTORS));
    }
    if (steps.isEmpty() || !steps.getLast().isBeacon()) {
      reasons.add("no public beacon closes the ceremony");
    }
    return List.copyOf(reasons);
  }

  /// The canonical JSON.
  public byte[] toJson() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("format", FORMAT);
    ObjectNode circuitNode = root.putObject("circuit");
    circuitNode.put("name", circuit);
    circuitNode.put("r1csSha256", r1csSha256);
    circuitNode.put("circuitHash", circuitHash);
    ObjectNode powers = root.putObject("powersOfTau");
    powers.put("blake2b", powersBlake2b);
    powers.put("published", powersPublished);
    ArrayNode list = root.putArray("contributions");
    for (Step step : steps) {
      ObjectNode node = list.addObject();
      node.put("name", step.name());
      node.put("hash", step.hash());
      if (step.isBeacon()) {
        ObjectNode beacon = node.putObject("beacon");
        beacon.put("value", step.beacon());
        beacon.put("iterationsLog2", step.iterationsLog2());
      }
    }
    root.put("provingKeySha256", provingKeySha256);
    root.put("verifyingKeyHash", verifyingKeyHash);
    try {
      return new JsonCanonicalizer(root.toString()).getEncodedUTF8();
    } catch (IOException e) {
      throw new IllegalStateException("our own JSON is not canonicalizable", e);
    }
  }

  /// Reads a transcript.
  ///
  /// @throws CeremonyFileException if it is not canonical JSON of this format, to the last byte
  public static CeremonyTranscript parse(byte[] json) throws CeremonyFileException {
    try {
      JsonNode root = JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));
      if (!FORMAT.equals(root.path("format").asString(""))) {
        throw new IllegalArgumentException("another format");
      }
      List<Step> steps = new ArrayList<>();
      for (JsonNode node : root.required("contributions")) {
        Optional<JsonNode> beacon = node.optional("beacon");
        steps.add(
            new Step(
                text(node, "name"),
                text(node, "hash"),
                beacon.map(value -> text(value, "value")).orElse(""),
                beacon.map(value -> value.required("iterationsLog2").intValue()).orElse(0)));
      }
      CeremonyTranscript transcript =
          new CeremonyTranscript(
              text(root.required("circuit"), "name"),
              text(root.required("circuit"), "r1csSha256"),
              text(root.required("circuit"), "circuitHash"),
              text(root.required("powersOfTau"), "blake2b"),
              text(root.required("powersOfTau"), "published"),
              steps,
              text(root, "provingKeySha256"),
              text(root, "verifyingKeyHash"));
      if (!Arrays.equals(transcript.toJson(), json)) {
        throw new IllegalArgumentException("not in canonical form, or with unknown members");
      }
      return transcript;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new CeremonyFileException(
          "this is not the transcript of a key ceremony: " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode node, String name) {
    return node.required(name).stringValue();
  }

  /// The members in which another transcript differs; empty if it is the same.
  public List<String> differences(CeremonyTranscript other) {
    List<String> differences = new ArrayList<>();
    compare(differences, "circuit", circuit, other.circuit);
    compare(differences, "constraint system", r1csSha256, other.r1csSha256);
    compare(differences, "circuit hash", circuitHash, other.circuitHash);
    compare(differences, "powers of tau", powersBlake2b, other.powersBlake2b);
    compare(differences, "contributions", steps.toString(), other.steps.toString());
    compare(differences, "proving key", provingKeySha256, other.provingKeySha256);
    compare(differences, "verifying key", verifyingKeyHash, other.verifyingKeyHash);
    return List.copyOf(differences);
  }

  private static void compare(List<String> differences, String what, String a, String b) {
    if (!a.equals(b)) {
      differences.add(what);
    }
  }
}
