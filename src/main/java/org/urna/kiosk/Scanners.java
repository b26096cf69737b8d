package org.urna.kiosk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.urna.flow.voter.ScanNotice;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.TypedKey;
import org.urna.hardware.DeviceProfile;
import org.urna.hardware.HardwareProfiles;
import org.urna.hardware.ScannerProfile;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.passport.mrz.MrzForm;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.MrzScanner;
import org.urna.passport.scan.ScanBox;
import org.urna.passport.scan.SerialLine;
import org.urna.passport.scan.TwoScanners;
import org.urna.passport.serial.SerialMrzScanner;
import org.urna.station.StationSettings;
import org.urna.station.StationSettingsException;

/// Which scanner a station has, and what a scanned page means to a voter.
public final class Scanners {
  /// Longer than any voter stands at the key-entry screen without being asked whether they still
  /// vote; the wait is interrupted when they go on.
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private Scanners() {}

  /// The scanner of `station.toml` beside the keyboard, which is always listened to.
  ///
  /// @throws StationSettingsException if the settings name no scanner that there is
  public static MrzScanner of(StationSettings station, HardwareProfiles profiles, ScanBox keyboard)
      throws StationSettingsException {
    Optional<StationSettings.Scanner> chosen = station.scannerSettings();
    if (chosen.isEmpty()) {
      return keyboard;
    }
    ScannerProfile profile =
        profiles
            .scanner(chosen.get().profile())
            .orElseThrow(
                () ->
                    new StationSettingsException(
                        "scanner.profile: hardware-profiles has no scanner named "
                            + chosen.get().profile()));
    if (profile.status() == DeviceProfile.Status.REFUSED) {
      throw new StationSettingsException("scanner.profile: " + profile.name() + " is refused");
    }
    Optional<SerialLine> line = profile.serial();
    Optional<String> device = chosen.get().devicePath();
    if (line.isPresent() != device.isPresent()) {
      throw new StationSettingsException(
          line.isPresent()
              ? "scanner.device: " + profile.name() + " needs one, such as /dev/ttyACM0"
              : "scanner.device: " + profile.name() + " types like a keyboard and has none");
    }
    return line.isEmpty()
        ? keyboard
        : new TwoScanners(
            keyboard,
            new SerialMrzScanner(profile.name(), Path.of(device.orElseThrow()), line.get()));
  }

  /// Waits for the next page.
  public static ScannedPage next(MrzScanner scanner) throws InterruptedException {
    return switch (scanner.await(LONGEST)) {
      case MrzScan.Read(MachineReadableZone zone) -> {
        try (zone) {
          yield page(zone);
        }
      }
      case MrzScan.Unreadable _ -> new ScannedPage.Unsuitable(ScanNotice.UNREADABLE);
      case MrzScan.Nothing _ -> new ScannedPage.None();
    };
  }

  private static ScannedPage page(MachineReadableZone zone) {
    if (zone.form() != MrzForm.TD3) {
      return new ScannedPage.Unsuitable(ScanNotice.CARD);
    }
    if (zone.isRussianInternalPassport()) {
      return new ScannedPage.Unsuitable(ScanNotice.INTERNAL_PASSPORT);
    }
    if (!zone.documentCode().startsWith("P") || !zone.hasExpiryDate()) {
      return new ScannedPage.Unsuitable(ScanNotice.UNREADABLE);
    }
    byte[] ascii = zone.toAscii();
    char[] characters = new char[ascii.length];
    try {
      for (int i = 0; i < ascii.length; i++) {
        characters[i] = (char) ascii[i];
      }
      return new ScannedPage.Key(TypedKey.scanned(characters));
    } finally {
      Arrays.fill(ascii, (byte) 0);
      Arrays.fill(characters, (char) 0);
    }
  }
}
