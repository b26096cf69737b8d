package org.urna.proof.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.Snarkjs;
import org.urna.proof.Witness;
import org.urna.proof.bn254.Fr;
import org.urna.proof.circom.WitnessCalculator;
import tools.jackson.databind.json.JsonMapper;

/// Every operator of circom, on values at every edge of its number formats, against the same
/// calculator run by node, bit by bit; with the field functions in Java and without.
class OperatorsTest {
  private static final String NAME = "operators";
  private static final int PAIRS = 400;

  /// Length of a `.wtns` file before its elements.
  private static final int WTNS_HEAD = 76;

  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir static Path folder;
  private static Snarkjs snarkjs;
  private static byte[] wasm;

  @BeforeAll
  static void compile() throws Exception {
    snarkjs = new Snarkjs(folder);
    snarkjs.compile(NAME);
    wasm = Files.readAllBytes(folder.resolve(NAME + ".wasm"));
  }

  @Test
  void hasTheFieldFunctionsThatAreKnown() {
    assertThat(CalculatorProgram.fieldFunctions(WasmModule.parse(wasm), wasm))
        .isEqualTo(CalculatorProgram.KNOWN_FIELD_FUNCTIONS);
  }

  @RepeatedTest(8)
  void computesEachOperatorAsNodeDoes() throws Exception {
    List<BigInteger> edges = FieldFunctionsTest.edges();
    List<BigInteger> a = new ArrayList<>();
    List<BigInteger> b = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      a.add(value(edges));
      b.add(value(edges));
    }
    Map<String, List<BigInteger>> inputs = Map.of("a", a, "b", b);
    byte[] theirs = snarkjs(inputs);
    for (boolean intrinsics : new boolean[] {true, false}) {
      WitnessCalculator calculator =
          WitnessCalculator.load(
              Files.write(
                  folder.resolve("calculator.wasm"), intrinsics ? wasm : withUnknownNames(wasm)));
      try (Witness witness = calculator.calculate(inputs)) {
        long mismatch =
            witness
                .littleEndian()
                .mismatch(
                    MemorySegment.ofArray(theirs).asSlice(WTNS_HEAD, theirs.length - WTNS_HEAD));
        assertThat(mismatch)
            .as(
                () -> {
                  int output = (int) (mismatch / 32) - 1;
                  return "operator %d of %s and %s, intrinsics %s"
                      .formatted(output % 31, a.get(output / 31), b.get(output / 31), intrinsics);
                })
            .isEqualTo(-1);
      }
    }
  }

  /// The same calculator whose field functions nobody knows by their names any more, as those of
  /// another version of circom: it runs them as they are.
  private static byte[] withUnknownNames(byte[] wasm) {
    byte[] renamed = wasm.clone();
    for (int i = 0; i + 2 < renamed.length; i++) {
      if (renamed[i] == 'F' && renamed[i + 1] == 'r' && renamed[i + 2] == '_') {
        renamed[i] = 'X';
      }
    }
    WasmModule module = WasmModule.parse(renamed);
    assertThat(CalculatorProgram.fieldFunctions(module, renamed))
        .isNotEqualTo(CalculatorProgram.KNOWN_FIELD_FUNCTIONS);
    return renamed;
  }

  private static BigInteger value(List<BigInteger> edges) {
    return RANDOM.nextInt(4) > 0
        ? edges.get(RANDOM.nextInt(edges.size()))
        : new BigInteger(1 + RANDOM.nextInt(253), RANDOM).mod(Fr.MODULUS);
  }

  private static byte[] snarkjs(Map<String, List<BigInteger>> inputs) throws Exception {
    Map<String, List<String>> text =
        Map.of(
            "a", inputs.get("a").stream().map(Object::toString).toList(),
            "b", inputs.get("b").stream().map(Object::toString).toList());
    Files.writeString(folder.resolve("input.json"), JsonMapper.shared().writeValueAsString(text));
    snarkjs.succeed("wtns", "calculate", NAME + ".wasm", "input.json", "their.wtns");
    return Files.readAllBytes(folder.resolve("their.wtns"));
  }
}
