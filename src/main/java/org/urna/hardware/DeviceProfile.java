package org.urna.hardware;

import java.util.List;
import java.util.regex.Pattern;

/// What Urna knows of one model of a device: a chip reader, a scanner of machine readable zones, or
/// a printer. One TOML file in `hardware-profiles/` each.
public sealed interface DeviceProfile permits HardwareProfile, ScannerProfile, PrinterProfile {

  /// The file's name without `.toml`.
  String id();

  /// Maker and model, for people.
  String name();

  /// What Urna thinks of it.
  Status status();

  /// Where the values are from.
  String source();

  /// Vendor and product numbers; empty if any device will do.
  List<UsbId> usb();

  /// Sentences for whoever sets the device up.
  List<String> quirks();

  /// Kernel modules that take the device away from the program that should have it.
  List<String> kernelBlacklist();

  /// What was tried, date and driver of our own test; empty unless status is tested.
  String testedWith();

  /// What Urna thinks of a model.
  enum Status {
    /// Read passports here.
    TESTED,
    /// Should work by its data sheet and driver; nobody has tried.
    EXPECTED,
    /// Does not work well enough for a polling day.
    REFUSED,
    /// Nothing is known.
    UNKNOWN
  }

  /// Vendor and product number, four hexadecimal digits each.
  record UsbId(String vid, String pid) {
    private static final Pattern NUMBER = Pattern.compile("[0-9A-F]{4}");

    public UsbId {
      if (!NUMBER.matcher(vid).matches() || !NUMBER.matcher(pid).matches()) {
        throw new IllegalArgumentException(
            "usb: vid and pid are four hexadecimal digits in capitals");
      }
    }

    @Override
    public String toString() {
      return vid + ":" + pid;
    }
  }

  /// A claim to have tested needs to say with what.
  static void requireEvidence(Status status, String testedWith) {
    if (status == Status.TESTED && testedWith.isBlank()) {
      throw new IllegalArgumentException("status tested needs tested-with");
    }
  }
}
