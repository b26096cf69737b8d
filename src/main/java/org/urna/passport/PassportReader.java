package org.urna.passport;

/// A device that opens the chip of the passport lying on it.
public interface PassportReader {

  /// Opens the chip with one attempt of `key`: the passport application is selected and access is
  /// gained, nothing is read yet. Does not wait for a card; [ReaderWatch] tells when one lies
  /// there.
  ///
  /// A key is tried exactly once per call, because chips punish wrong keys with growing delays. The
  /// caller decides whether to ask the person again.
  ///
  /// A key that a chip has refused twice within a minute is answered with
  /// [PassportReadFailure#KEY_BLOCKED] without touching the chip.
  ///
  /// Blocks for at most the reader's deadline, on the calling thread; interruptible.
  ///
  /// @throws PassportReadException with the reason; nothing is left open
  ChipSession open(AccessKey key) throws PassportReadException;

  /// The last session died while it read a file, in a way that asking for smaller blocks may mend,
  /// and the next [#open] will ask for smaller ones: the caller may open again at once with the
  /// same key, which the chip has accepted. False while there is nothing smaller left to try, and
  /// for a reader that has only one block size. Any [#open], also one that fails at once, ends the
  /// offer, so that asking in a loop comes to an end.
  default boolean canTrySmallerBlocks() {
    return false;
  }
}
