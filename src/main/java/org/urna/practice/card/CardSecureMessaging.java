package org.urna.practice.card;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The card side of secure messaging (ICAO 9303-11 §9.8): checks and opens commands, seals
/// responses, counts both.
///
/// The send sequence counter goes up once before each command and once before each response. A
/// command that fails leaves the chip without session keys; that is [ChipSimulator]'s part.
final class CardSecureMessaging {

  private static final int CRYPTOGRAM = 0x87;
  private static final int CRYPTOGRAM_ODD = 0x85;
  private static final int EXPECTED_LENGTH = 0x97;
  private static final int STATUS = 0x99;
  private static final int CHECKSUM = 0x8E;
  private static final int STATUS_AND_CHECKSUM_BYTES = 4 + 10;

  private final SessionCipher cipher;
  private BigInteger counter;
  private boolean oddInstruction;

  CardSecureMessaging(SessionCipher cipher, BigInteger sendSequenceCounter) {
    this.cipher = cipher;
    this.counter = sendSequenceCounter;
  }

  /// The plain command inside a secured one.
  ///
  /// @throws CardRefusal 6987 for a missing data object, 6988 for a wrong one
  CardCommand open(CardCommand secured) throws CardRefusal {
    counter = counter.add(BigInteger.ONE);
    Map<Integer, byte[]> objects;
    try {
      objects = DataObjects.parse(secured.data());
    } catch (CardRefusal malformed) {
      throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_WRONG);
    }
    byte @Nullable [] checksum = objects.get(CHECKSUM);
    if (checksum == null) {
      throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_MISSING);
    }
    oddInstruction = secured.ins() % 2 == 1;
    byte @Nullable [] cryptogram = objects.get(oddInstruction ? CRYPTOGRAM_ODD : CRYPTOGRAM);
    byte @Nullable [] expected = objects.get(EXPECTED_LENGTH);
    byte[] header = {
      (byte) secured.cla(), (byte) secured.ins(), (byte) secured.p1(), (byte) secured.p2()
    };
    byte[] protectedPart =
        Arrays.copyOf(secured.data(), secured.data().length - (checksum.length + 2));
    byte[] macInput =
        cipher.pad(DataObjects.join(counterBytes(), cipher.pad(header), protectedPart));
    if (!MessageDigest.isEqual(cipher.mac(macInput), checksum)) {
      throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_WRONG);
    }
    byte[] data = cryptogram == null ? new byte[0] : decrypt(cryptogram);
    return new CardCommand(
        secured.cla() & ~0x0C,
        secured.ins(),
        secured.p1(),
        secured.p2(),
        data,
        ne(expected),
        secured.isExtended());
  }

  /// Seals a response, with the fault that it asks for.
  byte[] seal(ChipReply reply) {
    counter = counter.add(BigInteger.ONE);
    byte[] body = cryptogram(reply.data());
    if (reply.seal() == ChipReply.Seal.OTHER_STATUS) {
      body = DataObjects.join(body, status(StatusWord.FILE_NOT_FOUND));
    } else if (reply.seal() != ChipReply.Seal.WITHOUT_STATUS) {
      body = DataObjects.join(body, status(reply.statusWord()));
    }
    byte[] checksum = cipher.mac(cipher.pad(DataObjects.join(counterBytes(), body)));
    if (reply.seal() == ChipReply.Seal.WRONG_CHECKSUM) {
      checksum[0] ^= 1;
    }
    byte[] sealed =
        reply.seal() == ChipReply.Seal.WITHOUT_CHECKSUM
            ? body
            : DataObjects.join(body, DataObjects.of(CHECKSUM, checksum));
    return new CardAnswer(sealed, reply.statusWord()).plain();
  }

  private byte[] cryptogram(byte[] data) {
    if (data.length == 0) {
      return data;
    }
    byte[] encrypted = cipher.encrypt(counterBytes(), cipher.pad(data));
    return oddInstruction
        ? DataObjects.of(CRYPTOGRAM_ODD, encrypted)
        : DataObjects.of(CRYPTOGRAM, new byte[] {1}, encrypted);
  }

  private static byte[] status(int statusWord) {
    return DataObjects.of(STATUS, new byte[] {(byte) (statusWord >> 8), (byte) statusWord});
  }

  /// How long a sealed response to `bytes` of data is, without the status word outside.
  int sealedLength(int bytes, int instruction) {
    if (bytes == 0) {
      return STATUS_AND_CHECKSUM_BYTES;
    }
    int padded = (bytes / cipher.blockLength() + 1) * cipher.blockLength();
    int value = instruction % 2 == 1 ? padded : padded + 1;
    return DataObjects.of(CRYPTOGRAM, new byte[value]).length + STATUS_AND_CHECKSUM_BYTES;
  }

  /// The most data whose sealed response has no more than `sealed` bytes.
  int roomIn(int sealed, int instruction) {
    int room = sealed;
    while (room > 0 && sealedLength(room, instruction) > sealed) {
      room--;
    }
    return room;
  }

  private byte[] decrypt(byte[] cryptogram) throws CardRefusal {
    byte[] ciphertext = cryptogram;
    if (!oddInstruction) {
      if (cryptogram.length == 0 || cryptogram[0] != 1) {
        throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_WRONG);
      }
      ciphertext = Arrays.copyOfRange(cryptogram, 1, cryptogram.length);
    }
    if (ciphertext.length == 0 || ciphertext.length % cipher.blockLength() != 0) {
      throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_WRONG);
    }
    return SessionCipher.unpad(cipher.decrypt(counterBytes(), ciphertext));
  }

  private static int ne(byte @Nullable [] expected) throws CardRefusal {
    if (expected == null) {
      return 0;
    }
    return switch (expected.length) {
      case 1 -> expected[0] == 0 ? CardCommand.ALL_SHORT : expected[0] & 0xFF;
      case 2 -> {
        int ne = ((expected[0] & 0xFF) << 8) | (expected[1] & 0xFF);
        yield ne == 0 ? CardCommand.ALL_EXTENDED : ne;
      }
      default -> throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_WRONG);
    };
  }

  private byte[] counterBytes() {
    byte[] bytes = new byte[cipher.blockLength()];
    BigInteger value = counter.mod(BigInteger.TWO.pow(8 * bytes.length));
    for (int i = bytes.length - 1; i >= 0; i--) {
      bytes[i] = value.byteValue();
      value = value.shiftRight(8);
    }
    return bytes;
  }
}
