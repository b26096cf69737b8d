package org.urna.passport.chip;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import net.sf.scuba.smartcards.APDUWrapper;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.tlv.TLVUtil;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jmrtd.APDULevelEACCACapable;
import org.jmrtd.Util;
import org.jmrtd.protocol.EACCAProtocol;
import org.jspecify.annotations.Nullable;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The reader's side of Chip Authentication (ICAO 9303-11 §6.2). JMRTD forms the commands, the
/// agreement and the new session keys; the ephemeral key is drawn here, and the commands go through
/// [ChipChannel].
final class ChipAuthentication {

  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final ChipChannel channel;
  private final int maxResponse;
  private final SecureRandom random;

  /// @param maxResponse 256 for short exchange, 65,536 for extended
  ChipAuthentication(ChipChannel channel, int maxResponse, SecureRandom random) {
    this.channel = channel;
    this.maxResponse = maxResponse;
    this.random = random;
  }

  /// Agrees on keys with whoever owns `key`'s private half and secures the channel with them.
  /// Whether that is this chip shows at the next command, not here.
  void run(ChipAuthenticationKey key) throws PassportReadException {
    ECPublicKey publicKey = AdmittedCurves.publicKey(key.subjectPublicKeyInfo());
    String protocol = key.protocol().oid();
    Commands commands = new Commands(channel);
    byte[] secret = new byte[0];
    try {
      KeyPair ephemeral = ephemeralKey(publicKey);
      EACCAProtocol.sendPublicKey(
          commands, channel.keys(), protocol, key.keyId(), ephemeral.getPublic());
      secret = EACCAProtocol.computeSharedSecret("ECDH", publicKey, ephemeral.getPrivate());
      channel.secureWith(EACCAProtocol.restartSecureMessaging(protocol, secret, maxResponse, true));
    } catch (CardServiceException | GeneralSecurityException | RuntimeException e) {
      PassportReadException failure = commands.failure;
      if (failure != null) {
        throw failure;
      }
      throw new PassportReadException(
          PassportReadFailure.PROTOCOL_ERROR,
          "chip authentication failed with " + e.getClass().getSimpleName());
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private KeyPair ephemeralKey(ECPublicKey theirs) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("ECDH", PROVIDER);
    generator.initialize(theirs.getParams(), random);
    return generator.generateKeyPair();
  }

  /// The three commands of Chip Authentication over our channel. JMRTD hides what goes wrong in its
  /// own exceptions, so the first failure is kept.
  private static final class Commands implements APDULevelEACCACapable {
    private final ChipChannel channel;
    private @Nullable PassportReadException failure;

    Commands(ChipChannel channel) {
      this.channel = channel;
    }

    @Override
    public void sendMSEKAT(APDUWrapper wrapper, byte[] keyData, byte @Nullable [] idData)
        throws CardServiceException {
      send("MSE:Set KAT", new CommandAPDU(0x00, 0x22, 0x41, 0xA6, join(keyData, idData)));
    }

    @Override
    public void sendMSESetATIntAuth(APDUWrapper wrapper, String oid, @Nullable BigInteger keyId)
        throws CardServiceException {
      byte[] id = keyId == null ? null : TLVUtil.wrapDO(0x84, Util.i2os(keyId));
      send("MSE:Set AT", new CommandAPDU(0x00, 0x22, 0x41, 0xA4, join(Util.toOIDBytes(oid), id)));
    }

    @Override
    public byte[] sendGeneralAuthenticate(APDUWrapper wrapper, byte[] data, boolean isLast)
        throws CardServiceException {
      if (!isLast) {
        throw new CardServiceException("command chaining is not used");
      }
      byte[] response =
          send(
              "GENERAL AUTHENTICATE",
              new CommandAPDU(0x00, 0x86, 0x00, 0x00, TLVUtil.wrapDO(0x7C, data), 256));
      return response.length == 0 ? response : TLVUtil.unwrapDO(0x7C, response);
    }

    private byte[] send(String name, CommandAPDU command) throws CardServiceException {
      if (failure != null) {
        throw new CardServiceException("chip authentication has failed before");
      }
      try {
        ChipChannel.Response response = channel.send(command);
        if (response.isOk()) {
          return response.data();
        }
        failure =
            new PassportReadException(
                PassportReadFailure.CLONE_SUSPECTED,
                String.format("%s ended with SW %04X", name, response.statusWord()));
      } catch (PassportReadException e) {
        failure = e;
      }
      throw new CardServiceException(name + " failed");
    }

    private static byte[] join(byte[] first, byte @Nullable [] second) {
      if (second == null) {
        return first;
      }
      byte[] joined = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, joined, first.length, second.length);
      return joined;
    }
  }
}
