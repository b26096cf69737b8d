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
  /// Blocks for at most the reader's deadline, on the calling thread; interruptible.
  ///
  /// @throws PassportReadException with the reason; nothing is left open
  ChipSession open(AccessKey key) throws PassportReadException;
}
