package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import net.sf.scuba.smartcards.CommandAPDU;
import org.jmrtd.protocol.AESSecureMessagingWrapper;
import org.jmrtd.protocol.DESedeSecureMessagingWrapper;
import org.jmrtd.protocol.SecureMessagingWrapper;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.card.FixedRandom;
import org.urna.practice.card.WorkedExample;

/// A transcript of Chip Authentication, seen from the reader: the session before, the number it
/// draws, a card that expects its commands, and the first commands under the new keys.
final class ChipAuthenticationTranscript {

  private static final int SHORT = 256;

  private final WorkedExample values;
  private final ChipAuthenticationProtocol protocol;
  private final List<String> responses = new ArrayList<>();

  ChipAuthenticationTranscript(WorkedExample values) {
    this.values = values;
    this.protocol = ChipAuthenticationProtocol.valueOf(values.text("protocol"));
    for (int i = 1; values.find("command." + i).isPresent(); i++) {
      responses.add(values.text("response." + i));
    }
  }

  /// The card's answers, hexadecimal, in their order.
  List<String> responses() {
    return List.copyOf(responses);
  }

  /// The transcript's card.
  ScriptedCard card() {
    ScriptedCard card = new ScriptedCard();
    for (int i = 0; i < responses.size(); i++) {
      card.expect(values.text("command." + (i + 1)), responses.get(i));
    }
    return card;
  }

  /// The transcript's card, which answers one command, counted from 0, otherwise and expects
  /// nothing after it.
  ScriptedCard cardAnswering(int command, String answer) {
    ScriptedCard card = new ScriptedCard();
    for (int i = 0; i < command; i++) {
      card.expect(values.text("command." + (i + 1)), responses.get(i));
    }
    return card.expect(values.text("command." + (command + 1)), answer);
  }

  /// Changes to the transcript's keys against `card`, which compares the commands.
  ChipChannel authenticate(ScriptedCard card) throws Exception {
    ChipChannel channel = new ChipChannel(card);
    channel.secureWith(before());
    new ChipAuthentication(channel, SHORT, new FixedRandom(values.bytes("random")))
        .run(
            new ChipAuthenticationKey(
                protocol,
                values.find("key.id").map(id -> new BigInteger(id, 16)).orElse(null),
                values.bytes("subject.public.key.info")));
    return channel;
  }

  void requireKeys(SecureMessagingWrapper keys) {
    assertThat(comparable(keys.getEncryptionKey().getEncoded()))
        .isEqualTo(comparable(values.bytes("ks.enc")));
    assertThat(comparable(keys.getMACKey().getEncoded()))
        .isEqualTo(comparable(values.bytes("ks.mac")));
  }

  /// The transcript's commands under the new keys.
  ///
  /// @return what the last of them read
  byte[] read(ChipChannel channel) throws Exception {
    byte[] file = values.find("file.start").map(HexFormat.of()::parseHex).orElse(new byte[0]);
    byte[] id = {0x01, (byte) (file.length == 0 ? 0x0E : 0x01)};
    assertThat(channel.send(new CommandAPDU(0x00, 0xA4, 0x02, 0x0C, id)).isOk()).isTrue();
    return file.length == 0
        ? file
        : channel.send(new CommandAPDU(0x00, 0xB0, 0x00, 0x00, file.length)).data();
  }

  private SecureMessagingWrapper before() throws Exception {
    boolean isTripleDes = values.find("before.cipher").orElse("AES").equals("3DES");
    SecretKey enc = key("before.ks.enc", isTripleDes);
    SecretKey mac = key("before.ks.mac", isTripleDes);
    long counter = HexFormat.fromHexDigitsToLong(values.text("before.ssc"));
    return isTripleDes
        ? new DESedeSecureMessagingWrapper(enc, mac, SHORT, true, counter)
        : new AESSecureMessagingWrapper(enc, mac, SHORT, true, counter);
  }

  /// JMRTD wants triple DES keys with their first part once more behind the second.
  private SecretKey key(String name, boolean isTripleDes) {
    byte[] value = values.bytes(name);
    if (!isTripleDes) {
      return new SecretKeySpec(value, "AES");
    }
    byte[] three = Arrays.copyOf(value, 24);
    System.arraycopy(value, 0, three, 16, 8);
    return new SecretKeySpec(three, "DESede");
  }

  /// AES keys whole. DES keys in their first 16 bytes without the lowest bits, which are parity and
  /// not set alike everywhere.
  private byte[] comparable(byte[] key) {
    if (protocol != ChipAuthenticationProtocol.ECDH_3DES) {
      return key.clone();
    }
    byte[] even = Arrays.copyOf(key, 16);
    for (int i = 0; i < even.length; i++) {
      even[i] &= (byte) 0xFE;
    }
    return even;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
