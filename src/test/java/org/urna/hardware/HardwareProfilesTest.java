package org.urna.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.hardware.DeviceProfile.Status;

/// The profiles that are shipped, and the strictness of reading them.
class HardwareProfilesTest {

  private static final Path SHIPPED = Path.of("hardware-profiles");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00, acr1252u, 448, true",
    "ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] 00 01, acr1252u, 448, false",
    "ACS ACR1552 1S CL Reader [ACR1552 Reader PICC] 00 00, acr1552u, 448, true",
    "ACS ACR122U PICC Interface 00 00, acr122u, 231, true",
    "HID Global OMNIKEY 5022 Smart Card Reader 00 00, omnikey-5022, 448, true",
    "HID OMNIKEY 5427 CK 00 00, omnikey-5427ck, 448, true",
    "Identiv uTrust 3700 F CL Reader [uTrust 3700 F CL Reader] (53691433200106) 00 00, utrust-3700f, 960, true",
    "ELYCTIS CL reader [Elyctis CL reader] 00 00, elyctis-cl, 960, true",
    "Identiv uTrust 3701 F CL Reader [uTrust 3701 F CL Reader] (53691433200107) 00 00, utrust-3701f, 960, true",
    "DESKO GmbH PENTA Scanner 00 00, desko-penta, 223, true",
    "DESKO GmbH PENTA Scanner SAM 00 01, desko-penta, 223, false",
    "Access IS ePassport Reader 00 00, access-is, 223, true",
    "ACS ACR1552 1S CL Reader [ACR1552 Reader SAM] 00 01, acr1552u, 448, false",
    "ELYCTIS SAM reader 00 01, unknown, 231, false",
    "SpringCard Puck [SpringCard Puck Contactless] 00 00, springcard-puck, 7900, true",
    "Regula RFID Reader 00 00, regula-7050, 231, true",
    "Aktiv Rutoken SCR 3101 NFC [CCID] 00 00, rutoken-scr-3101, 231, true",
    "Virtual PCD 00 00, virtual-pcd, 7900, true",
    "Virtual PCD 00 01, virtual-pcd, 7900, false",
    "Some Other Reader 00 00, unknown, 231, true",
    "Some Other Reader SAM 00 01, unknown, 231, false"
  })
  void findsModelAndSlotByName(String pcscName, String id, int block, boolean takesPassports)
      throws Exception {
    HardwareProfile profile = HardwareProfiles.load(SHIPPED).of(pcscName);
    assertThat(profile.id()).isEqualTo(id);
    assertThat(profile.cardExchange().blockSize()).isEqualTo(block);
    assertThat(profile.takesPassports(pcscName)).isEqualTo(takesPassports);
  }

  @Test
  void claimsOnlyWhatWasTested() throws Exception {
    HardwareProfiles profiles = HardwareProfiles.load(SHIPPED);
    assertThat(profiles.all()).hasSize(14);
    assertThat(profiles.scanners())
        .extracting(ScannerProfile::id)
        .containsExactly("elyctis-mrz", "mrz-serial", "mrz-wedge");
    assertThat(profiles.printers()).extracting(PrinterProfile::id).containsExactly("cups-default");
    List<DeviceProfile> every = new ArrayList<>(profiles.all());
    every.addAll(profiles.scanners());
    every.addAll(profiles.printers());
    assertThat(every.stream().filter(p -> p.status() == Status.TESTED))
        .extracting(DeviceProfile::id)
        .containsExactly("virtual-pcd");
    assertThat(every).allMatch(p -> !p.source().isBlank());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exchange = \"extended\"|exchange = \"fast\"|exchange",
        "status = \"expected\"|status = \"perfect\"|status",
        "status = \"expected\"|status = \"tested\"|tested-with",
        "exchange = \"extended\"|exchange = \"extended\" NEWLINE led = 1|led",
        "max-ccid-message = 522|max-ccid-message = \"522\"|max-ccid-message",
        "max-ccid-message = 522|max-ccid-message = 400|max-ccid-message",
        "max-ccid-message = 522||max-ccid-message",
        "[448, 223, 160, 112]|[448, 448]|block-sizes",
        "[448, 223, 160, 112]|[]|block-sizes",
        "[448, 223, 160, 112]|[9000]|block size",
        "[448, 223, 160, 112]|448|block-sizes",
        "'^(?!.*SAM).*PICC'|'('|slot-pattern",
        "\"T=1\"|\"T=0\"|connect-protocol",
        "072F|072f|usb",
        "pid|product|usb",
        "id = \"acr1252u\"|id = \"other\"|id",
        "id = \"acr1252u\"|id = |cannot be read"
      })
  void namesTheKeyThatIsWrong(String good, String bad, String key) throws Exception {
    String text = Files.readString(SHIPPED.resolve("acr1252u.toml"));
    assertThat(text).contains(good);
    Files.writeString(
        folder.resolve("acr1252u.toml"),
        text.replace(good, bad == null ? "" : bad.replace("NEWLINE", "\n")));
    assertThatThrownBy(() -> HardwareProfiles.load(folder))
        .isInstanceOf(HardwareProfileException.class)
        .hasMessageContaining("acr1252u.toml")
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "elyctis-mrz|baud = 9600|baud = 0|baud",
        "elyctis-mrz|baud = 9600|baud = 12|baud",
        "elyctis-mrz|baud = 9600||baud",
        "elyctis-mrz|framing = \"elyctis\"|framing = \"morse\"|framing",
        "elyctis-mrz|43 00 01 01|43 00 01 0|start-command",
        "elyctis-mrz|baud = 9600|baud = 9600 NEWLINE exchange = \"short\"|exchange",
        "elyctis-mrz|mrz-serial\"|mrz-wedge\"|baud",
        "mrz-wedge|kind = \"mrz-wedge\"|kind = \"mrz-serial\"|baud",
        "mrz-wedge|kind = \"mrz-wedge\"|kind = \"pcsc\"|pcsc-name-pattern",
        "mrz-wedge|kind = \"mrz-wedge\"|kind = \"camera\"|kind",
        "mrz-wedge|status = \"expected\"|status = \"tested\"|tested-with",
        "cups-default|default-queue|esc-pos|interface",
        "cups-default|interface = \"default-queue\"||interface",
        "acr1252u|exchange =|baud = 9600 NEWLINE exchange =|baud"
      })
  void everyKindHasItsOwnKeys(String id, String good, String bad, String key) throws Exception {
    String text = Files.readString(SHIPPED.resolve(id + ".toml"));
    assertThat(text).contains(good);
    Files.writeString(
        folder.resolve(id + ".toml"),
        text.replace(good, bad == null ? "" : bad.replace("NEWLINE", "\n")));
    assertThatThrownBy(() -> HardwareProfiles.load(folder))
        .isInstanceOf(HardwareProfileException.class)
        .hasMessageContaining(id + ".toml")
        .hasMessageContaining(key);
  }

  @Test
  void findsAModelByItsUsbNumbers() throws Exception {
    HardwareProfiles profiles = HardwareProfiles.load(SHIPPED);
    assertThat(profiles.of(new DeviceProfile.UsbId("072F", "223E")))
        .extracting(DeviceProfile::id)
        .containsExactly("acr1252u");
    assertThat(profiles.of(new DeviceProfile.UsbId("FFFF", "0000"))).isEmpty();
    for (HardwareProfile profile : profiles.all()) {
      for (DeviceProfile.UsbId id : profile.usb()) {
        assertThat(profiles.of(id)).as(id.toString()).containsExactly(profile);
      }
    }
  }

  @Test
  void refusesAFileThatIsTooLong() throws Exception {
    Files.writeString(folder.resolve("long.toml"), "#".repeat(20_000));
    assertThatThrownBy(() -> HardwareProfiles.load(folder))
        .isInstanceOf(HardwareProfileException.class);
  }

  @Test
  void refusesTheSameModelTwice() {
    assertThatThrownBy(
            () -> new HardwareProfiles(List.of(HardwareProfile.UNKNOWN, HardwareProfile.UNKNOWN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
