package org.urna.trust;

/// Which authority is missing: what an organiser needs to review and pin it, and nothing about the
/// holder.
///
/// @param authorityKeyIdentifier of the issuer's key, lower-case hexadecimal; empty if the
///   certificate does not say
/// @param signerSerialNumber of the document signer's certificate, hexadecimal
public record IssuerHint(String authorityKeyIdentifier, String signerSerialNumber) {}
