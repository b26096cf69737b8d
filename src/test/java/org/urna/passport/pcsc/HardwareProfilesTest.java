package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.passport.pcsc.DeviceProfile.Status;

/// The profiles that are shipped, and the strictness of reading them.
class HardwareProfilesTest {

  private static final Path SHIPPED = Path.of("hardware-profiles");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00, acr1252u, 448, true",
    "ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] 00 01, acr1252u, 448, false",
    "ACS ACR1552 1S CL Reader [ACR1552 Reader PICC] 00 00, acr1552u, 448, true",
    "ACS ACR122U PICC Interface 00 00, acr122u, 223, true",
    "HID Global OMNIKEY 5022 Smart Card Reader 00 00, omnikey-5022, 448, true",
    "HID OMNIKEY 5427 CK 00 00, omnikey-5427ck, 448, true",
    "Identiv uTrust 3700 F CL Reader [uTrust 3700 F CL Reader] (53691433200106) 00 00, utrust-3700f, 960, true",
    "ELYCTIS CL reader [Elyctis CL reader] 00 00, elyctis-cl, 960, true",
    "SpringCard Puck [SpringCard Puck Contactless] 00 00, springcard-puck, 7900, true",
    "Regula RFID Reader 00 00, regula-7050, 223, true",
    "Aktiv Rutoken SCR 3101 NFC [CCID] 00 00, rutoken-scr-3101, 223, true",
    "Virtual PCD 00 00, virtual-pcd, 7900, true",
    "Virtual PCD 00 01, virtual-pcd, 7900, false",
    "Some Other Reader 00 00, unknown, 223, true",
    "Some Other Reader SAM 00 01, unknown, 223, false"
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
    assertThat(profiles.all()).hasSize(11);
    assertThat(profiles.all().stream().filter(p -> p.status() == Status.TESTED))
        .extracting(HardwareProfile::id)
        .containsExactly("virtual-pcd");
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
        "'PICC'|'('|slot-pattern",
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
