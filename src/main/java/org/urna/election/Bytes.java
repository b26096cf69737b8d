package org.urna.election;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable string of bytes with value equality, for hashes, keys and certificates that are
/// public. Never for secrets: it is printed as hexadecimal and is not wiped.
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /// A copy of `value`.
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /// Reads hexadecimal of either case, with or without a leading `0x`.
  ///
  /// @throws IllegalArgumentException if a character is not a hexadecimal digit or one is missing
  public static Bytes ofHex(String hex) {
    String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
    return new Bytes(HexFormat.of().parseHex(digits));
  }

  /// `number` as 32 bytes, most significant first.
  ///
  /// @throws IllegalArgumentException if it is negative or does not fit
  public static Bytes ofWord(BigInteger number) {
    return new Bytes(word(number));
  }

  /// `number` as a 32-byte array, most significant byte first: one word of the Ethereum ABI.
  public static byte[] word(BigInteger number) {
    if (number.signum() < 0 || number.bitLength() > 256) {
      throw new IllegalArgumentException("number does not fit into an unsigned 32-byte word");
    }
    byte[] word = new byte[32];
    byte[] magnitude = number.toByteArray();
    int from = magnitude.length > 32 ? magnitude.length - 32 : 0;
    int length = magnitude.length - from;
    System.arraycopy(magnitude, from, word, 32 - length, length);
    return word;
  }

  public int size() {
    return value.length;
  }

  /// A copy that the caller owns.
  public byte[] toByteArray() {
    return value.clone();
  }

  /// The bytes as an unsigned number, most significant byte first.
  public BigInteger toInteger() {
    return new BigInteger(1, value);
  }

  /// Lower-case hexadecimal without prefix.
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  /// Whether `other` holds the same bytes; takes the same time wherever they differ.
  public boolean contentEquals(byte[] other) {
    return MessageDigest.isEqual(value, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /// Lower-case hexadecimal with the prefix `0x`.
  @Override
  public String toString() {
    return "0x" + hex();
  }
}
