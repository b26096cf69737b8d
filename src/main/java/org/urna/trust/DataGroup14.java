package org.urna.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

/// The security infos of data group 14 (ICAO Doc 9303-11 §9.2), as far as the proofs of a chip need
/// them. Called only with bytes whose digest is signed.
///
/// @param chipAuthenticationKey the key to authenticate the chip with, the one with the strongest
///   cipher; empty if there is no key for Chip Authentication at all (there may be parameters of
///   other protocols)
/// @param answerHash the hash under ECDSA answers of Active Authentication
///   (ActiveAuthenticationInfo); empty if it is not named, is unknown here or named twice, which
///   matters to chips only that sign by ECDSA
/// @param offersPace the chip speaks PACE: its signed copy of what EF.CardAccess says (ICAO Doc
///   9303-11 §9.2.11)
record DataGroup14(
    Optional<ChipAuthenticationKey> chipAuthenticationKey,
    Optional<HashAlgorithm> answerHash,
    boolean offersPace) {
  private static final int TAG = 0x6E;
  private static final int MAX_SIZE = 8192;
  private static final ASN1ObjectIdentifier ECDH_PUBLIC_KEY =
      new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2");
  private static final ASN1ObjectIdentifier DH_PUBLIC_KEY =
      new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.1");
  private static final ASN1ObjectIdentifier PACE = new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.4");
  private static final ASN1ObjectIdentifier ACTIVE_AUTHENTICATION =
      new ASN1ObjectIdentifier("2.23.136.1.1.5");

  /// `ecdsa-plain-SHA…` (BSI TR-03111 §5.2.1). RIPEMD-160, the sixth, is not accepted.
  private static final Map<String, HashAlgorithm> PLAIN_ECDSA =
      Map.of(
          "0.4.0.127.0.7.1.1.4.1.1", HashAlgorithm.SHA_1,
          "0.4.0.127.0.7.1.1.4.1.2", HashAlgorithm.SHA_224,
          "0.4.0.127.0.7.1.1.4.1.3", HashAlgorithm.SHA_256,
          "0.4.0.127.0.7.1.1.4.1.4", HashAlgorithm.SHA_384,
          "0.4.0.127.0.7.1.1.4.1.5", HashAlgorithm.SHA_512);

  private record PublicKey(Optional<BigInteger> id, SignerKey.Ec key) {}

  private record Protocol(Optional<BigInteger> id, ChipAuthenticationProtocol protocol) {}

  /// @throws Refusal [SecurityObjectDefect#CHIP_KEY] if it is not understood, or holds keys and
  ///   none that can be used: a chip that promises the proof must give it
  static DataGroup14 read(byte[] dg14) throws Refusal {
    try {
      List<ASN1Sequence> infos = infos(dg14);
      return new DataGroup14(
          agreementKey(infos),
          hash(infos),
          infos.stream().anyMatch(info -> protocol(info).on(PACE)));
    } catch (Refusal | RuntimeException e) {
      throw new Refusal(SecurityObjectDefect.CHIP_KEY, e);
    }
  }

  private static List<ASN1Sequence> infos(byte[] dg14) throws Refusal {
    Refusal.unless(
        dg14.length >= 2 && dg14.length <= MAX_SIZE && dg14[0] == TAG,
        SecurityObjectDefect.CHIP_KEY);
    List<ASN1Sequence> infos = new ArrayList<>();
    for (ASN1Encodable element : ASN1Set.getInstance(StrictDer.contents(dg14))) {
      infos.add(ASN1Sequence.getInstance(element));
    }
    return infos;
  }

  private static ASN1ObjectIdentifier protocol(ASN1Sequence info) {
    return ASN1ObjectIdentifier.getInstance(info.getObjectAt(0));
  }

  private static Optional<ChipAuthenticationKey> agreementKey(List<ASN1Sequence> infos)
      throws Refusal {
    List<PublicKey> keys = new ArrayList<>();
    List<Protocol> protocols = new ArrayList<>();
    boolean hasKeys = false;
    for (ASN1Sequence info : infos) {
      ASN1ObjectIdentifier oid = protocol(info);
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

  /// ActiveAuthenticationInfo: protocol, version 1, signature algorithm; exactly one, and one that
  /// is known here. Chips that sign by RSA should have none, and some have an odd one: it is no
  /// reason to call them forged.
  private static Optional<HashAlgorithm> hash(List<ASN1Sequence> infos) {
    List<ASN1Sequence> named =
        infos.stream().filter(info -> protocol(info).equals(ACTIVE_AUTHENTICATION)).toList();
    if (named.size() != 1
        || named.getFirst().size() != 3
        || !ASN1Integer.getInstance(named.getFirst().getObjectAt(1)).hasValue(1)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        PLAIN_ECDSA.get(ASN1ObjectIdentifier.getInstance(named.getFirst().getObjectAt(2)).getId()));
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
