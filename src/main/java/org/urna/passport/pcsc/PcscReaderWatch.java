package org.urna.passport.pcsc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import org.urna.passport.PassportReadException;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;

/// Watches the chosen slot in slices: within one, the driver tells at once when a card comes or
/// goes; between two, the readers are listed anew, because nothing tells of a reader that is
/// plugged in or of a service that was restarted. `CardTerminals.waitForChange` is not used: after
/// a time-out its lists repeat the last event.
final class PcscReaderWatch implements ReaderWatch {

  private static final Duration SLICE = Duration.ofMillis(400);

  private final PcscReaders readers;
  private final CountDownLatch closed = new CountDownLatch(1);

  PcscReaderWatch(PcscReaders readers) {
    this.readers = readers;
  }

  @Override
  public ReaderState await(ReaderState known, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<PcscReaders.Chosen> chosen = choose();
      ReaderState state = stateOf(chosen);
      long left = end - System.nanoTime();
      if (state != known || left <= 0 || closed.getCount() == 0) {
        return state;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("no longer watching the reader");
      }
      Duration slice = Duration.ofNanos(Math.min(left, SLICE.toNanos()));
      boolean waited = chosen.isPresent() && waitFor(chosen.get().terminal(), state, slice);
      if (!waited) {
        boolean ended = closed.await(slice.toNanos(), TimeUnit.NANOSECONDS);
        if (ended) {
          return state;
        }
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /// Returns true if the driver did the waiting.
  private static boolean waitFor(CardTerminal terminal, ReaderState state, Duration slice) {
    // Never 0, which means for ever and cannot be interrupted.
    long millis = Math.max(1, slice.toMillis());
    try {
      return switch (state) {
        case EMPTY -> {
          terminal.waitForCardPresent(millis);
          yield true;
        }
        case CARD_PRESENT -> {
          terminal.waitForCardAbsent(millis);
          yield true;
        }
        case NO_READER -> false;
      };
    } catch (CardException | RuntimeException e) {
      // The reader or the service went away; the next slice lists them anew.
      return false;
    }
  }

  private Optional<PcscReaders.Chosen> choose() {
    try {
      return readers.choose();
    } catch (PassportReadException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static ReaderState stateOf(Optional<PcscReaders.Chosen> chosen) {
    try {
      if (chosen.isEmpty()) {
        return ReaderState.NO_READER;
      }
      return chosen.get().hasCard() ? ReaderState.CARD_PRESENT : ReaderState.EMPTY;
    } catch (PassportReadException | RuntimeException e) {
      return ReaderState.NO_READER;
    }
  }
}
