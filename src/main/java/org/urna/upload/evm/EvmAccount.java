package org.urna.upload.evm;

import java.math.BigInteger;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/// The account that pays for transactions. It signs nothing that the election's rules depend on:
/// whoever steals it gets its money, not a vote. The key stays in memory until the object is
/// collected; numbers in Java cannot be wiped.
public final class EvmAccount {
  private final Credentials credentials;
  private final Address address;

  private EvmAccount(Credentials credentials, Address address) {
    this.credentials = credentials;
    this.address = address;
  }

  /// The account of a private key.
  ///
  /// @param privateKey in [1, n) of secp256k1
  public static EvmAccount of(BigInteger privateKey) {
    Address address = EcdsaSignature.addressOf(privateKey);
    return new EvmAccount(Credentials.create(Bytes.ofWord(privateKey).hex()), address);
  }

  public Address address() {
    return address;
  }

  byte[] sign(RawTransaction transaction) {
    return TransactionEncoder.signMessage(transaction, credentials);
  }
}
