package org.urna.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.Snarkjs;
import org.urna.proof.Witness;
import org.urna.proof.circom.SyntheticCircuit;

/// Keys and contributions go back and forth between snarkjs and us.
class SnarkjsCeremonyTest {
  private static final String BEACON =
      "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  @TempDir static Path folder;
  private static Snarkjs snarkjs;
  private static Path powers;
  private static Path r1cs;

  @BeforeAll
  static void prepare() throws Exception {
    snarkjs = new Snarkjs(folder);
    powers = CeremonyFixtures.powers();
    r1cs = CeremonyFixtures.CIRCUIT.writeR1cs(folder.resolve("synthetic.r1cs"));
    assertThat(InitialKey.domainLog(InitialKey.circuit(r1cs))).isEqualTo(CeremonyFixtures.POWER);
  }

  private static Path at(String name) {
    return folder.resolve(name);
  }

  private static void contribute(String in, String out, String name) throws Exception {
    CeremonyFixtures.step(at(in), at(out))
        .contribute(name, "typed letters".toCharArray(), new SecureRandom());
  }

  private static void theyContribute(String in, String out, String name) throws Exception {
    snarkjs.succeed("zkey", "contribute", in, out, "--name=" + name, "-e=test entropy");
  }

  @Test
  void theInitialKeyIsTheirsByteForByte() throws Exception {
    String circuitHash = CeremonyFixtures.ceremony(r1cs, powers).start(at("ours.zkey"));
    String printed =
        snarkjs.succeed("groth16", "setup", "synthetic.r1cs", powers.toString(), "theirs.zkey");
    assertThat(Files.mismatch(at("ours.zkey"), at("theirs.zkey"))).isEqualTo(-1);
    assertThat(printed.replaceAll("\\s", "")).contains(circuitHash);
  }

  @Test
  void theInitialKeyOfASmallerCircuitIsTheirs() throws Exception {
    for (int size : new int[] {40, 123, 124, 125}) {
      String name = "small-" + size;
      Path small = new SyntheticCircuit(size, size).writeR1cs(at(name + ".r1cs"));
      CeremonyFixtures.ceremony(small, powers).start(at(name + "-ours.zkey"));
      snarkjs.succeed("groth16", "setup", name + ".r1cs", powers.toString(), name + "-theirs.zkey");
      assertThat(Files.mismatch(at(name + "-ours.zkey"), at(name + "-theirs.zkey")))
          .as("a key for %d constraints", size)
          .isEqualTo(-1);
    }
  }

  @Test
  void theBeaconIsTheirsByteForByte() throws Exception {
    CeremonyFixtures.ceremony(r1cs, powers).start(at("b0.zkey"));
    contribute("b0.zkey", "b1.zkey", "Ada");
    String hash =
        CeremonyFixtures.step(at("b1.zkey"), at("b2.zkey")).beacon("the beacon", BEACON, 10);
    String printed =
        snarkjs.succeed(
            "zkey", "beacon", "b1.zkey", "b2-theirs.zkey", BEACON, "10", "-n=the beacon");
    assertThat(Files.mismatch(at("b2.zkey"), at("b2-theirs.zkey"))).isEqualTo(-1);
    assertThat(printed.replaceAll("\\s", "")).contains(hash);
  }

  @Test
  void contributionsOfBothMakeOneCeremonyThatBothVerify() throws Exception {
    KeyCeremony ceremony = CeremonyFixtures.ceremony(r1cs, powers);
    ceremony.start(at("c0.zkey"));
    contribute("c0.zkey", "c1.zkey", "Ada");
    theyContribute("c1.zkey", "c2.zkey", "Борис");
    contribute("c2.zkey", "c3.zkey", "Кира 3");
    theyContribute("c3.zkey", "c4.zkey", "");
    contribute("c4.zkey", "c5.zkey", "Émile");
    snarkjs.succeed("zkey", "beacon", "c5.zkey", "c6.zkey", BEACON, "12", "-n=beacon");

    CeremonyTranscript transcript = ceremony.verify(at("c6.zkey"), folder);
    assertThat(transcript.steps().stream().map(CeremonyTranscript.Step::name))
        .containsExactly("Ada", "Борис", "Кира 3", "", "Émile", "beacon");
    String printed =
        snarkjs.succeed("zkey", "verify", "synthetic.r1cs", powers.toString(), "c6.zkey");
    assertThat(printed).contains("ZKey Ok!");
    for (CeremonyTranscript.Step step : transcript.steps()) {
      assertThat(printed.replaceAll("\\s", "")).contains(step.hash());
    }
    assertThat(at("c6.zkey")).exists();
    assertProves("c6.zkey");
  }

  @Test
  void theirVerifierStillRefusesAWrongKey() throws Exception {
    KeyCeremony ceremony = CeremonyFixtures.ceremony(r1cs, powers);
    ceremony.start(at("d0.zkey"));
    contribute("d0.zkey", "d1.zkey", "Ada");
    Path other = new SyntheticCircuit(250, 8).writeR1cs(at("other.r1cs"));
    assertThat(other).exists();
    assertThat(
            snarkjs.run("zkey", "verify", "other.r1cs", powers.toString(), "d1.zkey").succeeded())
        .isFalse();
  }

  private static void assertProves(String zkey) throws Exception {
    try (ProvingKey key = ProvingKey.open(at(zkey));
        Witness witness = CeremonyFixtures.CIRCUIT.witness()) {
      assertThat(key.development()).isFalse();
      Proof proof =
          new Groth16Prover(new SecureRandom(), 2).prove(key, witness, ProgressListener.NONE);
      assertThat(
              new Groth16Verifier()
                  .verify(key.verifyingKey(), SyntheticCircuit.CIRCUIT.signalsOf(witness), proof))
          .isTrue();
      assertThat(
              new Groth16Verifier()
                  .verify(
                      key.verifyingKey(),
                      SyntheticCircuit.CIRCUIT
                          .signals()
                          .set("product", java.math.BigInteger.TWO)
                          .set(
                              "factors",
                              java.util.List.of(java.math.BigInteger.ONE, java.math.BigInteger.ONE))
                          .build(),
                      proof))
          .isFalse();
    }
  }
}
