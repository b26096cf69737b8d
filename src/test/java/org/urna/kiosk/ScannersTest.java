package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.flow.voter.ScanNotice;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.TypedKey;
import org.urna.hardware.HardwareProfiles;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.passport.mrz.MrzForm;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.MrzScanner;
import org.urna.passport.scan.Pages;
import org.urna.passport.scan.ScanBox;
import org.urna.passport.scan.TwoScanners;
import org.urna.station.StationSettings;
import org.urna.station.StationSettingsException;

class ScannersTest {
  @TempDir Path folder;

  /// A scanner that has seen one page.
  private record Shown(MrzScan scan) implements MrzScanner {
    @Override
    public String name() {
      return "shown";
    }

    @Override
    public MrzScan await(Duration limit) {
      return scan;
    }

    @Override
    public void close() {}
  }

  private static ScannedPage page(MrzForm form, String text) throws Exception {
    MachineReadableZone zone = MachineReadableZone.parse(form, text);
    ScannedPage page = Scanners.next(new Shown(new MrzScan.Read(zone)));
    assertThatThrownBy(zone::toAscii).as("wiped").isInstanceOf(IllegalStateException.class);
    return page;
  }

  @Test
  void aPassportBookGivesTheKeyAndTheWholeZone() throws Exception {
    ScannedPage.Key page = (ScannedPage.Key) page(MrzForm.TD3, Pages.BOOK);
    try (TypedKey key = page.key()) {
      assertThat(key.documentNumber()).hasToString("L898902C3");
      assertThat(key.birthDate()).hasToString("740812");
      assertThat(key.expiryDate()).hasToString("120415");
      assertThat(key.zone()).map(CharSequence::toString).contains(Pages.BOOK);
    }
  }

  @Test
  void everythingElseIsNamed() throws Exception {
    assertThat(page(MrzForm.TD3, Pages.internalPassport()))
        .isEqualTo(new ScannedPage.Unsuitable(ScanNotice.INTERNAL_PASSPORT));
    assertThat(page(MrzForm.TD1, Pages.CARD))
        .isEqualTo(new ScannedPage.Unsuitable(ScanNotice.CARD));
    assertThat(page(MrzForm.TD3, Pages.BOOK.replace("P<UTO", "V<UTO")))
        .isEqualTo(new ScannedPage.Unsuitable(ScanNotice.UNREADABLE));
    // An internal code of another state has no Russian words.
    assertThat(page(MrzForm.TD3, Pages.internalPassport().replace("PNRUS", "PNUTO")))
        .isEqualTo(new ScannedPage.Unsuitable(ScanNotice.UNREADABLE));
    assertThat(Scanners.next(new Shown(new MrzScan.Unreadable())))
        .isEqualTo(new ScannedPage.Unsuitable(ScanNotice.UNREADABLE));
    assertThat(Scanners.next(new Shown(new MrzScan.Nothing()))).isEqualTo(new ScannedPage.None());
  }

  private StationSettings settings(String scanner) throws Exception {
    Path file = folder.resolve("station.toml");
    Files.writeString(
        file, Files.readString(Path.of("kiosk-config/station.toml")) + "\n" + scanner + "\n");
    return StationSettings.read(file);
  }

  private static MrzScanner chosen(StationSettings settings, ScanBox keyboard) throws Exception {
    return Scanners.of(settings, HardwareProfiles.load(Path.of("hardware-profiles")), keyboard);
  }

  @Test
  void theKeyboardIsAlwaysListenedTo() throws Exception {
    ScanBox keyboard = new ScanBox("keyboard");
    assertThat(chosen(settings(""), keyboard)).isSameAs(keyboard);
    assertThat(chosen(settings("[scanner]\nprofile = \"mrz-wedge\""), keyboard)).isSameAs(keyboard);
    try (MrzScanner both =
        chosen(
            settings("[scanner]\nprofile = \"elyctis-mrz\"\ndevice = \"/dev/ttyACM0\""),
            keyboard)) {
      assertThat(both).isInstanceOf(TwoScanners.class);
      assertThat(both.name()).contains("ELYCTIS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-scanner, /dev/ttyACM0, no scanner named",
    "acr1252u, /dev/ttyACM0, no scanner named",
    "elyctis-mrz, , needs one",
    "mrz-wedge, /dev/ttyACM0, has none"
  })
  void refusesSettingsThatFitNoScanner(String profile, String device, String why) throws Exception {
    StationSettings settings =
        settings(
            "[scanner]\nprofile = \""
                + profile
                + "\""
                + (device == null ? "" : "\ndevice = \"" + device + "\""));
    assertThatThrownBy(() -> chosen(settings, new ScanBox("keyboard")))
        .isInstanceOf(StationSettingsException.class)
        .hasMessageContaining(why);
  }
}
