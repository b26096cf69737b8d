package org.urna.upload;

import java.math.BigInteger;

/// What a transaction offers for a unit of gas (EIP-1559), in wei.
///
/// @param maxFee at most, base fee included
/// @param priorityFee at most, on top of the base fee
public record Fees(BigInteger maxFee, BigInteger priorityFee) {
  public Fees {
    if (priorityFee.signum() < 0 || maxFee.compareTo(priorityFee) < 0) {
      throw new IllegalArgumentException("fees: maxFee must be at least priorityFee");
    }
  }
}
