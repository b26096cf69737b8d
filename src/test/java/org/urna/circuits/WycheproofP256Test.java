package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.circuits.SignedDocument.hex;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.urna.Thoroughness;
import org.urna.WycheproofVectors;
import org.urna.circuits.EcdsaForger.Point;
import org.urna.circuits.EcdsaVectors.Outcome;
import org.urna.circuits.EcdsaVectors.Outcomes;
import org.urna.circuits.EcdsaVectors.Vector;
import tools.jackson.databind.JsonNode;

/// Project Wycheproof's P-256 vectors, `ecdsa_secp256r1_sha256_p1363_test.json`, through both forms
/// of the ECDSA circuit: one vector of each kind, and with `-Durna.exhaustive=true` all of them,
/// which takes minutes. [EcdsaEdgeCasesTest] adds what they lack.
///
/// Two valid vectors are beyond a form: tcId 115, whose abscissa p − 3 `BelowP` refuses in both,
/// and 204, whose u1 G = u2 Q the listed form cannot add. Signatures of another size than 64 bytes
/// say nothing here, where r and s are numbers: where these make a signature, the size is what is
/// wrong with the vector.
class WycheproofP256Test {
  private static final Set<Integer> BEYOND = Set.of(115, 204);

  @Test
  void judgesWycheproofsVectorsRight() throws IOException {
    EcdsaVectors circuits =
        new EcdsaVectors(
            CircuitUnderTest.loadTest("test-ecdsa-p256-sha256"),
            CircuitUnderTest.loadTest("test-ecdsa-p256-listed-sha256"));
    JsonNode root = WycheproofVectors.read("ecdsa_secp256r1_sha256_p1363_test.json");
    Map<Outcome, Integer> privateKey = new EnumMap<>(Outcome.class);
    Map<Outcome, Integer> listedKey = new EnumMap<>(Outcome.class);
    List<String> beyond = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    Set<String> kinds = new HashSet<>();
    for (JsonNode group : root.required("testGroups")) {
      JsonNode publicKey = group.required("publicKey");
      Point key =
          new Point(
              new BigInteger(publicKey.required("wx").stringValue(), 16),
              new BigInteger(publicKey.required("wy").stringValue(), 16));
      for (JsonNode test : group.required("tests")) {
        boolean isNew = kinds.add(WycheproofVectors.kind(test));
        if (!isNew
            && !Thoroughness.IS_EXHAUSTIVE
            && !BEYOND.contains(test.required("tcId").intValue())) {
          continue;
        }
        byte[] signature = hex(test.required("sig").stringValue());
        int half = signature.length / 2;
        Vector vector =
            new Vector(
                test.required("tcId") + " " + test.required("comment"),
                key,
                SignedDocument.sha256(hex(test.required("msg").stringValue())),
                new BigInteger(1, signature, 0, half),
                new BigInteger(1, signature, half, half));
        boolean isValid = test.required("result").stringValue().equals("valid");
        Outcomes outcomes;
        try {
          outcomes = circuits.check(vector);
        } catch (AssertionError e) {
          wrong.add(vector.name() + ": " + e.getMessage());
          continue;
        }
        if (signature.length != 64 && outcomes.privateKey() == Outcome.ACCEPTED) {
          outcomes = Outcomes.both(Outcome.ENCODING);
        }
        privateKey.merge(outcomes.privateKey(), 1, Integer::sum);
        listedKey.merge(outcomes.listedKey(), 1, Integer::sum);
        Set<Outcome> both = EnumSet.of(outcomes.privateKey(), outcomes.listedKey());
        if (both.contains(Outcome.BEYOND)) {
          beyond.add(
              "%d %s %s"
                  .formatted(
                      test.required("tcId").intValue(),
                      outcomes.privateKey(),
                      outcomes.listedKey()));
        }
        both.removeAll(EnumSet.of(Outcome.ACCEPTED, Outcome.BEYOND));
        if (isValid != both.isEmpty()) {
          wrong.add(vector.name() + ": " + outcomes);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(beyond).containsExactly("115 BEYOND BEYOND", "204 ACCEPTED BEYOND");
    assertThat(privateKey).containsKeys(Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ENCODING);
    if (!Thoroughness.IS_EXHAUSTIVE) {
      return;
    }
    assertThat(privateKey)
        .isEqualTo(
            Map.of(
                Outcome.ACCEPTED, 172,
                Outcome.BEYOND, 1,
                Outcome.REFUSED, 71,
                Outcome.ENCODING, 18));
    assertThat(listedKey)
        .isEqualTo(
            Map.of(
                Outcome.ACCEPTED, 171,
                Outcome.BEYOND, 2,
                Outcome.REFUSED, 71,
                Outcome.ENCODING, 18));
  }
}
