package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {
  private final Samples samples = new Samples(10);

  private static long[] g1(BigInteger k) {
    return Group.G1.multiply(G1.generator(), PrimeField.limbs(k.mod(Fr.MODULUS)));
  }

  private static long[] g2(BigInteger k) {
    return Group.G2.multiply(G2.generator(), PrimeField.limbs(k.mod(Fr.MODULUS)));
  }

  @Test
  void isBilinear() {
    for (int i = 0; i < 5; i++) {
      BigInteger a = samples.below(Fr.MODULUS);
      BigInteger b = samples.below(Fr.MODULUS);
      long[] expected = Pairing.product(List.of(g1(a.multiply(b))), List.of(G2.generator()));
      assertThat(Pairing.product(List.of(g1(a)), List.of(g2(b)))).isEqualTo(expected);
      assertThat(Pairing.product(List.of(g1(b)), List.of(g2(a)))).isEqualTo(expected);
      assertThat(
              Pairing.productIsOne(
                  List.of(g1(a), g1(a.multiply(b).negate())), List.of(g2(b), G2.generator())))
          .isTrue();
      assertThat(
              Pairing.productIsOne(
                  List.of(g1(a), g1(a.multiply(b).negate().add(BigInteger.ONE))),
                  List.of(g2(b), G2.generator())))
          .isFalse();
    }
  }

  @Test
  void isNotDegenerateAndHasOrderR() {
    long[] e = Pairing.product(List.of(G1.generator()), List.of(G2.generator()));
    assertThat(Fq12.isOne(e)).isFalse();
    Fq12 field = new Fq12();
    long[] power = new long[Fq12.WIDTH];
    Fq12.setOne(power);
    for (int bit = Fr.MODULUS.bitLength() - 1; bit >= 0; bit--) {
      field.square(power, power);
      if (Fr.MODULUS.testBit(bit)) {
        field.multiply(power, power, e);
      }
    }
    assertThat(Fq12.isOne(power)).isTrue();
  }

  @Test
  void infinityContributesOne() {
    long[] none1 = new long[G1.WIDTH];
    long[] none2 = new long[G2.WIDTH];
    assertThat(Pairing.productIsOne(List.of(), List.of())).isTrue();
    assertThat(Pairing.productIsOne(List.of(none1), List.of(G2.generator()))).isTrue();
    assertThat(Pairing.productIsOne(List.of(G1.generator()), List.of(none2))).isTrue();
    assertThat(
            Pairing.product(
                List.of(none1, G1.generator()), List.of(G2.generator(), G2.generator())))
        .isEqualTo(Pairing.product(List.of(G1.generator()), List.of(G2.generator())));
  }

  @Test
  void refusesListsOfDifferentLength() {
    assertThatThrownBy(() -> Pairing.product(List.of(G1.generator()), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
