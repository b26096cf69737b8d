package org.urna.passport.pcsc;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.urna.passport.PassportReadException;

/// What is remembered from one passport to the next: refused keys, the block size that went wrong,
/// and the last connection, whose thread may still hang in the driver.
final class ReaderMemory {

  private final RefusedKeys refusedKeys;
  private @Nullable String slot;
  private @Nullable BlockSizes blockSizes;
  private @Nullable PatientConnection last;

  ReaderMemory(SecureRandom random, LongSupplier nanoTime) {
    this.refusedKeys = new RefusedKeys(random, nanoTime);
  }

  RefusedKeys refusedKeys() {
    return refusedKeys;
  }

  /// The block sizes of a slot; another slot than before starts afresh.
  synchronized BlockSizes blockSizes(String slotName, boolean extended, List<Integer> sizes) {
    if (blockSizes == null || !slotName.equals(slot)) {
      slot = slotName;
      blockSizes = new BlockSizes(extended, sizes);
    }
    return blockSizes;
  }

  /// A new session is asked for, in whatever slot.
  synchronized void beginSession() {
    if (blockSizes != null) {
      blockSizes.beginSession();
    }
  }

  synchronized boolean canTrySmallerBlocks() {
    return blockSizes != null && blockSizes.canTrySmaller();
  }

  /// Waits until the thread of the last connection has let the card go, which an abandoned one does
  /// when its driver call comes back, and connects.
  void connect(PatientConnection next) throws PassportReadException {
    PatientConnection before;
    synchronized (this) {
      before = last;
      last = next;
    }
    if (before != null) {
      before.awaitRelease();
    }
    next.connect();
  }
}
