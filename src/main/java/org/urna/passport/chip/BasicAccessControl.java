package org.urna.passport.chip;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import net.sf.scuba.smartcards.CommandAPDU;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.macs.ISO9797Alg3Mac;
import org.bouncycastle.crypto.paddings.ISO7816d4Padding;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jmrtd.Util;
import org.jmrtd.protocol.DESedeSecureMessagingWrapper;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The reader's side of Basic Access Control (ICAO 9303-11 §4.3): GET CHALLENGE and one EXTERNAL
/// AUTHENTICATE, never two. Names follow the standard: RND.IC and K.IC are the chip's, RND.IFD and
/// K.IFD ours.
///
/// JMRTD has this protocol as well, but repeats EXTERNAL AUTHENTICATE after a refusal, which a chip
/// counts as a second wrong key, and does not check that the chip answered *our* challenge.
final class BasicAccessControl {

  private static final IvParameterSpec ZERO_IV = new IvParameterSpec(new byte[8]);

  private final ChipChannel channel;
  private final SecureRandom random;

  BasicAccessControl(ChipChannel channel, SecureRandom random) {
    this.channel = channel;
    this.random = random;
  }

  /// Opens the chip with one attempt and returns the session's keys.
  ///
  /// @param maxResponse 256 for short exchange, 65,536 for extended
  /// @throws PassportReadException [PassportReadFailure#KEY_REFUSED] if the key is of another
  ///   document
  DESedeSecureMessagingWrapper open(MrzKey key, int maxResponse) throws PassportReadException {
    byte[] rndIc = challenge();
    byte[] rndIfd = new byte[8];
    byte[] kIfd = new byte[16];
    random.nextBytes(rndIfd);
    random.nextBytes(kIfd);
    byte[] seed = new byte[0];
    byte[] secret = new byte[0];
    byte[] opened = new byte[0];
    try {
      seed = keySeed(key);
      SecretKey kEnc = Util.deriveKey(seed, Util.ENC_MODE);
      SecretKey kMac = Util.deriveKey(seed, Util.MAC_MODE);
      byte[] sealed = tripleDes(Cipher.ENCRYPT_MODE, kEnc, join(rndIfd, rndIc, kIfd));
      byte[] answer = authenticate(join(sealed, mac(kMac, sealed)));
      byte[] encrypted = Arrays.copyOf(answer, 32);
      if (!MessageDigest.isEqual(mac(kMac, encrypted), Arrays.copyOfRange(answer, 32, 40))) {
        throw wrongAnswer("its checksum is wrong");
      }
      opened = tripleDes(Cipher.DECRYPT_MODE, kEnc, encrypted);
      boolean answersOurs =
          MessageDigest.isEqual(Arrays.copyOf(opened, 8), rndIc)
              && MessageDigest.isEqual(Arrays.copyOfRange(opened, 8, 16), rndIfd);
      if (!answersOurs) {
        throw wrongAnswer("it answers another challenge");
      }
      secret = xor(kIfd, Arrays.copyOfRange(opened, 16, 32));
      return new DESedeSecureMessagingWrapper(
          Util.deriveKey(secret, Util.ENC_MODE),
          Util.deriveKey(secret, Util.MAC_MODE),
          maxResponse,
          true,
          ByteBuffer.wrap(join(tail(rndIc), tail(rndIfd))).getLong());
    } catch (GeneralSecurityException | RuntimeException e) {
      // No cause: the library's text may hold the key.
      throw new PassportReadException(
          PassportReadFailure.PROTOCOL_ERROR,
          "access control failed with " + e.getClass().getSimpleName());
    } finally {
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(opened, (byte) 0);
      Arrays.fill(kIfd, (byte) 0);
    }
  }

  /// K_seed: the 16 most significant bytes of the digest of MRZ_information (§4.3.2).
  static byte[] keySeed(MrzKey key) throws GeneralSecurityException {
    byte[] information = key.information();
    byte[] digest = new byte[0];
    try {
      digest = MessageDigest.getInstance("SHA-1").digest(information);
      return Arrays.copyOf(digest, 16);
    } finally {
      Arrays.fill(information, (byte) 0);
      Arrays.fill(digest, (byte) 0);
    }
  }

  private byte[] challenge() throws PassportReadException {
    ChipChannel.Response response = channel.send(new CommandAPDU(0x00, 0x84, 0x00, 0x00, 8));
    if (!response.isOk() || response.data().length != 8) {
      throw new PassportReadException(
          PassportReadFailure.ACCESS_UNSUPPORTED,
          String.format("no challenge for basic access control, SW %04X", response.statusWord()));
    }
    return response.data();
  }

  private byte[] authenticate(byte[] sealed) throws PassportReadException {
    ChipChannel.Response response =
        channel.send(new CommandAPDU(0x00, 0x82, 0x00, 0x00, sealed, 40));
    int statusWord = response.statusWord();
    if (response.isOk() && response.data().length == 40) {
      return response.data();
    }
    boolean blocked = statusWord == 0x6983 || statusWord == 0x6984 || statusWord == 0x63C0;
    boolean refused =
        (statusWord & 0xFF00) == 0x6300
            || statusWord == 0x6982
            || statusWord == 0x6985
            || statusWord == 0x6988
            || statusWord == 0x6A80;
    PassportReadFailure failure = PassportReadFailure.PROTOCOL_ERROR;
    if (blocked) {
      failure = PassportReadFailure.KEY_BLOCKED;
    } else if (refused) {
      failure = PassportReadFailure.KEY_REFUSED;
    }
    throw new PassportReadException(
        failure, String.format("EXTERNAL AUTHENTICATE ended with SW %04X", statusWord));
  }

  private static byte[] tripleDes(int mode, SecretKey key, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
    cipher.init(mode, key, ZERO_IV);
    return cipher.doFinal(input);
  }

  /// ISO/IEC 9797-1 MAC algorithm 3 with DES and padding method 2.
  private static byte[] mac(SecretKey key, byte[] message) {
    ISO9797Alg3Mac mac = new ISO9797Alg3Mac(new DESEngine(), new ISO7816d4Padding());
    mac.init(new KeyParameter(Arrays.copyOf(key.getEncoded(), 16)));
    mac.update(message, 0, message.length);
    byte[] tag = new byte[8];
    mac.doFinal(tag, 0);
    return tag;
  }

  private static byte[] tail(byte[] eight) {
    return Arrays.copyOfRange(eight, 4, 8);
  }

  private static byte[] xor(byte[] left, byte[] right) {
    byte[] out = new byte[left.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (left[i] ^ right[i]);
    }
    return out;
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  private static PassportReadException wrongAnswer(String how) {
    return new PassportReadException(
        PassportReadFailure.PROTOCOL_ERROR, "the chip's answer to access control: " + how);
  }
}
