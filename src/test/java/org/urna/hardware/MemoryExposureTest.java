package org.urna.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.hardware.MemoryExposure.Fact;
import org.urna.hardware.MemoryExposure.State;

/// A machine as Linux describes it in its files, safe until a test opens one way out of it.
class MemoryExposureTest {
  private static final List<String> FLAGS = List.of("-XX:+DisableAttachMechanism");
  private static final String NO_SWAP = "Filename\tType\tSize\tUsed\tPriority\n";

  @TempDir private Path root;
  private MemoryExposure.Places places;

  @BeforeEach
  void safeMachine() throws IOException {
    places = new MemoryExposure.Places(root.resolve("proc"), root.resolve("sys"));
    write("proc/swaps", NO_SWAP);
    write("proc/self/limits", "Limit  Soft\nMax core file size        0      unlimited   bytes\n");
    write("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P %u\n");
    write("proc/sys/kernel/yama/ptrace_scope", "1\n");
    write("sys/power/state", "freeze mem disk\n");
  }

  @Test
  void aMachineWithoutAWayOutIsSafe() {
    MemoryExposure machine = read(FLAGS);
    assertThat(
            List.of(machine.swap(), machine.coreDumps(), machine.attach(), machine.hibernation()))
        .allSatisfy(fact -> assertThat(fact.state()).as(fact.words()).isEqualTo(State.SAFE));
  }

  @Test
  void swapIsExposedUnlessItIsInMemoryOrEncrypted() throws IOException {
    swapOn("/dev/zram0");
    assertThat(read(FLAGS).swap().state()).isEqualTo(State.SAFE);
    swapOn("/dev/dm-1");
    write("sys/class/block/dm-1/dm/uuid", "CRYPT-LUKS2-0123-swap\n");
    assertThat(read(FLAGS).swap().state()).isEqualTo(State.SAFE);
    assertThat(read(FLAGS).hibernation().state()).isEqualTo(State.SAFE);
    swapOn("/dev/sda3");
    assertExposed(read(FLAGS).swap(), "/dev/sda3");
    assertExposed(read(FLAGS).hibernation(), "hibernate.target");
    swapOn("/swapfile");
    assertExposed(read(FLAGS).swap(), "/swapfile");
  }

  @Test
  void coreFilesAreExposedWhenAllowedOrWhenAProgramTakesThemWithoutAsking() throws IOException {
    write("proc/sys/kernel/core_pattern", "|/usr/share/apport/apport -p%p\n");
    assertExposed(read(FLAGS).coreDumps(), "/usr/share/apport/apport");
    write("proc/sys/kernel/core_pattern", "core\n");
    assertThat(read(FLAGS).coreDumps().state()).isEqualTo(State.SAFE);
    write("proc/self/limits", "Max core file size        unlimited   unlimited   bytes\n");
    assertExposed(read(FLAGS).coreDumps(), "ulimit -c 0");
  }

  @Test
  void attachIsExposedWithoutTheFlagOrTheKernelsScope() throws IOException {
    assertExposed(read(List.of()).attach(), "flags");
    write("proc/sys/kernel/yama/ptrace_scope", "0\n");
    assertExposed(read(FLAGS).attach(), "ptrace_scope");
  }

  @Test
  void aDiskIsEncryptedIfEveryDiskBelowItIs() throws IOException {
    assertThat(MemoryExposure.encryption(places, "253:0").state()).isEqualTo(State.UNKNOWN);
    write("sys/dev/block/253:0/dm/uuid", "LVM-abc\n");
    write("sys/dev/block/253:0/slaves/dm-0/dm/uuid", "CRYPT-LUKS2-0123\n");
    assertThat(MemoryExposure.encryption(places, "253:0").state()).isEqualTo(State.SAFE);
    write("sys/dev/block/253:0/slaves/sdb1/size", "8\n");
    assertThat(MemoryExposure.encryption(places, "253:0").state()).isEqualTo(State.EXPOSED);
  }

  @Test
  void aMachineThatSaysNothingIsUnknown() {
    MemoryExposure.Places nowhere =
        new MemoryExposure.Places(root.resolve("none"), root.resolve("none"));
    MemoryExposure machine = MemoryExposure.read(nowhere, FLAGS, root.resolve("no folder"));
    assertThat(List.of(machine.swap(), machine.coreDumps(), machine.diskEncryption()))
        .allSatisfy(fact -> assertThat(fact.state()).isEqualTo(State.UNKNOWN));
  }

  @Test
  void memoryIsReadInBytesAndWhatIsNoSumIsRefused() throws IOException {
    Path rollup =
        write("rollup", "55f0-7ffe ---p [rollup]\nRss:     2048 kB\nAnonymous:  1024 kB\n");
    assertThat(ProcessMemory.read(rollup)).isEqualTo(new ProcessMemory(2048L << 10, 1024L << 10));
    for (String wrong : List.of("", "Rss: 1 kB\n", "Rss: x kB\nAnonymous: 1 kB\n")) {
      Path file = write("rollup", wrong);
      assertThatThrownBy(() -> ProcessMemory.read(file)).isInstanceOf(IOException.class);
    }
  }

  private MemoryExposure read(List<String> flags) {
    return MemoryExposure.read(places, flags, root);
  }

  private void swapOn(String area) throws IOException {
    write("proc/swaps", NO_SWAP + area + " partition 1048576 0 -2\n");
  }

  private static void assertExposed(Fact fact, String word) {
    assertThat(fact.state()).isEqualTo(State.EXPOSED);
    assertThat(fact.words()).contains(word);
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
