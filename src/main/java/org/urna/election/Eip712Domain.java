package org.urna.election;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// The EIP-712 domain of Urna: name "Urna", version "1", a chain and a contract.
public record Eip712Domain(BigInteger chainId, Address verifyingContract) {
  private static final byte[] TYPE_HASH =
      typeHash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final byte[] NAME_HASH = typeHash("Urna");
  private static final byte[] VERSION_HASH = typeHash("1");

  public Eip712Domain {
    Checks.that(
        chainId.signum() > 0 && chainId.bitLength() <= 256,
        "chainId",
        "must be a positive uint256");
  }

  /// keccak-256 of the ASCII text of a type such as `Batch(uint64 sequence,…)`.
  public static byte[] typeHash(String type) {
    return Keccak256.hash(type.getBytes(StandardCharsets.US_ASCII));
  }

  /// The 32-byte domain separator.
  public byte[] separator() {
    return Keccak256.hash(
        TYPE_HASH,
        NAME_HASH,
        VERSION_HASH,
        Bytes.word(chainId),
        Bytes.word(verifyingContract.toInteger()));
  }

  /// The digest to sign: keccak-256(0x19 0x01 ‖ separator ‖ structHash), where structHash is
  /// keccak-256 over `typeHash` and the struct's `words` of 32 bytes each.
  public Bytes digest(byte[] typeHash, byte[]... words) {
    byte[][] parts = new byte[words.length + 1][];
    parts[0] = typeHash;
    for (int i = 0; i < words.length; i++) {
      Checks.that(words[i].length == 32, "words", "must be 32 bytes each");
      parts[i + 1] = words[i];
    }
    return Bytes.of(Keccak256.hash(new byte[] {0x19, 0x01}, separator(), Keccak256.hash(parts)));
  }
}
