package org.urna.proof.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.ElGamal.Ciphertext;

class ElGamalTest {
  private final SecureRandom random = new SecureRandom();
  private final BigInteger secret = BabyJubJub.randomScalar(random);
  private final Point key = BabyJubJub.multiply(BabyJubJub.BASE8, secret);

  private Point decrypt(Ciphertext ciphertext) {
    return BabyJubJub.subtract(ciphertext.c2(), BabyJubJub.multiply(ciphertext.c1(), secret));
  }

  private Ciphertext encrypt(int mark) {
    return ElGamal.encrypt(key, mark, BabyJubJub.randomScalar(random));
  }

  @Test
  void decryptsToTheMark() {
    assertThat(decrypt(encrypt(0))).isEqualTo(BabyJubJub.IDENTITY);
    assertThat(decrypt(encrypt(1))).isEqualTo(BabyJubJub.BASE8);
  }

  @Test
  void sumsDecryptToTheSum() {
    Ciphertext sum = Ciphertext.NEUTRAL;
    for (int i = 0; i < 9; i++) {
      sum = sum.add(encrypt(i % 3 == 0 ? 1 : 0));
    }
    assertThat(decrypt(sum))
        .isEqualTo(BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(3)));
    assertThat(sum.add(Ciphertext.NEUTRAL)).isEqualTo(sum);
    assertThat(sum.isInSubgroup()).isTrue();
  }

  @Test
  void wordsAreC1ThenC2() {
    Ciphertext ciphertext = encrypt(1);
    assertThat(ciphertext.toWords())
        .containsExactly(
            ciphertext.c1().x(), ciphertext.c1().y(), ciphertext.c2().x(), ciphertext.c2().y());
    assertThat(Ciphertext.fromWords(ciphertext.toWords())).isEqualTo(ciphertext);
  }

  @Test
  void refusesOtherMarksAndRandomnessOutOfRange() {
    assertThatThrownBy(() -> ElGamal.encrypt(key, 2, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElGamal.encrypt(key, -1, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElGamal.encrypt(key, 1, BabyJubJub.ORDER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElGamal.encrypt(key, 1, BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
