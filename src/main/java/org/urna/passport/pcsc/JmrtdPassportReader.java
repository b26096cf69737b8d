package org.urna.passport.pcsc;

import java.security.SecureRandom;
import java.util.function.LongSupplier;
import net.sf.scuba.smartcards.CommandAPDU;
import org.urna.passport.AccessKey;
import org.urna.passport.ApduObserver;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.CardSlot;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;

/// Opens the chip in one slot with JMRTD's protocols: the same code for a PC/SC reader and for a
/// simulated chip in this process.
public final class JmrtdPassportReader implements PassportReader {

  private static final byte[] PASSPORT_APPLICATION = {
    (byte) 0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01
  };

  private final CardSlot slot;
  private final CardExchange exchange;
  private final ReadLimits limits;
  private final SecureRandom random;
  private final ApduObserver observer;
  private final LongSupplier nanoTime;

  public JmrtdPassportReader(
      CardSlot slot, CardExchange exchange, ReadLimits limits, SecureRandom random) {
    this(slot, exchange, limits, random, ApduObserver.none());
  }

  public JmrtdPassportReader(
      CardSlot slot,
      CardExchange exchange,
      ReadLimits limits,
      SecureRandom random,
      ApduObserver observer) {
    LibraryLogs.silence();
    this.slot = slot;
    this.exchange = exchange;
    this.limits = limits;
    this.random = random;
    this.observer = observer;
    this.nanoTime = System::nanoTime;
  }

  @Override
  public ChipSession open(AccessKey key) throws PassportReadException {
    return switch (key) {
      case MrzKey mrz -> openBasic(mrz);
      case CardAccessNumber number ->
          throw new PassportReadException(
              PassportReadFailure.ACCESS_UNSUPPORTED, "a card access number needs PACE");
    };
  }

  private ChipSession openBasic(MrzKey key) throws PassportReadException {
    long start = nanoTime.getAsLong();
    CountingConnection connection =
        new CountingConnection(
            PatientConnection.open(slot, limits, nanoTime), observer, nanoTime, start);
    try {
      ChipChannel channel = new ChipChannel(connection);
      selectApplication(channel);
      channel.secureWith(new BasicAccessControl(channel, random).open(key, exchange.maxResponse()));
      return new OpenedChip(
          slot.name(),
          connection,
          channel,
          new ChipFileReader(channel, exchange.blockSize()),
          exchange.maxResponse());
    } catch (PassportReadException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void selectApplication(ChipChannel channel) throws PassportReadException {
    ChipChannel.Response response =
        channel.send(new CommandAPDU(0x00, 0xA4, 0x04, 0x0C, PASSPORT_APPLICATION));
    if (!response.isOk()) {
      throw new PassportReadException(
          PassportReadFailure.NOT_A_PASSPORT,
          String.format("no passport application, SW %04X", response.statusWord()));
    }
  }
}
