package org.urna.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.urna.hardware.DeviceProfile.UsbId;
import org.urna.passport.scan.SerialLine;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.toml.TomlMapper;

/// Reads one TOML file of `hardware-profiles/`. Keys are an allow-list for each kind: a missing,
/// misspelt or unknown key is an error that names it, never a silent default.
final class HardwareProfileFile {

  private static final int MAX_BYTES = 16_384;
  private static final Set<String> REQUIRED = Set.of("id", "name", "kind", "status", "source");
  private static final Set<String> OF_READERS =
      Set.of(
          "pcsc-name-pattern",
          "slot-pattern",
          "exchange",
          "max-ccid-message",
          "block-sizes",
          "connect-protocol");
  private static final Set<String> OF_SERIAL_SCANNERS = Set.of("baud", "framing", "start-command");
  private static final Set<String> OF_PRINTERS = Set.of("interface");
  private static final Set<String> OPTIONAL =
      Set.of("usb", "quirks", "kernel-blacklist", "tested-with");
  private static final Set<String> PROTOCOLS = Set.of("T=1", "*");
  private static final TypeReference<Map<String, Object>> TABLE = new TypeReference<>() {};

  private final String file;
  private final Map<String, Object> table;

  private HardwareProfileFile(String file, Map<String, Object> table) {
    this.file = file;
    this.table = table;
  }

  static DeviceProfile read(Path path) throws HardwareProfileException {
    String file = String.valueOf(path.getFileName());
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new HardwareProfileException(file + ": longer than " + MAX_BYTES + " bytes");
      }
      Map<String, Object> table = new TomlMapper().readValue(Files.readString(path), TABLE);
      DeviceProfile profile = new HardwareProfileFile(file, table).profile();
      if (!file.equals(profile.id() + ".toml")) {
        throw new HardwareProfileException(file + ": id: must be the file's name");
      }
      return profile;
    } catch (IOException | JacksonException e) {
      throw new HardwareProfileException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private DeviceProfile profile() throws HardwareProfileException {
    String kind = text("kind");
    try {
      return switch (kind) {
        case "mrz-wedge" -> scanner(Set.of(), null);
        case "mrz-serial" -> scanner(OF_SERIAL_SCANNERS, this::serialLine);
        case "printer" -> printer();
        default -> reader();
      };
    } catch (IllegalArgumentException e) {
      throw new HardwareProfileException(file + ": " + e.getMessage(), e);
    }
  }

  private HardwareProfile reader() throws HardwareProfileException {
    HardwareProfile.Kind kind = choice("kind", HardwareProfile.Kind.class);
    requireKeysOf(OF_READERS);
    return new HardwareProfile(
        text("id"),
        text("name"),
        kind,
        choice("status", DeviceProfile.Status.class),
        text("source"),
        usb(),
        pattern("pcsc-name-pattern"),
        pattern("slot-pattern"),
        choice("exchange", HardwareProfile.Exchange.class),
        number("max-ccid-message", table.get("max-ccid-message")),
        blockSizes(),
        connectProtocol(),
        texts("quirks"),
        texts("kernel-blacklist"),
        testedWith());
  }

  private interface LineReading {
    SerialLine read() throws HardwareProfileException;
  }

  private ScannerProfile scanner(Set<String> keys, @Nullable LineReading line)
      throws HardwareProfileException {
    requireKeysOf(keys);
    return new ScannerProfile(
        text("id"),
        text("name"),
        choice("status", DeviceProfile.Status.class),
        text("source"),
        usb(),
        line == null ? null : line.read(),
        texts("quirks"),
        texts("kernel-blacklist"),
        testedWith());
  }

  private SerialLine serialLine() throws HardwareProfileException {
    return new SerialLine(
        number("baud", table.get("baud")),
        choice("framing", SerialLine.Framing.class),
        // Empty for a scanner that sends by itself.
        "".equals(table.get("start-command")) ? "" : text("start-command"));
  }

  private PrinterProfile printer() throws HardwareProfileException {
    requireKeysOf(OF_PRINTERS);
    return new PrinterProfile(
        text("id"),
        text("name"),
        choice("status", DeviceProfile.Status.class),
        text("source"),
        usb(),
        choice("interface", PrinterProfile.Interface.class),
        texts("quirks"),
        texts("kernel-blacklist"),
        testedWith());
  }

  private String testedWith() throws HardwareProfileException {
    return table.containsKey("tested-with") ? text("tested-with") : "";
  }

  private void requireKeysOf(Set<String> kind) throws HardwareProfileException {
    Set<String> required = new TreeSet<>(REQUIRED);
    required.addAll(kind);
    requireKeys(table.keySet(), required, OPTIONAL, "");
  }

  private void requireKeys(
      Set<String> found, Set<String> required, Set<String> optional, String where)
      throws HardwareProfileException {
    Set<String> unknown = new TreeSet<>(found);
    unknown.removeAll(required);
    unknown.removeAll(optional);
    if (!unknown.isEmpty()) {
      throw new HardwareProfileException(file + ": " + where + "unknown keys " + unknown);
    }
    Set<String> missing = new TreeSet<>(required);
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw new HardwareProfileException(file + ": " + where + "missing keys " + missing);
    }
  }

  private String text(String key) throws HardwareProfileException {
    return text(key, table.get(key));
  }

  private String text(String key, @Nullable Object value) throws HardwareProfileException {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong(key, "must be a text");
  }

  private int number(String key, @Nullable Object value) throws HardwareProfileException {
    if (value instanceof Integer number && number > 0) {
      return number;
    }
    throw wrong(key, "must be a positive number");
  }

  private List<?> list(String key) throws HardwareProfileException {
    Object value = table.getOrDefault(key, List.of());
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "must be a list");
  }

  private List<String> texts(String key) throws HardwareProfileException {
    List<String> texts = new ArrayList<>();
    for (Object element : list(key)) {
      texts.add(text(key, element));
    }
    return texts;
  }

  private List<Integer> blockSizes() throws HardwareProfileException {
    List<Integer> sizes = new ArrayList<>();
    for (Object element : list("block-sizes")) {
      sizes.add(number("block-sizes", element));
    }
    return sizes;
  }

  private List<UsbId> usb() throws HardwareProfileException {
    List<UsbId> ids = new ArrayList<>();
    for (Object element : list("usb")) {
      if (!(element instanceof Map<?, ?> id)) {
        throw wrong("usb", "must be a list of { vid, pid }");
      }
      Set<String> keys = new TreeSet<>();
      id.keySet().forEach(key -> keys.add(String.valueOf(key)));
      requireKeys(keys, Set.of("vid", "pid"), Set.of(), "usb: ");
      ids.add(new UsbId(text("usb", id.get("vid")), text("usb", id.get("pid"))));
    }
    return ids;
  }

  private Pattern pattern(String key) throws HardwareProfileException {
    try {
      return Pattern.compile(text(key));
    } catch (PatternSyntaxException e) {
      throw new HardwareProfileException(file + ": " + key + ": no regular expression", e);
    }
  }

  private String connectProtocol() throws HardwareProfileException {
    String protocol = text("connect-protocol");
    if (!PROTOCOLS.contains(protocol)) {
      throw wrong("connect-protocol", "must be one of " + new TreeSet<>(PROTOCOLS));
    }
    return protocol;
  }

  private <E extends Enum<E>> E choice(String key, Class<E> type) throws HardwareProfileException {
    String written = text(key);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(written)) {
        return constant;
      }
    }
    throw wrong(key, "unknown value");
  }

  private HardwareProfileException wrong(String key, String why) {
    return new HardwareProfileException(file + ": " + key + ": " + why);
  }
}
