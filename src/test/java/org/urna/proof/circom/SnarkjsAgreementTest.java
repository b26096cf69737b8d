package org.urna.proof.circom;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.Circuit;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.PublicSignals;
import org.urna.proof.SignalGroup;
import org.urna.proof.Snarkjs;
import org.urna.proof.VerifyingKey;
import org.urna.proof.Witness;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One circuit compiled by circom, through our set-up, prover and verifier and through snarkjs', in
/// every combination.
class SnarkjsAgreementTest {
  private static final String NAME = "proof-sample";
  private static final Circuit CIRCUIT =
      new Circuit(
          NAME, "test", List.of(new SignalGroup("result", 2), new SignalGroup("offset", 1)), 100);

  @TempDir static Path folder;
  private static Snarkjs snarkjs;
  private static Path zkey;
  private static R1csFile r1cs;
  private final Groth16Verifier verifier = new Groth16Verifier();

  @BeforeAll
  static void compileAndSetUp() throws Exception {
    snarkjs = new Snarkjs(folder);
    snarkjs.compile(NAME);
    Files.writeString(
        folder.resolve("input.json"),
        "{\"factors\":[\"3\",\"11\"],\"offset\":\"5\",\"bits\":[1,0,1,1]}");
    snarkjs.succeed("wtns", "calculate", NAME + ".wasm", "input.json", "sample.wtns");
    r1cs = R1csFile.read(folder.resolve(NAME + ".r1cs"));
    zkey = folder.resolve("ours.zkey");
    new DevelopmentSetup("agreement", 2).make(r1cs, zkey, ProgressListener.NONE);
  }

  private static Witness witness() throws Exception {
    return WtnsFile.read(folder.resolve("sample.wtns"));
  }

  private static PublicSignals signals(Path json) throws Exception {
    List<BigInteger> values = new ArrayList<>();
    for (JsonNode value : JsonMapper.shared().readTree(Files.readString(json))) {
      values.add(new BigInteger(value.stringValue()));
    }
    return PublicSignals.of(CIRCUIT, values);
  }

  private static Path writeSignals(String name, PublicSignals signals) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        JsonMapper.shared()
            .writeValueAsString(signals.asList().stream().map(BigInteger::toString).toList()));
    return file;
  }

  private static Proof prove(Path key, Witness witness) throws Exception {
    try (ProvingKey opened = ProvingKey.open(key)) {
      return new Groth16Prover(new SecureRandom(), 2).prove(opened, witness, ProgressListener.NONE);
    }
  }

  @Test
  void readsTheConstraintSystemAsSnarkjsDoes() throws Exception {
    String info = snarkjs.succeed("r1cs", "info", NAME + ".r1cs");
    assertThat(info)
        .contains("# of Wires: " + r1cs.wires())
        .contains("# of Constraints: " + r1cs.constraints());
    assertThat(r1cs.publicSignals()).isEqualTo(CIRCUIT.publicSignalCount());
    try (Witness witness = witness()) {
      assertThat(r1cs.firstUnsatisfied(witness)).isEmpty();
      PublicSignals signals = CIRCUIT.signalsOf(witness);
      BigInteger result = BigInteger.valueOf(3 * 11 * (5 + 13));
      assertThat(signals.values("result")).containsExactly(result, result.multiply(result));
      assertThat(signals.value("offset")).isEqualTo(BigInteger.valueOf(5));
    }
  }

  @Test
  void snarkjsAcceptsOurProofUnderTheKeyItExportsItself() throws Exception {
    snarkjs.succeed("zkey", "export", "verificationkey", "ours.zkey", "exported.json");
    try (Witness witness = witness()) {
      for (int i = 0; i < 3; i++) {
        Proof proof = prove(zkey, witness);
        Files.writeString(folder.resolve("our-proof.json"), proof.toJson());
        writeSignals("our-signals.json", CIRCUIT.signalsOf(witness));
        assertThat(
                snarkjs.succeed(
                    "groth16", "verify", "exported.json", "our-signals.json", "our-proof.json"))
            .contains("OK");
      }
    }
  }

  @Test
  void snarkjsAcceptsOurVerifyingKeyFile() throws Exception {
    Files.writeString(folder.resolve("our-key.json"), VerifyingKey.fromZkey(zkey).toJson());
    try (Witness witness = witness()) {
      Files.writeString(folder.resolve("p.json"), prove(zkey, witness).toJson());
      writeSignals("s.json", CIRCUIT.signalsOf(witness));
      assertThat(snarkjs.succeed("groth16", "verify", "our-key.json", "s.json", "p.json"))
          .contains("OK");
      // and snarkjs really looks at it
      PublicSignals wrong =
          CIRCUIT
              .signals()
              .set("result", List.of(BigInteger.ONE, BigInteger.ONE))
              .set("offset", BigInteger.valueOf(5))
              .build();
      writeSignals("wrong.json", wrong);
      assertThat(
              snarkjs.run("groth16", "verify", "our-key.json", "wrong.json", "p.json").succeeded())
          .isFalse();
    }
  }

  @Test
  void exportsTheSameVerifyingKeyAsSnarkjs() throws Exception {
    snarkjs.succeed("zkey", "export", "verificationkey", "ours.zkey", "theirs.json");
    VerifyingKey theirs = VerifyingKey.fromJson(Files.readString(folder.resolve("theirs.json")));
    VerifyingKey ours = VerifyingKey.fromZkey(zkey);
    assertThat(ours).isEqualTo(theirs);
    assertThat(ours.hash()).isEqualTo(theirs.hash());
    assertThat(VerifyingKey.fromJson(ours.toJson())).isEqualTo(ours);
    assertThat(theirs.development()).isTrue();
  }

  @Test
  void weAcceptSnarkjsProofsMadeWithOurKey() throws Exception {
    snarkjs.succeed(
        "groth16", "prove", "ours.zkey", "sample.wtns", "their-proof.json", "their-signals.json");
    Proof proof = Proof.fromJson(Files.readString(folder.resolve("their-proof.json")));
    PublicSignals signals = signals(folder.resolve("their-signals.json"));
    assertThat(verifier.verify(VerifyingKey.fromZkey(zkey), signals, proof)).isTrue();
    assertThat(Proof.fromJson(proof.toJson())).isEqualTo(proof);
    assertThat(Proof.fromWords(proof.toWords())).isEqualTo(proof);
  }

  @Test
  void aKeyFromSnarkjsOwnCeremonyWorksWithOurProver() throws Exception {
    snarkjs.succeed("powersoftau", "new", "bn128", "5", "pot0.ptau");
    snarkjs.succeed(
        "powersoftau", "contribute", "pot0.ptau", "pot1.ptau", "--name=test", "-e=test entropy");
    snarkjs.succeed("powersoftau", "prepare", "phase2", "pot1.ptau", "pot.ptau");
    snarkjs.succeed("groth16", "setup", NAME + ".r1cs", "pot.ptau", "ceremony0.zkey");
    snarkjs.succeed(
        "zkey",
        "contribute",
        "ceremony0.zkey",
        "ceremony.zkey",
        "--name=test",
        "-e=more test entropy");
    snarkjs.succeed("zkey", "export", "verificationkey", "ceremony.zkey", "ceremony.json");
    Path ceremony = folder.resolve("ceremony.zkey");
    VerifyingKey key = VerifyingKey.fromZkey(ceremony);
    assertThat(key)
        .isEqualTo(VerifyingKey.fromJson(Files.readString(folder.resolve("ceremony.json"))));
    assertThat(key.development()).isFalse();
    try (ProvingKey opened = ProvingKey.open(ceremony)) {
      assertThat(opened.development()).isFalse();
    }
    try (Witness witness = witness()) {
      Proof proof = prove(ceremony, witness);
      PublicSignals signals = CIRCUIT.signalsOf(witness);
      assertThat(verifier.verify(key, signals, proof)).isTrue();
      Files.writeString(folder.resolve("cp.json"), proof.toJson());
      writeSignals("cs.json", signals);
      assertThat(snarkjs.succeed("groth16", "verify", "ceremony.json", "cs.json", "cp.json"))
          .contains("OK");
      snarkjs.succeed("groth16", "prove", "ceremony.zkey", "sample.wtns", "cp2.json", "cs2.json");
      assertThat(
              verifier.verify(
                  key,
                  signals(folder.resolve("cs2.json")),
                  Proof.fromJson(Files.readString(folder.resolve("cp2.json")))))
          .isTrue();
      // A proof under one key is none under another.
      assertThat(verifier.verify(VerifyingKey.fromZkey(zkey), signals, proof)).isFalse();
    }
  }

  @Test
  void theDevelopmentMarkSurvivesAContribution() throws Exception {
    snarkjs.succeed(
        "zkey",
        "contribute",
        "ours.zkey",
        "contributed.zkey",
        "--name=hides it?",
        "-e=test entropy");
    Path contributed = folder.resolve("contributed.zkey");
    assertThat(Files.mismatch(zkey, contributed)).isNotEqualTo(-1);
    assertThat(VerifyingKey.fromZkey(contributed).development()).isTrue();
    try (ProvingKey key = ProvingKey.open(contributed);
        Witness witness = witness()) {
      assertThat(key.development()).isTrue();
      Proof proof = prove(contributed, witness);
      assertThat(verifier.verify(key.verifyingKey(), CIRCUIT.signalsOf(witness), proof)).isTrue();
    }
  }

  @Test
  void writesWitnessesThatSnarkjsReads() throws Exception {
    Path copy = folder.resolve("copy.wtns");
    try (Witness witness = witness()) {
      WtnsFile.write(copy, witness);
      assertThat(Files.mismatch(copy, folder.resolve("sample.wtns"))).isEqualTo(-1);
      assertThat(snarkjs.succeed("wtns", "check", NAME + ".r1cs", "copy.wtns"))
          .contains("WITNESS IS CORRECT");
      assertThat(
              MemorySegment.ofArray(Files.readAllBytes(copy))
                  .asSlice(76)
                  .mismatch(witness.littleEndian()))
          .isEqualTo(-1);
    }
  }
}
