package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.MrzKey;

class RefusedKeysTest {

  private static final MrzKey KEY = new MrzKey("750000012", "900101", "330429");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final RefusedKeys refused = new RefusedKeys(new SecureRandom(), nanos::get);

  @Test
  void aKeyIsTriedTwiceWithinAMinute() {
    assertThat(refused.mayTry(KEY)).isTrue();
    refused.refused(KEY);
    assertThat(refused.mayTry(KEY)).isTrue();
    refused.refused(KEY);
    assertThat(refused.mayTry(KEY)).isFalse();
    assertThat(refused.mayTry(new MrzKey("750000012", "900101", "330428"))).isTrue();
    assertThat(refused.mayTry(new CardAccessNumber("123456"))).isTrue();
  }

  @Test
  void aMinuteLaterAllIsForgottenThoughTheClockWrapsRound() {
    refused.refused(KEY);
    refused.refused(KEY);
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(refused.mayTry(KEY)).isFalse();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(refused.mayTry(KEY)).isTrue();
  }

  @Test
  void theMinuteCountsFromEachRefusal() {
    refused.refused(KEY);
    nanos.addAndGet(Duration.ofSeconds(40).toNanos());
    refused.refused(KEY);
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(refused.mayTry(KEY)).isTrue();
    refused.refused(KEY);
    assertThat(refused.mayTry(KEY)).isFalse();
  }

  @Test
  void anAcceptedKeyStartsAfresh() {
    refused.refused(KEY);
    refused.refused(KEY);
    refused.accepted(KEY);
    assertThat(refused.mayTry(KEY)).isTrue();
  }

  @Test
  void keysOfSimilarFieldsAreKeptApart() {
    MrzKey first = new MrzKey("12", "900101", "330429");
    MrzKey second = new MrzKey("1", "290010", "133042");
    refused.refused(first);
    refused.refused(first);
    assertThat(refused.mayTry(second)).isTrue();
  }

  @Test
  void remembersOnlySoMany() {
    refused.refused(KEY);
    refused.refused(KEY);
    for (int i = 0; i < 200; i++) {
      refused.refused(new CardAccessNumber(String.format("%06d", i)));
    }
    assertThat(refused.mayTry(KEY)).isTrue();
    assertThat(refused.mayTry(new CardAccessNumber("000199"))).isTrue();
  }
}
