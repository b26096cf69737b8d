package org.urna.practice.card;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.jspecify.annotations.Nullable;

/// BER-TLV data objects as the chip writes and reads them (ISO/IEC 7816-4 §5.2.2), tags of one or
/// two bytes, lengths up to 65,535.
public final class DataObjects {

  private DataObjects() {}

  /// One data object; the value is the parts one after the other.
  public static byte[] of(int tag, byte[]... parts) {
    byte[] value = join(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 5);
    if (tag > 0xFF) {
      out.write(tag >> 8);
    }
    out.write(tag);
    if (value.length > 0xFF) {
      out.write(0x82);
      out.write(value.length >> 8);
    } else if (value.length > 0x7F) {
      out.write(0x81);
    }
    out.write(value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// The values of one-byte tags in a command data field, in order.
  ///
  /// @throws CardRefusal 6A80 if it does not parse or a tag comes twice
  static Map<Integer, byte[]> parse(byte[] bytes) throws CardRefusal {
    Map<Integer, byte[]> objects = new LinkedHashMap<>();
    int at = 0;
    while (at < bytes.length) {
      int tag = bytes[at++] & 0xFF;
      int length = at < bytes.length ? bytes[at++] & 0xFF : -1;
      if (length == 0x81 && at < bytes.length) {
        length = bytes[at++] & 0xFF;
      } else if (length == 0x82 && at + 1 < bytes.length) {
        length = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
        at += 2;
      } else if (length > 0x7F) {
        throw new CardRefusal(StatusWord.WRONG_DATA);
      }
      if (length < 0 || length > bytes.length - at) {
        throw new CardRefusal(StatusWord.WRONG_DATA);
      }
      byte[] value = new byte[length];
      System.arraycopy(bytes, at, value, 0, length);
      at += length;
      if (objects.put(tag, value) != null) {
        throw new CardRefusal(StatusWord.WRONG_DATA);
      }
    }
    return objects;
  }

  /// The value of `tag`.
  ///
  /// @throws CardRefusal 6A80 if it is not there
  static byte[] require(Map<Integer, byte[]> objects, int tag) throws CardRefusal {
    byte @Nullable [] value = objects.get(tag);
    if (value == null) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    return value;
  }

  /// The value of `tag`, which must be all there is.
  ///
  /// @throws CardRefusal 6A80 if it is not
  static byte[] requireOnly(Map<Integer, byte[]> objects, int tag) throws CardRefusal {
    if (objects.size() != 1) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    return require(objects, tag);
  }

  /// The distinguished encoding of a structure of ours.
  public static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a structure of ours has no encoding", e);
    }
  }
}
