package org.urna.election;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

/// A JSON object that is read strictly: every key once, of the right type, none left over. Nothing
/// is coerced ("5" is not 5, null is not 0), because a value that two programs read differently is
/// two elections under one signature.
///
/// Failures are [IllegalArgumentException]s whose message starts with the path of the field and
/// never holds the value. Not for files larger than the limit given, which is checked before
/// parsing.
public final class StrictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxStringLength(100_000)
                          .maxNameLength(100)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final TomlMapper TOML = new TomlMapper();

  private final JsonNode object;
  private final String path;
  private final Set<String> taken = new HashSet<>();

  private StrictJson(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /// Reads `json` as one object, gives it to `reader` and refuses keys that `reader` did not take.
  ///
  /// @param maxSize the most bytes that are looked at
  /// @throws IllegalArgumentException if it is larger, not JSON, not one object, or not as expected
  public static <T> T read(byte[] json, int maxSize, Function<StrictJson, T> reader) {
    if (json.length > maxSize) {
      throw new IllegalArgumentException("file: is larger than " + maxSize + " bytes");
    }
    JsonNode tree;
    try {
      tree = MAPPER.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("file: is not UTF-8", e);
    } catch (JacksonException e) {
      // The parser's own words repeat the text, and whoever took a file of secrets for this one
      // would find them on the screen.
      throw new IllegalArgumentException("file: is not JSON (" + place(e) + ")", e);
    }
    return inside(tree, "", reader);
  }

  /// Reads the strict TOML file `toml` in the same way, for files that people write.
  ///
  /// @param maxSize the most bytes that are looked at
  /// @throws IllegalArgumentException if it is larger, not TOML, or not as expected
  public static <T> T readToml(byte[] toml, int maxSize, Function<StrictJson, T> reader) {
    if (toml.length > maxSize) {
      throw new IllegalArgumentException("file: is larger than " + maxSize + " bytes");
    }
    JsonNode tree;
    try {
      tree = TOML.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(toml)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("file: is not UTF-8", e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("file: is not TOML (" + e.getOriginalMessage() + ")", e);
    }
    return inside(tree, "", reader);
  }

  private static String place(JacksonException e) {
    TokenStreamLocation where = e.getLocation();
    return where == null
        ? "at an unknown place"
        : "line %d, column %d".formatted(where.getLineNr(), where.getColumnNr());
  }

  private static <T> T inside(JsonNode node, String path, Function<StrictJson, T> reader) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(named(path) + ": must be an object");
    }
    StrictJson json = new StrictJson(node, path);
    T value = at(path, () -> reader.apply(json));
    json.refuseRest();
    return value;
  }

  private void refuseRest() {
    Set<String> rest =
        object.propertyNames().stream()
            .filter(name -> !taken.contains(name))
            .collect(Collectors.toSet());
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(named(path) + ": has unknown keys " + rest);
    }
  }

  private JsonNode take(String key) {
    taken.add(key);
    JsonNode node = object.get(key);
    if (node == null || node.isNull()) {
      throw new IllegalArgumentException(child(key) + ": is missing");
    }
    return node;
  }

  public boolean has(String key) {
    return object.has(key);
  }

  /// The text under `key`, made into a value by `parser`.
  public <T> T text(String key, Function<String, T> parser) {
    JsonNode node = take(key);
    return at(child(key), () -> parser.apply(string(node)));
  }

  public String text(String key) {
    return text(key, text -> text);
  }

  /// A whole number that fits into 32 bits.
  public int integer(String key) {
    return Math.toIntExact(number(key));
  }

  /// A whole number that JSON can carry exactly (at most 2^53 − 1).
  public long number(String key) {
    JsonNode node = take(key);
    return at(
        child(key),
        () -> {
          if (!node.isIntegralNumber()
              || !node.canConvertToLong()
              || Math.abs(node.longValue()) >= 1L << 53) {
            throw new IllegalArgumentException("must be a whole number");
          }
          return node.longValue();
        });
  }

  public boolean flag(String key) {
    JsonNode node = take(key);
    if (!node.isBoolean()) {
      throw new IllegalArgumentException(child(key) + ": must be true or false");
    }
    return node.booleanValue();
  }

  public <T> T object(String key, Function<StrictJson, T> reader) {
    return inside(take(key), child(key), reader);
  }

  public <T> List<T> objects(String key, Function<StrictJson, T> reader) {
    List<T> values = new ArrayList<>();
    int index = 0;
    for (JsonNode item : array(key)) {
      values.add(inside(item, child(key) + "[" + index++ + "]", reader));
    }
    return values;
  }

  public <T> List<T> texts(String key, Function<String, T> parser) {
    List<T> values = new ArrayList<>();
    int index = 0;
    for (JsonNode item : array(key)) {
      values.add(at(child(key) + "[" + index++ + "]", () -> parser.apply(string(item))));
    }
    return values;
  }

  /// The keys of this object; each still has to be taken.
  public List<String> keys() {
    return List.copyOf(object.propertyNames());
  }

  private JsonNode array(String key) {
    JsonNode node = take(key);
    if (!node.isArray()) {
      throw new IllegalArgumentException(child(key) + ": must be a list");
    }
    return node;
  }

  private static String string(JsonNode node) {
    if (!node.isString()) {
      throw new IllegalArgumentException("must be text");
    }
    return node.stringValue();
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String named(String path) {
    return path.isEmpty() ? "file" : path;
  }

  /// Puts the path in front of what a parser or constructor says.
  private static <T> T at(String path, java.util.function.Supplier<T> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
      String message = String.valueOf(e.getMessage());
      if (path.isEmpty() || message.startsWith(path)) {
        throw e instanceof IllegalArgumentException known
            ? known
            : new IllegalArgumentException(message, e);
      }
      throw new IllegalArgumentException(path + ": " + message, e);
    }
  }
}
