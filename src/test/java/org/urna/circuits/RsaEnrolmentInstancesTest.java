package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.circuits.SignedDocument.Key;
import org.urna.circuits.SignedDocument.Maker;
import org.urna.proof.Witness;

/// The other instances of the RSA enrolment template: what depends on their parameters. The
/// template itself is tried in [EnrolmentCircuitTest].
@ParameterizedClass
@EnumSource
class RsaEnrolmentInstancesTest {
  enum Instance {
    WIDE("enrolment-rsa2048-sha256-wide", 1, 65537),
    PSS("enrolment-rsa2048-pss-sha256", 2, 65537),
    PSS_E3("enrolment-rsa2048-pss-e3-sha256", 3, 3);

    private final String circuit;
    private final int keyType;
    private final BigInteger exponent;

    Instance(String circuit, int keyType, int exponent) {
      this.circuit = circuit;
      this.keyType = keyType;
      this.exponent = BigInteger.valueOf(exponent);
    }

    private boolean isPss() {
      return this != WIDE;
    }
  }

  @Parameter Instance instance;

  private static CircuitUnderTest circuit;
  private static Key key;

  @BeforeParameterizedClassInvocation
  static void load(Instance instance) {
    circuit = CircuitUnderTest.load(instance.circuit);
    key = Key.generate(instance.exponent);
  }

  @AfterParameterizedClassInvocation
  @SuppressWarnings("NullAway") // frees the constraint system before the next one is read
  static void free() {
    circuit = null;
  }

  private Maker maker() {
    return maker(instance.isPss());
  }

  private static Maker maker(boolean isPss) {
    Maker maker = new Maker();
    if (isPss) {
      maker.encodedMessage =
          em -> {
            EmsaPss encoder = new EmsaPss();
            new Random(5).nextBytes(encoder.salt);
            return encoder.encode(Arrays.copyOfRange(em, 224, 256));
          };
    }
    return maker;
  }

  private Map<String, List<BigInteger>> inputs(SignedDocument document) {
    return inputs(document, instance.keyType, document.key().modulus());
  }

  /// @param listed the modulus in the tree, under `keyType`
  private Map<String, List<BigInteger>> inputs(
      SignedDocument document, int keyType, BigInteger listed) {
    EnrolmentInputs terms = new EnrolmentInputs();
    terms.keyType = keyType;
    terms.econtentBlocks = 6;
    Map<String, List<BigInteger>> inputs = terms.of(document, listed);
    // Whatever the document was signed with, the best hints for this circuit.
    BigInteger modulus = document.key().modulus();
    inputs.putAll(RsaInputs.of(document.signature(), modulus, instance.exponent));
    if (instance.isPss()) {
      byte[] em = RsaInputs.power(document.signature(), instance.exponent, modulus);
      inputs.put("salt", EnrolmentInputs.bytes(EmsaPss.saltOf(em), 32));
    }
    return inputs;
  }

  private static void assertRefused(Map<String, List<BigInteger>> inputs, String what) {
    assertThat(circuit.accepts(inputs)).as(what).isFalse();
  }

  @Test
  void acceptsTheLongestSecurityObject() throws Exception {
    Maker longest = maker();
    longest.algorithm = SignedDocument.hex("0609608648016503040201");
    longest.dataGroups = List.of(1, 2, 3, 7, 11, 12, 13, 14, 15);
    SignedDocument document = longest.signedBy(key);
    assertThat(document.econtent()).hasSize(375); // of 6 · 64 - 9
    try (Witness witness = circuit.witness(inputs(document))) {
      assertThat(circuit.constraints().assign(witness).violations()).isZero();
      assertThat(circuit.circuit().signalsOf(witness).value("nullifier"))
          .isEqualTo(new EnrolmentInputs().nullifier(document));
    }
  }

  @Test
  void refusesKeyListedUnderAnotherType() {
    SignedDocument document = maker().signedBy(key);
    for (int other : List.of(0, 1, 2, 3, 4, 5)) {
      assertThat(circuit.attempt(inputs(document, other, key.modulus())).violations())
          .as("key type " + other)
          .isEqualTo(other == instance.keyType ? 0 : 1); // the root alone
    }
  }

  @Test
  void refusesSignatureUnderTheOtherExponent() {
    BigInteger other = BigInteger.valueOf(instance == Instance.PSS_E3 ? 65537 : 3);
    assertRefused(inputs(maker().signedBy(Key.generate(other))), "exponent " + other);
  }

  @Test
  void refusesSignatureInTheOtherPadding() {
    assertRefused(inputs(maker(!instance.isPss()).signedBy(key)), "padding");
  }

  /// The forger signs with a key of his own. In each of the nine numbers of the leaf one limb of
  /// his modulus is such that the number is, in the field, the listed key's.
  @Test
  void refusesOwnKeyWhoseLimbsAddUpToTheListedLeaf() {
    Key own = Key.generate(instance.exponent);
    SignedDocument document = maker().signedBy(own);
    for (int at : List.of(0, 7)) {
      Map<String, List<BigInteger>> forged = inputs(document, instance.keyType, key.modulus());
      List<BigInteger> limbs = new ArrayList<>(forged.get("modulus"));
      for (int part = 0; part < 9; part++) {
        int place = part == 8 ? 0 : at;
        BigInteger missing = part(key.modulus(), part).subtract(part(own.modulus(), part));
        BigInteger weight = BigInteger.ONE.shiftLeft(RsaInputs.WIDTH * place);
        BigInteger limb =
            limbs
                .get(8 * part + place)
                .add(missing.multiply(weight.modInverse(ConstraintSystem.FIELD)));
        limbs.set(8 * part + place, limb.mod(ConstraintSystem.FIELD));
      }
      forged.put("modulus", limbs);
      assertRefused(forged, "limb " + at);
    }
    // The limbs as they are: the root alone refuses.
    assertThat(circuit.attempt(inputs(document, instance.keyType, key.modulus())).violations())
        .isEqualTo(1);
  }

  private static BigInteger part(BigInteger modulus, int part) {
    return modulus.shiftRight(240 * part).mod(BigInteger.TWO.pow(240));
  }

  @Test
  void refusesHintsAndSignedDataThatAreOff() {
    Map<String, List<BigInteger>> honest = inputs(maker().signedBy(key));
    List<String> names =
        new ArrayList<>(
            List.of("signature", "modulus", "quotients", "remainders", "signedAttributes"));
    if (instance.isPss()) {
      names.add("salt");
    }
    for (String name : names) {
      Map<String, List<BigInteger>> changed = new LinkedHashMap<>(honest);
      List<BigInteger> values = new ArrayList<>(honest.get(name));
      values.set(30, values.get(30).flipBit(0));
      changed.put(name, values);
      assertRefused(changed, name);
    }
  }
}
