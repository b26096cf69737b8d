package org.urna.upload.evm;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.upload.ChainException;
import tools.jackson.databind.JsonNode;

/// Reads the values in a node's answers. Whatever a node sends is a value or a [ChainException] of
/// kind WRONG_ANSWER: code that looks into an answer runs inside [#decode].
final class NodeValues {
  private NodeValues() {}

  /// Looks into answers, and may ask for more of them.
  interface Reading<T> {
    T read() throws ChainException;
  }

  /// Runs `reading`; what it throws because an answer is not shaped as it must be becomes a
  /// [ChainException].
  static <T> T decode(Reading<T> reading) throws ChainException {
    try {
      return reading.read();
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NoSuchElementException
        | DateTimeException e) {
      throw JsonRpc.unreadable(e);
    }
  }

  static boolean isAbsent(JsonNode value) {
    return value.isNull() || value.isMissingNode();
  }

  static String text(JsonNode value) {
    if (!value.isString()) {
      throw new IllegalArgumentException("no string where one must be");
    }
    return value.stringValue();
  }

  static BigInteger quantity(JsonNode value) {
    String hex = text(value);
    if (!hex.matches("0x[0-9a-fA-F]{1,64}")) {
      throw new IllegalArgumentException("no quantity: it must be 0x and up to 64 digits");
    }
    return new BigInteger(hex.substring(2), 16);
  }

  /// A quantity below 2⁶³.
  static long number(JsonNode value) {
    return quantity(value).longValueExact();
  }

  /// Seconds since 1970.
  static Instant time(JsonNode value) {
    return Instant.ofEpochSecond(number(value));
  }

  static Bytes bytes(JsonNode value) {
    return Bytes.ofHex(text(value));
  }

  static Address address(JsonNode value) {
    return Address.parse(text(value));
  }

  /// The elements of an array.
  static List<JsonNode> list(JsonNode value) {
    if (!value.isArray()) {
      throw new IllegalArgumentException("no list where one must be");
    }
    return value.valueStream().toList();
  }
}
