package org.urna.election;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A 20-byte Ethereum address: a station, an organiser or a contract.
public record Address(Bytes value) {
  public Address {
    Checks.size(value, 20, "address");
  }

  /// Reads `0x` and 40 hexadecimal digits. Mixed case must be the checksum of EIP-55.
  ///
  /// @throws IllegalArgumentException if it is not an address or the checksum does not match
  public static Address parse(String text) {
    Checks.that(
        text.matches("0x[0-9a-fA-F]{40}"), "address", "must be 0x and 40 hexadecimal digits");
    Address address = new Address(Bytes.ofHex(text));
    String digits = text.substring(2);
    boolean oneCase =
        digits.equals(digits.toLowerCase(Locale.ROOT))
            || digits.equals(digits.toUpperCase(Locale.ROOT));
    Checks.that(
        oneCase || address.toString().equals(text), "address", "checksum of EIP-55 does not match");
    return address;
  }

  /// The address of an uncompressed secp256k1 public key: 64 bytes x ‖ y.
  public static Address ofPublicKey(byte[] xy) {
    Checks.that(xy.length == 64, "public key", "must be 64 bytes");
    byte[] hash = Keccak256.hash(xy);
    return new Address(Bytes.of(java.util.Arrays.copyOfRange(hash, 12, 32)));
  }

  public boolean isZero() {
    return value.toInteger().signum() == 0;
  }

  /// The address as the public signal `station` and as an ABI word.
  public BigInteger toInteger() {
    return value.toInteger();
  }

  /// With the checksum of EIP-55.
  @Override
  public String toString() {
    String hex = value.hex();
    byte[] hash = Keccak256.hash(hex.getBytes(StandardCharsets.US_ASCII));
    StringBuilder out = new StringBuilder("0x");
    for (int i = 0; i < hex.length(); i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      char c = hex.charAt(i);
      out.append(nibble >= 8 ? Character.toUpperCase(c) : c);
    }
    return out.toString();
  }
}
