package org.urna.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.urna.failure.ExitCode;
import org.urna.hardware.DeviceProfile;
import org.urna.hardware.HardwareProfile;
import org.urna.hardware.HardwareProfiles;
import org.urna.hardware.ScannerProfile;
import org.urna.hardware.UsbDevice;
import org.urna.passport.pcsc.PluggedReader;
import org.urna.station.StationSettings;

/// What `urna station readers` prints: every chip reader, scanner and printer, what Urna thinks of
/// it in a sentence, and what to do about it. Sees names and descriptions only, no device.
///
/// @param slots every slot of the smart card service; empty if the service is down
/// @param serviceAnswers whether the smart card service (pcscd) runs
/// @param usb what is plugged in
/// @param printer the default printer's name
/// @param scanner what `station.toml` says
record ReaderReport(
    HardwareProfiles profiles,
    List<PluggedReader> slots,
    boolean serviceAnswers,
    List<UsbDevice> usb,
    Optional<String> printer,
    Optional<StationSettings.Scanner> scanner) {
  private static final String LISTENED = "Is listened to while a voter is asked for the numbers.";
  private static final String REFUSED =
      "Does not work well enough for a polling day; it is not used. Take another reader.";
  private static final String ROW = "%-8s %-44s %-10s %-12s %-17s %s";

  /// Whether a chip reader can be used; without the smart card service nobody can say.
  ExitCode exitCode() {
    if (!serviceAnswers) {
      return ExitCode.UNREACHABLE;
    }
    return slots.stream().anyMatch(PluggedReader::isUsable) ? ExitCode.DONE : ExitCode.REFUSED;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("", "device", "USB", "slot", "profile", "status").stripTrailing());
    if (!serviceAnswers) {
      lines.add("The smart card service does not run: install and start the package pcscd.");
      say(lines, "sudo apt install pcscd; sudo systemctl start pcscd.socket");
    }
    addSlots(lines);
    boolean unseen = addUnseen(lines);
    if (serviceAnswers && slots.isEmpty()) {
      lines.add("The smart card service sees no reader.");
      if (!unseen) {
        say(lines, "Plug one in. If one is: try another port and another cable, without a hub.");
      }
    }
    addScanners(lines);
    addPrinter(lines);
    return lines;
  }

  // --- Chip readers

  private void addSlots(List<String> lines) {
    Optional<PluggedReader> used = slots.stream().filter(PluggedReader::isUsable).findFirst();
    for (PluggedReader slot : slots) {
      HardwareProfile profile = slot.profile();
      boolean isUsed = used.isPresent() && used.get() == slot;
      String role =
          isUsed
              ? "used"
              : slot.isUsable()
                  ? "second"
                  : profile.takesPassports(slot.pcscName()) ? "not used" : "not for it";
      row(lines, "reader", slot.pcscName(), plugged(profile), role, profile);
      say(lines, thought(slot, isUsed));
      if (!profile.takesPassports(slot.pcscName())) {
        continue;
      }
      profile.quirks().forEach(quirk -> say(lines, "Note: " + quirk));
    }
  }

  private static String thought(PluggedReader slot, boolean isUsed) {
    HardwareProfile profile = slot.profile();
    if (!profile.takesPassports(slot.pcscName())) {
      return "This slot does not take passports; it is never used.";
    }
    if (profile.kind() == HardwareProfile.Kind.VIRTUAL && !slot.isUsable()) {
      return "A virtual reader; a real election never uses one.";
    }
    if (slot.isUsable() && !isUsed) {
      return "Used when a passport lies on it and none on the first.";
    }
    return switch (profile.status()) {
      case TESTED -> "Works: " + profile.testedWith() + ".";
      case EXPECTED -> "Should work by its data sheet; we have not tried it with passports.";
      case REFUSED -> REFUSED;
      case UNKNOWN -> "Has no profile; it is used with what every reader can do, slowly.";
    };
  }

  private String plugged(DeviceProfile profile) {
    return usb.stream()
        .map(UsbDevice::id)
        .filter(profile.usb()::contains)
        .map(DeviceProfile.UsbId::toString)
        .findFirst()
        .orElse("-");
  }

  /// Readers on the USB that have no slot; with two of a kind and slots for one, the second.
  ///
  /// @return whether there are any
  private boolean addUnseen(List<String> lines) {
    Map<String, Integer> seen = new HashMap<>();
    boolean any = false;
    for (UsbDevice device : usb) {
      Optional<HardwareProfile> known =
          profiles.all().stream().filter(p -> p.usb().contains(device.id())).findFirst();
      if (known.isEmpty() && !device.isSmartCardReader()) {
        continue;
      }
      HardwareProfile profile = known.orElse(HardwareProfile.UNKNOWN);
      if (seen.merge(profile.id(), 1, Integer::sum) > readersShown(profile)) {
        any = true;
        row(lines, "reader", name(device, profile), device.id().toString(), "none", profile);
        say(lines, "Plugged in, but the smart card service does not show it.");
        if (profile.status() == DeviceProfile.Status.REFUSED) {
          say(lines, REFUSED);
        }
        say(lines, remedy(device, profile));
        profile.quirks().forEach(quirk -> say(lines, "Note: " + quirk));
      }
    }
    return any;
  }

  /// How many readers of a profile the slots are of: one may have slots for other cards too.
  private long readersShown(HardwareProfile profile) {
    List<PluggedReader> mine =
        slots.stream().filter(slot -> slot.profile().id().equals(profile.id())).toList();
    long forPassports =
        mine.stream().filter(slot -> profile.takesPassports(slot.pcscName())).count();
    return mine.isEmpty() ? 0 : Math.max(1, forPassports);
  }

  private String remedy(UsbDevice device, HardwareProfile profile) {
    List<String> thieves =
        device.drivers().stream().filter(profile.kernelBlacklist()::contains).toList();
    if (!thieves.isEmpty()) {
      return "The kernel driver %s holds it. Write %s into /etc/modprobe.d/urna.conf, restart."
          .formatted(
              String.join(", ", thieves),
              profile.kernelBlacklist().stream()
                  .map(module -> "\"blacklist " + module + "\"")
                  .collect(Collectors.joining(", ")));
    }
    if (!serviceAnswers) {
      return "Start pcscd first.";
    }
    return device.drivers().stream()
        .filter(driver -> !driver.equals("usbfs"))
        .findFirst()
        .map(driver -> "The kernel driver " + driver + " holds it.")
        .orElse("Install the package libccid, then plug it in again.");
  }

  // --- Scanners

  private void addScanners(List<String> lines) {
    if (scanner.isPresent()) {
      addConfigured(lines, scanner.get());
    } else {
      lines.add(ROW.formatted("scanner", "none in station.toml", "-", "-", "-", "-"));
      say(
          lines,
          "A scanner that types like a keyboard needs no setting; typing is always possible.");
    }
    for (UsbDevice device : usb) {
      for (String port : device.serialPorts()) {
        if (scanner.flatMap(StationSettings.Scanner::devicePath).filter(port::equals).isEmpty()) {
          lines.add(ROW.formatted("serial", name(device), device.id(), port, "-", "-"));
          say(
              lines,
              "If this is the scanner, name it in station.toml: [scanner] device = \"%s\", profile = \"%s\"."
                  .formatted(port, profileFor(device)));
        }
      }
    }
  }

  private String profileFor(UsbDevice device) {
    return profiles.scanners().stream()
        .filter(profile -> profile.serial().isPresent() && profile.usb().contains(device.id()))
        .map(ScannerProfile::id)
        .findFirst()
        .orElse("mrz-serial");
  }

  private void addConfigured(List<String> lines, StationSettings.Scanner set) {
    Optional<ScannerProfile> profile = profiles.scanner(set.profile());
    String device = set.devicePath().orElse("keyboard");
    if (profile.isEmpty()) {
      lines.add(ROW.formatted("scanner", device, "-", "-", set.profile(), "-"));
      say(lines, "There is no such profile; the kiosk will not start with this setting.");
      return;
    }
    row(lines, "scanner", profile.get().name(), plugged(profile.get()), device, profile.get());
    say(lines, set.devicePath().map(Path::of).map(ReaderReport::thought).orElse(LISTENED));
    profile.get().quirks().forEach(quirk -> say(lines, "Note: " + quirk));
  }

  private static String thought(Path port) {
    if (!Files.exists(port)) {
      return "Not plugged in now: the kiosk waits for it, and typing is always possible.";
    }
    return Files.isReadable(port) && Files.isWritable(port)
        ? LISTENED
        : "This account may not open it: sudo usermod -aG dialout $USER, then sign in again.";
  }

  // --- Printers

  private void addPrinter(List<String> lines) {
    if (printer.isEmpty()) {
      lines.add(ROW.formatted("printer", "no default printer", "-", "-", "-", "-"));
      say(lines, "Receipts stand on the screen only. Remedy: set a default queue in CUPS.");
      return;
    }
    profiles.printers().stream()
        .findFirst()
        .ifPresentOrElse(
            profile -> {
              row(lines, "printer", printer.get(), plugged(profile), "-", profile);
              profile.quirks().forEach(quirk -> say(lines, "Note: " + quirk));
            },
            () -> lines.add(ROW.formatted("printer", printer.get(), "-", "-", "-", "-")));
  }

  // --- Lines

  private static void row(
      List<String> lines,
      String what,
      String name,
      String usb,
      String slot,
      DeviceProfile profile) {
    lines.add(
        ROW.formatted(
            what, name, usb, slot, profile.id(), profile.status().name().toLowerCase(Locale.ROOT)));
  }

  private static void say(List<String> lines, String sentence) {
    lines.add("         " + sentence);
  }

  private static String name(UsbDevice device, HardwareProfile profile) {
    return profile.status() == DeviceProfile.Status.UNKNOWN ? name(device) : profile.name();
  }

  private static String name(UsbDevice device) {
    return device.product().isEmpty() ? "a device without a name" : device.product();
  }
}
