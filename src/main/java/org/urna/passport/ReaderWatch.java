package org.urna.passport;

import java.time.Duration;

/// Tells when a card comes or goes, and when the reader does. States, not edges: a caller that
/// looked away has missed nothing that still matters.
///
/// One thread at a time may wait.
public interface ReaderWatch extends AutoCloseable {

  /// Waits until the reader's state differs from `known`, at most for `limit`, and returns the
  /// state then. Never fails: a dead service is [ReaderState#NO_READER], and it is tried again.
  ReaderState await(ReaderState known, Duration limit) throws InterruptedException;

  /// Gives the reader up. Never fails.
  @Override
  void close();
}
