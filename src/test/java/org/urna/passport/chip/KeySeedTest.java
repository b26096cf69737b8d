package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jmrtd.BACKey;
import org.jmrtd.protocol.BACProtocol;
import org.jmrtd.protocol.PACEProtocol;
import org.junit.jupiter.api.Test;
import org.urna.passport.MrzKey;

/// What is derived from a zone, against JMRTD, which derives it from strings.
class KeySeedTest {
  private static final long SEED = 20261130;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  @Test
  void seedsAreThoseThatJmrtdDerives() throws Exception {
    Random random = new Random(SEED);
    for (int length = 1; length <= 22; length++) {
      for (int round = 0; round < 40; round++) {
        String number = text(random, ALPHABET, length);
        String birth = text(random, "0123456789", 6);
        String expiry = text(random, "0123456789", 6);
        BACKey theirs = new BACKey(number, birth, expiry);
        try (MrzKey ours = new MrzKey(number, birth, expiry)) {
          assertThat(BasicAccessControl.keySeed(ours))
              .as("%s %s %s", number, birth, expiry)
              .isEqualTo(BACProtocol.computeKeySeedForBAC(theirs));
          assertThat(Pace.seed(ours))
              .as("%s %s %s", number, birth, expiry)
              .isEqualTo(PACEProtocol.computeKeySeedForPACE(theirs));
        }
      }
    }
  }

  private static String text(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
