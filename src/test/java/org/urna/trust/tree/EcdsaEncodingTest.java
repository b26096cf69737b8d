package org.urna.trust.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.trust.ChipSigner;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.NamedCurve;
import org.urna.trust.Refusal;
import org.urna.trust.SignatureCheck;
import org.urna.trust.SignatureScheme;
import org.urna.trust.SignerKey;

/// r and s leave their DER on this side of the circuit: `SignatureCheck` decides what bytes are a
/// signature before any hint is computed. [WycheproofEcdsaTest] puts published vectors to it.
class EcdsaEncodingTest {
  private static final byte[] MESSAGE = "urna".getBytes(StandardCharsets.US_ASCII);
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
  private static final BigInteger N = CURVE.getN();
  private static final BigInteger SECRET = BigInteger.TWO.pow(200).add(BigInteger.valueOf(4711));

  private static SignerKey.Ec key() {
    ECPoint point = CURVE.getG().multiply(SECRET).normalize();
    return new SignerKey.Ec(
        NamedCurve.P_256,
        point.getAffineXCoord().toBigInteger(),
        point.getAffineYCoord().toBigInteger());
  }

  private static BigInteger[] signature() throws Exception {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(SECRET, new ECDomainParameters(CURVE)));
    return signer.generateSignature(
        java.security.MessageDigest.getInstance("SHA-256").digest(MESSAGE));
  }

  private static byte[] tlv(int tag, byte[]... contents) {
    int length = Arrays.stream(contents).mapToInt(c -> c.length).sum();
    byte[] out = new byte[2 + length];
    out[0] = (byte) tag;
    out[1] = (byte) length;
    int at = 2;
    for (byte[] c : contents) {
      System.arraycopy(c, 0, out, at, c.length);
      at += c.length;
    }
    return out;
  }

  private static byte[] integer(BigInteger value) {
    return tlv(2, value.toByteArray());
  }

  private static byte[] pair(BigInteger r, BigInteger s) {
    return tlv(0x30, integer(r), integer(s));
  }

  private static byte[] plain(BigInteger r, BigInteger s) {
    return ChipSigner.plain(NamedCurve.P_256, new BigInteger[] {r, s});
  }

  private static boolean verifies(byte[] signature) throws Refusal {
    return SignatureCheck.verifies(
        key(), SignatureScheme.ecdsa(HashAlgorithm.SHA_256), MESSAGE, signature);
  }

  @Test
  void acceptsBothSignaturesThatANonceGives() throws Exception {
    BigInteger[] rs = signature();
    assertThat(verifies(pair(rs[0], rs[1]))).isTrue();
    assertThat(verifies(pair(rs[0], N.subtract(rs[1])))).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatIsNotDerOrOutOfRange() throws Exception {
    BigInteger r = signature()[0];
    BigInteger s = signature()[1];
    BigInteger zero = BigInteger.ZERO;
    byte[] genuine = pair(r, s);
    byte[] longForm =
        concat(
            new byte[] {0x30, (byte) 0x81, genuine[1]},
            Arrays.copyOfRange(genuine, 2, genuine.length));
    byte[] indefinite =
        concat(
            new byte[] {0x30, (byte) 0x80},
            Arrays.copyOfRange(genuine, 2, genuine.length),
            new byte[2]);
    byte[] paddedR = tlv(2, concat(new byte[1], r.toByteArray()));
    Map<String, byte[]> wrong =
        Map.ofEntries(
            Map.entry("r + n", pair(r.add(N), s)),
            Map.entry("s + n", pair(r, s.add(N))),
            Map.entry("r - n", pair(r.subtract(N), s)),
            Map.entry("s - n", pair(r, s.subtract(N))),
            Map.entry("-r", pair(r.negate(), s)),
            Map.entry("r = 0", pair(zero, s)),
            Map.entry("s = 0", pair(r, zero)),
            Map.entry("both 0", pair(zero, zero)),
            Map.entry("r = n", pair(N, s)),
            Map.entry("s = n", pair(r, N)),
            Map.entry("r + 2^256", pair(r.add(BigInteger.TWO.pow(256)), s)),
            Map.entry("a padded r", tlv(0x30, paddedR, integer(s))),
            Map.entry("the length in long form", longForm),
            Map.entry("indefinite length", indefinite),
            Map.entry("a byte behind", concat(genuine, new byte[1])),
            Map.entry("a third number", tlv(0x30, integer(r), integer(s), integer(zero))),
            Map.entry("one number", tlv(0x30, integer(r))),
            Map.entry("no number", tlv(0x30)),
            Map.entry("plain r and s", plain(r, s)),
            Map.entry("a SET", tlv(0x31, integer(r), integer(s))),
            Map.entry("an OCTET STRING", tlv(0x30, tlv(4, r.toByteArray()), integer(s))),
            Map.entry("nothing", new byte[0]),
            Map.entry("a byte less", Arrays.copyOf(genuine, genuine.length - 1)),
            Map.entry("swapped", pair(s, r)));
    return wrong.entrySet().stream()
        .map(e -> dynamicTest(e.getKey(), () -> assertThat(verifies(e.getValue())).isFalse()));
  }

  private static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
