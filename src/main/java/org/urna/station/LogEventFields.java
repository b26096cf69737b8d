package org.urna.station;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// The allow-list of `log-events.toml`: for each event its fields and their kinds.
final class LogEventFields {
  private static final Set<String> KINDS = Set.of("count", "hash", "code", "word");
  private static final LogEventFields DECLARED = load();

  private final Map<LogEvent, Map<String, String>> kinds;

  private LogEventFields(Map<LogEvent, Map<String, String>> kinds) {
    this.kinds = kinds;
  }

  static LogEventFields declared() {
    return DECLARED;
  }

  private static LogEventFields load() {
    JsonNode root;
    try (InputStream in = LogEventFields.class.getResourceAsStream("log-events.toml")) {
      if (in == null) {
        throw new IllegalStateException("log-events.toml is missing from the program");
      }
      root = new TomlMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("log-events.toml cannot be read", e);
    }
    Map<LogEvent, Map<String, String>> kinds = new EnumMap<>(LogEvent.class);
    Set<String> unknown = new HashSet<>(root.propertyNames());
    for (LogEvent event : LogEvent.values()) {
      JsonNode declared = root.get(event.word());
      if (declared == null || declared.path("meaning").asString("").isBlank()) {
        throw new IllegalStateException("log-events.toml does not explain " + event.word());
      }
      unknown.remove(event.word());
      Map<String, String> fields = new HashMap<>();
      declared
          .path("fields")
          .properties()
          .forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
      if (!KINDS.containsAll(fields.values())) {
        throw new IllegalStateException("log-events.toml: unknown kind in " + event.word());
      }
      kinds.put(event, Map.copyOf(fields));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("log-events.toml declares unknown events " + unknown);
    }
    return new LogEventFields(kinds);
  }

  Map<String, String> of(LogEvent event) {
    return kinds.getOrDefault(event, Map.of());
  }

  /// @throws IllegalArgumentException if a field is not declared for `event` or is of another kind
  void require(LogEvent event, Map<String, LogValue> fields) {
    Map<String, String> declared = of(event);
    fields.forEach(
        (name, value) -> {
          if (!value.kind().equals(declared.get(name))) {
            throw new IllegalArgumentException(
                "log-events.toml allows " + declared + " in " + event.word() + ", not " + name);
          }
        });
  }

  static LogEvent event(String word) {
    return Arrays.stream(LogEvent.values())
        .filter(event -> event.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("event: is unknown"));
  }
}
