package org.urna.practice.mishap;

import java.util.Arrays;
import org.urna.practice.card.DataObjects;

/// Contents of a file that are made to make a reader run out of memory, time or its senses.
public enum HostileFile {
  /// a length of 2,147,483,647
  HUGE_LENGTH {
    @Override
    byte[] behind(byte[] tag) {
      return DataObjects.join(tag, bytes(0x84, 0x7F, 0xFF, 0xFF, 0xFF), new byte[BODY]);
    }
  },
  /// a length of four bytes that is −1 to a reader with signed numbers
  NEGATIVE_LENGTH {
    @Override
    byte[] behind(byte[] tag) {
      return DataObjects.join(tag, bytes(0x84, 0xFF, 0xFF, 0xFF, 0xFF), new byte[BODY]);
    }
  },
  /// a length of 127 bytes
  LONGEST_LENGTH {
    @Override
    byte[] behind(byte[] tag) {
      byte[] length = new byte[127];
      Arrays.fill(length, (byte) 0xFF);
      return DataObjects.join(tag, bytes(0xFF), length, new byte[BODY]);
    }
  },
  /// a length that ends nowhere, which DER forbids
  INDEFINITE_LENGTH {
    @Override
    byte[] behind(byte[] tag) {
      return DataObjects.join(tag, bytes(0x80), new byte[BODY]);
    }
  },
  /// sets in sets in sets, a thousand deep
  NESTED {
    @Override
    byte[] behind(byte[] tag) {
      byte[] inner = {};
      for (int i = 0; i < DEPTH; i++) {
        inner = DataObjects.of(0x31, inner);
      }
      return DataObjects.join(tag, length(inner.length), inner);
    }
  },
  /// a length of 60,000 and a hundred bytes behind it
  LONGER_THAN_THERE {
    @Override
    byte[] behind(byte[] tag) {
      return DataObjects.join(tag, length(60_000), new byte[BODY]);
    }
  },
  /// a data object that ends, and bytes behind it
  TRAILING_BYTES {
    @Override
    byte[] behind(byte[] tag) {
      return DataObjects.join(tag, length(4), new byte[4], new byte[BODY]);
    }
  },
  /// a tag of a hundred bytes that never ends
  ENDLESS_TAG {
    @Override
    byte[] behind(byte[] tag) {
      byte[] endless = new byte[BODY];
      Arrays.fill(endless, (byte) 0xFF);
      return endless;
    }
  },
  /// a tag and nothing else
  NO_LENGTH {
    @Override
    byte[] behind(byte[] tag) {
      return tag.clone();
    }
  },
  /// a data object of no bytes
  NO_VALUE {
    @Override
    byte[] behind(byte[] tag) {
      return DataObjects.join(tag, bytes(0x00));
    }
  },
  /// a file of no bytes
  EMPTY {
    @Override
    byte[] behind(byte[] tag) {
      return new byte[0];
    }
  };

  private static final int BODY = 100;
  private static final int DEPTH = 1_000;

  /// The content, with the tag that the reader expects of the file.
  ///
  /// @param tag one byte, 77 for EF.SOD, 6E for data group 14
  public byte[] content(int tag) {
    return behind(bytes(tag));
  }

  abstract byte[] behind(byte[] tag);

  private static byte[] length(int length) {
    return bytes(0x82, length >> 8, length);
  }

  private static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }
}
