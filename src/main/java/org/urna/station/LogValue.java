package org.urna.station;

import java.util.Locale;
import org.urna.election.Bytes;
import org.urna.failure.FailureCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a field of the station log can hold. There is no text among the kinds, and no number large
/// enough for a document number or a date of birth: what must not be logged cannot be passed.
public sealed interface LogValue {
  /// The word of `log-events.toml` for this kind.
  String kind();

  /// The value as written.
  JsonNode json();

  /// From 0 to 1,000,000.
  record Count(int value) implements LogValue {
    public Count {
      if (value < 0 || value > 1_000_000) {
        throw new IllegalArgumentException("a logged count is from 0 to 1000000");
      }
    }

    @Override
    public String kind() {
      return "count";
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance.numberNode(value);
    }
  }

  /// 32 bytes of something public.
  record Hash(Bytes value) implements LogValue {
    public Hash {
      if (value.size() != 32) {
        throw new IllegalArgumentException("a logged hash is 32 bytes");
      }
    }

    @Override
    public String kind() {
      return "hash";
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance.stringNode(value.toString());
    }
  }

  record Code(FailureCode value) implements LogValue {
    @Override
    public String kind() {
      return "code";
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance.stringNode(value.code());
    }
  }

  /// A constant of the program.
  record Word(Enum<?> value) implements LogValue {
    @Override
    public String kind() {
      return "word";
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance.stringNode(
          value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }
}
