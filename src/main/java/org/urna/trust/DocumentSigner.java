package org.urna.trust;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.urna.election.StateCertificate;

/// Who signed a passport: a key, how it signs, and the state of the pinned authority that vouches
/// for it.
///
/// @param state three characters as in passports, padded with `<`; from the pinned entry, never
///   from a certificate's text
public record DocumentSigner(String state, SignatureScheme scheme, SignerKey key) {
  private static final BigInteger F4 = BigInteger.valueOf(65_537);
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final int RSA_BITS = 2048;

  /// How a circuit must verify what this signer signs, or empty if no circuit is planned for it. In
  /// the listed form it is the type of the signer's own leaf, in the chain form that of its
  /// authority's.
  public Optional<SignerKeyType> keyType() {
    return Optional.ofNullable(
        switch (key) {
          case SignerKey.Rsa rsa -> rsa.modulus().bitLength() == RSA_BITS ? rsaType(rsa) : null;
          case SignerKey.Ec ec -> ecType(ec);
        });
  }

  /// How this signer signs, for the organiser's note: `RSA-3072 PSS SHA-256`, `brainpoolP384r1
  /// SHA-384`. It is the same for all passports that a state makes in some years.
  public String algorithm() {
    String hash = scheme.hash().name().replace('_', '-');
    return switch (key) {
      case SignerKey.Rsa rsa ->
          "RSA-%d%s%s %s"
              .formatted(
                  rsa.modulus().bitLength(),
                  rsa.exponent().equals(F4)
                      ? ""
                      : rsa.exponent().equals(THREE) ? " e=3" : " other exponent",
                  scheme.kind() == SignatureScheme.Kind.RSA_PSS ? " PSS" : "",
                  hash);
      case SignerKey.Ec ec -> ec.curve().jcaName() + " " + hash;
    };
  }

  private @Nullable SignerKeyType rsaType(SignerKey.Rsa rsa) {
    if (scheme.hash() != HashAlgorithm.SHA_256) {
      return null;
    }
    return switch (scheme.kind()) {
      case RSA_PKCS1 -> rsa.exponent().equals(F4) ? SignerKeyType.RSA_2048_PKCS1_SHA256 : null;
      case RSA_PSS -> {
        if (scheme.saltBytes() != scheme.hash().size()) {
          yield null;
        }
        yield rsa.exponent().equals(F4)
            ? SignerKeyType.RSA_2048_PSS_SHA256
            : rsa.exponent().equals(THREE) ? SignerKeyType.RSA_2048_PSS_SHA256_E3 : null;
      }
      case ECDSA -> null;
    };
  }

  private @Nullable SignerKeyType ecType(SignerKey.Ec ec) {
    return switch (scheme.hash()) {
      case SHA_1 -> ec.curve() == NamedCurve.P_256 ? SignerKeyType.P256_SHA1 : null;
      case SHA_256 ->
          ec.curve() == NamedCurve.P_256
              ? SignerKeyType.P256_SHA256
              : ec.curve() == NamedCurve.BRAINPOOL_P256R1
                  ? SignerKeyType.BRAINPOOL_P256R1_SHA256
                  : null;
      case SHA_224, SHA_384, SHA_512 -> null;
    };
  }

  /// The signer of a listed certificate (protocol §5.4, form *listed*). How the signer signs
  /// passports is the list's statement: a certificate tells only how it was itself signed, and the
  /// two differ for some states.
  ///
  /// @throws TrustListException if the certificate cannot be read, is not a document signer's, or
  ///   its key is not of that type
  public static DocumentSigner listed(StateCertificate entry, SignerKeyType type)
      throws TrustListException {
    String name = "signer (" + entry.state() + ")";
    Certificate certificate = TrustList.read(entry, name);
    try {
      certificate.requireDocumentSigner();
    } catch (Refusal e) {
      throw new TrustListException(name + ": " + e.defect(), e);
    }
    DocumentSigner signer = new DocumentSigner(entry.state(), schemeOf(type), certificate.key());
    if (!signer.keyType().equals(Optional.of(type))) {
      throw new TrustListException(name + ": its key is not of type " + type);
    }
    return signer;
  }

  /// Whether a signer with this key could sign passports in the way of `type`.
  public static boolean fits(SignerKey key, SignerKeyType type) {
    return new DocumentSigner("UTO", schemeOf(type), key).keyType().equals(Optional.of(type));
  }

  private static SignatureScheme schemeOf(SignerKeyType type) {
    return switch (type) {
      case RSA_2048_PKCS1_SHA256 -> SignatureScheme.rsa(HashAlgorithm.SHA_256);
      case RSA_2048_PSS_SHA256, RSA_2048_PSS_SHA256_E3 ->
          new SignatureScheme(SignatureScheme.Kind.RSA_PSS, HashAlgorithm.SHA_256, 32);
      case P256_SHA256, BRAINPOOL_P256R1_SHA256 -> SignatureScheme.ecdsa(HashAlgorithm.SHA_256);
      case P256_SHA1 -> SignatureScheme.ecdsa(HashAlgorithm.SHA_1);
    };
  }
}
