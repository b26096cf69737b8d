package org.urna.passport.chip;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// What is remembered from one passport to the next: refused keys, the block size that went wrong,
/// and the connections whose threads may still hang in the driver.
public final class ReaderMemory {

  /// A chip can hold a driver's call for as long as it lies there, by asking for time again and
  /// again. Each try costs a thread until then, so that there are few.
  private static final int MOST_HANGING = 4;

  private final RefusedKeys refusedKeys;
  private @Nullable String slot;
  private @Nullable BlockSizes blockSizes;
  private final List<PatientConnection> unreleased = new ArrayList<>();

  public ReaderMemory(SecureRandom random, LongSupplier nanoTime) {
    this.refusedKeys = new RefusedKeys(random, nanoTime);
  }

  RefusedKeys refusedKeys() {
    return refusedKeys;
  }

  /// The block sizes of a slot; another slot than before starts afresh.
  public synchronized BlockSizes blockSizes(
      String slotName, boolean extended, List<Integer> sizes) {
    if (blockSizes == null || !slotName.equals(slot)) {
      slot = slotName;
      blockSizes = new BlockSizes(extended, sizes);
    }
    return blockSizes;
  }

  /// A new session is asked for, in whatever slot.
  public synchronized void beginSession() {
    if (blockSizes != null) {
      blockSizes.beginSession();
    }
  }

  public synchronized boolean canTrySmallerBlocks() {
    return blockSizes != null && blockSizes.canTrySmaller();
  }

  /// Waits until the thread of the last connection has let the card go, which an abandoned one does
  /// when its driver call comes back, and connects.
  ///
  /// @throws PassportReadException [PassportReadFailure#READER_BUSY] while too many threads hang in
  ///   the driver; else as [PatientConnection#connect]
  void connect(PatientConnection next) throws PassportReadException {
    last().ifPresent(PatientConnection::awaitRelease);
    synchronized (this) {
      unreleased.removeIf(PatientConnection::isReleased);
      if (unreleased.size() >= MOST_HANGING) {
        throw new PassportReadException(
            PassportReadFailure.READER_BUSY, "earlier reads hang in the reader's driver");
      }
      unreleased.add(next);
    }
    next.connect();
  }

  private synchronized Optional<PatientConnection> last() {
    return unreleased.isEmpty() ? Optional.empty() : Optional.of(unreleased.getLast());
  }
}
