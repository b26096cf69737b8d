package org.urna.upload;

import java.math.BigInteger;
import org.urna.election.Bytes;

/// A transaction that succeeded.
///
/// @param gasPrice wei paid for a unit of gas
public record TransactionReceipt(Bytes hash, long block, long gasUsed, BigInteger gasPrice) {}
