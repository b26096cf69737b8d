package org.urna.hardware;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every device that Urna knows.
///
/// @param all chip readers, ordered by id
/// @param scanners scanners of machine readable zones, ordered by id
/// @param printers ordered by id; no id stands twice in all three lists
public record HardwareProfiles(
    List<HardwareProfile> all, List<ScannerProfile> scanners, List<PrinterProfile> printers) {

  public HardwareProfiles {
    all = ordered(all);
    scanners = ordered(scanners);
    printers = ordered(printers);
    Set<String> ids = new HashSet<>();
    for (List<? extends DeviceProfile> profiles : List.of(all, scanners, printers)) {
      for (DeviceProfile profile : profiles) {
        if (!ids.add(profile.id())) {
          throw new IllegalArgumentException("two profiles with id " + profile.id());
        }
      }
    }
  }

  /// Chip readers alone.
  public HardwareProfiles(List<HardwareProfile> all) {
    this(all, List.of(), List.of());
  }

  private static <P extends DeviceProfile> List<P> ordered(List<P> profiles) {
    return profiles.stream().sorted(Comparator.comparing(DeviceProfile::id)).toList();
  }

  /// Reads every `*.toml` of a folder.
  ///
  /// @throws HardwareProfileException at the first file that cannot be used
  public static HardwareProfiles load(Path folder) throws HardwareProfileException {
    List<HardwareProfile> readers = new ArrayList<>();
    List<ScannerProfile> scanners = new ArrayList<>();
    List<PrinterProfile> printers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.toml")) {
      for (Path file : files) {
        switch (HardwareProfileFile.read(file)) {
          case HardwareProfile reader -> readers.add(reader);
          case ScannerProfile scanner -> scanners.add(scanner);
          case PrinterProfile printer -> printers.add(printer);
        }
      }
    } catch (IOException e) {
      throw new HardwareProfileException(folder + " cannot be listed", e);
    }
    return new HardwareProfiles(readers, scanners, printers);
  }

  /// The scanner whose file is named `id`.
  public Optional<ScannerProfile> scanner(String id) {
    return scanners.stream().filter(scanner -> scanner.id().equals(id)).findFirst();
  }

  /// Every profile that names a device with these numbers: a box may be a chip reader and a
  /// scanner.
  public List<DeviceProfile> of(DeviceProfile.UsbId usb) {
    List<DeviceProfile> found = new ArrayList<>();
    for (List<? extends DeviceProfile> profiles : List.of(all, scanners, printers)) {
      profiles.stream().filter(profile -> profile.usb().contains(usb)).forEach(found::add);
    }
    return found;
  }

  /// The profile for a slot by its PC/SC name; [HardwareProfile#UNKNOWN] if none fits.
  public HardwareProfile of(String pcscName) {
    return all.stream()
        .filter(profile -> profile.matches(pcscName))
        .findFirst()
        .orElse(HardwareProfile.UNKNOWN);
  }
}
