package org.urna.hardware;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.urna.passport.scan.SerialLine;

/// What Urna knows of one model of scanner for machine readable zones.
///
/// @param serialLine how it speaks on its serial port; null if it types like a keyboard
public record ScannerProfile(
    String id,
    String name,
    Status status,
    String source,
    List<UsbId> usb,
    @Nullable SerialLine serialLine,
    List<String> quirks,
    List<String> kernelBlacklist,
    String testedWith)
    implements DeviceProfile {

  public ScannerProfile {
    usb = List.copyOf(usb);
    quirks = List.copyOf(quirks);
    kernelBlacklist = List.copyOf(kernelBlacklist);
    DeviceProfile.requireEvidence(status, testedWith);
  }

  /// Empty for a keyboard wedge.
  public Optional<SerialLine> serial() {
    return Optional.ofNullable(serialLine);
  }
}
