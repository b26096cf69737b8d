package org.urna.proof.circom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;
import org.urna.proof.bn254.Fr;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WitnessCalculatorTest {
  /// Length of a `.wtns` file before its elements.
  private static final int WTNS_HEAD = 76;

  @TempDir static Path dir;

  private static WitnessCalculator calculator;

  @BeforeAll
  static void load() throws IOException, ProofFileException {
    calculator =
        WitnessCalculator.load(Files.write(dir.resolve("sample.wasm"), read("sample.wasm")));
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in =
        WitnessCalculatorTest.class.getResourceAsStream("/vectors/circom/" + name)) {
      return in.readAllBytes();
    }
  }

  private static Map<String, List<BigInteger>> inputs() throws IOException {
    Map<String, List<BigInteger>> inputs = new HashMap<>();
    for (Map.Entry<String, JsonNode> input :
        JsonMapper.shared().readTree(read("sample-input.json")).properties()) {
      List<BigInteger> flat = new ArrayList<>();
      flatten(input.getValue(), flat);
      inputs.put(input.getKey(), flat);
    }
    return inputs;
  }

  private static void flatten(JsonNode node, List<BigInteger> target) {
    if (node.isArray()) {
      node.forEach(child -> flatten(child, target));
    } else {
      target.add(new BigInteger(node.stringValue()));
    }
  }

  private static byte[] bytes(Witness witness) {
    return witness.littleEndian().toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] snarkjsWitness() throws IOException {
    byte[] wtns = read("sample.wtns");
    return Arrays.copyOfRange(wtns, WTNS_HEAD, wtns.length);
  }

  @Test
  void computesWhatSnarkjsComputes() throws Exception {
    try (Witness witness = calculator.calculate(inputs())) {
      assertThat(witness.size()).isEqualTo(calculator.witnessSize());
      assertThat(bytes(witness)).isEqualTo(snarkjsWitness());
    }
  }

  @Test
  void computesTheSameAgainAfterOtherInputsAndAfterAFailure() throws Exception {
    Map<String, List<BigInteger>> other = inputs();
    other.put("a", List.of(BigInteger.TWO));
    try (Witness witness = calculator.calculate(other)) {
      assertThat(bytes(witness)).isNotEqualTo(snarkjsWitness());
    }
    other.put("a", List.of(BigInteger.ZERO));
    assertThatThrownBy(() -> calculator.calculate(other)).isInstanceOf(WitnessException.class);
    for (int i = 0; i < 3; i++) {
      try (Witness witness = calculator.calculate(inputs())) {
        assertThat(bytes(witness)).isEqualTo(snarkjsWitness());
      }
    }
  }

  @Test
  void namesTheTemplateAndLineOfAFailedAssertion() throws Exception {
    Map<String, List<BigInteger>> inputs = inputs();
    inputs.put("a", List.of(BigInteger.ZERO));
    assertThatThrownBy(() -> calculator.calculate(inputs))
        .isInstanceOf(WitnessException.class)
        .hasMessageContaining("Sample")
        .hasMessageContaining("line: 16")
        .hasMessageContaining("assertion failed");
  }

  @Test
  void namesAMissingInput() throws Exception {
    Map<String, List<BigInteger>> inputs = inputs();
    inputs.remove("grid");
    assertThatThrownBy(() -> calculator.calculate(inputs))
        .isInstanceOf(WitnessException.class)
        .hasMessageContaining("8 input elements, got 4 by the names [a, list]");
  }

  @Test
  void namesAnUnknownInput() throws Exception {
    Map<String, List<BigInteger>> inputs = inputs();
    inputs.put("lisp", inputs.remove("list"));
    assertThatThrownBy(() -> calculator.calculate(inputs))
        .isInstanceOf(WitnessException.class)
        .hasMessage("the circuit has no input lisp");
  }

  @Test
  void namesAnInputOfTheWrongLength() throws Exception {
    Map<String, List<BigInteger>> inputs = inputs();
    inputs.put("list", inputs.get("list").subList(0, 2));
    assertThatThrownBy(() -> calculator.calculate(inputs))
        .isInstanceOf(WitnessException.class)
        .hasMessage("input list has 3 elements, got 2");
  }

  @Test
  void refusesValuesOutsideTheField() throws Exception {
    Map<String, List<BigInteger>> inputs = inputs();
    inputs.put("a", List.of(Fr.MODULUS));
    assertThatThrownBy(() -> calculator.calculate(inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input a");
    inputs.put("a", List.of(BigInteger.ONE.negate()));
    assertThatThrownBy(() -> calculator.calculate(inputs))
        .isInstanceOf(IllegalArgumentException.class);
    try (Witness witness = calculator.calculate(inputs())) {
      assertThat(bytes(witness)).isEqualTo(snarkjsWitness());
    }
  }

  @Test
  void stopsWhenTheThreadIsInterrupted() throws Exception {
    Map<String, List<BigInteger>> inputs = inputs();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> calculator.calculate(inputs)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void leavesNoInputInTheCalculatorsMemory() throws Exception {
    Map<String, List<BigInteger>> inputs = inputs();
    BigInteger canary = new BigInteger("1a2b3c4d5e6f708192a3b4c5d6e7f80911223344556677", 16);
    inputs.put("list", List.of(BigInteger.ONE, canary, BigInteger.TWO));
    calculator.calculate(inputs).close();
    assertThat(calculator.memoryIsAsLoaded()).isTrue();
  }

  @Test
  void refusesFilesThatAreNoCalculators() throws IOException {
    Path garbage = Files.write(dir.resolve("garbage.wasm"), new byte[] {1, 2, 3, 4});
    Path empty = Files.write(dir.resolve("empty.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    assertThatThrownBy(() -> WitnessCalculator.load(garbage))
        .isInstanceOf(ProofFileException.class);
    assertThatThrownBy(() -> WitnessCalculator.load(empty)).isInstanceOf(ProofFileException.class);
    assertThatThrownBy(() -> WitnessCalculator.load(dir.resolve("missing.wasm")))
        .isInstanceOf(ProofFileException.class);
  }
}
