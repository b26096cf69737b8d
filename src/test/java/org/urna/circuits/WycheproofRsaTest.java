package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.circuits.SignedDocument.hex;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.urna.Thoroughness;
import org.urna.WycheproofVectors;
import org.urna.proof.Witness;
import tools.jackson.databind.JsonNode;

/// Project Wycheproof's RSA vectors through the RSA part of the enrolment circuits: one vector of
/// each kind, and with `-Durna.exhaustive=true` all of them, which takes minutes.
///
/// What Wycheproof calls *acceptable* (one vector, flag MissingNull) is a DigestInfo without its
/// NULL: refused here, as RFC 8017 A.2.4 allows to one that compares encodings. Out of the
/// circuits' scope are PKCS#1 with exponent 3 (two groups of one vector) and signatures of other
/// than 256 bytes (all of them invalid), which have no inputs: Java refuses them before.
class WycheproofRsaTest {
  private static CircuitUnderTest pkcs1;
  private static CircuitUnderTest pss;

  @BeforeAll
  static void load() {
    pkcs1 = CircuitUnderTest.loadTest("test-rsa-pkcs1-sha256");
    pss = CircuitUnderTest.loadTest("test-rsa-pss-sha256");
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint systems for the tests that follow
  static void free() {
    pkcs1 = null;
    pss = null;
  }

  private record Vector(
      String name,
      String kind,
      BigInteger modulus,
      byte[] message,
      byte[] signature,
      boolean isValid) {}

  private static JsonNode groups(String file) throws Exception {
    return WycheproofVectors.read(file).get("testGroups");
  }

  private static void add(List<Vector> vectors, JsonNode group, boolean isInScope) {
    for (JsonNode test : group.get("tests")) {
      vectors.add(
          new Vector(
              test.get("tcId").asInt() + " " + test.get("comment").stringValue(),
              WycheproofVectors.kind(test),
              new BigInteger(group.get("publicKey").get("modulus").stringValue(), 16),
              hex(test.get("msg").stringValue()),
              hex(test.get("sig").stringValue()),
              isInScope && test.get("result").stringValue().equals("valid")));
    }
  }

  @Test
  void judgesWycheproofsPkcs1VectorsRight() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    int outOfScope = 0;
    for (JsonNode group : groups("rsa_signature_2048_sha256_test.json")) {
      if (group.get("publicKey").get("publicExponent").stringValue().equals("010001")) {
        add(vectors, group, true);
      } else {
        outOfScope += group.get("tests").size();
      }
    }
    assertThat(vectors).hasSize(257);
    assertThat(outOfScope).isEqualTo(2);
    judge(pkcs1, vectors, 7);
  }

  @Test
  void judgesWycheproofsPssVectorsRight() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode group : groups("rsa_pss_2048_sha256_mgf1_32_test.json")) {
      add(vectors, group, true);
    }
    assertThat(vectors).hasSize(108);
    judge(pss, vectors, 63);
  }

  /// Signatures that are valid under other hashes for the mask and other lengths of the salt.
  @Test
  void acceptsPssUnderItsOwnParametersOnly() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode group : groups("rsa_pss_misc_test.json")) {
      if (group.get("sha").stringValue().equals("SHA-256")) {
        add(
            vectors,
            group,
            group.get("mgfSha").stringValue().equals("SHA-256") && group.get("sLen").asInt() == 32);
      }
    }
    assertThat(vectors).hasSize(30);
    judge(pss, vectors, 1);
  }

  private static void judge(CircuitUnderTest circuit, List<Vector> vectors, int valid)
      throws Exception {
    int accepted = 0;
    Set<String> kinds = new HashSet<>();
    for (Vector vector : vectors) {
      if (!kinds.add(vector.kind + vector.isValid) && !Thoroughness.IS_EXHAUSTIVE) {
        continue;
      }
      BigInteger signature = new BigInteger(1, vector.signature);
      if (vector.signature.length != RsaInputs.SIZE) {
        assertThat(vector.isValid).as(vector.name).isFalse();
        continue;
      }
      Map<String, List<BigInteger>> inputs =
          RsaSignatureCircuitTest.inputs(
              circuit == pss, signature, vector.modulus, SignedDocument.sha256(vector.message));
      if (vector.isValid) {
        try (Witness witness = circuit.witness(inputs)) {
          assertThat(circuit.constraints().assign(witness).violations()).as(vector.name).isZero();
        }
        accepted++;
      } else {
        assertThat(circuit.attempt(inputs).violations()).as(vector.name).isPositive();
      }
    }
    assertThat(accepted).isPositive();
    if (Thoroughness.IS_EXHAUSTIVE) {
      assertThat(accepted).isEqualTo(valid);
    }
  }
}
