package org.urna.hardware;

import java.util.List;
import org.urna.hardware.DeviceProfile.UsbId;

/// A device on the USB, as the kernel describes it.
///
/// @param port where it is plugged in, such as `1-2`
/// @param product maker and product as the device calls itself; printable ASCII, may be empty
/// @param isSmartCardReader an interface of it has USB's smart card class
/// @param drivers the kernel drivers that hold its interfaces, without repetition
/// @param serialPorts its device files, such as `/dev/ttyACM0`
public record UsbDevice(
    String port,
    UsbId id,
    String product,
    boolean isSmartCardReader,
    List<String> drivers,
    List<String> serialPorts) {

  public UsbDevice {
    drivers = List.copyOf(drivers);
    serialPorts = List.copyOf(serialPorts);
  }
}
