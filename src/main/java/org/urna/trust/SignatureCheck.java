package org.urna.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.Properties;

/// Verifies one signature with Bouncy Castle. The provider is named at every call and not
/// registered with the JVM: the JDK's own providers refuse explicit curve parameters, and who comes
/// first in a list must not decide what is accepted.
public final class SignatureCheck {
  static final Provider PROVIDER = new BouncyCastleProvider();

  private static final String ANY_MODULUS = "org.bouncycastle.rsa.allow_unsafe_mod";

  private SignatureCheck() {}

  /// Whether `signature` over `signed` is `key`'s. A signature that cannot be parsed is wrong, no
  /// more; r and s outside [1, n) are among those.
  ///
  /// @throws Refusal [SecurityObjectDefect#ALGORITHM] if the scheme is not for this kind of key, or
  ///   [SecurityObjectDefect#KEY] if the curve is too small for signatures
  public static boolean verifies(
      SignerKey key, SignatureScheme scheme, byte[] signed, byte[] signature) throws Refusal {
    requireFit(key, scheme);
    return verifies(key, prepare(key), scheme, signed, signature);
  }

  /// The same with a key of which `prepared` is the provider's form.
  public static boolean verifies(
      SignerKey key, PublicKey prepared, SignatureScheme scheme, byte[] signed, byte[] signature)
      throws Refusal {
    requireFit(key, scheme);
    if (key instanceof SignerKey.Rsa rsa
        && signature.length != (rsa.modulus().bitLength() + 7) / 8) {
      return false;
    }
    Signature verifier = verifier(scheme, prepared);
    try {
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      // The signature's bytes come from a card; a parser's complaint about them means "wrong".
      return false;
    }
  }

  private static Signature verifier(SignatureScheme scheme, PublicKey key) throws Refusal {
    String algorithm =
        switch (scheme.kind()) {
          case RSA_PKCS1 -> scheme.hash().signatureName() + "withRSA";
          case RSA_PSS -> scheme.hash().signatureName() + "withRSAandMGF1";
          case ECDSA -> scheme.hash().signatureName() + "withECDSA";
        };
    try {
      Signature verifier = Signature.getInstance(algorithm, PROVIDER);
      if (scheme.kind() == SignatureScheme.Kind.RSA_PSS) {
        String hash = scheme.hash().jcaName();
        verifier.setParameter(
            new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), scheme.saltBytes(), 1));
      }
      verifier.initVerify(key);
      return verifier;
    } catch (GeneralSecurityException e) {
      throw new Refusal(SecurityObjectDefect.KEY, e);
    }
  }

  private static void requireFit(SignerKey key, SignatureScheme scheme) throws Refusal {
    switch (key) {
      case SignerKey.Rsa _ ->
          Refusal.unless(
              scheme.kind() != SignatureScheme.Kind.ECDSA, SecurityObjectDefect.ALGORITHM);
      case SignerKey.Ec ec -> {
        Refusal.unless(scheme.kind() == SignatureScheme.Kind.ECDSA, SecurityObjectDefect.ALGORITHM);
        Refusal.unless(ec.curve().isForSignatures(), SecurityObjectDefect.KEY);
      }
    }
  }

  /// The provider's form of a key. Bouncy Castle looks at every RSA modulus that it has not seen
  /// lately, ten milliseconds each: whoever pins hundreds pays when they are loaded, and not while
  /// a voter waits.
  ///
  /// @throws Refusal [SecurityObjectDefect#KEY] if the provider refuses the key
  static PublicKey prepare(SignerKey key) throws Refusal {
    try {
      return toPublicKey(key);
    } catch (GeneralSecurityException e) {
      throw new Refusal(SecurityObjectDefect.KEY, e);
    }
  }

  /// The same without the look at the modulus, for sorting the hundreds of certificates of a list:
  /// a thirtieth of the time. What is pinned in the end goes through [#prepare] all the same.
  ///
  /// @throws Refusal [SecurityObjectDefect#KEY] if the provider refuses the key
  public static PublicKey prepareToSort(SignerKey key) throws Refusal {
    Properties.setThreadOverride(ANY_MODULUS, true);
    try {
      return prepare(key);
    } finally {
      Properties.removeThreadOverride(ANY_MODULUS);
    }
  }

  private static PublicKey toPublicKey(SignerKey key) throws GeneralSecurityException {
    String algorithm =
        switch (key) {
          case SignerKey.Rsa _ -> "RSA";
          case SignerKey.Ec _ -> "EC";
        };
    try {
      return KeyFactory.getInstance(algorithm, PROVIDER)
          .generatePublic(new X509EncodedKeySpec(KeyCodec.write(key).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      // Bouncy Castle's own look at a modulus: even, or with a small factor.
      throw new GeneralSecurityException(e);
    }
  }
}
