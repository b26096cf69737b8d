package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.staff.SignInOutcome;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.station.StationFixture;
import org.urna.station.StationKeys;

/// With real keys, whose derivation is cheap.
class SignInDeskTest {
  @TempDir Path data;
  private StationFixture station;
  private final List<Failure> shown = new ArrayList<>();
  private SignInDesk desk;

  @BeforeEach
  void create() throws Exception {
    station = new StationFixture(data);
    desk =
        new SignInDesk(
            station.folder.keys(),
            failure -> {
              shown.add(failure);
              return failure;
            },
            tries());
  }

  private WrongTries tries() {
    return new WrongTries(station.folder.wrongTries(), station.clock);
  }

  @AfterEach
  void close() throws Exception {
    station.close();
  }

  private SignInOutcome type(int official, String text) {
    try (TypedPassphrase passphrase = new TypedPassphrase(text.toCharArray())) {
      return desk.signIn(official, passphrase);
    }
  }

  private SignInOutcome right(int official) {
    return type(official, StationFixture.PASSPHRASES[official]);
  }

  private SignInOutcome wrong(int official) {
    return type(official, "not the passphrase");
  }

  private static void lockedOut(SignInOutcome outcome, int seconds) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SignInOutcome.LockedOut.class,
            locked -> {
              assertThat(locked.remaining()).isEqualTo(Duration.ofSeconds(seconds));
              assertThat(locked.failure().code()).isEqualTo(FailureCode.PASSPHRASES_REFUSED);
            });
  }

  private void refused(SignInOutcome outcome, FailureCode code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SignInOutcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(code));
    assertThat(shown.getLast().code()).isEqualTo(code);
  }

  @Test
  void twoOfficialsUnlockTheKeysForOneStep() {
    assertThat(right(0)).isEqualTo(new SignInOutcome.Kept());
    assertThat(desk.take()).as("one official alone").isEmpty();
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
    try (StationKeys keys = desk.take().orElseThrow()) {
      assertThat(keys.address()).isNotNull();
    }
    assertThat(desk.take()).isEmpty();
    assertThat(shown).isEmpty();
  }

  @Test
  void aWrongSecondPassphraseIsTypedAgainByItsOwnerAlone() {
    right(0);
    refused(wrong(1), FailureCode.PASSPHRASES_REFUSED);
    assertThat(desk.take()).isEmpty();
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
  }

  @Test
  void aWrongFirstPassphraseIsTypedAgainByItsOwnerAlone() {
    assertThat(wrong(0)).as("nothing is said of one alone").isEqualTo(new SignInOutcome.Kept());
    refused(right(1), FailureCode.PASSPHRASES_REFUSED);
    assertThat(right(0)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(desk.take()).isPresent();
  }

  @Test
  void twoWrongPassphrasesAreTypedAgainOneAfterTheOther() {
    wrong(0);
    refused(wrong(1), FailureCode.PASSPHRASES_REFUSED);
    refused(right(0), FailureCode.PASSPHRASES_REFUSED);
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
  }

  @Test
  void thePageOpensToOneOfThoseWhoSignedInAndToNobodyElse() {
    assertThat(unlock(0)).as("nobody signed in").isInstanceOf(SignInOutcome.Refused.class);
    right(0);
    right(1);
    desk.take().orElseThrow().close();
    desk.lock();
    try (TypedPassphrase any = new TypedPassphrase("wrongwrongwrong".toCharArray())) {
      refused(desk.unlock(any), FailureCode.PASSPHRASES_REFUSED);
    }
    assertThat(unlock(0)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(unlock(1)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(desk.take()).as("one official unlocks no keys").isEmpty();
  }

  private SignInOutcome unlock(int official) {
    try (TypedPassphrase passphrase =
        new TypedPassphrase(StationFixture.PASSPHRASES[official].toCharArray())) {
      return desk.unlock(passphrase);
    }
  }

  @Test
  void whatIsTooShortToBeAPassphraseIsRefused() {
    refused(type(0, "short"), FailureCode.PASSPHRASES_REFUSED);
  }

  @Test
  void keyFilesThatAreDamagedAreNotCalledAWrongPassphrase() throws Exception {
    Files.writeString(station.folder.keys().resolve("officials.json"), "{}");
    right(0);
    refused(right(1), FailureCode.KEYS_UNREADABLE);
  }

  @Test
  void afterTheFifthWrongPairATryWaits() {
    right(0);
    for (int i = 0; i < WrongTries.FREE; i++) {
      refused(wrong(1), FailureCode.PASSPHRASES_REFUSED);
    }
    lockedOut(wrong(1), 5);
    int told = shown.size();
    station.clock.advance(Duration.ofSeconds(2));
    lockedOut(right(1), 3);
    assertThat(desk.take()).as("nothing is tried meanwhile").isEmpty();
    assertThat(shown).hasSize(told);
    station.clock.advance(Duration.ofSeconds(3));
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(tries().wrong()).as("all is forgotten").isZero();
  }

  @Test
  void aWaitOutlivesARestartAndIsNeverLongerThanHalfAMinute() throws Exception {
    for (int i = 0; i < 1000; i++) {
      assertThat(tries().wrong()).isLessThanOrEqualTo(WrongTries.LONGEST_WAIT);
    }
    assertThat(tries().remaining()).isEqualTo(WrongTries.LONGEST_WAIT);
    station.clock.advance(WrongTries.LONGEST_WAIT);
    assertThat(tries().remaining()).isZero();
    station.clock.advance(WrongTries.FORGOTTEN_AFTER.multipliedBy(20));
    assertThat(tries().wrong()).as("tries of long ago are forgotten").isZero();
    Files.writeString(station.folder.wrongTries(), "rubbish");
    assertThat(tries().remaining()).as("a damaged file keeps nobody out").isZero();
  }

  @Test
  void aClockThatIsSetBackBeginsAWaitAnewAndOnce() {
    for (int i = 0; i < 20; i++) {
      var _ = tries().wrong();
    }
    station.clock.advance(Duration.ofDays(-300));
    assertThat(tries().remaining()).isEqualTo(WrongTries.LONGEST_WAIT);
    station.clock.advance(WrongTries.LONGEST_WAIT);
    assertThat(tries().remaining()).isZero();
  }

  @Test
  void aLockedPageForgetsPassphrasesAndKeys() {
    right(0);
    desk.lock();
    assertThat(right(1)).isEqualTo(new SignInOutcome.Kept());
    assertThat(desk.take()).as("the first official's passphrase is forgotten").isEmpty();
    right(0);
    desk.lock();
    assertThat(desk.take()).as("the keys are forgotten").isEmpty();
    assertThat(desk.locked().code()).isEqualTo(FailureCode.KEYS_LOCKED);
    assertThat(shown).isEmpty();
  }
}
