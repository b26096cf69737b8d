package org.urna.passport.chip;

import java.nio.ByteBuffer;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// A card's secured responses with AES (ICAO 9303-11 §9.8.6), for tests that need an answer that no
/// simulated chip gives.
final class SecuredAnswers {

  private final byte[] encryption;
  private final byte[] mac;
  private long counter;

  /// The counter starts at 0, as after PACE.
  SecuredAnswers(byte[] encryption, byte[] mac) {
    this.encryption = encryption;
    this.mac = mac;
  }

  /// The response to the next command.
  byte[] next(byte[] data, int statusWord) throws Exception {
    counter += 2;
    byte[] ssc = ByteBuffer.allocate(16).putLong(0).putLong(counter).array();
    byte[] status = {(byte) 0x99, 2, (byte) (statusWord >> 8), (byte) statusWord};
    byte[] protectedData = data.length == 0 ? status : join(cryptogram(ssc, data), status);
    CMac cmac = new CMac(AESEngine.newInstance());
    cmac.init(new KeyParameter(mac));
    byte[] authenticated = padded(join(ssc, protectedData));
    cmac.update(authenticated, 0, authenticated.length);
    byte[] whole = new byte[16];
    cmac.doFinal(whole, 0);
    byte[] checksum = DataObject.encode(0x8E, java.util.Arrays.copyOf(whole, 8));
    return join(join(protectedData, checksum), new byte[] {status[2], status[3]});
  }

  private byte[] cryptogram(byte[] ssc, byte[] data) throws Exception {
    SecretKeySpec key = new SecretKeySpec(encryption, "AES");
    Cipher iv = Cipher.getInstance("AES/ECB/NoPadding");
    iv.init(Cipher.ENCRYPT_MODE, key);
    Cipher cbc = Cipher.getInstance("AES/CBC/NoPadding");
    cbc.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv.doFinal(ssc)));
    return DataObject.encode(0x87, new byte[] {1}, cbc.doFinal(padded(data)));
  }

  private static byte[] padded(byte[] bytes) {
    byte[] padded = java.util.Arrays.copyOf(bytes, (bytes.length / 16 + 1) * 16);
    padded[bytes.length] = (byte) 0x80;
    return padded;
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
