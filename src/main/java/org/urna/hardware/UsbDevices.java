package org.urna.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.urna.hardware.DeviceProfile.UsbId;

/// The USB devices of this machine, from Linux' sysfs: what is plugged in, also if the smart card
/// service does not see it, and which kernel driver holds it.
///
/// It lists devices (`1-2`) and their interfaces (`1-2:1.0`) side by side. A device that vanishes
/// while it is read is left out.
public final class UsbDevices {
  /// Where Linux keeps them.
  public static final Path SYSFS = Path.of("/sys/bus/usb/devices");

  private static final int MOST_DEVICES = 256;
  private static final String SMART_CARD_CLASS = "0b";

  private UsbDevices() {}

  /// The devices under `root`, ordered by port; none on a system without sysfs.
  public static List<UsbDevice> list(Path root) {
    Set<String> entries = Sysfs.names(root, "*");
    List<UsbDevice> devices = new ArrayList<>();
    for (String entry : entries) {
      if (!entry.contains(":") && devices.size() < MOST_DEVICES) {
        device(root, entry, entries).ifPresent(devices::add);
      }
    }
    return List.copyOf(devices);
  }

  private static Optional<UsbDevice> device(Path root, String port, Set<String> entries) {
    Path folder = root.resolve(port);
    UsbId id;
    try {
      id = new UsbId(number(folder, "idVendor"), number(folder, "idProduct"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean smartCard = false;
    Set<String> drivers = new TreeSet<>();
    Set<String> ports = new TreeSet<>();
    for (String entry : entries) {
      if (entry.startsWith(port + ":")) {
        Path part = root.resolve(entry);
        smartCard |= Sysfs.text(part, "bInterfaceClass").equals(SMART_CARD_CLASS);
        driver(part).ifPresent(drivers::add);
        Sysfs.names(part.resolve("tty"), "tty*").forEach(tty -> ports.add("/dev/" + tty));
        Sysfs.names(part, "ttyUSB*").forEach(tty -> ports.add("/dev/" + tty));
      }
    }
    String name =
        (Sysfs.text(folder, "manufacturer") + " " + Sysfs.text(folder, "product")).strip();
    return Optional.of(
        new UsbDevice(port, id, name, smartCard, List.copyOf(drivers), List.copyOf(ports)));
  }

  private static String number(Path folder, String file) {
    return Sysfs.text(folder, file).toUpperCase(Locale.ROOT);
  }

  private static Optional<String> driver(Path part) {
    try {
      Path link = Files.readSymbolicLink(part.resolve("driver")).getFileName();
      return Optional.ofNullable(link).map(name -> Sysfs.printable(name.toString()));
    } catch (IOException | UnsupportedOperationException e) {
      // No driver has it.
      return Optional.empty();
    }
  }
}
