package org.urna.kiosk;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.passport.scan.ScanBox;
import org.urna.ui.KioskApp;
import org.urna.ui.KioskWindow;
import org.urna.ui.PracticeDesk;

/// A station on its screen.
public final class KioskScreen {
  /// How long a new page takes no touch, so that a finger meant for the last one presses nothing.
  private static final Duration GUARD = Duration.ofMillis(300);

  private KioskScreen() {}

  /// Shows `station` until its window is closed. Warms the provers up behind it.
  ///
  /// @param desk what a practice kiosk offers instead of real passports
  /// @param keyboard takes what a scanner types into the window
  public static void show(
      PollingStation station, @Nullable PracticeDesk desk, ScanBox keyboard, boolean fullScreen) {
    try (FlowDriver driver = station.driver(Language.RUSSIAN, FlowThreads.start())) {
      // Threads of the window, of drivers and of ours: none of them ends without a word.
      Thread.setDefaultUncaughtExceptionHandler((_, fault) -> driver.broke(fault));
      station.warmUp();
      driver.start();
      KioskApp.run(
          new KioskApp.Launch(
              new KioskWindow(
                  driver.voter(),
                  driver.staff(),
                  station.view(),
                  desk,
                  Clock.systemUTC(),
                  GUARD,
                  keyboard::offer),
              station.view(),
              fullScreen,
              () -> {}));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
  }
}
