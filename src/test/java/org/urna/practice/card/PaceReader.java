package org.urna.practice.card;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/// The reader's half of PACE, the least that a test needs, a step at a time so that a test can do
/// each of them wrong. It shares group and cipher arithmetic with the card side; the worked
/// examples and JMRTD check those.
public final class PaceReader {

  private final ChipSimulator chip;
  private final CardPaceInfo info;
  private final CardPaceGroup group;
  private final SecureRandom random = new SecureRandom();
  private byte[] nonce = {};
  private byte[] generator = {};
  private byte[] mine = {};
  private byte[] theirs = {};
  private SessionCipher session;

  public PaceReader(ChipSimulator chip, CardPaceInfo info) {
    this.chip = chip;
    this.info = info;
    this.group = CardPaceGroup.standardized(info.parameterId());
  }

  CardPaceGroup group() {
    return group;
  }

  public int choose(int passwordReference) throws CardRefusal {
    return choose(passwordReference, info.parameterId());
  }

  /// @param parameterId below 0 to leave object 84 out
  public int choose(int passwordReference, int parameterId) throws CardRefusal {
    byte[] data =
        DataObjects.join(
            DataObjects.of(0x80, oid()),
            DataObjects.of(0x83, new byte[] {(byte) passwordReference}));
    if (parameterId >= 0) {
      data = DataObjects.join(data, DataObjects.of(0x84, new byte[] {(byte) parameterId}));
    }
    byte[] header = {0x00, 0x22, (byte) 0xC1, (byte) 0xA4, (byte) data.length};
    return statusOf(send(DataObjects.join(header, data)));
  }

  public int nonce(byte[] password) throws CardRefusal {
    byte[] response = step(true, new byte[0]);
    if (statusOf(response) == 0x9000) {
      byte[] key = info.cipher().passwordKey(password);
      nonce = decrypt(key, object(response, 0x80));
    }
    return statusOf(response);
  }

  int map() throws CardRefusal {
    if (info.mapping().isIntegrated()) {
      byte[] t = new byte[info.cipher().keyBytes()];
      random.nextBytes(t);
      byte[] response = step(true, DataObjects.of(0x81, t));
      generator = IntegratedMapping.generator(info.cipher(), group, nonce, t);
      return statusOf(response);
    }
    BigInteger secret = group.secret(random);
    byte[] response = map(group.power(group.generator(), secret));
    if (statusOf(response) == 0x9000) {
      byte[] h = group.power(object(response, 0x82), secret);
      BigInteger s = new BigInteger(1, nonce).mod(group.order());
      generator = group.product(group.power(group.generator(), s), h);
    }
    return statusOf(response);
  }

  byte[] map(byte[] mappingData) {
    return step(true, DataObjects.of(0x81, mappingData));
  }

  int agree() throws CardRefusal {
    BigInteger secret = group.secret(random);
    mine = group.power(generator, secret);
    byte[] response = agree(mine);
    if (statusOf(response) == 0x9000) {
      theirs = object(response, 0x84);
      byte[] shared = group.sharedSecret(group.power(theirs, secret));
      session = info.cipher().session(shared);
    }
    return statusOf(response);
  }

  byte[] agree(byte[] publicKey) {
    return step(true, DataObjects.of(0x83, publicKey));
  }

  byte[] token() {
    return session.token(tokenInput(theirs));
  }

  /// @throws AssertionError if the chip's token is wrong
  TerminalSession authenticate() throws CardRefusal {
    byte[] response = authenticate(token());
    if (statusOf(response) != 0x9000
        || !Arrays.equals(object(response, 0x86), session.token(tokenInput(mine)))) {
      throw new AssertionError("the chip did not authenticate");
    }
    return new TerminalSession(session, chip);
  }

  byte[] authenticate(byte[] token) {
    return step(false, DataObjects.of(0x85, token));
  }

  public TerminalSession run(int passwordReference, byte[] password) throws CardRefusal {
    for (int status : new int[] {choose(passwordReference), nonce(password), map(), agree()}) {
      if (status != 0x9000) {
        throw new AssertionError(String.format("SW %04X", status));
      }
    }
    return authenticate();
  }

  byte[] step(boolean chained, byte[] dynamicData) {
    byte[] data = DataObjects.of(0x7C, dynamicData);
    byte cla = (byte) (chained ? 0x10 : 0x00);
    byte[] command =
        data.length > 255
            ? DataObjects.join(
                new byte[] {
                  cla, (byte) 0x86, 0, 0, 0, (byte) (data.length >> 8), (byte) data.length
                },
                data,
                new byte[2])
            : DataObjects.join(
                new byte[] {cla, (byte) 0x86, 0, 0, (byte) data.length}, data, new byte[1]);
    return send(command);
  }

  public static int statusOf(byte[] response) {
    int end = response.length;
    return ((response[end - 2] & 0xFF) << 8) | (response[end - 1] & 0xFF);
  }

  private byte[] tokenInput(byte[] publicKey) {
    return DataObjects.of(
        0x7F49,
        DataObjects.of(0x06, oid()),
        DataObjects.of(group.publicKeyTag(), group.written(publicKey)));
  }

  private byte[] oid() {
    byte[] der = DataObjects.der(new ASN1ObjectIdentifier(info.oid()));
    return Arrays.copyOfRange(der, 2, der.length);
  }

  private byte[] send(byte[] command) {
    return chip.transmit(command).orElseThrow();
  }

  private static byte[] object(byte[] response, int tag) throws CardRefusal {
    Map<Integer, byte[]> outer = DataObjects.parse(Arrays.copyOf(response, response.length - 2));
    return DataObjects.require(DataObjects.parse(DataObjects.require(outer, 0x7C)), tag);
  }

  private byte[] decrypt(byte[] key, byte[] blocks) {
    try {
      boolean isAes = info.cipher() != CardPaceInfo.Cipher.TRIPLE_DES;
      String name = isAes ? "AES" : "DESede";
      byte[] whole = isAes ? key : DataObjects.join(key, Arrays.copyOf(key, 8));
      var cipher = javax.crypto.Cipher.getInstance(name + "/CBC/NoPadding");
      cipher.init(
          javax.crypto.Cipher.DECRYPT_MODE,
          new javax.crypto.spec.SecretKeySpec(whole, name),
          new javax.crypto.spec.IvParameterSpec(new byte[isAes ? 16 : 8]));
      return cipher.doFinal(blocks);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
