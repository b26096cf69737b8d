package org.urna.hardware;

import java.util.List;

/// What Urna knows of one kind of printer for receipts.
///
/// @param interfaceName how the program reaches it
public record PrinterProfile(
    String id,
    String name,
    Status status,
    String source,
    List<UsbId> usb,
    Interface interfaceName,
    List<String> quirks,
    List<String> kernelBlacklist,
    String testedWith)
    implements DeviceProfile {

  public PrinterProfile {
    usb = List.copyOf(usb);
    quirks = List.copyOf(quirks);
    kernelBlacklist = List.copyOf(kernelBlacklist);
    DeviceProfile.requireEvidence(status, testedWith);
  }

  /// How the program reaches a printer.
  public enum Interface {
    /// The system's default queue, which takes a page: CUPS on Linux.
    DEFAULT_QUEUE
  }
}
