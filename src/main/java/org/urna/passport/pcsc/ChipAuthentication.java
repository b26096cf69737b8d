package org.urna.passport.pcsc;

import java.math.BigInteger;
import java.security.PublicKey;
import net.sf.scuba.smartcards.APDUWrapper;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.tlv.TLVUtil;
import org.jmrtd.APDULevelEACCACapable;
import org.jmrtd.Util;
import org.jmrtd.protocol.EACCAProtocol;
import org.jspecify.annotations.Nullable;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The reader's side of Chip Authentication (ICAO 9303-11 §6.2). JMRTD makes the ephemeral key, the
/// agreement and the new session keys; the commands go through [ChipChannel].
final class ChipAuthentication {

  private final ChipChannel channel;
  private final int maxResponse;

  ChipAuthentication(ChipChannel channel, int maxResponse) {
    this.channel = channel;
    this.maxResponse = maxResponse;
  }

  /// Agrees on keys with whoever owns `key`'s private half and secures the channel with them.
  /// Whether that is this chip shows at the next command, not here.
  void run(ChipAuthenticationKey key) throws PassportReadException {
    PublicKey publicKey = AdmittedCurves.publicKey(key.subjectPublicKeyInfo());
    Commands commands = new Commands(channel);
    try {
      EACCAProtocol protocol = new EACCAProtocol(commands, channel.keys(), maxResponse, true);
      protocol.doCA(key.keyId(), key.protocol().oid(), null, publicKey);
      channel.secureWith(protocol.getWrapper());
    } catch (CardServiceException | RuntimeException e) {
      PassportReadException failure = commands.failure;
      if (failure != null) {
        throw failure;
      }
      throw new PassportReadException(
          PassportReadFailure.PROTOCOL_ERROR,
          "chip authentication failed with " + e.getClass().getSimpleName());
    }
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
      byte[] joined = java.util.Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, joined, first.length, second.length);
      return joined;
    }
  }
}
