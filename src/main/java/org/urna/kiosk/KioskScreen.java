package org.urna.kiosk;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.urna.flow.FatalFaults;
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

  /// What a station is opened with.
  ///
  /// @param desk what a practice kiosk offers instead of real passports
  /// @param keyboard takes what a scanner types into the window
  public record Parts(
      PollingStation.Machine machine, @Nullable PracticeDesk desk, ScanBox keyboard) {}

  /// Gathers the parts; may take long.
  @FunctionalInterface
  public interface Preparation {
    Parts prepare() throws Exception;
  }

  private KioskScreen() {}

  /// Shows a first page at once, prepares and opens the station behind it, and shows the station
  /// until its window is closed. Warms the provers up behind it.
  ///
  /// @param preparation called once, on a thread of its own
  /// @throws Exception why the station could not be opened; nothing stays open
  public static void show(Preparation preparation, boolean fullScreen) throws Exception {
    AtomicReference<PollingStation> station = new AtomicReference<>();
    AtomicReference<FlowDriver> driver = new AtomicReference<>();
    // Threads of the window, of drivers and of ours: none of them ends without a word.
    Thread.setDefaultUncaughtExceptionHandler((_, fault) -> broke(driver.get(), fault));
    try {
      KioskApp.run(fullScreen, () -> open(preparation.prepare(), station, driver));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
      try (PollingStation _ = station.get();
          FlowDriver _ = driver.get()) {
        // Closed in this order: the driver before what it drives.
      }
    }
  }

  private static void broke(@Nullable FlowDriver driver, Throwable fault) {
    if (driver == null) {
      // Nobody can be told before there is a page: as the JVM does it.
      FatalFaults.endIfFatal(fault);
      fault.printStackTrace();
    } else {
      driver.broke(fault);
    }
  }

  private static KioskApp.Launch open(
      Parts parts, AtomicReference<PollingStation> opened, AtomicReference<FlowDriver> driven)
      throws Exception {
    PollingStation station = PollingStation.open(parts.machine());
    opened.set(station);
    FlowDriver driver = station.driver(Language.RUSSIAN, FlowThreads.start());
    driven.set(driver);
    station.warmUp();
    driver.start();
    return new KioskApp.Launch(
        new KioskWindow(
            driver.voter(),
            driver.staff(),
            station.view(),
            parts.desk(),
            System::nanoTime,
            GUARD,
            parts.keyboard()::offer),
        station.view(),
        () -> {});
  }
}
