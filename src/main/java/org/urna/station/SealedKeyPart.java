package org.urna.station;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.urna.badge.NullifierKey;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.StrictJson;
import org.urna.station.StationKeyException.Reason;
import tools.jackson.databind.node.JsonNodeFactory;

/// A trustee's part K_j of the nullifier key, sealed to one station with HPKE (RFC 9180, base mode,
/// X25519, HKDF-SHA256, AES-256-GCM). It is bound to the ceremony, the station and the trustee's
/// number; it does not say who sealed it, but a wrong part shows at once, because the parts
/// together must match the commitment that the manifest pins.
///
/// @param ceremonyId the ceremony's 32 bytes, from the manifest
/// @param trustee j, counted from 1
/// @param encapsulated the sender's ephemeral public key
/// @param ciphertext 32 bytes and the tag
public record SealedKeyPart(
    Bytes ceremonyId, Address station, int trustee, Bytes encapsulated, Bytes ciphertext) {
  private static final String FORMAT = "urna-nullifier-part/1";
  private static final int PART = 32;

  public SealedKeyPart {
    if (ceremonyId.size() != 32
        || trustee < 1
        || trustee > NullifierKey.MAX_PARTS
        || encapsulated.size() != 32
        || ciphertext.size() != PART + 16) {
      throw new IllegalArgumentException("a sealed part is not of its form");
    }
  }

  /// Seals a trustee's part; run by the trustee's tool.
  public static SealedKeyPart seal(
      BigInteger part, Bytes ceremonyId, int trustee, StationIdentity station) {
    HPKE hpke = suite();
    byte[] plain = Bytes.word(part);
    try {
      byte[][] sealed =
          hpke.seal(
              hpke.deserializePublicKey(station.x25519Key().toByteArray()),
              info(ceremonyId, station.address(), trustee),
              new byte[0],
              plain,
              null,
              null,
              null);
      return new SealedKeyPart(
          ceremonyId, station.address(), trustee, Bytes.of(sealed[1]), Bytes.of(sealed[0]));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encrypting cannot fail", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /// The part, for this station alone. The number returned cannot be wiped; it lives as long as the
  /// key is being put together.
  BigInteger open(StationKeys keys, Bytes x25519PublicKey) throws StationKeyException {
    if (!station.equals(keys.address())) {
      throw new StationKeyException(Reason.PART_REFUSED, "a part is sealed to another station");
    }
    HPKE hpke = suite();
    byte[] privateKey = keys.x25519PrivateKey();
    byte[] plain = new byte[0];
    try {
      AsymmetricCipherKeyPair pair =
          hpke.deserializePrivateKey(privateKey, x25519PublicKey.toByteArray());
      plain =
          hpke.open(
              encapsulated.toByteArray(),
              pair,
              info(ceremonyId, station, trustee),
              new byte[0],
              ciphertext.toByteArray(),
              null,
              null,
              null);
      BigInteger part = new BigInteger(1, plain);
      if (part.bitLength() > NullifierKey.PART_BITS) {
        throw new StationKeyException(Reason.PART_REFUSED, "part " + trustee + " is too large");
      }
      return part;
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw new StationKeyException(
          Reason.PART_REFUSED, "part " + trustee + " does not open here", e);
    } finally {
      Arrays.fill(privateKey, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  public byte[] toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("format", FORMAT)
        .put("ceremonyId", ceremonyId.toString())
        .put("station", station.toString())
        .put("trustee", trustee)
        .put("encapsulated", encapsulated.toString())
        .put("ciphertext", ciphertext.toString())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /// @throws IllegalArgumentException if it is not a sealed part
  public static SealedKeyPart fromJson(byte[] json) {
    return StrictJson.read(
        json,
        4096,
        in -> {
          if (!in.text("format").equals(FORMAT)) {
            throw new IllegalArgumentException("format: is of another kind");
          }
          return new SealedKeyPart(
              in.text("ceremonyId", Bytes::ofHex),
              in.text("station", Address::parse),
              in.integer("trustee"),
              in.text("encapsulated", Bytes::ofHex),
              in.text("ciphertext", Bytes::ofHex));
        });
  }

  private static byte[] info(Bytes ceremonyId, Address station, int trustee) {
    byte[] text = FORMAT.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(text.length + 32 + 20 + 1)
        .put(text)
        .put(ceremonyId.toByteArray())
        .put(station.value().toByteArray())
        .put((byte) trustee)
        .array();
  }

  private static HPKE suite() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }
}
