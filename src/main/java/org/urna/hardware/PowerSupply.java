package org.urna.hardware;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/// Where this machine's power comes from.
///
/// @param percent how full the emptiest battery is; nothing if there is none or it does not say
public record PowerSupply(Source source, OptionalInt percent) {
  /// Where Linux says so.
  public static final Path SYSFS = Path.of("/sys/class/power_supply");

  /// Below this a battery is low: time to plug in, and to finish what is under way.
  private static final int LOW_PERCENT = 40;

  public enum Source {
    MAINS,
    BATTERY,
    UNKNOWN
  }

  /// A machine that does not say: another system than Linux, or one without a battery whose
  /// firmware is silent.
  public static PowerSupply unknown() {
    return new PowerSupply(Source.UNKNOWN, OptionalInt.empty());
  }

  /// As the folder `root` says. A supply that is plugged in counts more than a battery that says it
  /// is being drained: a weak charger does both. Batteries of mice and keyboards do not count.
  public static PowerSupply read(Path root) {
    boolean mains = false;
    boolean mainsKnown = false;
    boolean drained = false;
    boolean battery = false;
    OptionalInt percent = OptionalInt.empty();
    for (String name : Sysfs.names(root, "*")) {
      Path supply = root.resolve(name);
      if (Sysfs.text(supply, "scope").equals("Device")) {
        continue;
      }
      String type = Sysfs.text(supply, "type");
      if (type.equals("Battery") || type.equals("UPS")) {
        battery = true;
        drained |= Sysfs.text(supply, "status").equals("Discharging");
        percent = least(percent, percent(Sysfs.text(supply, "capacity")));
      } else if (Set.of("Mains", "USB", "Wireless").contains(type)) {
        mainsKnown = true;
        // 2 is "online, and the charger may be chosen".
        mains |= Set.of("1", "2").contains(Sysfs.text(supply, "online"));
      }
    }
    if (mains) {
      return new PowerSupply(Source.MAINS, percent);
    }
    if (!battery) {
      return unknown();
    }
    return new PowerSupply(mainsKnown || drained ? Source.BATTERY : Source.MAINS, percent);
  }

  private static OptionalInt percent(String text) {
    return text.matches("[0-9]{1,3}")
        ? OptionalInt.of(Math.min(100, Integer.parseInt(text)))
        : OptionalInt.empty();
  }

  private static OptionalInt least(OptionalInt one, OptionalInt other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
  }

  /// Whether it runs on a battery that is low, or does not say how full it is.
  public boolean isLow() {
    return source == Source.BATTERY && percent.orElse(0) < LOW_PERCENT;
  }

  /// In English: `battery, 38 %`.
  public String words() {
    String name = source.name().toLowerCase(Locale.ROOT);
    return percent.isPresent() ? name + ", " + percent.getAsInt() + " %" : name;
  }
}
