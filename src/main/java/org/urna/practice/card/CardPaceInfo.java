package org.urna.practice.card;

import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;

/// One way in which a chip offers PACE (ICAO 9303-11 §9.2.1): how the nonce is mapped, the cipher,
/// and the standardized domain parameters of §9.5.1.
///
/// @param parameterId 0 to 2 for Diffie-Hellman, 8 to 18 for elliptic curves
public record CardPaceInfo(Mapping mapping, Cipher cipher, int parameterId) {

  private static final String ID_PACE = "0.4.0.127.0.7.2.2.4.";
  private static final int VERSION = 2;
  private static final int LARGEST_DH = 2;
  private static final int SMALLEST_EC = 8;
  private static final int LARGEST_EC = 18;
  private static final int SECP_224 = 10;

  /// Key agreement and mapping; the number is the last but one arc of the protocol's identifier.
  public enum Mapping {
    DH_GENERIC(1),
    ECDH_GENERIC(2),
    DH_INTEGRATED(3),
    ECDH_INTEGRATED(4),
    ECDH_CHIP_AUTHENTICATION(6);

    private final int arc;

    Mapping(int arc) {
      this.arc = arc;
    }

    boolean isOverCurve() {
      return this != DH_GENERIC && this != DH_INTEGRATED;
    }

    boolean isIntegrated() {
      return this == DH_INTEGRATED || this == ECDH_INTEGRATED;
    }
  }

  /// The cipher of the nonce and of the session; the number is the identifier's last arc.
  public enum Cipher {
    TRIPLE_DES(1, 16),
    AES_128(2, 16),
    AES_192(3, 24),
    AES_256(4, 32);

    private final int arc;
    private final int keyBytes;

    Cipher(int arc, int keyBytes) {
      this.arc = arc;
      this.keyBytes = keyBytes;
    }

    int keyBytes() {
      return keyBytes;
    }

    /// KDF of §9.7.1 for the password's key, counter 3.
    byte[] passwordKey(byte[] password) {
      String hash = keyBytes == 16 ? "SHA-1" : "SHA-256";
      return SessionCipher.deriveKey(password, 3, hash, keyBytes);
    }

    /// CBC with a zero IV over whole blocks, as the nonce and the integrated mapping want it.
    byte[] encryptBlocks(byte[] key, byte[] blocks) {
      return this == TRIPLE_DES
          ? SessionCipher.tripleDesBlocks(key, blocks)
          : SessionCipher.aesBlocks(key, blocks);
    }

    SessionCipher session(byte[] sharedSecret) {
      return this == TRIPLE_DES
          ? SessionCipher.tripleDes(sharedSecret)
          : SessionCipher.aes(sharedSecret, keyBytes);
    }
  }

  public CardPaceInfo {
    boolean known =
        mapping.isOverCurve()
            ? parameterId >= SMALLEST_EC && parameterId <= LARGEST_EC
            : parameterId >= 0 && parameterId <= LARGEST_DH;
    if (!known) {
      throw new IllegalArgumentException("no domain parameters " + parameterId + " for " + mapping);
    }
    if (mapping == Mapping.ECDH_INTEGRATED && parameterId == SECP_224) {
      throw new IllegalArgumentException("the integrated mapping needs a prime that is 3 modulo 4");
    }
    if (mapping == Mapping.ECDH_CHIP_AUTHENTICATION && cipher == Cipher.TRIPLE_DES) {
      throw new IllegalArgumentException("chip authentication mapping has AES only");
    }
  }

  /// The dotted object identifier `id-PACE-…`.
  public String oid() {
    return ID_PACE + mapping.arc + "." + cipher.arc;
  }

  /// As EF.CardAccess and data group 14 carry it.
  public ASN1Encodable encoded() {
    ASN1EncodableVector info = new ASN1EncodableVector();
    info.add(new ASN1ObjectIdentifier(oid()));
    info.add(new ASN1Integer(VERSION));
    info.add(new ASN1Integer(parameterId));
    return new DERSequence(info);
  }

  /// EF.CardAccess (ICAO 9303-11 §9.2.11): a SET of SecurityInfo without a wrapping tag.
  public static byte[] cardAccess(List<CardPaceInfo> infos) {
    ASN1EncodableVector set = new ASN1EncodableVector();
    infos.forEach(info -> set.add(info.encoded()));
    return DataObjects.der(new DERSet(set));
  }
}
