package org.urna.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipAuthenticationProtocol;

/// The security infos of data group 14 (ICAO Doc 9303-11 §9.2), as far as Chip Authentication needs
/// them. Called only with bytes whose digest is signed.
final class DataGroup14 {
  private static final int TAG = 0x6E;
  private static final int MAX_SIZE = 8192;
  private static final ASN1ObjectIdentifier ECDH_PUBLIC_KEY =
      new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2");
  private static final ASN1ObjectIdentifier DH_PUBLIC_KEY =
      new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.1");

  private record PublicKey(Optional<BigInteger> id, SignerKey.Ec key) {}

  private record Protocol(Optional<BigInteger> id, ChipAuthenticationProtocol protocol) {}

  private DataGroup14() {}

  /// The key to authenticate the chip with: the one with the strongest cipher. Empty if data group
  /// 14 holds no key for Chip Authentication at all (it may hold parameters of other protocols).
  ///
  /// @throws Refusal [SecurityObjectDefect#CHIP_KEY] if it is not understood, or holds keys and
  ///   none that can be used: a chip that promises the proof must give it
  static Optional<ChipAuthenticationKey> chipAuthenticationKey(byte[] dg14) throws Refusal {
    try {
      return read(dg14);
    } catch (Refusal | RuntimeException e) {
      throw new Refusal(SecurityObjectDefect.CHIP_KEY, e);
    }
  }

  private static Optional<ChipAuthenticationKey> read(byte[] dg14) throws Refusal {
    Refusal.unless(
        dg14.length >= 2 && dg14.length <= MAX_SIZE && dg14[0] == TAG,
        SecurityObjectDefect.CHIP_KEY);
    StrictDer.requireOneElement(dg14);
    int first = dg14[1] & 0xff;
    int header = first < 0x80 ? 2 : 2 + (first & 0x7f);
    List<PublicKey> keys = new ArrayList<>();
    List<Protocol> protocols = new ArrayList<>();
    boolean hasKeys = false;
    for (ASN1Encodable element :
        ASN1Set.getInstance(Arrays.copyOfRange(dg14, header, dg14.length))) {
      ASN1Sequence info = ASN1Sequence.getInstance(element);
      ASN1ObjectIdentifier oid = ASN1ObjectIdentifier.getInstance(info.getObjectAt(0));
      Optional<BigInteger> id = keyId(info);
      if (oid.equals(ECDH_PUBLIC_KEY) || oid.equals(DH_PUBLIC_KEY)) {
        hasKeys = true;
        ecKey(info).ifPresent(key -> keys.add(new PublicKey(id, key)));
      } else {
        ChipAuthenticationProtocol.ofOid(oid.getId())
            .ifPresent(protocol -> protocols.add(new Protocol(id, protocol)));
      }
    }
    if (!hasKeys) {
      return Optional.empty();
    }
    Optional<ChipAuthenticationKey> best =
        keys.stream()
            .flatMap(key -> protocolsFor(key, protocols).map(protocol -> toPort(key, protocol)))
            .max(Comparator.comparing(ChipAuthenticationKey::protocol));
    Refusal.unless(best.isPresent(), SecurityObjectDefect.CHIP_KEY);
    return best;
  }

  /// SecurityInfo: protocol, required data, optional data. For both kinds here the optional data is
  /// the key's number.
  private static Optional<BigInteger> keyId(ASN1Sequence info) {
    return info.size() == 3 && info.getObjectAt(2) instanceof ASN1Integer id
        ? Optional.of(id.getValue())
        : Optional.empty();
  }

  private static Optional<SignerKey.Ec> ecKey(ASN1Sequence info) {
    try {
      SignerKey key = KeyCodec.read(SubjectPublicKeyInfo.getInstance(info.getObjectAt(1)));
      return key instanceof SignerKey.Ec ec ? Optional.of(ec) : Optional.empty();
    } catch (Refusal e) {
      // A key on a curve that is not known here, or of another kind; another key may serve.
      return Optional.empty();
    }
  }

  /// The protocols announced for a key. Older chips announce none; then it is 3DES (BSI TR-03110-3
  /// A.1.1.1, and what Russian chips of the first series do).
  private static Stream<ChipAuthenticationProtocol> protocolsFor(
      PublicKey key, List<Protocol> protocols) {
    return protocols.isEmpty()
        ? Stream.of(ChipAuthenticationProtocol.ECDH_3DES)
        : protocols.stream()
            .filter(protocol -> protocol.id().equals(key.id()) || protocol.id().isEmpty())
            .map(Protocol::protocol);
  }

  private static ChipAuthenticationKey toPort(PublicKey key, ChipAuthenticationProtocol protocol) {
    try {
      return new ChipAuthenticationKey(
          protocol, key.id().orElse(null), KeyCodec.write(key.key()).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
