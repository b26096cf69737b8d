package org.urna.station;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.Keccak256;
import org.urna.election.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One line of the station log. Its hash covers everything in it and the hash of the line before,
/// so one signature covers all lines up to it.
///
/// @param number counted from 1
/// @param time of the officials' step; for counters the start of their 15 minutes
/// @param fields as JSON values, allowed by `log-events.toml`
/// @param previous hash of the entry before, or zero
public record LogEntry(
    int number,
    Instant time,
    LogEvent event,
    Map<String, JsonNode> fields,
    Bytes previous,
    Bytes hash,
    @Nullable EcdsaSignature signature) {
  static final Bytes NOTHING = Bytes.of(new byte[32]);
  private static final int MAX_LINE = 4096;

  public LogEntry {
    fields = Map.copyOf(fields);
  }

  static LogEntry after(
      @Nullable LogEntry last,
      Instant time,
      LogEvent event,
      Map<String, LogValue> values,
      @Nullable StationKeys keys) {
    LogEventFields.declared().require(event, values);
    Map<String, JsonNode> fields = new HashMap<>();
    values.forEach((name, value) -> fields.put(name, value.json()));
    int number = last == null ? 1 : last.number + 1;
    Bytes previous = last == null ? NOTHING : last.hash;
    Bytes hash = hash(content(number, time, event, fields, previous));
    return new LogEntry(
        number, time, event, fields, previous, hash, keys == null ? null : keys.signLogHead(hash));
  }

  /// A count of this entry; 0 if it is not there.
  public int count(String field) {
    JsonNode value = fields.get(field);
    return value == null ? 0 : value.intValue();
  }

  /// A hash of this entry.
  public Optional<Bytes> hash(String field) {
    return Optional.ofNullable(fields.get(field)).map(value -> Bytes.ofHex(value.stringValue()));
  }

  /// Whether the station `address` signed this entry, and with it all before it.
  public boolean isSignedBy(Address address) {
    EcdsaSignature made = signature;
    return made != null
        && made.recover(StationKeys.logDigest(hash)).filter(address::equals).isPresent();
  }

  /// One line without its line feed.
  String line() {
    ObjectNode node = content(number, time, event, fields, previous).put("hash", hash.toString());
    if (signature != null) {
      node.put("signature", signature.toBytes().toString());
    }
    return node.toString();
  }

  /// @throws IllegalArgumentException if the line is not an entry or its hash does not match
  static LogEntry of(String line) {
    return StrictJson.read(
        line.getBytes(StandardCharsets.UTF_8),
        MAX_LINE,
        json -> {
          LogEvent event = json.text("event", LogEventFields::event);
          Map<String, String> kinds = LogEventFields.declared().of(event);
          Map<String, JsonNode> fields =
              json.object(
                  "fields",
                  in -> {
                    Map<String, JsonNode> read = new HashMap<>();
                    in.keys().forEach(key -> read.put(key, value(in, key, kinds.get(key))));
                    return read;
                  });
          int number = json.integer("number");
          Instant time = json.text("time", Instant::parse);
          Bytes previous = json.text("previous", Bytes::ofHex);
          Bytes hash = json.text("hash", Bytes::ofHex);
          if (!hash.equals(hash(content(number, time, event, fields, previous)))) {
            throw new IllegalArgumentException("hash: does not match");
          }
          EcdsaSignature signature =
              json.has("signature")
                  ? json.text("signature", hex -> EcdsaSignature.ofBytes(Bytes.ofHex(hex)))
                  : null;
          return new LogEntry(number, time, event, fields, previous, hash, signature);
        });
  }

  private static JsonNode value(StrictJson in, String key, @Nullable String kind) {
    if (kind == null) {
      throw new IllegalArgumentException(key + ": is not a field of this event");
    }
    return kind.equals("count")
        ? JsonNodeFactory.instance.numberNode(in.integer(key))
        : JsonNodeFactory.instance.stringNode(in.text(key));
  }

  private static ObjectNode content(
      int number, Instant time, LogEvent event, Map<String, JsonNode> fields, Bytes previous) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("number", number)
            .put("time", time.toString())
            .put("event", event.word());
    ObjectNode values = node.putObject("fields");
    fields.forEach(values::set);
    return node.put("previous", previous.toString());
  }

  private static Bytes hash(ObjectNode content) {
    try {
      return Bytes.of(Keccak256.hash(new JsonCanonicalizer(content.toString()).getEncodedUTF8()));
    } catch (IOException e) {
      throw new IllegalStateException("our own JSON is not canonicalizable", e);
    }
  }
}
