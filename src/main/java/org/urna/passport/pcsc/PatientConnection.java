package org.urna.passport.pcsc;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// A card connection with deadlines. Native card calls cannot be interrupted (not even by
/// `SCardCancel`), so they run on a thread of this connection alone, which is abandoned when it
/// does not come back in time; should it come back later, it lets the card go.
final class PatientConnection implements CardConnection {

  private static final Logger LOG = LoggerFactory.getLogger(PatientConnection.class);

  private final ExecutorService cardThread;
  private final AtomicReference<@Nullable CardConnection> connection = new AtomicReference<>();
  private final ReadLimits limits;
  private final LongSupplier nanoTime;
  private final long end;
  private boolean over;

  private PatientConnection(CardSlot slot, ReadLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + limits.perRead().toNanos();
    this.cardThread =
        Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("card " + slot.name()).unstarted(task));
  }

  /// Connects within the limit for one command.
  static PatientConnection open(CardSlot slot, ReadLimits limits, LongSupplier nanoTime)
      throws PassportReadException {
    PatientConnection patient = new PatientConnection(slot, limits, nanoTime);
    try {
      patient.await(
          () -> {
            patient.connection.set(slot.connect());
            return patient;
          });
      return patient;
    } catch (PassportReadException e) {
      patient.close();
      throw e;
    }
  }

  @Override
  public byte[] transmit(byte[] command) throws PassportReadException {
    if (over) {
      throw new PassportReadException(PassportReadFailure.LOST_CONTACT, "the connection is closed");
    }
    return await(() -> current().transmit(command));
  }

  /// Lets the card go on its own thread; waits a moment for it, so that the next connection finds
  /// the card free.
  @Override
  public void close() {
    if (over) {
      return;
    }
    giveUp();
    try {
      boolean released =
          cardThread.awaitTermination(
              Math.min(1_000, limits.perCommand().toMillis()), TimeUnit.MILLISECONDS);
      if (!released) {
        LOG.debug("the card thread lets go when it can; nobody waits for it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T await(Callable<T> work) throws PassportReadException {
    long left = Math.min(limits.perCommand().toNanos(), end - nanoTime.getAsLong());
    if (left <= 0) {
      giveUp();
      throw silent("the read took longer than ", limits.perRead());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw calledOff();
    }
    Future<T> result = cardThread.submit(work);
    try {
      return result.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp();
      throw silent("no answer within ", Duration.ofNanos(left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw calledOff();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PassportReadException failure) {
        throw failure;
      }
      giveUp();
      throw new PassportReadException(
          PassportReadFailure.LOST_CONTACT, "the card driver failed", e);
    }
  }

  /// The interrupt flag stays set.
  private PassportReadException calledOff() {
    giveUp();
    return new PassportReadException(PassportReadFailure.CALLED_OFF, "the reading was interrupted");
  }

  private void giveUp() {
    over = true;
    cardThread.execute(this::release);
    cardThread.shutdown();
  }

  private void release() {
    CardConnection held = connection.getAndSet(null);
    if (held != null) {
      held.close();
    }
  }

  private CardConnection current() throws PassportReadException {
    CardConnection held = connection.get();
    if (held == null) {
      throw new PassportReadException(PassportReadFailure.LOST_CONTACT, "the connection is closed");
    }
    return held;
  }

  private static PassportReadException silent(String what, Duration limit) {
    return new PassportReadException(
        PassportReadFailure.CHIP_SILENT, what + limit.toMillis() + " ms");
  }
}
