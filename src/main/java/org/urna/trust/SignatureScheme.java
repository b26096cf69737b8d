package org.urna.trust;

import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/// How a signature is made: padding or curve signature, hash, and for PSS the length of the salt.
///
/// @param saltBytes of RSA-PSS; 0 for the others
public record SignatureScheme(Kind kind, HashAlgorithm hash, int saltBytes) {

  /// The family of the signature.
  public enum Kind {
    RSA_PKCS1,
    RSA_PSS,
    ECDSA
  }

  private static final Map<String, SignatureScheme> FIXED =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.1.5", rsa(HashAlgorithm.SHA_1)),
          Map.entry("1.2.840.113549.1.1.14", rsa(HashAlgorithm.SHA_224)),
          Map.entry("1.2.840.113549.1.1.11", rsa(HashAlgorithm.SHA_256)),
          Map.entry("1.2.840.113549.1.1.12", rsa(HashAlgorithm.SHA_384)),
          Map.entry("1.2.840.113549.1.1.13", rsa(HashAlgorithm.SHA_512)),
          Map.entry("1.2.840.10045.4.1", ecdsa(HashAlgorithm.SHA_1)),
          Map.entry("1.2.840.10045.4.3.1", ecdsa(HashAlgorithm.SHA_224)),
          Map.entry("1.2.840.10045.4.3.2", ecdsa(HashAlgorithm.SHA_256)),
          Map.entry("1.2.840.10045.4.3.3", ecdsa(HashAlgorithm.SHA_384)),
          Map.entry("1.2.840.10045.4.3.4", ecdsa(HashAlgorithm.SHA_512)));

  private static final int MAX_SALT = 64;

  public static SignatureScheme rsa(HashAlgorithm hash) {
    return new SignatureScheme(Kind.RSA_PKCS1, hash, 0);
  }

  public static SignatureScheme ecdsa(HashAlgorithm hash) {
    return new SignatureScheme(Kind.ECDSA, hash, 0);
  }

  /// The scheme of a certificate's signature.
  static SignatureScheme ofCertificate(AlgorithmIdentifier algorithm) throws Refusal {
    return of(algorithm, Optional.empty());
  }

  /// The scheme of a SignerInfo (RFC 5652 §5.3). Where the signature algorithm names its hash, that
  /// must be the digest algorithm, as the message digest and the signature share it (RFC 5754 §3).
  static SignatureScheme ofSignerInfo(AlgorithmIdentifier digest, AlgorithmIdentifier signature)
      throws Refusal {
    return of(signature, Optional.of(hashOf(digest)));
  }

  /// The hash of an algorithm identifier, whose parameters are absent or NULL (RFC 5754 §2).
  static HashAlgorithm hashOf(AlgorithmIdentifier digest) throws Refusal {
    Refusal.unless(hasNoParameters(digest), SecurityObjectDefect.ALGORITHM);
    return HashAlgorithm.ofOid(digest.getAlgorithm().getId())
        .orElseThrow(() -> new Refusal(SecurityObjectDefect.ALGORITHM));
  }

  private static SignatureScheme of(AlgorithmIdentifier algorithm, Optional<HashAlgorithm> digest)
      throws Refusal {
    String oid = algorithm.getAlgorithm().getId();
    SignatureScheme scheme;
    if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
      scheme = pss(algorithm.getParameters());
    } else {
      Refusal.unless(hasNoParameters(algorithm), SecurityObjectDefect.ALGORITHM);
      SignatureScheme fixed = FIXED.get(oid);
      if (fixed != null) {
        scheme = fixed;
      } else {
        // A SignerInfo may say rsaEncryption and leave the hash to its digest algorithm.
        Refusal.unless(
            oid.equals(PKCSObjectIdentifiers.rsaEncryption.getId()) && digest.isPresent(),
            SecurityObjectDefect.ALGORITHM);
        scheme = rsa(digest.orElseThrow());
      }
    }
    Refusal.unless(
        digest.isEmpty() || digest.orElseThrow() == scheme.hash, SecurityObjectDefect.ALGORITHM);
    return scheme;
  }

  private static SignatureScheme pss(ASN1Encodable parameters) throws Refusal {
    Refusal.unless(parameters != null, SecurityObjectDefect.ALGORITHM);
    RSASSAPSSparams pss = RSASSAPSSparams.getInstance(parameters);
    HashAlgorithm hash = hashOf(pss.getHashAlgorithm());
    AlgorithmIdentifier mask = pss.getMaskGenAlgorithm();
    Refusal.unless(
        mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
            && hashOf(AlgorithmIdentifier.getInstance(mask.getParameters())) == hash
            && pss.getTrailerField().intValueExact() == 1
            && pss.getSaltLength().signum() >= 0
            && pss.getSaltLength().bitLength() < 16
            && pss.getSaltLength().intValueExact() <= MAX_SALT,
        SecurityObjectDefect.ALGORITHM);
    return new SignatureScheme(Kind.RSA_PSS, hash, pss.getSaltLength().intValueExact());
  }

  private static boolean hasNoParameters(AlgorithmIdentifier algorithm) {
    ASN1Encodable parameters = algorithm.getParameters();
    return parameters == null || parameters.equals(DERNull.INSTANCE);
  }
}
