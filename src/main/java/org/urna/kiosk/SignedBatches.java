package org.urna.kiosk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.QueueException;

/// The batches of a box that were signed. One that has lost a ballot since cannot leave the station
/// any more, and must not keep the others in it.
///
/// @param whole in order of sequence
/// @param damaged that there are others, and which
record SignedBatches(List<Batch> whole, Optional<Failure> damaged) {
  static SignedBatches of(BallotQueue box) throws QueueException {
    List<Batch> whole = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    for (BatchEntry entry : box.batches()) {
      Optional<Batch> batch = box.batch(entry.id());
      batch.ifPresent(whole::add);
      if (batch.isEmpty()) {
        damaged.add(entry.id().sequence() + " of day " + entry.day());
      }
    }
    return new SignedBatches(
        List.copyOf(whole),
        damaged.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Failure(FailureCode.BATCH_DAMAGED, "batch " + String.join(", ", damaged))));
  }
}
