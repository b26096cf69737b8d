package org.urna.upload;

import java.math.BigInteger;
import org.urna.election.Bytes;

/// Where a transaction is, as seen from the newest block.
public sealed interface TransactionStatus {
  /// The node does not know it.
  record Unknown() implements TransactionStatus {}

  /// It waits in the node's pool.
  record Waiting() implements TransactionStatus {}

  /// It is in a block.
  ///
  /// @param gasPrice wei paid for a unit of gas
  /// @param succeeded false if it was reverted
  record Mined(long block, Bytes blockHash, long gasUsed, BigInteger gasPrice, boolean succeeded)
      implements TransactionStatus {}
}
