package org.urna.passport.scan;

import org.urna.passport.mrz.MachineReadableZone;

/// What a scanner saw.
public sealed interface MrzScan extends AutoCloseable {

  /// A zone whose check digits are right. Whoever receives it closes it.
  record Read(MachineReadableZone zone) implements MrzScan {
    @Override
    public void close() {
      zone.close();
    }
  }

  /// Something was shown that is no zone, or a zone with errors that leave no single reading.
  record Unreadable() implements MrzScan {
    @Override
    public void close() {}
  }

  /// Nothing was shown in time.
  record Nothing() implements MrzScan {
    @Override
    public void close() {}
  }

  /// Wipes what was read.
  @Override
  void close();
}
