package org.urna.passport.chip;

import java.security.SecureRandom;
import java.util.Optional;
import net.sf.scuba.smartcards.CommandAPDU;
import org.jmrtd.protocol.SecureMessagingWrapper;
import org.urna.hardware.CardExchange;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.ChipFile;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts.AccessProtocol;

/// How a chip is opened with one key (ICAO 9303-11 §4.2): EF.CardAccess tells whether it speaks
/// PACE; if it does, PACE is run and the passport application selected under its keys; else the
/// application is selected and Basic Access Control run.
///
/// The key is put to the test at most once. A chip that gives PACE up before that is reset and
/// opened by Basic Access Control, which counts as a downgrade; after a key was refused nothing
/// else is tried with it.
final class AccessProcedure {

  private static final byte[] PASSPORT_APPLICATION = {
    (byte) 0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01
  };

  private static final int SHORT_RESPONSE = 256;

  private final Connecting connecting;
  private final SecureRandom random;

  AccessProcedure(Connecting connecting, SecureRandom random) {
    this.connecting = connecting;
    this.random = random;
  }

  /// Opens the chip with one attempt of `key`.
  ///
  /// @throws PassportReadException with the reason; the connection is closed
  GainedAccess gain(AccessKey key) throws PassportReadException {
    Attempt attempt = new Attempt(connecting.connect());
    try {
      CardAccess offer = attempt.cardAccess();
      Optional<PaceInfo> way = offer.best(attempt.exchange().extended());
      if (way.isEmpty()) {
        return attempt.basic(key, offer.offersPace());
      }
      try {
        return attempt.pace(key, way.get(), offer.isAmbiguous());
      } catch (PaceDeclinedException e) {
        if (key instanceof CardAccessNumber) {
          throw unsupported(e);
        }
      }
    } catch (PassportReadException | RuntimeException e) {
      attempt.connection.close();
      throw e;
    }
    attempt.connection.close();
    Attempt second = new Attempt(connecting.connectAgain(attempt.connection));
    try {
      return second.basic(key, true);
    } catch (PassportReadException | RuntimeException e) {
      second.connection.close();
      throw e;
    }
  }

  private static PassportReadException unsupported(PaceDeclinedException e) {
    return new PassportReadException(
        PassportReadFailure.ACCESS_UNSUPPORTED,
        "a card access number needs PACE, but " + e.getMessage());
  }

  /// One connection to the card, from power to an open application.
  private final class Attempt {
    private final CountingConnection connection;
    private final ChipChannel channel;

    Attempt(CountingConnection connection) {
      this.connection = connection;
      this.channel = new ChipChannel(connection);
    }

    CardExchange exchange() {
      return connecting.exchange(connection);
    }

    /// A file that cannot be understood is no reason to give up: the chip may still be opened by
    /// Basic Access Control, which is then called a downgrade.
    CardAccess cardAccess() throws PassportReadException {
      try {
        Optional<byte[]> file =
            new ChipFileReader(channel, SHORT_RESPONSE).readIfOffered(ChipFile.CARD_ACCESS);
        return file.isEmpty() ? CardAccess.NONE : CardAccess.parse(file.get());
      } catch (PassportReadException e) {
        return switch (e.failure()) {
          case FILE_MISSING, FILE_MALFORMED, FILE_TOO_LARGE -> CardAccess.INCOMPREHENSIBLE;
          default -> throw e;
        };
      }
    }

    GainedAccess pace(AccessKey key, PaceInfo way, boolean isAmbiguous)
        throws PassportReadException, PaceDeclinedException {
      SecureMessagingWrapper keys =
          new Pace(channel, way, random, exchange().maxResponse()).open(key, isAmbiguous);
      channel.secureWith(keys);
      selectApplication();
      return new GainedAccess(connection, channel, way.accessProtocol(), false);
    }

    GainedAccess basic(AccessKey key, boolean downgraded) throws PassportReadException {
      selectApplication();
      SecureMessagingWrapper keys =
          switch (key) {
            case MrzKey mrz ->
                new BasicAccessControl(channel, random).open(mrz, exchange().maxResponse());
            case CardAccessNumber number ->
                throw new PassportReadException(
                    PassportReadFailure.ACCESS_UNSUPPORTED, "a card access number needs PACE");
          };
      channel.secureWith(keys);
      return new GainedAccess(connection, channel, AccessProtocol.BASIC_ACCESS_CONTROL, downgraded);
    }

    private void selectApplication() throws PassportReadException {
      ChipChannel.Response response =
          channel.send(new CommandAPDU(0x00, 0xA4, 0x04, 0x0C, PASSPORT_APPLICATION));
      if (!response.isOk()) {
        throw new PassportReadException(
            PassportReadFailure.NOT_A_PASSPORT,
            String.format("no passport application, SW %04X", response.statusWord()));
      }
    }
  }

  /// Where connections come from.
  interface Connecting {
    /// A card with power.
    CountingConnection connect() throws PassportReadException;

    /// The card reset after `before`, which is closed; its counts and its deadline go on.
    CountingConnection connectAgain(CountingConnection before) throws PassportReadException;

    /// What reader and card can exchange.
    CardExchange exchange(CountingConnection connection);
  }
}
