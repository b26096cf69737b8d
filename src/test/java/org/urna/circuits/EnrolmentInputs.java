package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.urna.proof.PublicSignals;
import org.urna.proof.hash.Poseidon;

/// A statement about a document and the witness calculator's inputs for it, with a hook for
/// everything that a voter, a station or an organiser could supply differently. Formulas are
/// written from docs/protocol.md, not taken from the program.
final class EnrolmentInputs {
  static final int DEPTH = 16;

  BigInteger badge = new BigInteger("1234567890123456789012345678901234567890");
  BigInteger electionId = new BigInteger("987654321098765432109876543210987654321098765");
  BigInteger nullifierKey = BigInteger.TWO.pow(247).add(BigInteger.valueOf(4711));
  BigInteger commitment =
      Poseidon.hash(Poseidon.tag("urna.nullifier-key-commitment.v1"), nullifierKey);
  String citizenship = "RUS";
  String signerState = "RUS";
  int keyType = 1;
  int econtentBlocks = 5;
  int bornOnOrBefore = 20081122;
  int passportValidOn = 20261122;
  int uniqueBy = 0;
  int leafIndex = 0b1010_0110_1100_0101;

  Map<String, List<BigInteger>> of(SignedDocument document) {
    return of(document, document.key().modulus());
  }

  /// The inputs, with the leaf of `listed` in the tree.
  Map<String, List<BigInteger>> of(SignedDocument document, BigInteger listed) {
    Map<String, List<BigInteger>> inputs =
        statement(
            new SignedDocument.Content(document.dg1(), document.econtent(), document.attributes()),
            64 * econtentBlocks,
            leaf(signerState, keyType, listed));
    inputs.putAll(
        RsaInputs.of(document.signature(), document.key().modulus(), document.key().exponent()));
    return inputs;
  }

  /// The inputs but for the signature: what all enrolment circuits have.
  ///
  /// @param econtentSize of the circuit's array
  /// @param leaf of the trusted key
  Map<String, List<BigInteger>> statement(
      SignedDocument.Content document, int econtentSize, BigInteger leaf) {
    List<BigInteger> path = new ArrayList<>();
    BigInteger node = leaf;
    for (int level = 0; level < DEPTH; level++) {
      BigInteger sibling = Poseidon.hash(BigInteger.valueOf(1000 + level));
      path.add(sibling);
      BigInteger tag = Poseidon.tag("urna.node.v1");
      node =
          (leafIndex >> level & 1) == 1
              ? Poseidon.hash(tag, sibling, node)
              : Poseidon.hash(tag, node, sibling);
    }
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("badge", List.of(badge));
    inputs.put("electionId", List.of(electionId));
    inputs.put("trustRoot", List.of(node));
    inputs.put("nullifierKeyCommitment", List.of(commitment));
    inputs.put("citizenship", List.of(letters(citizenship)));
    inputs.put("bornOnOrBefore", List.of(BigInteger.valueOf(bornOnOrBefore)));
    inputs.put("passportValidOn", List.of(BigInteger.valueOf(passportValidOn)));
    inputs.put("uniqueBy", List.of(BigInteger.valueOf(uniqueBy)));
    inputs.put("dg1", bytes(document.dg1(), 93));
    inputs.put("econtent", bytes(document.econtent(), econtentSize));
    inputs.put("econtentLength", List.of(BigInteger.valueOf(document.econtent().length)));
    inputs.put("signedAttributes", bytes(document.attributes(), 128));
    inputs.put("signedAttributesLength", List.of(BigInteger.valueOf(document.attributes().length)));
    inputs.put("leafIndex", List.of(BigInteger.valueOf(leafIndex)));
    inputs.put("leafPath", path);
    inputs.put("nullifierKey", List.of(nullifierKey));
    return inputs;
  }

  /// nullifier = Poseidon("urna.nullifier.v1", subject, K, electionId).
  BigInteger nullifier(SignedDocument document) {
    return nullifier(document.dg1(), SignedDocument.sha256(document.econtent()));
  }

  /// The same, from the eContent's digest of any length.
  BigInteger nullifier(byte[] dg1, byte[] econtentDigest) {
    return Poseidon.hash(
        Poseidon.tag("urna.nullifier.v1"),
        uniqueBy == 0 ? person(dg1) : document(econtentDigest),
        nullifierKey,
        electionId);
  }

  private static BigInteger person(byte[] dg1) {
    int line2 = 5 + 44;
    byte[] rest = SignedDocument.concat(part(dg1, line2 + 13, 6), part(dg1, line2 + 20, 1));
    return Poseidon.hash(
        Poseidon.tag("urna.subject-person.v1"),
        number(part(dg1, 5 + 5, 20)),
        number(part(dg1, 5 + 25, 19)),
        number(SignedDocument.concat(rest, part(dg1, line2 + 10, 3))));
  }

  private static BigInteger document(byte[] digest) {
    int half = digest.length / 2;
    return Poseidon.hash(
        Poseidon.tag("urna.subject-document.v1"),
        number(part(digest, 0, half)),
        number(part(digest, half, half)));
  }

  static BigInteger leaf(String state, int keyType, BigInteger modulus) {
    BigInteger[] inputs = new BigInteger[12];
    inputs[0] = Poseidon.tag("urna.signer.v1");
    inputs[1] = letters(state);
    inputs[2] = BigInteger.valueOf(keyType);
    BigInteger chunk = BigInteger.ONE.shiftLeft(240).subtract(BigInteger.ONE);
    for (int i = 0; i < 9; i++) {
      inputs[3 + i] = modulus.shiftRight(240 * i).and(chunk);
    }
    return Poseidon.hash(inputs);
  }

  static BigInteger letters(String text) {
    return number(SignedDocument.ascii(text));
  }

  private static byte[] part(byte[] bytes, int from, int count) {
    return java.util.Arrays.copyOfRange(bytes, from, from + count);
  }

  private static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  static List<BigInteger> bytes(byte[] bytes, int size) {
    List<BigInteger> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(BigInteger.valueOf(i < bytes.length ? bytes[i] & 0xff : 0));
    }
    return elements;
  }

  /// Asserts that the statement's public inputs are those given.
  static void assertPublicInputs(PublicSignals signals, Map<String, List<BigInteger>> inputs) {
    for (String name :
        List.of(
            "badge",
            "electionId",
            "trustRoot",
            "nullifierKeyCommitment",
            "citizenship",
            "bornOnOrBefore",
            "passportValidOn",
            "uniqueBy")) {
      assertThat(signals.value(name)).as(name).isEqualTo(inputs.get(name).getFirst());
    }
  }
}
