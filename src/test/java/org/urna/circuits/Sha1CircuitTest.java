package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.urna.proof.PublicSignals;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessException;

/// `Sha1Fixed` and `Sha1Bounded` (four blocks, 247 bytes) against Java's SHA-1.
class Sha1CircuitTest {
  private static final int BLOCKS = 4;
  private static final int MOST = 64 * BLOCKS - 9;
  private static final List<Integer> FIXED = List.of(1, 55, 56, 63, 64, 93);
  private static CircuitUnderTest sha1;

  @BeforeAll
  static void load() {
    sha1 = CircuitUnderTest.loadTest("test-sha1");
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint system for the tests that follow
  static void free() {
    sha1 = null;
  }

  private static Map<String, List<BigInteger>> inputs(byte[] message) {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("bytes", EnrolmentInputs.bytes(message, 64 * BLOCKS));
    inputs.put("length", List.of(BigInteger.valueOf(message.length)));
    return inputs;
  }

  @Test
  void agreesWithJavaOnEveryLength() throws WitnessException {
    Random random = new Random(1);
    for (int length = 0; length <= MOST; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      assertAgrees(message);
    }
  }

  @Test
  void agreesWithJavaOnUniformBytes() throws WitnessException {
    for (int value : List.of(0x00, 0xff, 0x80, 0x01)) {
      for (int length : List.of(1, 55, 56, 64, 119, 120, MOST)) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) value);
        assertAgrees(message);
      }
    }
  }

  private static void assertAgrees(byte[] message) throws WitnessException {
    try (Witness witness = sha1.witness(inputs(message))) {
      PublicSignals signals = sha1.circuit().signalsOf(witness);
      assertThat(signals.values("bounded"))
          .as("%d bytes", message.length)
          .isEqualTo(EcdsaSignature.words(SignedDocument.sha1(message)));
      for (int i = 0; i < FIXED.size(); i++) {
        byte[] part = Arrays.copyOf(message, FIXED.get(i));
        assertThat(signals.values("fixed").subList(5 * i, 5 * i + 5))
            .as("first %d bytes", FIXED.get(i))
            .isEqualTo(EcdsaSignature.words(SignedDocument.sha1(part)));
      }
    }
  }

  @Test
  void refusesLengthsOutOfBounds() {
    for (int length : List.of(-1, MOST + 1, 64 * BLOCKS, 1000)) {
      Map<String, List<BigInteger>> inputs = inputs(new byte[0]);
      BigInteger value = BigInteger.valueOf(length).mod(ConstraintSystem.FIELD);
      inputs.put("length", List.of(value));
      assertThat(sha1.attempt(inputs).violations()).as("length %d", length).isPositive();
      assertThatThrownBy(() -> sha1.witness(inputs).close()).isInstanceOf(WitnessException.class);
    }
  }

  @Test
  void refusesBytesBehindTheEnd() {
    for (int length : List.of(0, 54, 55, 56, 100, 240)) {
      for (int at :
          List.of(length, length + 1, 64 * BLOCKS - 9, 64 * BLOCKS - 8, 64 * BLOCKS - 1)) {
        for (int value : List.of(1, 0x80)) {
          Map<String, List<BigInteger>> inputs = inputs(new byte[length]);
          byte[] bytes = new byte[64 * BLOCKS];
          bytes[at] = (byte) value;
          inputs.put("bytes", EnrolmentInputs.bytes(bytes, bytes.length));
          assertThat(sha1.attempt(inputs).violations())
              .as("length %d, byte %d", length, at)
              .isPositive();
        }
      }
    }
  }

  @Test
  void noWireIsFree() {
    byte[] message = new byte[150];
    new Random(2).nextBytes(message);
    ConstraintSystem.Assignment honest = sha1.attempt(inputs(message));
    assertThat(honest.violations()).isZero();
    assertThat(sha1.freeWires(honest, new Random(3))).isEmpty();
  }
}
