package org.urna.hardware;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The file systems on removable devices that are mounted now, from Linux' `mountinfo` (proc(5))
/// and sysfs.
///
/// A device counts as removable if its disk says so or hangs on USB: card readers and many sticks
/// say it, disks in USB cases do not. A disk that also carries the system or the station's data is
/// none, even on USB: ballots that were "exported" to it have not left the machine.
///
/// @param mounts the lines of `/proc/self/mountinfo`
/// @param devices `/sys/dev/block`, which has a link to each device's folder under its numbers
public record Sticks(MountTable mounts, Path devices) {
  /// Where Linux keeps both.
  public static final Sticks SYSTEM =
      new Sticks(
          () -> Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8),
          Path.of("/sys/dev/block"));

  /// What is mounted, as the kernel tells it at this moment.
  @FunctionalInterface
  public interface MountTable {
    List<String> lines() throws IOException;
  }

  private static final int DEEPEST_STACK = 8;

  /// A mounted file system.
  ///
  /// @param folder where it is mounted
  /// @param mount the kernel's number of this mounting: after it was pulled out and put in again it
  ///   is another one
  /// @param device its numbers, as `8:17`
  public record Stick(Path folder, int mount, String device) {}

  private record Mount(Path folder, int number, String device) {}

  /// What is mounted now, each device once, in the order of mounting; none on a system without
  /// `mountinfo`.
  ///
  /// @param data the folder that what is exported comes from
  public List<Stick> list(Path data) {
    List<Mount> mounts = mounted();
    Set<String> inside = new TreeSet<>();
    carrier(mounts, Path.of("/")).ifPresent(own -> inside.addAll(disks(own.device())));
    carrier(mounts, data.toAbsolutePath()).ifPresent(own -> inside.addAll(disks(own.device())));
    Map<String, Stick> sticks = new LinkedHashMap<>();
    for (Mount mount : mounts) {
      Set<String> disks = disks(mount.device());
      boolean visible = carrier(mounts, mount.folder()).filter(mount::equals).isPresent();
      if (visible
          && !disks.isEmpty()
          && disks.stream().noneMatch(inside::contains)
          && disks.stream().allMatch(disk -> isRemovable(Path.of(disk)))) {
        sticks.putIfAbsent(
            mount.device(), new Stick(mount.folder(), mount.number(), mount.device()));
      }
    }
    return List.copyOf(sticks.values());
  }

  private List<Mount> mounted() {
    List<Mount> mounted = new ArrayList<>();
    try {
      for (String line : mounts.lines()) {
        String[] fields = line.split(" ", 6);
        if (fields.length == 6 && fields[0].matches("[0-9]{1,9}")) {
          mounted.add(
              new Mount(Path.of(unescaped(fields[4])), Integer.parseInt(fields[0]), fields[2]));
        }
      }
    } catch (IOException e) {
      // No Linux: nothing is known to be removable, and nothing is called so.
      return List.of();
    }
    return mounted;
  }

  /// Blank, tab, line feed and backslash stand as three octal digits.
  private static String unescaped(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /// The mount that a path lies on: the longest, of equal ones the last, which covers the others.
  private static Optional<Mount> carrier(List<Mount> mounts, Path path) {
    @Nullable Mount best = null;
    for (Mount mount : mounts) {
      if (path.startsWith(mount.folder())
          && (best == null || mount.folder().getNameCount() >= best.folder().getNameCount())) {
        best = mount;
      }
    }
    return Optional.ofNullable(best);
  }

  /// The folders of the whole disks under a device: of a partition its disk, of an encrypted or
  /// mapped device those that it lies on.
  private Set<String> disks(String device) {
    Set<String> disks = new TreeSet<>();
    try {
      collect(devices.resolve(device).toRealPath(), disks, 0);
    } catch (IOException e) {
      // No block device: a file system in memory or over a network.
    }
    return disks;
  }

  private static void collect(Path folder, Set<String> disks, int depth) throws IOException {
    Path disk =
        Files.exists(folder.resolve("partition")) ? folder.resolve("..").toRealPath() : folder;
    Set<String> below = Sysfs.names(disk.resolve("slaves"), "*");
    if (below.isEmpty() || depth == DEEPEST_STACK) {
      disks.add(disk.toString());
      return;
    }
    for (String slave : below) {
      collect(disk.resolve("slaves").resolve(slave).toRealPath(), disks, depth + 1);
    }
  }

  private static boolean isRemovable(Path disk) {
    if (Sysfs.text(disk, "removable").equals("1")) {
      return true;
    }
    for (Path part : disk) {
      if (part.toString().matches("usb[0-9]+")) {
        return true;
      }
    }
    return false;
  }
}
