package org.urna.passport.chip;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jmrtd.protocol.SecureMessagingWrapper;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The reader's side of Password Authenticated Connection Establishment (ICAO 9303-11 §4.4). Names
/// follow the standard: s and z are the chip's nonce, plain and encrypted, K the agreed secret,
/// T_IFD and T_IC the authentication tokens.
///
/// One call is one attempt of the key. Chip authentication mapping is used to get in only: what it
/// says of the chip's own key is ignored, and the chip proves itself as any other.
///
/// JMRTD has this protocol as well, but draws its own random numbers, puts tokens into exception
/// texts, takes any number for a Diffie-Hellman key, and cannot do integrated mapping with the
/// JDK's ciphers.
final class Pace {

  private final PaceCommands commands;
  private final PaceInfo info;
  private final SecureRandom random;
  private final int maxResponse;

  /// @param maxResponse 256 for short exchange, 65,536 for extended
  Pace(ChipChannel channel, PaceInfo info, SecureRandom random, int maxResponse) {
    this.commands = new PaceCommands(channel, info.needsExtendedLength() ? 65_536 : 256);
    this.info = info;
    this.random = random;
    this.maxResponse = maxResponse;
  }

  /// Opens the chip with one attempt and returns the session's keys.
  ///
  /// @param isAmbiguous the chip offers several sets of domain parameters and is told which one
  /// @throws PaceDeclinedException if the chip gives up before the key was tested
  /// @throws PassportReadException [PassportReadFailure#KEY_REFUSED] if the key is of another
  ///   document; [PassportReadFailure#PROTOCOL_ERROR] for numbers that no honest chip sends
  SecureMessagingWrapper open(AccessKey key, boolean isAmbiguous)
      throws PassportReadException, PaceDeclinedException {
    byte[] seed = new byte[0];
    try {
      seed = seed(key);
      return open(reference(key), info.cipher().passwordKey(seed), isAmbiguous);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed(e);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /// @param reference which password: 1 for the machine readable zone, 2 for the number on the card
  /// @param passwordKey K_π
  SecureMessagingWrapper open(int reference, SecretKey passwordKey, boolean isAmbiguous)
      throws PassportReadException, PaceDeclinedException {
    byte[] nonce = new byte[0];
    byte[] secret = new byte[0];
    try {
      commands.setAuthenticationTemplate(info, reference, isAmbiguous);
      nonce = nonce(passwordKey);
      PaceGroup mapped = mapped(nonce);
      PaceGroup.EphemeralKey ours = mapped.newKey(random);
      byte[] theirs = exchange(0x83, ours, 0x84);
      secret = mapped.agree(ours, theirs);
      authenticate(secret, mapped.elementTag(), ours.publicElement(), theirs);
      return info.cipher().secureMessaging(secret, maxResponse);
    } catch (PaceGroup.BadElementException e) {
      throw broken(String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed(e);
    } finally {
      Arrays.fill(nonce, (byte) 0);
      Arrays.fill(secret, (byte) 0);
    }
  }

  /// Step 1: s = D(K_π, z).
  private byte[] nonce(SecretKey passwordKey)
      throws PassportReadException, PaceDeclinedException, GeneralSecurityException {
    byte[] z = commands.require(0x80, commands.generalAuthenticate());
    boolean right =
        info.mapping() == PaceInfo.Mapping.INTEGRATED
            ? z.length == info.cipher().mappedNonceBytes()
            : info.cipher().takesNonceOf(z.length);
    if (!right) {
      throw broken("a nonce of " + z.length + " bytes");
    }
    return info.cipher().decrypt(passwordKey, z);
  }

  /// Step 2: the ephemeral domain parameters.
  private PaceGroup mapped(byte[] nonce)
      throws PassportReadException,
          PaceDeclinedException,
          PaceGroup.BadElementException,
          GeneralSecurityException {
    PaceGroup standardised = PaceGroup.of(info);
    switch (info.mapping()) {
      case GENERIC, CHIP_AUTHENTICATION -> {
        PaceGroup.EphemeralKey ours = standardised.newKey(random);
        byte[] theirs = exchange(0x81, ours, 0x82);
        return standardised.mapped(new BigInteger(1, nonce), ours, theirs);
      }
      case INTEGRATED -> {
        byte[] t = new byte[info.cipher().keyBytes()];
        random.nextBytes(t);
        commands.requireEmpty(0x82, commands.generalAuthenticate(DataObject.encode(0x81, t)));
        return standardised.mapped(PaceNonceHash.of(info.cipher(), nonce, t, standardised.prime()));
      }
    }
    throw new AssertionError(info.mapping());
  }

  /// Sends our element and returns the chip's, which is a different one.
  private byte[] exchange(int ourTag, PaceGroup.EphemeralKey ours, int theirTag)
      throws PassportReadException, PaceDeclinedException {
    byte[] theirs =
        commands.require(
            theirTag,
            commands.generalAuthenticate(DataObject.encode(ourTag, ours.publicElement())));
    if (Arrays.equals(theirs, ours.publicElement())) {
      throw broken("our own public key sent back");
    }
    return theirs;
  }

  /// Step 4: from here on the key is tested.
  private void authenticate(byte[] secret, int elementTag, byte[] ours, byte[] theirs)
      throws PassportReadException, GeneralSecurityException {
    SecretKey macKey = info.cipher().macKey(secret);
    byte[] answered =
        commands.mutualAuthenticate(
            token(macKey, elementTag, theirs),
            info.mapping() == PaceInfo.Mapping.CHIP_AUTHENTICATION);
    if (!MessageDigest.isEqual(token(macKey, elementTag, ours), answered)) {
      throw new PassportReadException(
          PassportReadFailure.KEY_REFUSED, "the chip's token is not made with this key");
    }
  }

  /// T = MAC(KS_MAC, 7F49 { 06 protocol, 84 or 86 element }).
  private byte[] token(SecretKey macKey, int elementTag, byte[] element) {
    return info.cipher()
        .mac(
            macKey,
            DataObject.encode(
                0x7F49,
                DataObject.encode(0x06, info.oid()),
                DataObject.encode(elementTag, element)));
  }

  /// f(π) (§9.7.3).
  static byte[] seed(AccessKey key) throws GeneralSecurityException {
    return switch (key) {
      case MrzKey mrz -> {
        byte[] information = mrz.information();
        try {
          yield MessageDigest.getInstance("SHA-1").digest(information);
        } finally {
          Arrays.fill(information, (byte) 0);
        }
      }
      case CardAccessNumber number -> number.digits().getBytes(StandardCharsets.ISO_8859_1);
    };
  }

  private static int reference(AccessKey key) {
    return switch (key) {
      case MrzKey mrz -> 1;
      case CardAccessNumber number -> 2;
    };
  }

  static PassportReadException broken(String how) {
    return new PassportReadException(PassportReadFailure.PROTOCOL_ERROR, "in PACE: " + how);
  }

  /// No cause: the library's text may hold the key.
  private static PassportReadException failed(Exception e) {
    return broken("failed with " + e.getClass().getSimpleName());
  }
}
