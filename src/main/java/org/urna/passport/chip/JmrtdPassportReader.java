package org.urna.passport.chip;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import org.urna.hardware.CardExchange;
import org.urna.passport.AccessKey;
import org.urna.passport.ApduObserver;
import org.urna.passport.CardSlot;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;

/// Opens the chip in one slot, with JMRTD's cryptography: the same code for a PC/SC reader and for
/// a simulated chip in this process.
public final class JmrtdPassportReader implements PassportReader {

  private final CardSlot slot;
  private final BlockSizes blockSizes;
  private final ReadLimits limits;
  private final SecureRandom random;
  private final ApduObserver observer;
  private final LongSupplier nanoTime;
  private final ReaderMemory memory;

  public JmrtdPassportReader(
      CardSlot slot, CardExchange exchange, ReadLimits limits, SecureRandom random) {
    this(slot, exchange, limits, random, ApduObserver.none());
  }

  /// A reader with one block size.
  public JmrtdPassportReader(
      CardSlot slot,
      CardExchange exchange,
      ReadLimits limits,
      SecureRandom random,
      ApduObserver observer) {
    this(
        slot,
        new BlockSizes(exchange.extended(), List.of(exchange.blockSize())),
        new ReadingTerms(limits, random, observer),
        new ReaderMemory(random, System::nanoTime),
        System::nanoTime);
  }

  public JmrtdPassportReader(
      CardSlot slot,
      BlockSizes blockSizes,
      ReadingTerms reading,
      ReaderMemory memory,
      LongSupplier nanoTime) {
    LibraryLogs.silence();
    this.slot = slot;
    this.blockSizes = blockSizes;
    this.limits = reading.limits();
    this.random = reading.random();
    this.observer = reading.observer();
    this.memory = memory;
    this.nanoTime = nanoTime;
  }

  @Override
  public ChipSession open(AccessKey key) throws PassportReadException {
    blockSizes.beginSession();
    if (!memory.refusedKeys().mayTry(key)) {
      throw new PassportReadException(
          PassportReadFailure.KEY_BLOCKED, "this key was refused twice within a minute");
    }
    Connections connections = new Connections();
    try {
      GainedAccess access = new AccessProcedure(connections, random).gain(key);
      memory.refusedKeys().accepted(key);
      return new OpenedChip(
          slot.name(), access, blockSizes, connections.exchange(access.connection()), random);
    } catch (PassportReadException e) {
      if (e.failure() == PassportReadFailure.KEY_REFUSED) {
        memory.refusedKeys().refused(key);
      }
      throw e;
    }
  }

  @Override
  public boolean canTrySmallerBlocks() {
    return blockSizes.canTrySmaller();
  }

  /// The connections of one opening, which share one deadline.
  private final class Connections implements AccessProcedure.Connecting {
    private final long start = nanoTime.getAsLong();
    private PatientConnection current = new PatientConnection(slot, limits, nanoTime, start);

    @Override
    public CountingConnection connect() throws PassportReadException {
      memory.connect(current);
      return new CountingConnection(current, observer, nanoTime, start);
    }

    @Override
    public CountingConnection connectAgain(CountingConnection before) throws PassportReadException {
      current = current.next();
      memory.connect(current);
      return before.continuedOn(current);
    }

    @Override
    public CardExchange exchange(CountingConnection connection) {
      return blockSizes.exchange(
          !new AnswerToReset(connection.answerToReset()).deniesExtendedLength());
    }
  }
}
