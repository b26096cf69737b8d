package org.urna.passport.scan;

import java.time.Duration;

/// Something that reads the printed zone of a passport: a keyboard wedge, a serial scanner, or
/// several at once. One thread at a time may wait.
public interface MrzScanner extends AutoCloseable {

  /// What it is, for people: maker and model, or how it is connected.
  String name();

  /// Waits for a document that is shown *from now on*, at most for `limit`. Never fails: a scanner
  /// that is unplugged is waited for like one that sees nothing.
  ///
  /// @return [MrzScan.Nothing] after `limit`; a [MrzScan.Read] belongs to the caller, who closes it
  MrzScan await(Duration limit) throws InterruptedException;

  /// Gives the device up. Never fails.
  @Override
  void close();
}
