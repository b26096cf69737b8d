package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Project Wycheproof's vectors for the signatures of documents and certificates through
/// [SignatureCheck]: RSA PKCS#1 v1.5, RSA-PSS, and ECDSA on the curves beside P-256, whose vectors
/// [WycheproofEcdsaTest] has.
///
/// What Wycheproof calls *acceptable* is named here, and nothing else may differ:
/// - `MissingNull`, a DigestInfo without the NULL that RFC 8017 appendix B.1 has signers write:
///   taken. The provider compares with both whole encodings, so no other gets through. Enrolment
///   refuses it (`RsaEncoding`);
/// - `WeakHash`, SHA-1: the signature is right, and whether its hash is admitted is
///   [PassiveAuthentication]'s to say;
/// - `SmallPublicKey`, exponent 3: the signature is right, and state authorities have used it.
class WycheproofSignaturesTest {

  private static final Set<String> ADMITTED = Set.of("MissingNull", "WeakHash", "SmallPublicKey");

  @ParameterizedTest
  @CsvSource({
    "ecdsa_brainpoolP256r1_sha256_test.json, BRAINPOOL_P256R1, SHA_256",
    "ecdsa_secp384r1_sha256_test.json, P_384, SHA_256",
    "ecdsa_secp384r1_sha384_test.json, P_384, SHA_384",
    "ecdsa_secp384r1_sha512_test.json, P_384, SHA_512",
    "ecdsa_secp521r1_sha512_test.json, P_521, SHA_512"
  })
  void agreesOnEcdsa(String file, NamedCurve curve, HashAlgorithm hash)
      throws IOException, Refusal {
    WycheproofFile vectors = WycheproofFile.read(file);
    for (JsonNode group : vectors.groups()) {
      JsonNode key = group.required("publicKey");
      vectors.compare(
          group,
          under(
              new SignerKey.Ec(curve, number(key, "wx"), number(key, "wy")),
              SignatureScheme.ecdsa(hash)),
          ADMITTED);
    }
    vectors.requireAgreement();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa_signature_2048_sha224_test.json",
        "rsa_signature_2048_sha256_test.json",
        "rsa_signature_2048_sha384_test.json",
        "rsa_signature_2048_sha512_test.json",
        "rsa_signature_3072_sha256_test.json",
        "rsa_signature_3072_sha384_test.json",
        "rsa_signature_3072_sha512_test.json",
        "rsa_signature_4096_sha256_test.json",
        "rsa_signature_4096_sha384_test.json",
        "rsa_signature_4096_sha512_test.json"
      })
  void agreesOnPkcs1(String file) throws IOException, Refusal {
    WycheproofFile vectors = WycheproofFile.read(file);
    for (JsonNode group : vectors.groups()) {
      SignatureScheme scheme = SignatureScheme.rsa(hash(group));
      vectors.compare(group, under(rsa(group, "publicKey"), scheme), ADMITTED);
    }
    vectors.requireAgreement();
  }

  /// These files are for signers, their signatures fixed by RFC 8017 §8.2.1; SHA-1 is in no other.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa_pkcs1_2048_sig_gen_test.json",
        "rsa_pkcs1_3072_sig_gen_test.json",
        "rsa_pkcs1_4096_sig_gen_test.json"
      })
  void acceptsThePkcs1SignaturesOfSigners(String file) throws IOException, Refusal {
    WycheproofFile vectors = WycheproofFile.read(file);
    for (JsonNode group : vectors.groups()) {
      SignatureScheme scheme = SignatureScheme.rsa(hash(group));
      vectors.compare(group, under(rsa(group, "privateKey"), scheme), ADMITTED);
    }
    vectors.requireAgreement();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa_pss_2048_sha1_mgf1_20_test.json",
        "rsa_pss_2048_sha256_mgf1_0_test.json",
        "rsa_pss_2048_sha256_mgf1_32_test.json",
        "rsa_pss_3072_sha256_mgf1_32_test.json",
        "rsa_pss_4096_sha256_mgf1_32_test.json",
        "rsa_pss_4096_sha384_mgf1_48_test.json",
        "rsa_pss_4096_sha512_mgf1_32_test.json",
        "rsa_pss_4096_sha512_mgf1_64_test.json"
      })
  void agreesOnPss(String file) throws IOException, Refusal {
    WycheproofFile vectors = WycheproofFile.read(file);
    for (JsonNode group : vectors.groups()) {
      assertThat(group.required("mgfSha")).isEqualTo(group.required("sha"));
      vectors.compare(group, under(rsa(group, "publicKey"), pss(group)), ADMITTED);
    }
    vectors.requireAgreement();
  }

  /// Signatures under every pair of hashes and many lengths of the salt: each is right under its
  /// own parameters, wrong under a salt of another length, and wrong if the mask has another hash,
  /// for which there is no scheme.
  @ParameterizedTest
  @ValueSource(strings = {"rsa_pss_misc_test.json", "rsa_pss_2048_sha256_mgf1sha1_20_test.json"})
  void acceptsPssUnderItsOwnParametersOnly(String file) throws IOException, Refusal {
    WycheproofFile vectors = WycheproofFile.read(file);
    for (JsonNode group : vectors.groups()) {
      SignatureScheme own = pss(group);
      SignatureScheme other =
          new SignatureScheme(own.kind(), own.hash(), own.saltBytes() == 32 ? 20 : 32);
      SignerKey.Rsa key = rsa(group, "publicKey");
      if (group.required("mgfSha").equals(group.required("sha"))) {
        vectors.compare(group, under(key, own), ADMITTED);
      } else {
        vectors.requireWrong(group, under(key, own));
      }
      vectors.requireWrong(group, under(key, other));
    }
    vectors.requireAgreement();
  }

  private static WycheproofFile.Verifier under(SignerKey key, SignatureScheme scheme) {
    return (message, signature) -> SignatureCheck.verifies(key, scheme, message, signature);
  }

  private static SignatureScheme pss(JsonNode group) {
    return new SignatureScheme(
        SignatureScheme.Kind.RSA_PSS, hash(group), group.required("sLen").intValue());
  }

  private static HashAlgorithm hash(JsonNode group) {
    return HashAlgorithm.valueOf(group.required("sha").stringValue().replace('-', '_'));
  }

  private static SignerKey.Rsa rsa(JsonNode group, String name) {
    JsonNode key = group.required(name);
    return new SignerKey.Rsa(number(key, "modulus"), number(key, "publicExponent"));
  }

  private static BigInteger number(JsonNode key, String name) {
    return new BigInteger(key.required(name).stringValue(), 16);
  }
}
