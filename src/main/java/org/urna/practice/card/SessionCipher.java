package org.urna.practice.card;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// The two ciphers of passport secure messaging and their key derivation (ICAO 9303-11 §9.7 and
/// §9.8.6 to §9.8.8): two-key triple DES with the retail MAC, and AES with CMAC.
///
/// Written apart from the reader's library on purpose. Holds session keys of a simulated chip; not
/// constant time.
public sealed interface SessionCipher {

  int blockLength();

  byte[] encrypt(byte[] sendSequenceCounter, byte[] padded);

  byte[] decrypt(byte[] sendSequenceCounter, byte[] ciphertext);

  /// Eight bytes over an already padded message.
  byte[] mac(byte[] padded);

  /// ISO/IEC 9797-1 padding method 2.
  default byte[] pad(byte[] message) {
    byte[] padded = Arrays.copyOf(message, (message.length / blockLength() + 1) * blockLength());
    padded[message.length] = (byte) 0x80;
    return padded;
  }

  /// PACE's authentication token over a public key data object (§4.4.3.4).
  byte[] token(byte[] publicKeyObject);

  /// Takes the padding off.
  ///
  /// @throws CardRefusal 6988 if there is none
  static byte[] unpad(byte[] padded) throws CardRefusal {
    int end = padded.length - 1;
    while (end >= 0 && padded[end] == 0) {
      end--;
    }
    if (end < 0 || padded[end] != (byte) 0x80) {
      throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_WRONG);
    }
    return Arrays.copyOf(padded, end);
  }

  /// KDF of ICAO 9303-11 §9.7.1: `hash(secret ‖ counter)`, counter 1 for encryption, 2 for the MAC.
  static byte[] deriveKey(byte[] secret, int counter, String hash, int keyBytes) {
    byte[] digest = digest(hash, DataObjects.join(secret, new byte[] {0, 0, 0, (byte) counter}));
    return Arrays.copyOf(digest, keyBytes);
  }

  /// Triple DES keys from a shared secret, parity bits set as the worked example prints them.
  static TripleDes tripleDes(byte[] secret) {
    return new TripleDes(
        withOddParity(deriveKey(secret, 1, "SHA-1", 16)),
        withOddParity(deriveKey(secret, 2, "SHA-1", 16)));
  }

  /// AES keys of 16, 24 or 32 bytes from a shared secret.
  static Aes aes(byte[] secret, int keyBytes) {
    String hash = keyBytes == 16 ? "SHA-1" : "SHA-256";
    return new Aes(deriveKey(secret, 1, hash, keyBytes), deriveKey(secret, 2, hash, keyBytes));
  }

  /// Triple DES with a two-part key over whole blocks, CBC with a zero IV.
  static byte[] tripleDesBlocks(byte[] key, byte[] blocks) {
    byte[] threeKeys = Arrays.copyOf(key, 24);
    System.arraycopy(key, 0, threeKeys, 16, 8);
    return run(
        "DESede/CBC/NoPadding", "DESede", Cipher.ENCRYPT_MODE, threeKeys, new byte[8], blocks);
  }

  /// AES over whole blocks, CBC with a zero IV.
  static byte[] aesBlocks(byte[] key, byte[] blocks) {
    return run("AES/CBC/NoPadding", "AES", Cipher.ENCRYPT_MODE, key, new byte[16], blocks);
  }

  static byte[] digest(String hash, byte[] message) {
    try {
      return MessageDigest.getInstance(hash).digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has " + hash, e);
    }
  }

  private static byte[] withOddParity(byte[] key) {
    for (int i = 0; i < key.length; i++) {
      int upper = key[i] & 0xFE;
      key[i] = (byte) (upper | (Integer.bitCount(upper) + 1) % 2);
    }
    return key;
  }

  private static byte[] run(
      String transformation, String algorithm, int mode, byte[] key, byte[] iv, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(mode, new SecretKeySpec(key, algorithm), new IvParameterSpec(iv));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has " + transformation, e);
    }
  }

  /// 3DES in CBC mode with a zero IV and ISO/IEC 9797-1 MAC algorithm 3.
  final class TripleDes implements SessionCipher {
    private static final byte[] ZERO = new byte[8];
    private final byte[] encryptionKey;
    private final byte[] macKey;

    TripleDes(byte[] encryptionKey, byte[] macKey) {
      this.encryptionKey = encryptionKey.clone();
      this.macKey = macKey.clone();
    }

    @Override
    public int blockLength() {
      return 8;
    }

    @Override
    public byte[] encrypt(byte[] sendSequenceCounter, byte[] padded) {
      return cbc(Cipher.ENCRYPT_MODE, padded);
    }

    @Override
    public byte[] decrypt(byte[] sendSequenceCounter, byte[] ciphertext) {
      return cbc(Cipher.DECRYPT_MODE, ciphertext);
    }

    @Override
    public byte[] mac(byte[] padded) {
      byte[] first = Arrays.copyOf(macKey, 8);
      byte[] second = Arrays.copyOfRange(macKey, 8, 16);
      byte[] chain = des("DES/CBC/NoPadding", Cipher.ENCRYPT_MODE, first, padded);
      byte[] last = Arrays.copyOfRange(chain, chain.length - 8, chain.length);
      last = des("DES/CBC/NoPadding", Cipher.DECRYPT_MODE, second, last);
      return des("DES/CBC/NoPadding", Cipher.ENCRYPT_MODE, first, last);
    }

    @Override
    public byte[] token(byte[] publicKeyObject) {
      return mac(pad(publicKeyObject));
    }

    byte[] encryptionKey() {
      return encryptionKey.clone();
    }

    byte[] macKey() {
      return macKey.clone();
    }

    private byte[] cbc(int mode, byte[] input) {
      byte[] threeKeys = Arrays.copyOf(encryptionKey, 24);
      System.arraycopy(encryptionKey, 0, threeKeys, 16, 8);
      return run("DESede/CBC/NoPadding", "DESede", mode, threeKeys, ZERO, input);
    }

    private static byte[] des(String transformation, int mode, byte[] key, byte[] input) {
      return run(transformation, "DES", mode, key, ZERO, input);
    }
  }

  /// AES in CBC mode with the encrypted counter as IV, and CMAC cut to eight bytes.
  final class Aes implements SessionCipher {
    private final byte[] encryptionKey;
    private final byte[] macKey;

    Aes(byte[] encryptionKey, byte[] macKey) {
      this.encryptionKey = encryptionKey.clone();
      this.macKey = macKey.clone();
    }

    @Override
    public int blockLength() {
      return 16;
    }

    @Override
    public byte[] encrypt(byte[] sendSequenceCounter, byte[] padded) {
      return cbc(Cipher.ENCRYPT_MODE, iv(sendSequenceCounter), padded);
    }

    @Override
    public byte[] decrypt(byte[] sendSequenceCounter, byte[] ciphertext) {
      return cbc(Cipher.DECRYPT_MODE, iv(sendSequenceCounter), ciphertext);
    }

    @Override
    public byte[] mac(byte[] padded) {
      CMac mac = new CMac(AESEngine.newInstance(), 64);
      mac.init(new KeyParameter(macKey));
      mac.update(padded, 0, padded.length);
      byte[] tag = new byte[8];
      mac.doFinal(tag, 0);
      return tag;
    }

    /// CMAC pads by itself.
    @Override
    public byte[] token(byte[] publicKeyObject) {
      return mac(publicKeyObject);
    }

    private byte[] iv(byte[] sendSequenceCounter) {
      return cbc(Cipher.ENCRYPT_MODE, new byte[16], sendSequenceCounter);
    }

    private byte[] cbc(int mode, byte[] iv, byte[] input) {
      return run("AES/CBC/NoPadding", "AES", mode, encryptionKey, iv, input);
    }
  }
}
