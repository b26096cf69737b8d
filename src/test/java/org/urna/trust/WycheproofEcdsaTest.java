package org.urna.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Project Wycheproof's P-256 vectors through [SignatureCheck] and [ActiveAuthentication].
/// [WycheproofSignaturesTest] has the other schemes.
class WycheproofEcdsaTest {
  @Test
  void agreesWithWycheproof() throws IOException, Refusal {
    compare(
        "ecdsa_secp256r1_sha256_test.json",
        (key, message, signature) ->
            SignatureCheck.verifies(
                key, SignatureScheme.ecdsa(HashAlgorithm.SHA_256), message, signature));
  }

  /// Active Authentication takes both written forms.
  @ParameterizedTest
  @ValueSource(
      strings = {"ecdsa_secp256r1_sha256_p1363_test.json", "ecdsa_secp256r1_sha256_test.json"})
  void answersOfChipsAgreeWithWycheproof(String file) throws IOException, Refusal {
    compare(
        file,
        (key, message, signature) ->
            ActiveAuthentication.verifies(key, HashAlgorithm.SHA_256.digest(message), signature));
  }

  private interface Verifier {
    boolean verifies(SignerKey.Ec key, byte[] message, byte[] signature) throws Refusal;
  }

  private static void compare(String name, Verifier verifier) throws IOException, Refusal {
    WycheproofFile vectors = WycheproofFile.read(name);
    for (JsonNode group : vectors.groups()) {
      JsonNode publicKey = group.required("publicKey");
      SignerKey.Ec key =
          new SignerKey.Ec(
              NamedCurve.P_256,
              new BigInteger(publicKey.required("wx").stringValue(), 16),
              new BigInteger(publicKey.required("wy").stringValue(), 16));
      vectors.compare(
          group, (message, signature) -> verifier.verifies(key, message, signature), Set.of());
    }
    vectors.requireAgreement();
  }
}
