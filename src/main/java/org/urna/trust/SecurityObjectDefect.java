package org.urna.trust;

import java.util.Locale;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.passport.PassportReadFailure;

/// Why a passport's signed data is not believed. Every way that [PassiveAuthentication] and
/// [PassportInspection] refuse has one constant; none carries anything of the document.
public enum SecurityObjectDefect {
  /// Larger than a security object may be.
  TOO_LARGE,
  /// Not distinguished encoding rules: wrong, indefinite or padded lengths, or nested too deeply.
  NOT_DER,
  /// Bytes behind the end of the structure.
  TRAILING_BYTES,
  /// Well-formed, but not the structure of a security object (RFC 5652, ICAO 9303-10 §4.6.2).
  MALFORMED,
  /// The content is not of type 2.23.136.1.1.1, or the signed attribute says another type.
  CONTENT_TYPE,
  /// Not exactly one signer.
  SIGNER_COUNT,
  /// No signed attributes.
  SIGNED_ATTRIBUTES_MISSING,
  /// An attribute that must be there once is missing, is there twice or has several values.
  SIGNED_ATTRIBUTES,
  /// The signed digest is not the digest of the content.
  MESSAGE_DIGEST,
  /// The certificate of the document signer is not inside, or is there twice.
  SIGNER_CERTIFICATE_MISSING,
  /// The document signer's certificate breaks ICAO 9303-12 §7.1: an authority, a wrong key usage,
  /// an extended key usage, an unknown critical extension, two different signature algorithms.
  SIGNER_CERTIFICATE_PROFILE,
  /// Hash, padding or signature algorithm is not on the list.
  ALGORITHM,
  /// SHA-1 outside the one place where it is still needed (Russia, ECDSA P-256).
  SHA1,
  /// A key that is too small, too large or odd, or a curve that is not a known one.
  KEY,
  /// The signature over the security object is wrong.
  SIGNATURE,
  /// The certificate names a pinned authority as its issuer, whose key did not sign it.
  CHAIN_SIGNATURE,
  /// The document signer's or its authority's certificate is not valid at this time.
  CERTIFICATE_TIME,
  /// The signing time is in the future or outside the document signer's validity.
  SIGNING_TIME,
  /// The list of data group digests is not well-formed, repeats one or lacks data group 1.
  DIGEST_LIST,
  /// The bytes on the chip are not the signed ones.
  DATA_GROUP_CHANGED,
  /// Data group 14 or 15 is signed but cannot be understood, or its key is not of a listed kind.
  CHIP_KEY;

  /// What the person is told. Only where a digest or a signature was computed and did not match, or
  /// the bytes are nothing that a state makes, is there a word of a wrong signature: it accuses. A
  /// kind of signature or certificate that policy does not admit, or a form that is not read here,
  /// is no fault of an honest passport's; nor is what the state signed about its chip.
  public Failure failure() {
    return switch (this) {
      case MESSAGE_DIGEST,
          SIGNATURE,
          CHAIN_SIGNATURE,
          DATA_GROUP_CHANGED,
          TOO_LARGE,
          TRAILING_BYTES,
          MALFORMED,
          SIGNER_COUNT,
          SIGNED_ATTRIBUTES_MISSING,
          SIGNED_ATTRIBUTES,
          DIGEST_LIST ->
          new Failure(FailureCode.SIGNATURE_WRONG, word());
      case ALGORITHM,
          SHA1,
          KEY,
          CERTIFICATE_TIME,
          SIGNING_TIME,
          CONTENT_TYPE,
          NOT_DER,
          SIGNER_CERTIFICATE_MISSING,
          SIGNER_CERTIFICATE_PROFILE ->
          new Failure(FailureCode.SIGNATURE_NOT_ACCEPTED, word());
      case CHIP_KEY -> PassportReadFailure.CHIP_KEY_UNSUPPORTED.failure().orElseThrow();
    };
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
