package org.urna.trust;

/// Where SHA-1 still counts: Russia, with ECDSA on P-256. All of that state's authorities sign so,
/// and its document signers.
public final class Sha1Rule {
  private static final String RUSSIA = "RUS";

  private Sha1Rule() {}

  /// Whether a signature with SHA-1 under `key`, of an authority or a signer of `state`, counts.
  static boolean admits(String state, SignerKey key) {
    return state.equals(RUSSIA) && key instanceof SignerKey.Ec ec && ec.curve() == NamedCurve.P_256;
  }

  /// Whether a signature by `issuer`, an authority of `state`, on `certificate` may vouch for it.
  public static boolean allows(String state, SignerKey issuer, Certificate certificate) {
    return certificate.scheme().hash() != HashAlgorithm.SHA_1 || admits(state, issuer);
  }
}
