package org.urna.practice.card;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;

/// A reader without a reader: specimen chips are laid on it by a call and answer in this process,
/// through the same reading code as any passport. For the headless demo and for tests.
///
/// Thread-safe: one thread may lay and remove cards while others read and watch.
public final class InProcessReader implements CardSlot {

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable ChipSimulator chip;
  private boolean taken;
  private boolean unplugged;

  public InProcessReader(String name) {
    this.name = name;
  }

  /// Lays a chip down; whatever lay there is removed.
  public void lay(ChipSimulator next) {
    put(next);
  }

  /// Takes the chip away, in the middle of a read if need be.
  public void remove() {
    put(null);
  }

  /// Pulls the reader's plug, in the middle of a read if need be, or puts it back; what lies on it
  /// stays there.
  public void plug(boolean in) {
    ChipSimulator present;
    lock.lock();
    try {
      unplugged = !in;
      taken = false;
      present = chip;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (!in && present != null) {
      present.removed();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CardConnection connect() throws PassportReadException {
    lock.lock();
    try {
      if (unplugged) {
        throw gone();
      }
      ChipSimulator present = chip;
      if (present == null) {
        throw new PassportReadException(PassportReadFailure.NO_CARD, "nothing lies on " + name);
      }
      if (taken) {
        throw new PassportReadException(PassportReadFailure.READER_BUSY, name + " is being read");
      }
      taken = true;
      present.reset();
      return new Connection(present);
    } finally {
      lock.unlock();
    }
  }

  /// A watch over this reader.
  public ReaderWatch watch() {
    return new Watch();
  }

  private void put(@Nullable ChipSimulator next) {
    ChipSimulator previous;
    lock.lock();
    try {
      previous = chip;
      chip = next;
      taken = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (previous != null && previous != next) {
      previous.removed();
    }
  }

  private void requireHeld(ChipSimulator expected) throws PassportReadException {
    lock.lock();
    try {
      if (unplugged) {
        throw gone();
      }
      if (chip != expected) {
        throw lost();
      }
    } finally {
      lock.unlock();
    }
  }

  private PassportReadException gone() {
    return new PassportReadException(PassportReadFailure.READER_GONE, name + " is unplugged");
  }

  private static PassportReadException lost() {
    return new PassportReadException(PassportReadFailure.LOST_CONTACT, "the card was taken away");
  }

  private final class Connection implements CardConnection {
    private final ChipSimulator mine;

    Connection(ChipSimulator mine) {
      this.mine = mine;
    }

    @Override
    public byte[] answerToReset() {
      return mine.answerToReset();
    }

    @Override
    public byte[] transmit(byte[] command) throws PassportReadException {
      requireHeld(mine);
      Optional<byte[]> response = mine.transmit(command);
      requireHeld(mine);
      return response.orElseThrow(InProcessReader::lost);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (chip == mine) {
          mine.reset();
          taken = false;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Watch implements ReaderWatch {
    @Override
    public ReaderState await(ReaderState known, Duration limit) throws InterruptedException {
      long left = limit.toNanos();
      lock.lockInterruptibly();
      try {
        while (state() == known && left > 0) {
          left = changed.awaitNanos(left);
        }
        return state();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      // Holds nothing.
    }

    private ReaderState state() {
      if (unplugged) {
        return ReaderState.NO_READER;
      }
      return chip == null ? ReaderState.EMPTY : ReaderState.CARD_PRESENT;
    }
  }
}
