package org.urna.ballot;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.election.StrictJson;
import org.urna.proof.Proof;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of a sealed ballot: numbers as decimal text, because JSON readers round large
/// ones.
final class SealedBallotJson {
  private static final int MAX_BYTES = 32_768;

  private SealedBallotJson() {}

  static byte[] write(SealedBallot ballot) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("variant", ballot.variant());
    root.put("nullifier", ballot.nullifier().value().toString());
    root.put("badge", ballot.badge().value().toString());
    root.set("ciphertexts", numbers(ballot.ciphertexts()));
    root.set("enrolmentProof", numbers(ballot.enrolmentProof().toWords()));
    root.set("ballotProof", numbers(ballot.ballotProof().toWords()));
    return canonical(root);
  }

  static byte[] canonical(ObjectNode root) {
    try {
      return new JsonCanonicalizer(root.toString()).getEncodedUTF8();
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was just written cannot be read", e);
    }
  }

  static ArrayNode numbers(List<BigInteger> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(value.toString()));
    return array;
  }

  static SealedBallot read(byte[] json) {
    SealedBallot ballot =
        StrictJson.read(
            json,
            MAX_BYTES,
            object ->
                new SealedBallot(
                    object.integer("variant"),
                    object.text("nullifier", text -> new Nullifier(number(text))),
                    object.text("badge", text -> new BadgeCommitment(number(text))),
                    object.texts("ciphertexts", SealedBallotJson::number),
                    Proof.fromWords(object.texts("enrolmentProof", SealedBallotJson::number)),
                    Proof.fromWords(object.texts("ballotProof", SealedBallotJson::number))));
    if (!Arrays.equals(json, write(ballot))) {
      throw new IllegalArgumentException("file: is not in canonical form");
    }
    return ballot;
  }

  /// @throws IllegalArgumentException if the text is not the one decimal form of a number below
  ///   2^256
  static BigInteger number(String text) {
    if (!text.matches("0|[1-9][0-9]{0,77}")) {
      throw new IllegalArgumentException("must be a decimal number");
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > 256) {
      throw new IllegalArgumentException("must be below 2^256");
    }
    return value;
  }
}
