package org.urna.election;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/// A recoverable secp256k1 signature in Ethereum's form, always with the smaller s (EIP-2): the
/// larger twin of a signature is another byte string that a contract would have to treat as equal.
///
/// @param r in [1, n)
/// @param s in [1, n/2]
/// @param v 27 or 28: which of the two points with abscissa r was meant
public record EcdsaSignature(BigInteger r, BigInteger s, int v) {
  private static final ECDomainParameters CURVE =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));
  private static final BigInteger N = CURVE.getN();
  private static final BigInteger HALF_N = N.shiftRight(1);

  public EcdsaSignature {
    Checks.that(r.signum() > 0 && r.compareTo(N) < 0, "signature.r", "must be in [1, n)");
    Checks.that(s.signum() > 0 && s.compareTo(HALF_N) <= 0, "signature.s", "must be in [1, n/2]");
    Checks.that(v == 27 || v == 28, "signature.v", "must be 27 or 28");
  }

  /// Reads 65 bytes r ‖ s ‖ v, as wallets and contracts exchange them.
  ///
  /// @throws IllegalArgumentException if a part is out of range or s is the larger one
  public static EcdsaSignature ofBytes(Bytes rsv) {
    Checks.size(rsv, 65, "signature");
    byte[] bytes = rsv.toByteArray();
    return new EcdsaSignature(
        new BigInteger(1, bytes, 0, 32), new BigInteger(1, bytes, 32, 32), bytes[64] & 0xff);
  }

  /// Signs a 32-byte digest with the nonce of RFC 6979, so that no bad random number can leak the
  /// key. Bouncy Castle's multiplication is not constant in time: sign on a machine that does not
  /// run strangers' code.
  ///
  /// @param privateKey in [1, n)
  public static EcdsaSignature sign(BigInteger privateKey, Bytes digest) {
    Checks.size(digest, 32, "digest");
    Checks.that(
        privateKey.signum() > 0 && privateKey.compareTo(N) < 0, "private key", "must be in [1, n)");
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(privateKey, CURVE));
    byte[] hash = digest.toByteArray();
    BigInteger[] rs = signer.generateSignature(hash);
    BigInteger s = rs[1].compareTo(HALF_N) > 0 ? N.subtract(rs[1]) : rs[1];
    Address own = addressOf(privateKey);
    for (int v = 27; v <= 28; v++) {
      EcdsaSignature signature = new EcdsaSignature(rs[0], s, v);
      if (signature.recover(digest).filter(own::equals).isPresent()) {
        return signature;
      }
    }
    throw new IllegalStateException("a fresh signature does not verify");
  }

  /// The address that belongs to a private key in [1, n).
  public static Address addressOf(BigInteger privateKey) {
    return address(CURVE.getG().multiply(privateKey).normalize());
  }

  /// Who signed `digest`, or nothing if no key can have made this signature. A signature says
  /// nothing by itself: compare the address.
  public Optional<Address> recover(Bytes digest) {
    Checks.size(digest, 32, "digest");
    // SEC 1 §4.1.6; x = r only: r + n < p has a chance of 2^-127 and Ethereum refuses it too.
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (v == 27 ? 2 : 3);
    System.arraycopy(Bytes.word(r), 0, compressed, 1, 32);
    ECPoint point;
    try {
      point = CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException notOnCurve) {
      return Optional.empty();
    }
    BigInteger e = digest.toInteger();
    BigInteger inverse = r.modInverse(N);
    BigInteger u1 = inverse.multiply(N.subtract(e.mod(N))).mod(N);
    BigInteger u2 = inverse.multiply(s).mod(N);
    ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, point, u2).normalize();
    return key.isInfinity() ? Optional.empty() : Optional.of(address(key));
  }

  private static Address address(ECPoint key) {
    byte[] encoded = key.getEncoded(false);
    return Address.ofPublicKey(java.util.Arrays.copyOfRange(encoded, 1, 65));
  }

  /// 65 bytes r ‖ s ‖ v.
  public Bytes toBytes() {
    byte[] out = new byte[65];
    System.arraycopy(Bytes.word(r), 0, out, 0, 32);
    System.arraycopy(Bytes.word(s), 0, out, 32, 32);
    out[64] = (byte) v;
    return Bytes.of(out);
  }
}
