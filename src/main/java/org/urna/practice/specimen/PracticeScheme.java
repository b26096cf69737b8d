package org.urna.practice.specimen;

/// How a practice authority and its document signer sign: one constant for each signature variant
/// that an election can admit (protocol §5).
public enum PracticeScheme {
  /// RSA-2048 under RSA-3072, PKCS#1 v1.5, SHA-256, exponent 65,537: the commonest in the world.
  RSA_PKCS1_SHA256,
  /// The same with PSS padding, SHA-256 and MGF1 with SHA-256, 32 bytes of salt.
  RSA_PSS_SHA256,
  /// PSS with exponent 3.
  RSA_PSS_E3_SHA256,
  /// ECDSA P-256 with SHA-256 under P-384 with SHA-384, curves by name.
  P256_SHA256,
  /// As every Russian passport known: ECDSA P-256 with SHA-1 from top to bottom, curve parameters
  /// spelled out with seed and cofactor, data groups 1, 2, 3, 13 and 14, document signers of twelve
  /// years that nobody lists.
  RUSSIAN_P256_SHA1
}
