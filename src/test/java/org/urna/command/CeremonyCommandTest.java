package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.urna.ceremony.CeremonyFixtures;
import org.urna.election.Bytes;
import org.urna.election.CircuitPin;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.failure.ExitCode;
import org.urna.keys.PinnedKeys;
import org.urna.proof.FileHash;
import org.urna.proof.ProofFileException;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.proof.circom.SyntheticCircuit;
import org.urna.rehearsal.Records;
import picocli.CommandLine;

/// A whole ceremony by command line, and the election that its keys may serve.
@ResourceLock(Resources.SYSTEM_OUT)
class CeremonyCommandTest {
  private static final String BEACON =
      "0xFFeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";

  /// powersOfTau28_hez_final_08.ptau.
  private static final String PUBLISHED =
      "d6a8fb3a04feb600096c3b791f936a578c4e664d262e4aa24beed1b7a9a96aa5eb72864d628db247e9293384b74b36ffb52ca8d148d6e1b8b51e279fdf57b583";

  private static final List<String> CIRCUITS = List.of("enrolment", "ballot", "decryption");

  @TempDir static Path folder;
  private static CircuitFiles circuits;
  private static String powers;

  @BeforeAll
  static void compile() throws Exception {
    circuits = CircuitFiles.at(Files.createDirectory(folder.resolve("circuits")));
    powers = CeremonyFixtures.powers().toString();
    int seed = 20;
    for (String name : CIRCUITS) {
      new SyntheticCircuit(60, ++seed).writeR1cs(circuits.r1cs(name));
    }
    new SyntheticCircuit(60, 99).writeR1cs(circuits.r1cs("other"));
  }

  /// What a command printed, and its exit code.
  private record Run(int exitCode, String output) {}

  private static Run run(String... arguments) {
    PrintStream systemOut = System.out;
    InputStream systemIn = System.in;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      System.setIn(new ByteArrayInputStream(new byte[0]));
      CommandLine command = Urna.commandLine();
      command.setErr(new PrintWriter(captured, true));
      command.setOut(new PrintWriter(captured, true));
      int code = command.execute(arguments);
      return new Run(code, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
      System.setIn(systemIn);
    }
  }

  private static String succeed(String... arguments) {
    Run run = run(arguments);
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output();
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String circuitsFolder() {
    return circuits.dir().toString();
  }

  /// From the first key to the installed one. A contribution asks for letters, of which a test has
  /// none to type, so the people here are the class behind the command.
  private static void hold(String circuit) throws Exception {
    succeed(
        "ceremony",
        "new",
        "--circuit",
        circuit,
        "--ptau",
        powers,
        "--out",
        file(circuit + "0.zkey"),
        "--circuits",
        circuitsFolder());
    for (int i = 0; i < 5; i++) {
      CeremonyFixtures.step(
              folder.resolve(circuit + i + ".zkey"), folder.resolve(circuit + (i + 1) + ".zkey"))
          .contribute("Person " + i, new char[] {'x'}, new java.security.SecureRandom());
    }
    succeed(
        "ceremony",
        "beacon",
        "--in",
        file(circuit + "5.zkey"),
        "--out",
        file(circuit + "-final.zkey"),
        "--beacon",
        BEACON,
        "--iterations",
        "10");
  }

  @Test
  void aRealElectionTakesTheCeremonysKeysAndNoOthers() throws Exception {
    for (String name : CIRCUITS) {
      DevelopmentKeys.ensure(circuits, name);
    }
    ElectionManifest overDevelopmentKeys = realElection();
    assertThatThrownBy(() -> PinnedKeys.requireCeremony(overDevelopmentKeys, circuits))
        .isInstanceOf(ProofFileException.class)
        .hasMessageContaining("development keys");

    for (String name : CIRCUITS) {
      hold(name);
      String transcript = file(name + ".json");
      String printed =
          succeed(
              "ceremony",
              "verify",
              "--circuit",
              name,
              "--ptau",
              powers,
              "--zkey",
              file(name + "-final.zkey"),
              "--transcript",
              transcript,
              "--rehearsal",
              "--work",
              folder.toString(),
              "--circuits",
              circuitsFolder());
      assertThat(printed)
          .contains("Person 0", "Person 4", "beacon ffeedd")
          .contains("NOT for a real election: the powers of tau are not a published file")
          .doesNotContain("contributors");
      assertThat(
              succeed(
                  "ceremony",
                  "check",
                  transcript,
                  "--ptau",
                  powers,
                  "--zkey",
                  file(name + "-final.zkey"),
                  "--rehearsal",
                  "--circuits",
                  circuitsFolder()))
          .contains("the transcript agrees");
      succeed(
          "ceremony",
          "install",
          transcript,
          "--zkey",
          file(name + "-final.zkey"),
          "--rehearsal",
          "--circuits",
          circuitsFolder());
      DevelopmentKeys.ensure(circuits, name);
    }
    ElectionManifest overCeremonyKeys = realElection();
    assertRefused(overCeremonyKeys, "not a published file");
    // The published powers are too large for a test. The transcript says them instead, a lie that
    // 'ceremony check' finds out and this comparison cannot.
    for (String name : CIRCUITS) {
      Path transcript = circuits.ceremonyTranscript(name);
      Files.writeString(transcript, withPublishedPowers(Files.readString(transcript)));
    }
    assertThatCode(() -> PinnedKeys.requireCeremony(overCeremonyKeys, circuits))
        .doesNotThrowAnyException();
    Path ballot = circuits.ceremonyTranscript("ballot");
    String kept = Files.readString(ballot);
    Files.writeString(ballot, kept.replace("Person 4", "Person 3"));
    assertRefused(overCeremonyKeys, "4 named contributors");
    Files.writeString(ballot, kept.replace("\"name\":\"ballot\"", "\"name\":\"other\""));
    assertRefused(overCeremonyKeys, "of other keys");
    Files.writeString(ballot, Files.readString(circuits.ceremonyTranscript("decryption")));
    assertRefused(overCeremonyKeys, "of other keys");
    Files.writeString(ballot, "{}");
    assertRefused(overCeremonyKeys, "not the transcript");
    Files.delete(ballot);
    assertRefused(overCeremonyKeys, "no transcript");
    assertThatThrownBy(() -> PinnedKeys.requireCeremony(overDevelopmentKeys, circuits))
        .isInstanceOf(ProofFileException.class);
  }

  private static void assertRefused(ElectionManifest manifest, String words) {
    assertThatThrownBy(() -> PinnedKeys.requireCeremony(manifest, circuits))
        .isInstanceOf(ProofFileException.class)
        .hasMessageContaining(words);
  }

  private static String withPublishedPowers(String transcript) {
    return transcript
        .replaceAll("\"blake2b\":\"[0-9a-f]*\"", "\"blake2b\":\"" + PUBLISHED + "\"")
        .replace("\"published\":\"\"", "\"published\":\"powersOfTau28_hez_final_08.ptau\"");
  }

  private static CircuitPin pin(String circuit) throws Exception {
    return new CircuitPin(
        circuit,
        Bytes.of(circuits.verifyingKey(circuit).hash()),
        Bytes.of(FileHash.sha256(circuits.provingKey(circuit))),
        false);
  }

  private static ElectionManifest realElection() throws Exception {
    ElectionManifest base = ElectionFixtures.practice();
    ElectionVariant variant = base.variants().getFirst();
    return Records.with(
        base,
        Map.of(
            "practice",
            false,
            "variants",
            List.of(
                new ElectionVariant(pin(CIRCUITS.get(0)), variant.trustRoot(), variant.signers())),
            "ballotCircuit",
            pin(CIRCUITS.get(1)),
            "decryptionCircuit",
            pin(CIRCUITS.get(2))));
  }

  @Test
  void refusesWhatFallsShortAndNamesTheFile() throws Exception {
    hold("other");
    String zkey = file("other-final.zkey");
    Run strict =
        run(
            "ceremony",
            "verify",
            "--circuit",
            "other",
            "--ptau",
            powers,
            "--zkey",
            zkey,
            "--circuits",
            circuitsFolder());
    assertThat(strict.exitCode()).isEqualTo(ExitCode.DOES_NOT_HOLD.value());
    assertThat(strict.output()).contains("NOT for a real election");

    Run wrongCircuit =
        run(
            "ceremony",
            "transcript",
            "--circuit",
            "ballot",
            "--ptau",
            powers,
            "--zkey",
            zkey,
            "--out",
            file("never.json"),
            "--circuits",
            circuitsFolder());
    assertThat(wrongCircuit.exitCode()).isEqualTo(ExitCode.DOES_NOT_HOLD.value());
    assertThat(wrongCircuit.output()).contains(zkey, "another circuit or other powers");
    assertThat(folder.resolve("never.json")).doesNotExist();

    succeed(
        "ceremony",
        "transcript",
        "--circuit",
        "other",
        "--ptau",
        powers,
        "--zkey",
        zkey,
        "--out",
        file("other.json"),
        "--rehearsal",
        "--circuits",
        circuitsFolder());
    String lied = Files.readString(folder.resolve("other.json")).replace("Person 2", "Person X");
    Files.writeString(folder.resolve("lied.json"), lied);
    Run check =
        run(
            "ceremony",
            "check",
            file("lied.json"),
            "--ptau",
            powers,
            "--zkey",
            zkey,
            "--rehearsal",
            "--circuits",
            circuitsFolder());
    assertThat(check.exitCode()).isEqualTo(ExitCode.DOES_NOT_HOLD.value());
    assertThat(check.output()).contains("[contributions]");

    Run otherKey =
        run(
            "ceremony",
            "install",
            file("other.json"),
            "--zkey",
            file("other5.zkey"),
            "--rehearsal",
            "--circuits",
            circuitsFolder());
    assertThat(otherKey.exitCode()).isEqualTo(ExitCode.DOES_NOT_HOLD.value());
    assertThat(otherKey.output()).contains("not the key that the transcript names");
    assertThat(circuits.provingKey("other")).doesNotExist();
    assertThat(run("ceremony", "install", file("other.json"), "--zkey", zkey).exitCode())
        .isNotZero();
  }

  @Test
  void powersThatNobodyVouchesForFail() {
    Run unknown = run("ceremony", "ptau", powers);
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.DOES_NOT_HOLD.value());
    assertThat(unknown.output()).contains("NOT a published file");
    String hash = unknown.output().replaceAll("(?s).*blake2b ([0-9a-f]{128}).*", "$1");
    succeed("ceremony", "ptau", powers, "--blake2b", hash);
    assertThat(run("ceremony", "ptau", powers, "--sha512", hash).output())
        .contains(powers, "another hash");
    assertThat(run("ceremony", "ptau", powers, "--sha512", hash, "--blake2b", hash).exitCode())
        .isNotZero();
    assertThat(succeed("ceremony", "ptau", powers, "--points")).contains("every point");
  }
}
