package org.urna.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A machine with a disk and sticks, as Linux tells of them in files: `mountinfo` and the block
/// devices of sysfs.
public final class FakeSticks {
  private final Path root;
  private final Path devices;
  private final Deque<String> lines = new ArrayDeque<>();
  private int mounts = 100;
  private int pullOutIn = -1;

  public FakeSticks(Path root) throws IOException {
    this.root = root;
    this.devices = Files.createDirectories(root.resolve("sys/dev/block"));
    disk("pci0000:00/nvme0", "nvme0n1", "259:0", false);
    partition("pci0000:00/nvme0", "nvme0n1", "nvme0n1p2", "259:2");
    mount("259:2", "/", "/dev/nvme0n1p2");
    mount("0:25", "/proc", "proc");
  }

  /// What the station sees.
  public Sticks sticks() {
    return new Sticks(this::read, devices);
  }

  /// A whole disk.
  ///
  /// @param bus the folders between `/sys/devices` and the disk's
  void disk(String bus, String name, String numbers, boolean removable) throws IOException {
    Path folder = Files.createDirectories(root.resolve("sys/devices/" + bus + "/block/" + name));
    Files.writeString(folder.resolve("removable"), removable ? "1\n" : "0\n");
    link(numbers, folder);
  }

  void partition(String bus, String disk, String name, String numbers) throws IOException {
    Path folder =
        Files.createDirectories(root.resolve("sys/devices/" + bus + "/block/" + disk + "/" + name));
    Files.writeString(folder.resolve("partition"), "1\n");
    link(numbers, folder);
  }

  /// A device that lies on others: an encrypted one on its partition.
  void mapped(String name, String numbers, String below) throws IOException {
    Path folder = Files.createDirectories(root.resolve("sys/devices/virtual/block/" + name));
    Files.writeString(folder.resolve("removable"), "0\n");
    Path slaves = Files.createDirectories(folder.resolve("slaves"));
    Files.createSymbolicLink(slaves.resolve("below"), devices.resolve(below).toRealPath());
    link(numbers, folder);
  }

  private void link(String numbers, Path folder) throws IOException {
    Files.deleteIfExists(devices.resolve(numbers));
    Files.createSymbolicLink(devices.resolve(numbers), folder);
  }

  void mount(String numbers, String folder, String source) {
    lines.add(
        "%d 1 %s / %s rw,nosuid shared:1 - vfat %s rw"
            .formatted(mounts++, numbers, folder.replace(" ", "\\040"), source));
  }

  /// Plugs in and mounts a stick.
  ///
  /// @return where it is mounted
  public Path plugIn(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve("media/" + name));
    String disk = "sd" + (char) ('b' + lines.size());
    String bus = "pci0000:00/usb1/1-" + lines.size();
    disk(bus, disk, "8:" + 16 * lines.size(), true);
    partition(bus, disk, disk + "1", "8:" + (16 * lines.size() + 1));
    mount("8:" + (16 * lines.size() + 1), folder.toString(), "/dev/" + disk + "1");
    return folder;
  }

  /// Pulls out the stick that came last; the folder it was mounted on stays.
  public void pullOut() {
    lines.removeLast();
  }

  /// As [#pullOut], after the list of mounts was read so many times from now on.
  public void pullOutAfter(int reads) {
    pullOutIn = reads;
  }

  private List<String> read() {
    if (pullOutIn == 0) {
      lines.removeLast();
    }
    pullOutIn--;
    return List.copyOf(lines);
  }
}
