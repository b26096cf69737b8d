package org.urna.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.hardware.DeviceProfile.UsbId;

class UsbDevicesTest {
  @TempDir Path sysfs;

  private void file(String path, String text) throws IOException {
    Path file = sysfs.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void device(String port, String vid, String pid, String maker, String product)
      throws IOException {
    file(port + "/idVendor", vid + "\n");
    file(port + "/idProduct", pid + "\n");
    file(port + "/manufacturer", maker + "\n");
    file(port + "/product", product + "\n");
  }

  private void part(String name, String usbClass, String driver) throws IOException {
    file(name + "/bInterfaceClass", usbClass + "\n");
    if (!driver.isEmpty()) {
      Files.createSymbolicLink(
          sysfs.resolve(name).resolve("driver"), Path.of("../../../bus/usb/drivers/" + driver));
    }
  }

  @Test
  void namesDevicesAndTheDriversThatHoldThem() throws Exception {
    device("1-2", "072f", "2200", "ACS", "ACR122U PICC Interface");
    part("1-2:1.0", "0b", "pn533_usb");
    device("1-10", "1ffa", "0003", "ELYCTIS", "ID BOX");
    part("1-10:1.0", "02", "cdc_acm");
    part("1-10:1.1", "0a", "cdc_acm");
    file("1-10:1.0/tty/ttyACM0/dev", "166:0");
    device("2-1", "0403", "6001", "", "USB Serial");
    part("2-1:1.0", "ff", "ftdi_sio");
    file("2-1:1.0/ttyUSB0/tty/ttyUSB0/dev", "188:0");
    assertThat(UsbDevices.list(sysfs))
        .containsExactly(
            new UsbDevice(
                "1-10",
                new UsbId("1FFA", "0003"),
                "ELYCTIS ID BOX",
                false,
                List.of("cdc_acm"),
                List.of("/dev/ttyACM0")),
            new UsbDevice(
                "1-2",
                new UsbId("072F", "2200"),
                "ACS ACR122U PICC Interface",
                true,
                List.of("pn533_usb"),
                List.of()),
            new UsbDevice(
                "2-1",
                new UsbId("0403", "6001"),
                "USB Serial",
                false,
                List.of("ftdi_sio"),
                List.of("/dev/ttyUSB0")));
  }

  @Test
  void leavesOutWhatItCannotRead() throws Exception {
    file("1-1/idVendor", "072f\n");
    device("1-3", "zzzz", "0001", "", "");
    device("1-4", "", "", "", "");
    Files.createDirectories(sysfs.resolve("usb1"));
    file("README", "no device");
    assertThat(UsbDevices.list(sysfs)).isEmpty();
    assertThat(UsbDevices.list(sysfs.resolve("absent"))).isEmpty();
    assertThat(UsbDevices.list(sysfs.resolve("README"))).isEmpty();
  }

  @Test
  void doesNotTrustWhatADeviceCallsItself() throws Exception {
    device("1-5", "072f", "2200", "\u001b[2J\u0007Evil\r\n", "x".repeat(5_000));
    UsbDevice device = UsbDevices.list(sysfs).getFirst();
    assertThat(device.product()).startsWith("[2JEvil").matches("[ -~]{1,121}");
    assertThat(device.isSmartCardReader()).isFalse();
    assertThat(device.drivers()).isEmpty();
  }
}
