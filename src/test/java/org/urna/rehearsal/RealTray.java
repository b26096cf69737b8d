package org.urna.rehearsal;

import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.Specimens;
import org.urna.ui.PracticeDesk;

/// The tray of a practice kiosk as it is, for tests of screens.
public final class RealTray {
  private RealTray() {}

  /// Filled, with everything in it.
  public static PracticeDesk filled() {
    SpecimenTray tray =
        new SpecimenTray(
            Specimens.LIBRARY, new InProcessReader("tray"), scan -> scan.close(), _ -> {});
    tray.fill();
    return tray;
  }
}
