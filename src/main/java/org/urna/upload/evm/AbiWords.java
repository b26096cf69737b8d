package org.urna.upload.evm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.Bytes;

/// Writes and reads the 32-byte words of the Ethereum contract ABI. The contract's types are words,
/// structs of words and arrays of those; that is all this knows.
final class AbiWords {
  static final int WORD = 32;

  private AbiWords() {}

  /// Collects the head and the tail of a tuple: dynamic members stand in the head as their offset
  /// from its start.
  static final class Tuple {
    private final List<Object> members = new ArrayList<>();

    Tuple word(BigInteger value) {
      members.add(Bytes.word(value));
      return this;
    }

    Tuple word(long value) {
      return word(BigInteger.valueOf(value));
    }

    Tuple words(List<BigInteger> values) {
      values.forEach(this::word);
      return this;
    }

    /// A member of dynamic size, already encoded.
    Tuple dynamic(byte[] encoded) {
      members.add(new Dynamic(encoded));
      return this;
    }

    byte[] encode() {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      ByteArrayOutputStream tail = new ByteArrayOutputStream();
      for (Object member : members) {
        switch (member) {
          case Dynamic(byte[] encoded) -> {
            head.writeBytes(Bytes.word(BigInteger.valueOf(WORD * members.size() + tail.size())));
            tail.writeBytes(encoded);
          }
          case byte[] word -> head.writeBytes(word);
          default -> throw new IllegalStateException();
        }
      }
      head.writeBytes(tail.toByteArray());
      return head.toByteArray();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // lives for the length of one encoding
  private record Dynamic(byte[] encoded) {}

  /// An array of words, or of structs of words laid one after another: its length, then the words.
  static byte[] array(int length, List<BigInteger> words) {
    byte[] encoded = new byte[WORD * (1 + words.size())];
    System.arraycopy(Bytes.word(BigInteger.valueOf(length)), 0, encoded, 0, WORD);
    for (int i = 0; i < words.size(); i++) {
      System.arraycopy(Bytes.word(words.get(i)), 0, encoded, WORD * (1 + i), WORD);
    }
    return encoded;
  }

  /// The words of an answer.
  ///
  /// @throws IllegalArgumentException if its length is not a multiple of 32
  static List<BigInteger> split(byte[] data) {
    return split(data, 0);
  }

  /// The words of `data` from byte `from` on.
  static List<BigInteger> split(byte[] data, int from) {
    if (data.length < from || (data.length - from) % WORD != 0) {
      throw new IllegalArgumentException("not a number of whole words");
    }
    List<BigInteger> words = new ArrayList<>((data.length - from) / WORD);
    for (int i = from; i < data.length; i += WORD) {
      words.add(new BigInteger(1, data, i, WORD));
    }
    return words;
  }

  /// The array of words whose offset, in bytes from the start of `words`, is in `words[member]`.
  ///
  /// @throws IllegalArgumentException if the array does not lie within `words`
  static List<BigInteger> arrayAt(List<BigInteger> words, int member) {
    BigInteger offset = words.get(member);
    if (offset.bitLength() > 31 || offset.intValueExact() % WORD != 0) {
      throw new IllegalArgumentException("not an offset");
    }
    int start = offset.intValueExact() / WORD;
    if (start >= words.size() || words.get(start).bitLength() > 31) {
      throw new IllegalArgumentException("no array there");
    }
    int length = words.get(start).intValueExact();
    if (words.size() - start - 1 < length) {
      throw new IllegalArgumentException("the array is cut off");
    }
    return List.copyOf(words.subList(start + 1, start + 1 + length));
  }
}
