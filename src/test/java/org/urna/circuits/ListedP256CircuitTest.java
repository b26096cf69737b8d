package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.urna.circuits.Edits.add;
import static org.urna.circuits.Edits.set;
import static org.urna.circuits.SignedDocument.hex;
import static org.urna.circuits.SignedDocument.sha256;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.SignedDocument.Content;
import org.urna.circuits.SignedDocument.Maker;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessException;
import org.urna.trust.tree.P256Point;

/// `enrolment-p256-sha256`: a listed document signer with a P-256 key. The document's rules are the
/// same templates as in [EnrolmentCircuitTest], the signature's are held by `EcdsaForgeryTest`;
/// here they are held together.
class ListedP256CircuitTest {
  private static final BigInteger SIGNER = new BigInteger("57721566490153286060651209008240243");
  private static CircuitUnderTest enrolment;

  @BeforeAll
  static void load() {
    enrolment = CircuitUnderTest.load("enrolment-p256-sha256");
  }

  @AfterAll
  @SuppressWarnings("NullAway") // frees the constraint system for the tests that follow
  static void free() {
    enrolment = null;
  }

  private static EnrolmentInputs terms() {
    EnrolmentInputs terms = new EnrolmentInputs();
    terms.keyType = 4;
    return terms;
  }

  private static EcdsaSignature signatureOf(Content content, BigInteger signer) {
    return EcdsaSignature.of(signer, sha256(content.attributes()), new Random(42));
  }

  private static Map<String, List<BigInteger>> inputs(
      EnrolmentInputs terms, Content content, EcdsaSignature signature, P256Point listed) {
    Map<String, List<BigInteger>> inputs =
        terms.statement(content, 384, ChainDocument.leaf(terms.signerState, terms.keyType, listed));
    inputs.putAll(ChainDocument.listed("signer", signature));
    return inputs;
  }

  private static Map<String, List<BigInteger>> inputs(EnrolmentInputs terms, Content content) {
    EcdsaSignature signature = signatureOf(content, SIGNER);
    return inputs(terms, content, signature, signature.key());
  }

  @Test
  void acceptsBothHalvesOfASignatureAsOnePerson() throws WitnessException {
    Content content = new Maker().content();
    EcdsaSignature signature = signatureOf(content, SIGNER);
    for (int uniqueBy = 0; uniqueBy < 2; uniqueBy++) {
      EnrolmentInputs terms = terms();
      terms.uniqueBy = uniqueBy;
      for (BigInteger s : List.of(signature.s(), P256Point.ORDER.subtract(signature.s()))) {
        Map<String, List<BigInteger>> inputs =
            inputs(terms, content, signature.withS(s), signature.key());
        try (Witness witness = enrolment.witness(inputs)) {
          assertThat(enrolment.constraints().assign(witness).violations()).isZero();
          assertThat(enrolment.circuit().signalsOf(witness).value("nullifier"))
              .isEqualTo(terms.nullifier(content.dg1(), sha256(content.econtent())));
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesSignedDocument() {
    List<DynamicTest> tests = new ArrayList<>();
    signed(tests, "nationality differs", m -> m.nationality = "BLR");
    signed(tests, "data group 1 is not first", m -> m.dataGroups = List.of(2, 1));
    signed(tests, "the security object names SHA-1", m -> m.algorithm = hex("06052b0e03021a"));
    signed(tests, "digests of SHA-1", m -> m.hash = SignedDocument::sha1);
    signed(
        tests,
        "a Russian passport's data",
        m -> {
          m.hash = SignedDocument::sha1;
          m.algorithm = hex("06052b0e03021a");
        });
    return tests.stream();
  }

  private static void signed(List<DynamicTest> tests, String what, Consumer<Maker> flaw) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Maker maker = new Maker();
              flaw.accept(maker);
              assertRefused(inputs(terms(), maker.content()));
            }));
  }

  private static void assertRefused(Map<String, List<BigInteger>> inputs) {
    assertThat(enrolment.attempt(inputs).violations()).as("broken constraints").isPositive();
  }

  @TestFactory
  Stream<DynamicTest> refusesAnotherLeaf() {
    List<DynamicTest> tests = new ArrayList<>();
    leaf(tests, "signer of another state", t -> t.signerState = "BLR", SIGNER);
    leaf(tests, "an authority of the chain form", t -> t.keyType = 5, SIGNER);
    leaf(tests, "an RSA key's type", t -> t.keyType = 1, SIGNER);
    leaf(tests, "a signer that is not listed", _ -> {}, BigInteger.TEN);
    return tests.stream();
  }

  /// Only the root can be wrong.
  private static void leaf(
      List<DynamicTest> tests, String what, Consumer<EnrolmentInputs> other, BigInteger signer) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              EnrolmentInputs terms = terms();
              other.accept(terms);
              Content content = new Maker().content();
              EcdsaSignature signature = signatureOf(content, signer);
              P256Point listed = ChainDocument.publicKey(SIGNER);
              assertThat(enrolment.attempt(inputs(terms, content, signature, listed)).violations())
                  .isEqualTo(1);
            }));
  }

  /// One number of each private input in turn, by chance, is one too large, and everything that
  /// follows from it is computed anew.
  @TestFactory
  Stream<DynamicTest> refusesEachPrivateInputOffByOne() {
    Content content = new Maker().content();
    Map<String, List<BigInteger>> genuine = inputs(terms(), content);
    Set<String> names = new TreeSet<>(genuine.keySet());
    enrolment.circuit().publicSignals().forEach(signal -> names.remove(signal.name()));
    Random random = new Random(9);
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : names) {
      tests.add(
          dynamicTest(
              name,
              () -> {
                Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(genuine);
                add(inputs, name, random.nextInt(inputs.get(name).size()), 1);
                assertRefused(inputs);
              }));
    }
    return tests.stream();
  }

  @Test
  void refusesAByteBehindTheEnd() {
    Content content = new Maker().content();
    Map<String, List<BigInteger>> inputs = inputs(terms(), content);
    set(inputs, "econtent", content.econtent().length, 0x80);
    assertRefused(inputs);
  }

  @Test
  void noWireIsFree() {
    ConstraintSystem.Assignment honest = enrolment.attempt(inputs(terms(), new Maker().content()));
    assertThat(honest.violations()).isZero();
    assertThat(enrolment.freeWires(honest, new Random(1))).isEmpty();
  }
}
