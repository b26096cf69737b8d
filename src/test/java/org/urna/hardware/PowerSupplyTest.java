package org.urna.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.hardware.PowerSupply.Source;

/// Over folders as Linux' sysfs has them.
class PowerSupplyTest {
  @TempDir Path root;

  private void supply(String name, Map<String, String> files) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue() + "\n");
    }
  }

  private void battery(String name, String status, String capacity) throws IOException {
    supply(name, Map.of("type", "Battery", "status", status, "capacity", capacity));
  }

  private void plug(String type, String online) throws IOException {
    supply("AC", Map.of("type", type, "online", online));
  }

  @Test
  void aPluggedInLaptopIsOnMains() throws IOException {
    plug("Mains", "1");
    battery("BAT0", "Charging", "12");
    PowerSupply power = PowerSupply.read(root);
    assertThat(power).isEqualTo(new PowerSupply(Source.MAINS, OptionalInt.of(12)));
    assertThat(power.isLow()).isFalse();
  }

  @Test
  void anUnpluggedLaptopIsOnItsBattery() throws IOException {
    plug("Mains", "0");
    battery("BAT0", "Discharging", "40");
    assertThat(PowerSupply.read(root))
        .isEqualTo(new PowerSupply(Source.BATTERY, OptionalInt.of(40)));
    assertThat(PowerSupply.read(root).isLow()).isFalse();
    battery("BAT0", "Discharging", "39");
    assertThat(PowerSupply.read(root).isLow()).isTrue();
  }

  @Test
  void aBatteryAloneSaysItselfWhetherItIsDrained() throws IOException {
    battery("BAT0", "Full", "100");
    assertThat(PowerSupply.read(root).source()).isEqualTo(Source.MAINS);
    battery("BAT0", "Discharging", "90");
    assertThat(PowerSupply.read(root).source()).isEqualTo(Source.BATTERY);
  }

  @Test
  void aWeakChargerIsStillMains() throws IOException {
    plug("USB", "2");
    battery("BAT0", "Discharging", "50");
    assertThat(PowerSupply.read(root).source()).isEqualTo(Source.MAINS);
  }

  @Test
  void theEmptiestOfTwoBatteriesCounts() throws IOException {
    plug("Mains", "0");
    battery("BAT0", "Discharging", "80");
    battery("BAT1", "Unknown", "7");
    assertThat(PowerSupply.read(root).percent()).hasValue(7);
  }

  @Test
  void aMousesBatteryDoesNotCount() throws IOException {
    supply(
        "hidpp_battery_0",
        Map.of("type", "Battery", "scope", "Device", "status", "Discharging", "capacity", "3"));
    assertThat(PowerSupply.read(root)).isEqualTo(PowerSupply.unknown());
  }

  @Test
  void aMachineThatDoesNotSayIsUnknown() throws IOException {
    assertThat(PowerSupply.read(root.resolve("nowhere"))).isEqualTo(PowerSupply.unknown());
    assertThat(PowerSupply.read(root)).isEqualTo(PowerSupply.unknown());
    plug("Mains", "0");
    assertThat(PowerSupply.read(root)).isEqualTo(PowerSupply.unknown());
    assertThat(PowerSupply.unknown().isLow()).isFalse();
  }

  @Test
  void aCapacityThatIsNoNumberIsNone() throws IOException {
    plug("Mains", "0");
    battery("BAT0", "Discharging", "-1");
    PowerSupply power = PowerSupply.read(root);
    assertThat(power).isEqualTo(new PowerSupply(Source.BATTERY, OptionalInt.empty()));
    assertThat(power.isLow()).isTrue();
  }
}
