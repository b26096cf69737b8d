package org.urna.circuits;

import static org.urna.circuits.SignedDocument.hex;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.urna.circuits.SignedDocument.Content;
import org.urna.enrolment.SignatureHints;
import org.urna.proof.hash.Poseidon;
import org.urna.trust.tree.EcLeaf;
import org.urna.trust.tree.P256Point;

/// A passport in the shape of Russia's, with the certificate of its signer: what `enrolment-p256-
/// sha1-chain` reads. Both signatures are honest; what they sign is the makers' business.
///
/// @param certificate TBSCertificate
record ChainDocument(
    Content passport,
    byte[] certificate,
    EcdsaSignature passportSignature,
    EcdsaSignature certificateSignature) {
  static final BigInteger SIGNER = new BigInteger("2718281828459045235360287471352662497757247");
  static final BigInteger AUTHORITY = new BigInteger("1618033988749894848204586834365638117720309");

  /// Each takes a second, and all tests ask for the same few.
  private static final Map<P256Point, EcLeaf> LEAVES = new ConcurrentHashMap<>();

  /// Makes documents; the defaults give a valid one.
  static final class Maker {
    final SignedDocument.Maker passport = new SignedDocument.Maker();
    final SignerCertificate.Maker certificate = new SignerCertificate.Maker();
    BigInteger signer = SIGNER;
    BigInteger certified = SIGNER;
    BigInteger authority = AUTHORITY;

    Maker() {
      passport.hash = SignedDocument::sha1;
      passport.algorithm = hex("06052b0e03021a");
    }

    ChainDocument make() {
      Content content = passport.content();
      byte[] tbs = certificate.of(publicKey(certified));
      Random random = new Random(42);
      return new ChainDocument(
          content,
          tbs,
          EcdsaSignature.of(signer, SignedDocument.sha1(content.attributes()), random),
          EcdsaSignature.of(authority, SignedDocument.sha1(tbs), random));
    }
  }

  static P256Point publicKey(BigInteger secret) {
    return P256Point.GENERATOR.times(secret);
  }

  ChainDocument withPassportSignature(EcdsaSignature other) {
    return new ChainDocument(passport, certificate, other, certificateSignature);
  }

  ChainDocument withCertificateSignature(EcdsaSignature other) {
    return new ChainDocument(passport, certificate, passportSignature, other);
  }

  /// The inputs, with the leaf of the authority in the tree.
  Map<String, List<BigInteger>> inputs(EnrolmentInputs terms) {
    return inputs(terms, certificateSignature.key());
  }

  /// The inputs, with the leaf of `listed` in the tree.
  Map<String, List<BigInteger>> inputs(EnrolmentInputs terms, P256Point listed) {
    Map<String, List<BigInteger>> inputs =
        terms.statement(passport, 256, leaf(terms.signerState, terms.keyType, listed));
    inputs.put("certificate", EnrolmentInputs.bytes(certificate, 896));
    inputs.put("certificateLength", List.of(BigInteger.valueOf(certificate.length)));
    inputs.putAll(
        SignatureHints.forPrivateKey(
                "signer",
                passportSignature.key(),
                passportSignature.digest(),
                passportSignature.r(),
                passportSignature.s())
            .orElseThrow());
    inputs.putAll(listed("authority", certificateSignature));
    return inputs;
  }

  private static EcLeaf leafOf(P256Point key) {
    return LEAVES.computeIfAbsent(key, EcLeaf::of);
  }

  /// The inputs of `EcdsaP256Listed` for a signature.
  static Map<String, List<BigInteger>> listed(String prefix, EcdsaSignature signature) {
    Map<String, List<BigInteger>> inputs =
        new LinkedHashMap<>(
            SignatureHints.forListedKey(
                    prefix, signature.key(), signature.digest(), signature.r(), signature.s())
                .orElseThrow());
    inputs.put(prefix + "Multiples", leafOf(signature.key()).multiples());
    return inputs;
  }

  /// Poseidon("urna.signer.v1", state, key type, the digests of the key's multiples), from the
  /// formula in src/main/circom/README.md.
  static BigInteger leaf(String state, int keyType, P256Point key) {
    List<BigInteger> multiples = leafOf(key).multiples();
    BigInteger[] parts = new BigInteger[9];
    parts[0] = Poseidon.tag("urna.signer.v1");
    parts[1] = EnrolmentInputs.letters(state);
    parts[2] = BigInteger.valueOf(keyType);
    for (int i = 0; i < 6; i++) {
      parts[3 + i] = Poseidon.hash(multiples.subList(16 * i, 16 * i + 16));
    }
    return Poseidon.hash(parts);
  }
}
