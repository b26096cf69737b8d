package org.urna.election;

import java.math.BigInteger;

/// Where the election's contract lives. It is not part of the manifest, because the contract's
/// constructor is given the manifest's hash; the organiser's signature binds the two.
///
/// @param name for people, for example `Gnosis Chain`
public record ChainReference(long chainId, Address contract, String name) {
  public ChainReference {
    Checks.range(chainId, 1, (1L << 53) - 1, "chain.chainId");
    Checks.that(!contract.isZero(), "chain.contract", "must not be zero");
    Checks.text(name, 100, "chain.name");
  }

  /// The EIP-712 domain of everything that is signed for this contract.
  public Eip712Domain domain() {
    return new Eip712Domain(BigInteger.valueOf(chainId), contract);
  }
}
