package org.urna.tally;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import org.urna.election.Bytes;
import org.urna.election.CurvePoint;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the keys of an election with **one** trustee, who alone can open every ballot. It is the
/// 1-of-1 case of the protocol's key ceremony and fits rehearsals; an election that matters needs
/// several trustees.
public final class SoleTrusteeCeremony {
  private SoleTrusteeCeremony() {}

  /// What a ceremony leaves: the public board, its transcript, and the trustee's secret share,
  /// which the caller writes and closes.
  ///
  /// @param transcript what the board's transcript hash is the SHA-256 of
  public record Outcome(TrusteeBoard board, String transcript, TrusteeKey key) {}

  /// Draws the key and proves to know it.
  ///
  /// @param name the trustee as the public knows them
  public static Outcome hold(String name, SecureRandom random) {
    byte[] id = new byte[32];
    random.nextBytes(id);
    Bytes ceremonyId = Bytes.of(id);
    BigInteger secret;
    do {
      secret = BabyJubJub.randomScalar(random);
    } while (secret.signum() == 0);
    KnowledgeProof proof = KnowledgeProof.of(secret, ceremonyId, 1, random);
    TrusteeKey key = TrusteeKey.of(ceremonyId, 1, secret);
    CurvePoint joint = curvePoint(key.verificationKey());
    Trustee trustee =
        new Trustee(name, List.of(joint), curvePoint(proof.commitment()), proof.response());
    String transcript = transcript(ceremonyId, trustee);
    return new Outcome(
        new TrusteeBoard(1, List.of(trustee), ceremonyId, sha256(transcript), joint),
        transcript,
        key);
  }

  private static String transcript(Bytes ceremonyId, Trustee trustee) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ceremony", "urna.ceremony.v1");
    json.put("ceremonyId", ceremonyId.hex());
    json.put("threshold", 1);
    ObjectNode only = json.putArray("trustees").addObject();
    only.put("name", trustee.name());
    only.putArray("commitments").add(point(trustee.commitments().getFirst()));
    only.set("proofCommitment", point(trustee.proofCommitment()));
    only.put("proofResponse", trustee.proofResponse().toString());
    return json.toPrettyString();
  }

  private static ObjectNode point(CurvePoint point) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("x", point.x().toString())
        .put("y", point.y().toString());
  }

  private static CurvePoint curvePoint(Point point) {
    return new CurvePoint(point.x(), point.y());
  }

  private static Bytes sha256(String text) {
    try {
      return Bytes.of(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
