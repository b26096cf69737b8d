package org.urna.circuits;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EcdsaP256CircuitTest {
  private static final CircuitUnderTest SHA1 = CircuitUnderTest.loadTest("test-ecdsa-p256-sha1");
  private static final CircuitUnderTest LISTED =
      CircuitUnderTest.loadTest("test-ecdsa-p256-listed-sha256");

  @Test
  void acceptsSignatures() {
    Random random = new Random(1);
    for (int i = 0; i < 3; i++) {
      long t = System.nanoTime();
      var in = EcdsaSignature.random(20, random).privateKeyInputs();
      long t1 = System.nanoTime();
      var a = SHA1.attempt(in);
      long t2 = System.nanoTime();
      System.out.println(
          "sha1 hints ms "
              + (t1 - t) / 1000000
              + " witness "
              + (t2 - t1) / 1000000
              + " violations "
              + a.violations());
      t = System.nanoTime();
      in = EcdsaSignature.random(32, random).listedInputs();
      t1 = System.nanoTime();
      a = LISTED.attempt(in);
      t2 = System.nanoTime();
      System.out.println(
          "listed hints ms "
              + (t1 - t) / 1000000
              + " witness "
              + (t2 - t1) / 1000000
              + " violations "
              + a.violations());
    }
  }
}
