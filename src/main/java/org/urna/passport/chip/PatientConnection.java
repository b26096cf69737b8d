package org.urna.passport.chip;

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

  private static final byte EXTERNAL_AUTHENTICATE = (byte) 0x82;
  private static final byte GENERAL_AUTHENTICATE = (byte) 0x86;

  private final ExecutorService cardThread;
  private final AtomicReference<@Nullable CardConnection> connection = new AtomicReference<>();
  private final ReadLimits limits;
  private final LongSupplier nanoTime;
  private final CardSlot slot;
  private final long latest;
  private long end;
  private boolean over;
  private byte[] answerToReset = {};

  /// The first connection of a read that begins now.
  PatientConnection(CardSlot slot, ReadLimits limits, LongSupplier nanoTime, long start) {
    this(
        slot,
        limits,
        nanoTime,
        start + limits.perRead().toNanos(),
        start + limits.perRead().plus(limits.perAccess()).toNanos());
  }

  /// @param end of the read, by the clock `nanoTime`
  /// @param latest whatever the chip takes to answer to a key moves `end` to here at most
  private PatientConnection(
      CardSlot slot, ReadLimits limits, LongSupplier nanoTime, long end, long latest) {
    this.slot = slot;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.end = end;
    this.latest = latest;
    this.cardThread =
        Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("card " + slot.name()).unstarted(task));
  }

  /// Connects within the limit for one command.
  void connect() throws PassportReadException {
    try {
      answerToReset =
          await(
              () -> {
                CardConnection connected = slot.connect();
                connection.set(connected);
                return connected.answerToReset();
              },
              limits.perCommand());
    } catch (PassportReadException e) {
      close();
      throw e;
    }
  }

  @Override
  public byte[] answerToReset() {
    return answerToReset.clone();
  }

  /// Another connection within the same read, to the same end.
  PatientConnection next() {
    return new PatientConnection(slot, limits, nanoTime, end, latest);
  }

  @Override
  public byte[] transmit(byte[] command) throws PassportReadException {
    if (over) {
      throw new PassportReadException(PassportReadFailure.LOST_CONTACT, "the connection is closed");
    }
    if (!showsAKey(command)) {
      return await(() -> current().transmit(command), limits.perCommand());
    }
    long before = nanoTime.getAsLong();
    byte[] response = await(() -> current().transmit(command), limits.perAccess());
    end = Math.min(end + nanoTime.getAsLong() - before, latest);
    return response;
  }

  /// Waits for the card thread to let the card go, at most for the limit for one command. Returns
  /// at once unless a driver call was abandoned.
  void awaitRelease() {
    if (over) {
      awaitTermination(limits.perCommand());
    }
  }

  /// The card thread has ended, and with it whatever it held.
  boolean isReleased() {
    return cardThread.isTerminated();
  }

  /// EXTERNAL AUTHENTICATE or GENERAL AUTHENTICATE outside secure messaging.
  private static boolean showsAKey(byte[] command) {
    return command.length > 1
        && (command[0] & 0x0C) == 0
        && (command[1] == EXTERNAL_AUTHENTICATE || command[1] == GENERAL_AUTHENTICATE);
  }

  /// Lets the card go on its own thread; waits a moment for it, so that the next connection finds
  /// the card free.
  @Override
  public void close() {
    if (over) {
      return;
    }
    giveUp();
    Duration moment = Duration.ofSeconds(1);
    awaitTermination(moment.compareTo(limits.perCommand()) < 0 ? moment : limits.perCommand());
  }

  private void awaitTermination(Duration limit) {
    try {
      boolean released = cardThread.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (!released) {
        LOG.debug("the card thread lets go when it can; nobody waits for it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T await(Callable<T> work, Duration limit) throws PassportReadException {
    long untilEnd = end - nanoTime.getAsLong();
    if (untilEnd <= 0) {
      giveUp();
      throw silent("the read took longer than ", limits.perRead());
    }
    boolean delaysCount = limit.compareTo(limits.perCommand()) <= 0;
    long allowed = delaysCount ? untilEnd : latest - nanoTime.getAsLong();
    long left = Math.min(limit.toNanos(), allowed);
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
