package org.urna.trust;

import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// Which authority is missing: what an organiser needs to review and pin it, and nothing about the
/// holder.
///
/// @param authorityKeyIdentifier of the issuer's key, lower-case hexadecimal; empty if the
///   certificate does not say
/// @param signerSerialNumber of the document signer's certificate, hexadecimal
public record IssuerHint(String authorityKeyIdentifier, String signerSerialNumber) {
  /// That this signer is not known. The identifier is the same for millions of passports.
  public Failure failure() {
    return new Failure(FailureCode.SIGNER_UNKNOWN, authorityKeyIdentifier);
  }
}
