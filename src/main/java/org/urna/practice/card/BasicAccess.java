package org.urna.practice.card;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The card side of Basic Access Control (ICAO 9303-11 §4.3): one challenge, one authentication.
/// Names follow the standard: RND.IC and K.IC are the chip's, RND.IFD and K.IFD the reader's.
final class BasicAccess {

  private final SessionCipher.TripleDes documentKeys;
  private final WrongKeyCounter wrongKeys;
  private final SecureRandom random;
  private byte @Nullable [] rndIc;

  /// @param mrzInformation number, birth and expiry date, each with its check digit
  BasicAccess(String mrzInformation, WrongKeyCounter wrongKeys, SecureRandom random) {
    byte[] hash = SessionCipher.digest("SHA-1", mrzInformation.getBytes(StandardCharsets.US_ASCII));
    this.documentKeys = SessionCipher.tripleDes(Arrays.copyOf(hash, 16));
    this.wrongKeys = wrongKeys;
    this.random = random;
  }

  /// A fresh RND.IC; it is good for one authentication.
  byte[] challenge() {
    byte[] challenge = new byte[8];
    random.nextBytes(challenge);
    rndIc = challenge;
    return challenge.clone();
  }

  /// Checks `E.IFD ‖ M.IFD` and agrees on session keys.
  ///
  /// @throws CardRefusal 6985 without a challenge, 6700 for a wrong length, 6300 for wrong keys,
  ///   6983 if too many were wrong
  Agreement authenticate(byte[] commandData) throws CardRefusal {
    byte @Nullable [] expected = rndIc;
    rndIc = null;
    if (expected == null) {
      throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
    }
    if (commandData.length != 40) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    wrongKeys.requireOpen();
    wrongKeys.slowDown();
    byte[] encrypted = Arrays.copyOf(commandData, 32);
    byte[] checksum = Arrays.copyOfRange(commandData, 32, 40);
    if (!MessageDigest.isEqual(documentKeys.mac(documentKeys.pad(encrypted)), checksum)) {
      throw wrongKeys.wrong();
    }
    byte[] opened = documentKeys.decrypt(new byte[8], encrypted);
    byte[] rndIfd = Arrays.copyOf(opened, 8);
    if (!MessageDigest.isEqual(Arrays.copyOfRange(opened, 8, 16), expected)) {
      throw wrongKeys.wrong();
    }
    wrongKeys.right();
    byte[] kIfd = Arrays.copyOfRange(opened, 16, 32);
    byte[] kIc = new byte[16];
    random.nextBytes(kIc);
    byte[] sealed = documentKeys.encrypt(new byte[8], DataObjects.join(expected, rndIfd, kIc));
    byte[] response = DataObjects.join(sealed, documentKeys.mac(documentKeys.pad(sealed)));
    byte[] counter =
        DataObjects.join(Arrays.copyOfRange(expected, 4, 8), Arrays.copyOfRange(rndIfd, 4, 8));
    return new Agreement(
        SessionCipher.tripleDes(xor(kIfd, kIc)), new BigInteger(1, counter), response);
  }

  private static byte[] xor(byte[] left, byte[] right) {
    byte[] out = new byte[left.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (left[i] ^ right[i]);
    }
    return out;
  }

  /// Session keys, the first send sequence counter, and what the chip answers in the clear.
  @SuppressWarnings("ArrayRecordComponent") // handed over, read once, never compared
  record Agreement(SessionCipher cipher, BigInteger sendSequenceCounter, byte[] response) {}
}
