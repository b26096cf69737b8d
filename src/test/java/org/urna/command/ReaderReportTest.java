package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.failure.ExitCode;
import org.urna.hardware.DeviceProfile.UsbId;
import org.urna.hardware.HardwareProfiles;
import org.urna.hardware.UsbDevice;
import org.urna.passport.pcsc.PluggedReader;
import org.urna.station.StationSettings;

/// `urna station readers` over names and descriptions, without a device.
class ReaderReportTest {
  private static final UsbDevice ACR1252 =
      device("072F", "223B", "ACS ACR1252 Dual Reader", true, "usbfs");
  private static final String PICC = "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00";
  private static final String SAM = "ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] 00 01";

  private HardwareProfiles profiles;
  private boolean practice = false;

  @BeforeEach
  void load() throws Exception {
    profiles = HardwareProfiles.load(Path.of("hardware-profiles"));
  }

  private static UsbDevice device(
      String vid, String pid, String name, boolean smartCard, String... drivers) {
    return new UsbDevice("1-1", new UsbId(vid, pid), name, smartCard, List.of(drivers), List.of());
  }

  private ReaderReport report(List<UsbDevice> usb, String... names) {
    List<PluggedReader> slots =
        Stream.of(names).map(name -> PluggedReader.of(name, profiles, practice)).toList();
    return new ReaderReport(profiles, slots, true, usb, Optional.empty(), Optional.empty());
  }

  private static String text(ReaderReport report) {
    return String.join("\n", report.lines());
  }

  private static String rowOf(ReaderReport report, String name) {
    return report.lines().stream().filter(line -> line.contains(name)).findFirst().orElseThrow();
  }

  @Test
  void usesTheContactlessSlotAndNeverTheOneForSams() {
    for (String[] order : new String[][] {{PICC, SAM}, {SAM, PICC}}) {
      ReaderReport report = report(List.of(ACR1252), order);
      assertThat(rowOf(report, PICC)).contains("072F:223B", " used ", "acr1252u", "expected");
      assertThat(rowOf(report, SAM)).contains("not for it").doesNotContain(" used ");
      assertThat(text(report))
          .contains("Should work by its data sheet")
          .contains("This slot does not take passports; it is never used.")
          .contains("Note: The second slot is for a SAM")
          .doesNotContain("Plugged in, but");
      assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    }
    assertThat(report(List.of(ACR1252), SAM).exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void namesTheDriverThatTookAReaderAndTheRemedy() {
    ReaderReport report = report(List.of(device("072F", "2200", "ACS ACR122U", true, "pn533_usb")));
    assertThat(rowOf(report, "ACR122U")).contains("072F:2200", "none", "acr122u", "refused");
    assertThat(text(report))
        .contains("Plugged in, but the smart card service does not show it.")
        .contains("The kernel driver pn533_usb holds it.")
        .contains("\"blacklist pn533_usb\", \"blacklist pn533\", \"blacklist nfc\"")
        .contains("/etc/modprobe.d/");
    assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void namesAReaderThatHasNoProfileAndNoDriver() {
    ReaderReport report = report(List.of(device("1234", "5678", "Brand New Reader", true)));
    assertThat(rowOf(report, "Brand New Reader")).contains("1234:5678", "unknown");
    assertThat(text(report)).contains("Install the package libccid");
    // A mouse is none of our business.
    assertThat(text(report(List.of(device("046D", "C077", "Mouse", false, "usbhid")))))
        .doesNotContain("Mouse");
  }

  @Test
  void saysInOneSentenceThatTheServiceDoesNotRun() {
    ReaderReport report =
        new ReaderReport(
            profiles, List.of(), false, List.of(ACR1252), Optional.empty(), Optional.empty());
    assertThat(text(report))
        .containsOnlyOnce("pcscd.\n")
        .contains("install and start the package pcscd")
        .contains("ACS ACR1252U")
        .doesNotContain("sees no reader");
    assertThat(report.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void namesTheSecondOfTwoReadersIfOnlyOneIsSeen() {
    ReaderReport one = report(List.of(ACR1252, ACR1252), PICC, SAM);
    assertThat(text(one))
        .containsOnlyOnce("Plugged in, but the smart card service does not show it.");
    ReaderReport both =
        report(List.of(ACR1252, ACR1252), PICC, SAM, PICC.replace("00 00", "01 00"));
    assertThat(text(both)).doesNotContain("Plugged in, but");
    UsbDevice stranger = device("1234", "5678", "Thing", true);
    assertThat(text(report(List.of(stranger, stranger), "Thing 00 00")))
        .containsOnlyOnce("Plugged in, but");
  }

  @Test
  void sendsNobodyAfterARemedyForAReaderThatIsRefusedAnyway() {
    ReaderReport report = report(List.of(device("072F", "2200", "ACS ACR122U", true, "pn533_usb")));
    assertThat(text(report)).contains("it is not used. Take another reader.");
  }

  @Test
  void saysThatAPortMayNotBeOpened(@TempDir Path folder) throws Exception {
    Path port = Files.createFile(folder.resolve("ttyACM0"));
    assertThat(text(with(List.of(), "mrz-serial", port.toString()))).contains("Is listened to");
    Assumptions.assumeTrue(port.toFile().setReadable(false) && !Files.isReadable(port), "root");
    assertThat(text(with(List.of(), "mrz-serial", port.toString())))
        .contains("dialout")
        .doesNotContain("Is listened to");
  }

  @Test
  void saysThatNothingIsPluggedIn() {
    ReaderReport report = report(List.of());
    assertThat(text(report))
        .contains("The smart card service sees no reader.")
        .contains("Plug one in.")
        .contains("none in station.toml")
        .contains("no default printer");
    assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void refusesARefusedReaderAndAVirtualOneInARealElection() {
    ReaderReport refused = report(List.of(), "ACS ACR122U PICC Interface 00 00");
    assertThat(text(refused)).contains("Does not work well enough").contains("refused");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    ReaderReport real = report(List.of(), "Virtual PCD 00 00");
    assertThat(text(real)).contains("a real election never uses one");
    assertThat(real.exitCode()).isEqualTo(ExitCode.REFUSED);
    practice = true;
    ReaderReport rehearsal = report(List.of(), "Virtual PCD 00 00");
    assertThat(text(rehearsal)).contains("Works: ");
    assertThat(rehearsal.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aReaderWithoutProfileIsUsedWithCare() {
    ReaderReport report =
        report(List.of(device("1234", "5678", "Thing", true)), "Thing 00 00", PICC);
    assertThat(rowOf(report, "Thing 00 00")).contains(" used ", "unknown");
    assertThat(rowOf(report, PICC)).contains("second");
    assertThat(text(report)).contains("Has no profile").doesNotContain("Plugged in, but");
  }

  @Test
  void showsScannersSerialPortsAndThePrinter() {
    UsbDevice box =
        new UsbDevice(
            "1-1",
            new UsbId("1FFA", "0003"),
            "ELYCTIS ID BOX",
            false,
            List.of("cdc_acm"),
            List.of("/dev/ttyACM7"));
    ReaderReport found =
        new ReaderReport(
            profiles, List.of(), true, List.of(box), Optional.of("TM-T88"), Optional.empty());
    assertThat(rowOf(found, "ELYCTIS ID BOX")).contains("serial", "1FFA:0003", "/dev/ttyACM7");
    assertThat(text(found))
        .contains("[scanner] device = \"/dev/ttyACM7\", profile = \"mrz-serial\"");
    assertThat(rowOf(found, "TM-T88")).contains("printer", "cups-default", "expected");
    ReaderReport set = with(List.of(box), "elyctis-mrz", "/dev/ttyACM7");
    assertThat(rowOf(set, "ELYCTIS ID BOX, page")).contains("scanner", "/dev/ttyACM7");
    assertThat(text(set)).contains("Not plugged in now").doesNotContain("If this is the scanner");
    assertThat(text(with(List.of(), "no-such", "/dev/null"))).contains("There is no such profile");
    assertThat(text(with(List.of(), "mrz-serial", "/dev/null"))).contains("Is listened to");
  }

  private ReaderReport with(List<UsbDevice> usb, String profile, String device) {
    return new ReaderReport(
        profiles,
        List.of(),
        true,
        usb,
        Optional.empty(),
        Optional.of(new StationSettings.Scanner(profile, device)));
  }
}
