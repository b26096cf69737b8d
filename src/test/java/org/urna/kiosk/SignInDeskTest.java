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
            station.clock);
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

  private void refused(SignInOutcome outcome, FailureCode code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SignInOutcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(code));
    assertThat(shown.getLast().code()).isEqualTo(code);
  }

  @Test
  void twoOfficialsUnlockTheKeysForOneStep() {
    assertThat(right(0)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(desk.take()).as("one official alone").isEmpty();
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
    try (StationKeys keys = desk.take().orElseThrow()) {
      assertThat(keys.address()).isNotNull();
    }
    assertThat(desk.take()).isEmpty();
    assertThat(shown).isEmpty();
  }

  @Test
  void aWrongPairDropsThePassphraseThatCameLast() {
    right(0);
    refused(wrong(1), FailureCode.PASSPHRASES_REFUSED);
    assertThat(desk.take()).isEmpty();
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(desk.take()).isPresent();
  }

  @Test
  void aWrongFirstPassphraseCanBeTypedAgain() {
    wrong(0);
    refused(right(1), FailureCode.PASSPHRASES_REFUSED);
    right(0);
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(desk.take()).isPresent();
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
  void everyWrongPairAfterTheFourthLocksTwiceAsLong() {
    right(0);
    for (int i = 0; i < 4; i++) {
      refused(wrong(1), FailureCode.PASSPHRASES_REFUSED);
    }
    lockedOut(wrong(1), 30);
    int told = shown.size();
    station.clock.advance(Duration.ofSeconds(10));
    lockedOut(right(1), 20);
    assertThat(desk.take()).as("nothing is tried while it is locked").isEmpty();
    assertThat(shown).hasSize(told);
    station.clock.advance(Duration.ofSeconds(20));
    lockedOut(wrong(1), 60);
    station.clock.advance(Duration.ofSeconds(60));
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
    desk.take().orElseThrow().close();
    right(0);
    refused(wrong(1), FailureCode.PASSPHRASES_REFUSED);
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

  @Test
  void aLockedPageForgetsPassphrasesAndKeys() {
    right(0);
    desk.lock();
    assertThat(right(1)).isEqualTo(new SignInOutcome.Accepted());
    assertThat(desk.take()).as("the first official's passphrase is forgotten").isEmpty();
    right(0);
    desk.lock();
    assertThat(desk.take()).as("the keys are forgotten").isEmpty();
    assertThat(desk.locked().code()).isEqualTo(FailureCode.KEYS_LOCKED);
    assertThat(shown).extracting(Failure::code).containsExactly(FailureCode.KEYS_LOCKED);
  }
}
