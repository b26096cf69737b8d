package org.urna.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The ways by which what is in this process's memory could come to lie where others read it, and
/// whether this machine leaves them open. Keys and passports are wiped from memory; nobody wipes a
/// copy that the machine made.
///
/// @param swap pages written out when memory is short
/// @param coreDumps memory written out when a program crashes
/// @param attach another program of the same user that looks into this one
/// @param hibernation all of memory written out when the lid is closed
/// @param diskEncryption whether a disk that was stolen can be read; keys lie on it sealed, ballots
///   and log as they are
public record MemoryExposure(
    Fact swap, Fact coreDumps, Fact attach, Fact hibernation, Fact diskEncryption) {
  /// @param words in English, what was seen
  public record Fact(State state, String words) {
    static Fact safe(String words) {
      return new Fact(State.SAFE, words);
    }

    static Fact exposed(String words) {
      return new Fact(State.EXPOSED, words);
    }

    static Fact unknown() {
      return new Fact(State.UNKNOWN, "this machine does not say");
    }
  }

  public enum State {
    SAFE,
    EXPOSED,
    /// Another system than Linux, or a file system whose disks are not known.
    UNKNOWN
  }

  /// Where Linux says so.
  ///
  /// @param proc `/proc`
  /// @param sys `/sys`
  public record Places(Path proc, Path sys) {
    public static final Places LINUX = new Places(Path.of("/proc"), Path.of("/sys"));
  }

  /// A disk within a disk within a disk; more is a loop.
  private static final int DEEPEST = 8;

  /// @param flags what the JVM was started with
  /// @param folder where keys and ballots lie
  public static MemoryExposure read(Places places, List<String> flags, Path folder) {
    return new MemoryExposure(
        swap(places),
        coreDumps(places),
        attach(places, flags),
        hibernation(places),
        device(folder).map(device -> encryption(places, device)).orElseGet(Fact::unknown));
  }

  private static Fact swap(Places places) {
    List<String> areas = lines(places.proc().resolve("swaps"));
    if (areas.isEmpty()) {
      return Fact.unknown();
    }
    List<String> open = openAreas(places, areas);
    return open.isEmpty()
        ? Fact.safe(areas.size() == 1 ? "off" : "in memory or encrypted")
        : Fact.exposed(String.join(", ", open) + " is not encrypted: swapoff --all");
  }

  /// The swap areas that lie readable on a disk.
  private static List<String> openAreas(Places places, List<String> areas) {
    List<String> open = new ArrayList<>();
    for (String line : areas.subList(1, areas.size())) {
      String name = line.split("\\s+", 2)[0];
      String device = Path.of(name).getFileName().toString();
      boolean inMemory = device.startsWith("zram");
      if (!inMemory && !isEncrypted(places.sys().resolve("class/block").resolve(device), 0)) {
        open.add(name);
      }
    }
    return open;
  }

  /// A pattern that begins with a bar is a program that gets the dump whatever the limit is, so
  /// only systemd's, which asks for the limit, may stand there. See core(5), systemd-coredump(8).
  private static Fact coreDumps(Places places) {
    String limit = "";
    for (String line : lines(places.proc().resolve("self/limits"))) {
      if (line.startsWith("Max core file size")) {
        limit = line.substring("Max core file size".length()).strip().split("\\s+")[0];
      }
    }
    String pattern = Sysfs.text(places.proc().resolve("sys/kernel"), "core_pattern");
    if (limit.isEmpty()) {
      return Fact.unknown();
    }
    if (!limit.equals("0")) {
      return Fact.exposed("allowed: start the kiosk with ulimit -c 0");
    }
    return pattern.startsWith("|") && !pattern.contains("systemd-coredump")
        ? Fact.exposed("go to " + pattern.substring(1).split(" ")[0] + ": set kernel.core_pattern")
        : Fact.safe("off");
  }

  private static Fact attach(Places places, List<String> flags) {
    if (!flags.contains("-XX:+DisableAttachMechanism")) {
      return Fact.exposed("allowed: the program was started without its flags");
    }
    String scope = Sysfs.text(places.proc().resolve("sys/kernel/yama"), "ptrace_scope");
    return switch (scope) {
      case "1", "2", "3" -> Fact.safe("kept out");
      default -> Fact.exposed("not kept out: set kernel.yama.ptrace_scope = 1");
    };
  }

  private static Fact hibernation(Places places) {
    String states = Sysfs.text(places.sys().resolve("power"), "state");
    if (!List.of(states.split(" ")).contains("disk")) {
      return Fact.safe("not possible");
    }
    List<String> areas = lines(places.proc().resolve("swaps"));
    return !areas.isEmpty() && openAreas(places, areas).isEmpty()
        ? Fact.safe("there is nowhere to write memory to")
        : Fact.exposed("possible: systemctl mask hibernate.target hybrid-sleep.target");
  }

  static Fact encryption(Places places, String device) {
    Path block = places.sys().resolve("dev/block").resolve(device);
    if (!Files.exists(block)) {
      return Fact.unknown();
    }
    return isEncrypted(block, 0)
        ? Fact.safe("encrypted")
        : Fact.exposed("the data folder's disk is not encrypted");
  }

  /// Whether dm-crypt stands between the device and the disk, directly or below a volume.
  private static boolean isEncrypted(Path block, int depth) {
    if (Sysfs.text(block.resolve("dm"), "uuid").startsWith("CRYPT-")) {
      return true;
    }
    Set<String> below = Sysfs.names(block.resolve("slaves"), "*");
    return depth < DEEPEST
        && !below.isEmpty()
        && below.stream()
            .allMatch(name -> isEncrypted(block.resolve("slaves").resolve(name), depth + 1));
  }

  /// The folder's device as `major:minor`; nothing where the system has none.
  private static Optional<String> device(Path folder) {
    try {
      long device = ((Number) Files.getAttribute(folder, "unix:dev")).longValue();
      // As glibc's gnu_dev_major and gnu_dev_minor take them apart.
      long major = (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
      long minor = (device & 0xff) | (device >>> 12 & ~0xffL);
      return Optional.of(major + ":" + minor);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
