package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.hardware.CardExchange;
import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;

/// A chip that asks its reader for more time, again and again, holds the driver's call for as long
/// as it lies there, and one of our threads with it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HangingDriverTest {

  private static final MrzKey KEY = LIBRARY.citizens().getFirst().accessKey();

  private final CountDownLatch takenAway = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();
  private final JmrtdPassportReader reader =
      new JmrtdPassportReader(
          new HangingSlot(),
          CardExchange.SHORT,
          new ReadLimits(Duration.ofMillis(30), Duration.ofSeconds(5)),
          new SecureRandom());

  @AfterEach
  void takeAway() {
    takenAway.countDown();
  }

  @Test
  void holdsAFewThreadsHoweverOftenItIsTried() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(failure()).isEqualTo(PassportReadFailure.CHIP_SILENT);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(failure()).isEqualTo(PassportReadFailure.READER_BUSY);
    }
    assertThat(hanging).hasValue(4);
    takenAway.countDown();
    PassportReadFailure last = failure();
    for (int i = 0; i < 100 && last == PassportReadFailure.READER_BUSY; i++) {
      last = failure();
    }
    assertThat(last).isEqualTo(PassportReadFailure.NO_CARD);
  }

  private PassportReadFailure failure() {
    PassportReadFailure[] failure = new PassportReadFailure[1];
    assertThatThrownBy(() -> reader.open(KEY))
        .isInstanceOfSatisfying(PassportReadException.class, e -> failure[0] = e.failure());
    return failure[0];
  }

  private final class HangingSlot implements CardSlot {
    @Override
    public String name() {
      return "hanging";
    }

    @Override
    public CardConnection connect() throws PassportReadException {
      hanging.incrementAndGet();
      boolean interrupted = false;
      while (true) {
        try {
          takenAway.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      hanging.decrementAndGet();
      throw new PassportReadException(PassportReadFailure.NO_CARD, "taken away");
    }
  }
}
