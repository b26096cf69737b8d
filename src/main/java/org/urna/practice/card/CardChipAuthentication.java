package org.urna.practice.card;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.urna.passport.ChipAuthenticationProtocol;

/// The card side of Chip Authentication (ICAO 9303-11 §6.2) over elliptic curves: version 1 with
/// MSE:Set KAT for triple DES, and MSE:Set AT with GENERAL AUTHENTICATE for AES. A key answers to
/// the protocols that the chip announces for it, and to no other.
final class CardChipAuthentication {

  private final List<AgreementKey> keys;
  private @Nullable Choice chosen;

  CardChipAuthentication(List<AgreementKey> keys) {
    this.keys = List.copyOf(keys);
  }

  void forget() {
    chosen = null;
  }

  /// MSE:Set KAT: the reader's ephemeral key is object 91, the key reference 84.
  ///
  /// @throws CardRefusal 6A80 for what is no point of the curve, 6A88 for a key that the chip has
  ///   not, or not for triple DES
  SessionCipher agreeTripleDes(Map<Integer, byte[]> objects) throws CardRefusal {
    ChipKey key = keyOf(objects, ChipAuthenticationProtocol.ECDH_3DES);
    return SessionCipher.tripleDes(agree(key, DataObjects.require(objects, 0x91)));
  }

  /// MSE:Set AT: the protocol is object 80, the key reference 84.
  ///
  /// @throws CardRefusal 6A80 for a protocol other than those of AES, 6A88 for a key that the chip
  ///   has not, or not for that protocol
  void choose(Map<Integer, byte[]> objects) throws CardRefusal {
    forget();
    String oid = oid(DataObjects.require(objects, 0x80));
    Optional<ChipAuthenticationProtocol> protocol = ChipAuthenticationProtocol.ofOid(oid);
    int keyBytes =
        switch (protocol.orElseThrow(() -> new CardRefusal(StatusWord.WRONG_DATA))) {
          case ECDH_AES_128 -> 16;
          case ECDH_AES_192 -> 24;
          case ECDH_AES_256 -> 32;
          case ECDH_3DES -> throw new CardRefusal(StatusWord.WRONG_DATA);
        };
    chosen = new Choice(keyOf(objects, protocol.get()), keyBytes);
  }

  /// GENERAL AUTHENTICATE: the reader's ephemeral key is object 80. It is good for one choice.
  ///
  /// @throws CardRefusal 6985 without a choice, 6A80 for what is no point of the curve
  SessionCipher agreeAes(Map<Integer, byte[]> objects) throws CardRefusal {
    Choice choice = chosen;
    forget();
    if (choice == null) {
      throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
    }
    byte[] shared = agree(choice.key, DataObjects.requireOnly(objects, 0x80));
    return SessionCipher.aes(shared, choice.keyBytes);
  }

  /// The key that object 84 names; without it the only one.
  private ChipKey keyOf(Map<Integer, byte[]> objects, ChipAuthenticationProtocol protocol)
      throws CardRefusal {
    byte @Nullable [] reference = objects.get(0x84);
    for (AgreementKey candidate : keys) {
      boolean isMeant =
          reference == null
              ? keys.size() == 1
              : new BigInteger(1, reference).equals(candidate.key().id());
      if (isMeant && candidate.speaks(protocol)) {
        return candidate.key();
      }
    }
    throw new CardRefusal(StatusWord.REFERENCED_DATA_NOT_FOUND);
  }

  /// Uncompressed points only (BSI TR-03111 §3.2.1); this also keeps the point at infinity out.
  private static byte[] agree(ChipKey key, byte[] encodedPoint) throws CardRefusal {
    CardPaceGroup.Curve group = new CardPaceGroup.Curve(key.curve());
    group.requireElement(encodedPoint);
    ECPoint theirs = key.curve().getCurve().decodePoint(encodedPoint);
    return theirs.multiply(key.secret()).normalize().getAffineXCoord().getEncoded();
  }

  private static String oid(byte[] contents) throws CardRefusal {
    try {
      return ASN1ObjectIdentifier.fromContents(contents).getId();
    } catch (IllegalArgumentException malformed) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
  }

  private record Choice(ChipKey key, int keyBytes) {}
}
