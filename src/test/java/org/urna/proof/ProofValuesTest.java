package org.urna.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;

class ProofValuesTest {
  private static final Circuit CIRCUIT =
      new Circuit(
          "sample-2", "test", List.of(new SignalGroup("one", 1), new SignalGroup("pair", 2)), 10);

  private static BigInteger n(long value) {
    return BigInteger.valueOf(value);
  }

  @Test
  void signalsAreFoundByNameAndKeepTheCircuitsOrder() {
    PublicSignals signals =
        CIRCUIT.signals().set("pair", List.of(n(2), n(3))).set("one", n(1)).build();
    assertThat(signals.asList()).containsExactly(n(1), n(2), n(3));
    assertThat(signals.value("one")).isEqualTo(n(1));
    assertThat(signals.values("pair")).containsExactly(n(2), n(3));
    assertThat(CIRCUIT.indexOf("pair")).isEqualTo(1);
    assertThat(CIRCUIT.publicSignalCount()).isEqualTo(3);
    assertThat(signals).isEqualTo(PublicSignals.of(CIRCUIT, List.of(n(1), n(2), n(3))));
    assertThatThrownBy(() -> signals.asList().set(0, n(9)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void signalsRefuseUnknownMissingRepeatedAndMisshapenOnes() {
    assertThatThrownBy(() -> CIRCUIT.signals().set("none", n(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CIRCUIT.signals().set("pair", n(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CIRCUIT.signals().set("one", List.of(n(1), n(2))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CIRCUIT.signals().set("one", n(1)).set("one", n(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CIRCUIT.signals().set("one", Fr.MODULUS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CIRCUIT.signals().set("one", n(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CIRCUIT.signals().set("one", n(1)).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pair");
    assertThatThrownBy(() -> PublicSignals.of(CIRCUIT, List.of(n(1), n(2))))
        .isInstanceOf(IllegalArgumentException.class);
    PublicSignals signals = PublicSignals.of(CIRCUIT, List.of(n(1), n(2), n(3)));
    assertThatThrownBy(() -> signals.value("pair")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signals.values("none")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void circuitsRefuseNonsense() {
    assertThatThrownBy(() -> new Circuit("../x", "test", List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Circuit("x", "test", List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new Circuit(
                    "x", "test", List.of(new SignalGroup("a", 1), new SignalGroup("a", 1)), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SignalGroup("a", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SignalGroup(" ", 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheCircuitList(@TempDir Path folder) throws Exception {
    String entry =
        "{\"name\":\"a-1\",\"family\":\"ballot\",\"template\":\"A\",\"file\":\"a.circom\",\"parameters\":[1],"
            + "\"publicSignals\":[{\"name\":\"x\",\"size\":2,\"output\":true}],\"maxConstraints\":7}";
    Files.writeString(folder.resolve(Circuits.FILE_NAME), "[" + entry + "]");
    Circuits circuits = Circuits.load(folder);
    assertThat(circuits.all())
        .containsExactly(new Circuit("a-1", "ballot", List.of(new SignalGroup("x", 2)), 7));
    assertThat(circuits.byName("a-1").publicSignalCount()).isEqualTo(2);
    assertThatThrownBy(() -> circuits.byName("b")).isInstanceOf(IllegalArgumentException.class);
    for (String bad :
        List.of(
            "",
            "{}",
            "[]",
            "[1]",
            "nonsense",
            "[" + entry + "," + entry + "]",
            "[" + entry.replace("\"maxConstraints\":7", "\"maxConstraints\":\"7\"") + "]",
            "[" + entry.replace("\"family\":\"ballot\",", "") + "]",
            "[" + entry.replace("\"size\":2", "\"size\":0") + "]")) {
      assertThatThrownBy(() -> Circuits.parse(bad)).as(bad).isInstanceOf(ProofFileException.class);
    }
    assertThatThrownBy(() -> Circuits.load(folder.resolve("none")))
        .isInstanceOf(ProofFileException.class);
  }

  private static Proof sample() {
    return new Proof(Points.g1(G1.generator()), Points.g2(G2.generator()), G1Point.INFINITY);
  }

  @Test
  void proofsGoThroughWordsInTheContractsOrder() {
    Proof proof =
        new Proof(
            new G1Point(n(1), n(2)),
            new G2Point(new Fq2Value(n(3), n(4)), new Fq2Value(n(5), n(6))),
            new G1Point(n(7), n(8)));
    assertThat(proof.toWords()).containsExactly(n(1), n(2), n(4), n(3), n(6), n(5), n(7), n(8));
    assertThat(Proof.fromWords(proof.toWords())).isEqualTo(proof);
    assertThatThrownBy(() -> Proof.fromWords(proof.toWords().subList(0, 7)))
        .isInstanceOf(IllegalArgumentException.class);
    List<BigInteger> long257 = new ArrayList<>(proof.toWords());
    long257.set(3, BigInteger.ONE.shiftLeft(256));
    assertThatThrownBy(() -> Proof.fromWords(long257)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new G1Point(n(-1), n(0))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void proofsGoThroughJsonInfinityIncluded() throws Exception {
    assertThat(Proof.fromJson(sample().toJson())).isEqualTo(sample());
    Proof infinite = new Proof(G1Point.INFINITY, G2Point.INFINITY, G1Point.INFINITY);
    assertThat(Proof.fromJson(infinite.toJson())).isEqualTo(infinite);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "groth16|plonk",
        "bn128|bls12381",
        "pi_b|pi_x",
        "\"1\"]|\"2\"]",
        "pi_c\":[\"0\"|pi_c\":[\"0x0\"",
        "pi_c\":[\"0\"|pi_c\":[\"-1\""
      })
  void malformedProofJsonIsRefused(String change) {
    String[] parts = change.split("\\|");
    String json = sample().toJson();
    assertThat(json).contains(parts[0]);
    String bad = json.replace(parts[0], parts[1]);
    assertThatThrownBy(() -> Proof.fromJson(bad)).isInstanceOf(ProofFileException.class);
    assertThatThrownBy(() -> Proof.fromJson("[")).isInstanceOf(ProofFileException.class);
  }

  @Test
  void keyHashIsKeccakOfTheWordsInOrder() throws Exception {
    VerifyingKey key =
        VerifyingKey.of(
            Points.g1(G1.generator()),
            Points.g2(G2.generator()),
            Points.g2(G2.generator()),
            Points.g2(G2.generator()),
            List.of(Points.g1(G1.generator()), Points.g1(G1.generator())));
    // Words of EIP-197: the imaginary part first.
    String g2 =
        "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
            + "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
            + "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
            + "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";
    String g1 = "0".repeat(63) + "1" + "0".repeat(63) + "2";
    byte[] words = java.util.HexFormat.of().parseHex(g1 + g2 + g2 + g2 + g1 + g1);
    org.bouncycastle.jcajce.provider.digest.Keccak.Digest256 keccak =
        new org.bouncycastle.jcajce.provider.digest.Keccak.Digest256();
    assertThat(key.hash()).isEqualTo(keccak.digest(words));
    assertThat(key.publicSignalCount()).isEqualTo(1);
  }

  @Test
  void malformedKeyJsonIsRefused() throws Exception {
    VerifyingKey key =
        VerifyingKey.of(
            Points.g1(G1.generator()),
            Points.g2(G2.generator()),
            Points.g2(G2.generator()),
            Points.g2(G2.generator()),
            List.of(Points.g1(G1.generator())));
    String json = key.toJson();
    assertThat(VerifyingKey.fromJson(json)).isEqualTo(key);
    for (String[] change :
        new String[][] {
          {"groth16", "fflonk"},
          {"bn128", "bls12381"},
          {"vk_alpha_1", "x"},
          {"vk_gamma_2", "x"},
          {"IC", "ic"},
          {"\"nPublic\" : 0", "\"nPublic\" : 1"},
          {"\"2\"", "\"3\""},
          {"{", "["}
        }) {
      assertThat(json).contains(change[0]);
      assertThatThrownBy(() -> VerifyingKey.fromJson(json.replace(change[0], change[1])))
          .as(change[0])
          .isInstanceOf(ProofFileException.class);
    }
  }

  @Test
  void witnessesAreCheckedAndWiped() {
    byte[] two = new byte[64];
    two[0] = 1;
    two[32] = 7;
    Witness witness = Witness.ofLittleEndian(two);
    two[32] = 9;
    assertThat(witness.size()).isEqualTo(2);
    assertThat(witness.value(1)).isEqualTo(n(7));
    assertThatThrownBy(() -> witness.value(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(witness.littleEndian().isReadOnly()).isTrue();
    witness.close();
    assertThatThrownBy(() -> witness.value(1)).isInstanceOf(IllegalStateException.class);
    assertThat(witness.toString()).doesNotContain("7,");
    byte[] first = two.clone();
    first[0] = 2;
    assertThatThrownBy(() -> Witness.ofLittleEndian(first))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] outside = two.clone();
    java.util.Arrays.fill(outside, 32, 64, (byte) 0xff);
    assertThatThrownBy(() -> Witness.ofLittleEndian(outside))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Witness.ofLittleEndian(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Witness.ofLittleEndian(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
