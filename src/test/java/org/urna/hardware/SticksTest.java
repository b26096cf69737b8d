package org.urna.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.hardware.Sticks.Stick;

class SticksTest {
  private static final Path DATA = Path.of("/var/lib/urna");

  @TempDir Path root;
  private FakeSticks machine;

  @BeforeEach
  void start() throws Exception {
    machine = new FakeSticks(root);
  }

  private List<Path> found() {
    return machine.sticks().list(DATA).stream().map(Stick::folder).toList();
  }

  @Test
  void onlyWhatIsMountedFromARemovableDeviceIsAStick() throws Exception {
    assertThat(found()).isEmpty();
    machine.disk("pci0000:00/ata1", "sda", "8:0", false);
    machine.mount("8:0", "/srv", "/dev/sda");
    machine.mount("0:40", "/media/memory", "tmpfs");
    machine.mount("0:41", "/media/network", "server:/share");
    assertThat(found()).isEmpty();
    Path stick = machine.plugIn("МОЯ ФЛЕШКА");
    assertThat(found()).containsExactly(stick);
    machine.pullOut();
    assertThat(found()).isEmpty();
  }

  /// Disks in USB cases say "not removable"; card readers in a board's own slot hang on no USB.
  @Test
  void usbAndRemovableAreEachEnough() throws Exception {
    machine.disk("pci0000:00/usb2/2-1", "sdc", "8:32", false);
    machine.mount("8:32", "/media/case", "/dev/sdc");
    machine.disk("platform/mmc0", "mmcblk0", "179:0", true);
    machine.mount("179:0", "/media/card", "/dev/mmcblk0");
    assertThat(found()).containsExactly(Path.of("/media/case"), Path.of("/media/card"));
  }

  @Test
  void anEncryptedStickIsWhatItLiesOn() throws Exception {
    machine.disk("pci0000:00/usb2/2-1", "sdc", "8:32", true);
    machine.partition("pci0000:00/usb2/2-1", "sdc", "sdc1", "8:33");
    machine.mapped("dm-0", "253:0", "8:33");
    machine.mount("253:0", "/media/luks", "/dev/mapper/luks");
    machine.mapped("dm-1", "253:1", "259:2");
    machine.mount("253:1", "/home", "/dev/mapper/home");
    assertThat(found()).containsExactly(Path.of("/media/luks"));
  }

  @Test
  void aDiskOfTheSystemOrOfTheDataIsNoneThoughItHangsOnUsb() throws Exception {
    machine.disk("pci0000:00/usb2/2-1", "sdc", "8:32", true);
    machine.partition("pci0000:00/usb2/2-1", "sdc", "sdc1", "8:33");
    machine.partition("pci0000:00/usb2/2-1", "sdc", "sdc2", "8:34");
    machine.mount("8:33", "/boot", "/dev/sdc1");
    machine.mount("8:34", "/var/lib", "/dev/sdc2");
    assertThat(found()).isEmpty();
    assertThat(machine.sticks().list(Path.of("/home/urna"))).hasSize(2);
  }

  @Test
  void eachDeviceCountsOnceAndWhatIsCoveredNotAtAll() throws Exception {
    Path stick = machine.plugIn("one");
    String numbers = machine.sticks().list(DATA).getFirst().device();
    machine.mount(numbers, "/mnt/again", "/dev/sdx1");
    assertThat(found()).containsExactly(stick);
    machine.mount("0:50", stick.toString(), "tmpfs");
    assertThat(found()).containsExactly(Path.of("/mnt/again"));
  }

  @Test
  void aStickThatWasPutInAgainIsAnotherMounting() throws Exception {
    machine.plugIn("one");
    Stick before = machine.sticks().list(DATA).getFirst();
    machine.pullOut();
    machine.plugIn("one");
    assertThat(machine.sticks().list(DATA).getFirst()).isNotEqualTo(before);
  }

  @Test
  void whereNothingIsKnownNothingIsAStick() {
    Sticks none =
        new Sticks(
            () -> {
              throw new IOException("no proc");
            },
            root);
    assertThat(none.list(DATA)).isEmpty();
    assertThat(new Sticks(() -> List.of("", "x y", "1 2 8:0 / /m"), root).list(DATA)).isEmpty();
    assertThat(new Sticks(() -> List.of("1 2 ../.. / /m rw -"), root).list(DATA)).isEmpty();
  }
}
