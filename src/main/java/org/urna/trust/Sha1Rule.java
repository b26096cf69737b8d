package org.urna.trust;

/// Where a certificate signed with SHA-1 still counts: Russia, with ECDSA P-256, the same exception
/// as in [PassiveAuthentication]. All of that state's authorities are signed so.
final class Sha1Rule {
  private static final String RUSSIA = "RUS";

  private Sha1Rule() {}

  /// Whether a signature by `issuer`, an authority of `state`, on `certificate` may vouch for it.
  static boolean allows(String state, SignerKey issuer, Certificate certificate) {
    return certificate.scheme().hash() != HashAlgorithm.SHA_1
        || state.equals(RUSSIA)
            && issuer instanceof SignerKey.Ec ec
            && ec.curve() == NamedCurve.P_256;
  }
}
