package org.urna.practice;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/// The card side of Chip Authentication (ICAO 9303-11 §6.2) over elliptic curves: version 1 with
/// MSE:Set KAT for triple DES, and MSE:Set AT with GENERAL AUTHENTICATE for AES.
final class CardChipAuthentication {

  private static final String ID_CA_ECDH = "0.4.0.127.0.7.2.2.3.2.";

  private final List<ChipKey> keys;
  private int aesKeyBytes;
  private @Nullable ChipKey chosen;

  CardChipAuthentication(List<ChipKey> keys) {
    this.keys = List.copyOf(keys);
  }

  void forget() {
    aesKeyBytes = 0;
    chosen = null;
  }

  /// MSE:Set KAT: the reader's ephemeral key is object 91, the key reference 84.
  SessionCipher agreeTripleDes(Map<Integer, byte[]> objects) throws CardRefusal {
    ChipKey key = keyOf(objects);
    return SessionCipher.tripleDes(agree(key, DataObjects.require(objects, 0x91)));
  }

  /// MSE:Set AT: the protocol is object 80, the key reference 84.
  void choose(Map<Integer, byte[]> objects) throws CardRefusal {
    aesKeyBytes =
        switch (oid(DataObjects.require(objects, 0x80))) {
          case ID_CA_ECDH + "2" -> 16;
          case ID_CA_ECDH + "3" -> 24;
          case ID_CA_ECDH + "4" -> 32;
          default -> throw new CardRefusal(StatusWord.WRONG_DATA);
        };
    chosen = keyOf(objects);
  }

  /// GENERAL AUTHENTICATE: the reader's ephemeral key is object 80.
  SessionCipher agreeAes(Map<Integer, byte[]> objects) throws CardRefusal {
    ChipKey key = chosen;
    if (key == null) {
      throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
    }
    SessionCipher cipher =
        SessionCipher.aes(agree(key, DataObjects.require(objects, 0x80)), aesKeyBytes);
    forget();
    return cipher;
  }

  private ChipKey keyOf(Map<Integer, byte[]> objects) throws CardRefusal {
    byte @Nullable [] reference = objects.get(0x84);
    for (ChipKey key : keys) {
      BigInteger id = key.id();
      boolean wanted =
          reference == null ? keys.size() == 1 : new BigInteger(1, reference).equals(id);
      if (wanted) {
        return key;
      }
    }
    throw new CardRefusal(StatusWord.REFERENCED_DATA_NOT_FOUND);
  }

  private static byte[] agree(ChipKey key, byte[] encodedPoint) throws CardRefusal {
    ECPoint theirs;
    try {
      theirs = key.curve().getCurve().decodePoint(encodedPoint);
    } catch (IllegalArgumentException notOnCurve) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    ECPoint shared = theirs.multiply(key.secret()).normalize();
    if (theirs.isInfinity() || shared.isInfinity()) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    return shared.getAffineXCoord().getEncoded();
  }

  private static String oid(byte[] contents) throws CardRefusal {
    try {
      return ASN1ObjectIdentifier.fromContents(contents).getId();
    } catch (IllegalArgumentException malformed) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
  }
}
