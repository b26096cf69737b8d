package org.urna.passport.chip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// One data object with a tag of one byte, as the card protocols exchange them (ISO/IEC 8825-1).
/// Each call takes apart one level; what is inside a value stays opaque, so that no nesting is
/// followed that nobody asked about.
///
/// @param tag 0 to 0xFF
/// @param value handed over, not copied
@SuppressWarnings("ArrayRecordComponent") // a step between bytes, never compared
record DataObject(int tag, byte[] value) {

  private static final int LONGEST_LENGTH = 3;

  /// The data objects that make up `bytes`, in their order, with nothing left over.
  ///
  /// @throws PassportReadException `failure` for tags of several bytes and for lengths that are
  ///   indefinite, reserved, not minimal, or run over the end
  static List<DataObject> parse(byte[] bytes, PassportReadFailure failure)
      throws PassportReadException {
    List<DataObject> objects = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int tag = bytes[at++] & 0xFF;
      if ((tag & 0x1F) == 0x1F || at == bytes.length) {
        throw new PassportReadException(failure, "a data object with an unexpected tag");
      }
      int length = bytes[at++] & 0xFF;
      if (length >= 0x80) {
        int lengthBytes = length & 0x7F;
        if (lengthBytes == 0 || lengthBytes > LONGEST_LENGTH || lengthBytes > bytes.length - at) {
          throw new PassportReadException(failure, "a data object with an impossible length");
        }
        length = 0;
        for (int i = 0; i < lengthBytes; i++) {
          length = (length << 8) | (bytes[at++] & 0xFF);
        }
        if (length < 0x80 || length >>> (8 * (lengthBytes - 1)) == 0) {
          throw new PassportReadException(failure, "a data object whose length is not minimal");
        }
      }
      if (length > bytes.length - at) {
        throw new PassportReadException(failure, "a data object cut short");
      }
      objects.add(new DataObject(tag, Arrays.copyOfRange(bytes, at, at + length)));
      at += length;
    }
    return objects;
  }

  /// The value of the only object in `objects` with this tag; empty if there is none.
  ///
  /// @throws PassportReadException `failure` if there are several
  static Optional<byte[]> only(int tag, List<DataObject> objects, PassportReadFailure failure)
      throws PassportReadException {
    byte[] found = null;
    for (DataObject object : objects) {
      if (object.tag != tag) {
        continue;
      }
      if (found != null) {
        throw new PassportReadException(failure, String.format("data object %02X twice", tag));
      }
      found = object.value;
    }
    return Optional.ofNullable(found);
  }

  /// The data object of `tag` around the concatenation of `parts`.
  static byte[] encode(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] header = header(tag, length);
    byte[] encoded = Arrays.copyOf(header, header.length + length);
    int at = header.length;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, encoded, at, part.length);
      at += part.length;
    }
    return encoded;
  }

  private static byte[] header(int tag, int length) {
    byte[] tagBytes = tag > 0xFF ? new byte[] {(byte) (tag >> 8), (byte) tag} : one(tag);
    byte[] lengthBytes;
    if (length < 0x80) {
      lengthBytes = one(length);
    } else if (length <= 0xFF) {
      lengthBytes = new byte[] {(byte) 0x81, (byte) length};
    } else {
      lengthBytes = new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
    }
    byte[] header = Arrays.copyOf(tagBytes, tagBytes.length + lengthBytes.length);
    System.arraycopy(lengthBytes, 0, header, tagBytes.length, lengthBytes.length);
    return header;
  }

  private static byte[] one(int value) {
    return new byte[] {(byte) value};
  }
}
