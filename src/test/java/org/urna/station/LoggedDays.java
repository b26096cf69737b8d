package org.urna.station;

import java.util.List;
import java.util.Map;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchSigner;
import org.urna.queue.QueueException;

/// Polling days in box and log without the officials' passphrases, which take seconds each.
public final class LoggedDays {
  private final BallotQueue box;
  private final StationLog log;

  public LoggedDays(BallotQueue box, StationLog log) {
    this.box = box;
    this.log = log;
  }

  /// @return the day's number
  public int open() throws QueueException, StationLogException {
    int before = box.ballotsInAll();
    int day = box.openDay();
    log.append(
        LogEvent.OPENED,
        Map.of("day", new LogValue.Count(day), "ballots-before", new LogValue.Count(before)));
    return day;
  }

  public List<Batch> close(int batchMax, BatchSigner signer)
      throws QueueException, StationLogException {
    List<Batch> batches = box.cutBatches(batchMax, signer, _ -> true);
    log.append(LogEvent.DAY_CLOSED, LoggedBox.dayClosed(box, box.lastDayNumber()));
    return batches;
  }
}
