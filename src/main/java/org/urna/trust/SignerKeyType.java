package org.urna.trust;

import java.util.Optional;

/// What a leaf of the trust tree says about a key: algorithm, padding, hash and exponent, as the
/// number in the leaf (protocol §5.4). A key of one type is useless to a circuit of another.
public enum SignerKeyType {
  /// RSA-2048, PKCS#1 v1.5, SHA-256, exponent 65537.
  RSA_2048_PKCS1_SHA256(1),
  /// RSA-2048, PSS with a salt of 32 bytes, SHA-256, exponent 65537.
  RSA_2048_PSS_SHA256(2),
  /// RSA-2048, PSS with a salt of 32 bytes, SHA-256, exponent 3.
  RSA_2048_PSS_SHA256_E3(3),
  /// ECDSA P-256, SHA-256.
  P256_SHA256(4),
  /// ECDSA P-256, SHA-1: the authority's key in the chain form (Russia).
  P256_SHA1(5),
  /// ECDSA brainpoolP256r1, SHA-256.
  BRAINPOOL_P256R1_SHA256(6);

  /// Which key of a passport's chain a circuit looks up in the trust tree (protocol §5.4).
  public enum Form {
    /// The document signer's own.
    LISTED,
    /// Its authority's; the document signer's certificate is verified in the circuit.
    CHAIN
  }

  private final int code;

  SignerKeyType(int code) {
    this.code = code;
  }

  /// The number in the leaf.
  public int code() {
    return code;
  }

  /// The form of the circuits that verify keys of this type.
  public Form form() {
    return this == P256_SHA1 ? Form.CHAIN : Form.LISTED;
  }

  /// The type of the keys in the trust tree of an enrolment circuit, by its name in
  /// `circuits.json`; empty for a circuit that is not known here.
  public static Optional<SignerKeyType> ofCircuit(String name) {
    return switch (name) {
      case "enrolment-rsa2048-sha256", "enrolment-rsa2048-sha256-wide" ->
          Optional.of(RSA_2048_PKCS1_SHA256);
      case "enrolment-rsa2048-pss-sha256" -> Optional.of(RSA_2048_PSS_SHA256);
      case "enrolment-rsa2048-pss-e3-sha256" -> Optional.of(RSA_2048_PSS_SHA256_E3);
      case "enrolment-p256-sha256" -> Optional.of(P256_SHA256);
      case "enrolment-p256-sha1-chain" -> Optional.of(P256_SHA1);
      default -> Optional.empty();
    };
  }
}
