package org.urna.practice.specimen;

import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// The secret key of a practice authority or document signer with its way of signing. The same
/// message always gets the same signature, so that a specimen is the same on every machine.
interface SigningKey {

  /// As a certificate and a SignerInfo name the signature.
  AlgorithmIdentifier signatureAlgorithm();

  /// The digest of the message, as a SignerInfo and an LDSSecurityObject name it.
  AlgorithmIdentifier digestAlgorithm();

  /// The digest's name in Java.
  String digestName();

  /// The public half as a certificate carries it.
  SubjectPublicKeyInfo open();

  /// Signs.
  byte[] sign(byte[] message);
}
