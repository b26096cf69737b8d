package org.urna.enrolment;

import java.util.Optional;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignerKeyType;

/// Which documents one enrolment circuit takes, and so which inputs it wants: the statement is the
/// same for all (protocol §5). The numbers of blocks are the circuit's parameters in
/// `circuits.json`.
sealed interface EnrolmentForm {
  /// Blocks of all hash functions here, in bytes.
  int BLOCK = 64;

  /// Blocks of the signed attributes, the same in all circuits.
  int ATTRIBUTE_BLOCKS = 2;

  /// The type of the keys in the variant's trust tree.
  SignerKeyType keys();

  /// The hash of data groups, eContent and signed attributes.
  HashAlgorithm hash();

  /// Room for the LDS security object, padding included.
  int econtentBlocks();

  /// RSA-2048 with SHA-256 under a listed signer.
  ///
  /// @param keys says which padding and exponent
  record RsaListed(SignerKeyType keys, int econtentBlocks) implements EnrolmentForm {
    @Override
    public HashAlgorithm hash() {
      return HashAlgorithm.SHA_256;
    }
  }

  /// ECDSA P-256 with SHA-256 under a listed signer.
  record EcdsaListed(int econtentBlocks) implements EnrolmentForm {
    @Override
    public SignerKeyType keys() {
      return SignerKeyType.P256_SHA256;
    }

    @Override
    public HashAlgorithm hash() {
      return HashAlgorithm.SHA_256;
    }
  }

  /// ECDSA P-256 with SHA-1 under a signer whose certificate is verified in the circuit.
  ///
  /// @param certificateBlocks room for the certificate's signed part, padding included
  record EcdsaChain(int econtentBlocks, int certificateBlocks) implements EnrolmentForm {
    @Override
    public SignerKeyType keys() {
      return SignerKeyType.P256_SHA1;
    }

    @Override
    public HashAlgorithm hash() {
      return HashAlgorithm.SHA_1;
    }
  }

  /// The form of a circuit, by its name in `circuits.json`; empty for one that is not known here.
  static Optional<EnrolmentForm> ofCircuit(String name) {
    return switch (name) {
      case "enrolment-p256-sha1-chain" -> Optional.of(new EcdsaChain(4, 14));
      case "enrolment-rsa2048-sha256" ->
          Optional.of(new RsaListed(SignerKeyType.RSA_2048_PKCS1_SHA256, 5));
      case "enrolment-rsa2048-sha256-wide" ->
          Optional.of(new RsaListed(SignerKeyType.RSA_2048_PKCS1_SHA256, 6));
      case "enrolment-rsa2048-pss-sha256" ->
          Optional.of(new RsaListed(SignerKeyType.RSA_2048_PSS_SHA256, 6));
      case "enrolment-rsa2048-pss-e3-sha256" ->
          Optional.of(new RsaListed(SignerKeyType.RSA_2048_PSS_SHA256_E3, 6));
      case "enrolment-p256-sha256" -> Optional.of(new EcdsaListed(6));
      default -> Optional.empty();
    };
  }

  /// The most bytes that fit into `blocks` blocks with SHA's padding (FIPS 180-4 §5.1.1).
  static int capacity(int blocks) {
    return BLOCK * blocks - 9;
  }
}
