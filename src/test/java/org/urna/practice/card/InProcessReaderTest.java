package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.passport.CardConnection;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class InProcessReaderTest {

  private final InProcessReader reader = new InProcessReader("practice reader");

  @Test
  void tellsWhenACardComesAndGoes() throws Exception {
    try (ReaderWatch watch = reader.watch()) {
      CompletableFuture<ReaderState> change =
          CompletableFuture.supplyAsync(() -> await(watch, ReaderState.EMPTY));
      reader.lay(LIBRARY.minor().chip());
      assertThat(change.get()).isEqualTo(ReaderState.CARD_PRESENT);
      CompletableFuture<ReaderState> next =
          CompletableFuture.supplyAsync(() -> await(watch, ReaderState.CARD_PRESENT));
      reader.remove();
      assertThat(next.get()).isEqualTo(ReaderState.EMPTY);
    }
  }

  @Test
  void tellsTheStateWhenNothingHappens() throws Exception {
    try (ReaderWatch watch = reader.watch()) {
      assertThat(watch.await(ReaderState.EMPTY, Duration.ofMillis(5))).isEqualTo(ReaderState.EMPTY);
      assertThat(watch.await(ReaderState.NO_READER, Duration.ofHours(1)))
          .isEqualTo(ReaderState.EMPTY);
    }
  }

  @Test
  void isHeldByOneConnectionAtATime() throws Exception {
    reader.lay(LIBRARY.minor().chip());
    CardConnection first = reader.connect();
    assertThatThrownBy(reader::connect).isInstanceOf(PassportReadException.class);
    first.close();
    reader.connect().close();
  }

  @Test
  void aConnectionDoesNotReachTheNextCard() throws Exception {
    reader.lay(LIBRARY.minor().chip());
    CardConnection first = reader.connect();
    reader.lay(LIBRARY.foreigner().chip());
    assertThatThrownBy(() -> first.transmit(new byte[] {0, (byte) 0x84, 0, 0, 8}))
        .isInstanceOf(PassportReadException.class);
    CardConnection second = reader.connect();
    first.close();
    assertThatThrownBy(reader::connect)
        .as("closing the first leaves the second alone")
        .isInstanceOf(PassportReadException.class);
    second.close();
  }

  @Test
  void isGoneWhileItIsUnpluggedAndKeepsWhatLiesOnIt() throws Exception {
    reader.lay(LIBRARY.minor().chip());
    CardConnection cut = reader.connect();
    try (ReaderWatch watch = reader.watch()) {
      reader.plug(false);
      assertThat(watch.await(ReaderState.CARD_PRESENT, Duration.ZERO))
          .isEqualTo(ReaderState.NO_READER);
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              reader::connect, () -> cut.transmit(new byte[] {0, (byte) 0x84, 0, 0, 8}))) {
        assertThatThrownBy(use)
            .isInstanceOfSatisfying(
                PassportReadException.class,
                e -> assertThat(e.failure()).isEqualTo(PassportReadFailure.READER_GONE));
      }
      reader.plug(true);
      assertThat(watch.await(ReaderState.NO_READER, Duration.ZERO))
          .isEqualTo(ReaderState.CARD_PRESENT);
    }
    reader.connect().close();
  }

  private static ReaderState await(ReaderWatch watch, ReaderState known) {
    try {
      return watch.await(known, Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
