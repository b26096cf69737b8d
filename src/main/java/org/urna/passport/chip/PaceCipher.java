package org.urna.passport.chip;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.ISO9797Alg3Mac;
import org.bouncycastle.crypto.paddings.ISO7816d4Padding;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jmrtd.Util;
import org.jmrtd.protocol.AESSecureMessagingWrapper;
import org.jmrtd.protocol.DESedeSecureMessagingWrapper;
import org.jmrtd.protocol.SecureMessagingWrapper;

/// The block cipher E() of a PACE protocol, with the key derivation, authentication token and
/// secure messaging that go with it (ICAO 9303-11 §4.4.3, §9.7 and §9.8). Key derivation and secure
/// messaging are JMRTD's.
enum PaceCipher {
  TRIPLE_DES("DESede", 128, 8, 16),
  AES_128("AES", 128, 16, 16),
  AES_192("AES", 192, 16, 32),
  AES_256("AES", 256, 16, 32);

  private static final int MAC_BYTES = 8;

  private final String algorithm;
  private final int keyBits;
  private final int blockBytes;
  private final int mappedNonceBytes;

  PaceCipher(String algorithm, int keyBits, int blockBytes, int mappedNonceBytes) {
    this.algorithm = algorithm;
    this.keyBits = keyBits;
    this.blockBytes = blockBytes;
    this.mappedNonceBytes = mappedNonceBytes;
  }

  /// The last arc of the protocol's object identifier (§9.2.3): 1 to 4.
  static PaceCipher ofArc(int arc) {
    return values()[arc - 1];
  }

  /// k in bytes: 16, 24 or 32.
  int keyBytes() {
    return keyBits / 8;
  }

  /// The length l in bytes that integrated mapping asks of the chip's nonce (§4.4.3.3.2).
  int mappedNonceBytes() {
    return mappedNonceBytes;
  }

  /// A nonce of this many bytes may come from a chip: whole cipher blocks, 16 to 32 bytes.
  boolean takesNonceOf(int bytes) {
    return bytes >= 16 && bytes <= 32 && bytes % blockBytes == 0;
  }

  /// K_π, from the password's f(π) (§9.7.3).
  SecretKey passwordKey(byte[] seed) throws GeneralSecurityException {
    return Util.deriveKey(seed, algorithm, keyBits, Util.PACE_MODE);
  }

  /// KS_MAC (§9.7.1).
  SecretKey macKey(byte[] secret) throws GeneralSecurityException {
    return Util.deriveKey(secret, algorithm, keyBits, Util.MAC_MODE);
  }

  /// Secure messaging with KS_Enc and KS_MAC from the agreed secret; its counter starts at 0.
  ///
  /// @param maxResponse 256 for short exchange, 65,536 for extended
  SecureMessagingWrapper secureMessaging(byte[] secret, int maxResponse)
      throws GeneralSecurityException {
    SecretKey encryption = Util.deriveKey(secret, algorithm, keyBits, Util.ENC_MODE);
    SecretKey mac = macKey(secret);
    return this == TRIPLE_DES
        ? new DESedeSecureMessagingWrapper(encryption, mac, maxResponse, true, 0)
        : new AESSecureMessagingWrapper(encryption, mac, maxResponse, true, 0);
  }

  /// D(key, input): CBC with a zero vector, no padding.
  byte[] decrypt(SecretKey key, byte[] input) throws GeneralSecurityException {
    return cbc(Cipher.DECRYPT_MODE, key, input);
  }

  /// E(key, input): CBC with a zero vector, no padding.
  ///
  /// @param key [#keyBytes] bytes
  byte[] encrypt(byte[] key, byte[] input) throws GeneralSecurityException {
    byte[] full = key;
    if (this == TRIPLE_DES) {
      full = Arrays.copyOf(key, 24);
      System.arraycopy(key, 0, full, 16, 8);
    }
    return cbc(Cipher.ENCRYPT_MODE, new SecretKeySpec(full, algorithm), input);
  }

  /// The authentication token's MAC (§4.4.3.4): CMAC cut to 8 bytes, or retail MAC.
  byte[] mac(SecretKey key, byte[] message) {
    Mac mac;
    byte[] encoded = key.getEncoded();
    if (this == TRIPLE_DES) {
      mac = new ISO9797Alg3Mac(new DESEngine(), new ISO7816d4Padding());
      mac.init(new KeyParameter(encoded, 0, 16));
    } else {
      mac = new CMac(AESEngine.newInstance());
      mac.init(new KeyParameter(encoded));
    }
    mac.update(message, 0, message.length);
    byte[] whole = new byte[mac.getMacSize()];
    mac.doFinal(whole, 0);
    return Arrays.copyOf(whole, MAC_BYTES);
  }

  private byte[] cbc(int mode, SecretKey key, byte[] input) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(algorithm + "/CBC/NoPadding");
    cipher.init(mode, key, new IvParameterSpec(new byte[blockBytes]));
    return cipher.doFinal(input);
  }
}
