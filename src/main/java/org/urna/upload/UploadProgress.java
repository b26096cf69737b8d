package org.urna.upload;

import org.urna.queue.BatchId;

/// Where a batch stands after one round, and what it waits for.
public record UploadProgress(BatchId id, UploadState state, Hold hold) {
  /// What has to happen before the next step.
  public enum Hold {
    /// Nothing: the batch is final or refused.
    SETTLED,
    /// The election's opening.
    OPENING,
    /// A base fee below the policy's cap.
    CHEAPER_GAS,
    /// Money in the account.
    MONEY,
    /// An earlier batch that is on its way.
    EARLIER_BATCH,
    /// A block that holds the transaction.
    BLOCK,
    /// More blocks on top.
    DEPTH
  }

  public boolean isSettled() {
    return hold == Hold.SETTLED;
  }
}
