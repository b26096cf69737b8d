package org.urna.practice.card;

import java.math.BigInteger;
import java.util.Arrays;

/// The reader's half of secure messaging, the least that a test needs (ICAO 9303-11 §9.8), over the
/// chip's own ciphers.
public final class TerminalSession {

  private final SessionCipher cipher;
  private final ChipSimulator chip;
  private BigInteger counter = BigInteger.ZERO;

  TerminalSession(SessionCipher cipher, ChipSimulator chip) {
    this.cipher = cipher;
    this.chip = chip;
  }

  /// Sends a plain command sealed and opens the answer.
  ///
  /// @throws AssertionError if the answer is not sealed under the session's keys
  public CardAnswer send(byte[] plain) throws CardRefusal {
    return open(chip.transmit(seal(plain)).orElseThrow());
  }

  public byte[] seal(byte[] plain) throws CardRefusal {
    CardCommand command = CardCommand.parse(plain);
    counter = counter.add(BigInteger.ONE);
    byte[] header = {
      (byte) (command.cla() | 0x0C), (byte) command.ins(), (byte) command.p1(), (byte) command.p2()
    };
    byte[] body = {};
    if (command.data().length > 0) {
      byte[] encrypted = cipher.encrypt(counterBytes(), cipher.pad(command.data()));
      body =
          command.ins() % 2 == 1
              ? DataObjects.of(0x85, encrypted)
              : DataObjects.of(0x87, new byte[] {1}, encrypted);
    }
    if (command.ne() > 0) {
      byte[] le =
          command.ne() > 256
              ? new byte[] {(byte) (command.ne() >> 8), (byte) command.ne()}
              : new byte[] {(byte) command.ne()};
      body = DataObjects.join(body, DataObjects.of(0x97, le));
    }
    byte[] input = DataObjects.join(counterBytes(), cipher.pad(header), body);
    byte[] data = DataObjects.join(body, DataObjects.of(0x8E, cipher.mac(cipher.pad(input))));
    boolean isShort = data.length <= 255 && command.ne() <= 256;
    byte[] length =
        isShort
            ? new byte[] {(byte) data.length}
            : new byte[] {0, (byte) (data.length >> 8), (byte) data.length};
    return DataObjects.join(header, length, data, isShort ? new byte[1] : new byte[2]);
  }

  public CardAnswer open(byte[] response) throws CardRefusal {
    counter = counter.add(BigInteger.ONE);
    byte[] objects = Arrays.copyOf(response, response.length - 2);
    var parsed = DataObjects.parse(objects);
    byte[] checksum = DataObjects.require(parsed, 0x8E);
    byte[] covered = Arrays.copyOf(objects, objects.length - checksum.length - 2);
    byte[] input = cipher.pad(DataObjects.join(counterBytes(), covered));
    if (!Arrays.equals(cipher.mac(input), checksum)) {
      throw new AssertionError("the response's checksum is wrong");
    }
    byte[] data = {};
    if (parsed.containsKey(0x87)) {
      byte[] cryptogram = DataObjects.require(parsed, 0x87);
      byte[] encrypted = Arrays.copyOfRange(cryptogram, 1, cryptogram.length);
      data = SessionCipher.unpad(cipher.decrypt(counterBytes(), encrypted));
    }
    byte[] status = DataObjects.require(parsed, 0x99);
    return new CardAnswer(data, ((status[0] & 0xFF) << 8) | (status[1] & 0xFF));
  }

  private byte[] counterBytes() {
    byte[] bytes = new byte[cipher.blockLength()];
    byte[] value = counter.toByteArray();
    System.arraycopy(value, 0, bytes, bytes.length - value.length, value.length);
    return bytes;
  }
}
