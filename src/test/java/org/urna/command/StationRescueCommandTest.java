package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionFixtures;
import org.urna.failure.ExitCode;
import org.urna.queue.Batch;
import org.urna.rescue.RuinedStation;
import picocli.CommandLine;

/// The command in every state of a station's folder: what it writes, what it says, how it ends.
@ResourceLock(Resources.SYSTEM_OUT)
class StationRescueCommandTest {
  private static final String WRONG = "twelve wrong letters";

  @TempDir Path data;
  private Path out;
  private RuinedStation ruin;
  private String typed = "";
  private int asked;

  @BeforeEach
  void aStationWithAClosedDayAndAnOpenOne() throws Exception {
    out = data.resolve("out");
    ruin = RuinedStation.in(data.resolve("station"));
    ruin.vote(3);
    ruin.close(2);
    ruin.vote(2);
  }

  private record Run(ExitCode exitCode, String said) {}

  private Run run(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--organiser",
                ElectionFixtures.ORGANISER.toString(),
                "--circuits",
                ruin.circuits(data.resolve("circuits")).toString(),
                "--out",
                out.toString(),
                ruin.folder.toString()));
    arguments.addAll(List.of(more));
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      CommandLine command =
          Urna.prepared(
              new CommandLine(
                  new StationRescueCommand(
                      (keys, one, other) -> {
                        asked++;
                        return RuinedStation.opened(keys, one, other, typed);
                      })));
      command.setErr(new PrintWriter(captured, true));
      command.setOut(new PrintWriter(captured, true));
      int code = Urna.run(command, arguments.toArray(String[]::new));
      return new Run(ExitCode.values()[code], said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  private List<Path> written(String ending) throws Exception {
    if (!Files.exists(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private List<SealedBallot> countable() throws Exception {
    List<SealedBallot> ballots = new ArrayList<>();
    for (Path file : written(".batch")) {
      Batch batch = ruin.format().read(file);
      assertThat(ruin.isCountable(batch)).isTrue();
      ballots.addAll(batch.ballots());
    }
    return ballots;
  }

  @Test
  void aWholeStationIsDoneWithAnyTwoOfItsOfficials() throws Exception {
    Run run = run("--signed-by", "3,1");
    assertThat(run.exitCode()).as(run.said()).isEqualTo(ExitCode.DONE);
    assertThat(countable()).containsExactlyInAnyOrderElementsOf(ruin.cast);
    assertThat(run.said())
        .contains(
            "(PRACTICE)",
            "whole ballots: 5",
            "3 in 2 batches that the station signed",
            "2 for 1 batch to be signed now",
            "day 1 was closed with 3 ballots in 2 batches: all there, as they were cut",
            "before 2026-11-22T20:00:00Z");
    assertThat(written(".unsigned")).isEmpty();
  }

  @Test
  void nobodyIsAskedWhereEverythingIsSigned() throws Exception {
    ruin.close(2);
    assertThat(run().exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(asked).isZero();
    assertThat(countable()).hasSize(5);
  }

  @Test
  void wrongPassphrasesWriteNothing() throws Exception {
    typed = WRONG;
    Run run = run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.said()).contains("urna: S03").doesNotContain(WRONG);
    assertThat(written("")).isEmpty();
    typed = "";
    assertThat(run("--signed-by", "1,3").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void anOfficialWhomNobodyKnowsIsRefused() throws Exception {
    // The passphrase is never looked at: the number is nobody's.
    Files.writeString(
        ruin.keyFile("officials.json"),
        Files.readString(ruin.keyFile("officials.json")).replaceFirst(",\"[0-9a-f]{32}\"]", "]"));
    assertThat(run("--signed-by", "1,3").said()).contains("S03", "no official 3");
    for (String wrong : List.of("1", "1,1", "0,1", "1,2,3", "x")) {
      assertThat(run("--signed-by", wrong).exitCode()).as(wrong).isEqualTo(ExitCode.USAGE);
    }
    assertThat(written("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"officials.json", "signing-key.json"})
  void withoutReadableKeysSignedBatchesComeOutAndTheRestIsEvidence(String lost) throws Exception {
    Files.write(ruin.keyFile(lost), new byte[100]);
    Run asks = run();
    assertThat(asks.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(asks.said()).contains("O01", "--station");
    assertThat(written("")).isEmpty();
    Run run = run("--station", ruin.station.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.said()).contains("unsigned evidence, which cannot be counted", "urna: S04");
    assertThat(countable()).hasSize(3);
    assertThat(written(".unsigned")).hasSize(1);
    assertThat(asked).isZero();
  }

  @Test
  void aLostSealingKeyOrVaultTakesNothingFromIt() throws Exception {
    Files.write(ruin.keyFile("sealing-key.json"), new byte[3]);
    assertThat(run().exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(countable()).hasSize(5);
  }

  @Test
  void unsignedAsksForNoPassphraseAndSaysThatItDoesNotCount() throws Exception {
    Run run = run("--unsigned");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DOES_NOT_HOLD);
    assertThat(run.said()).contains("urna: S41", "2 whole ballots are not signed");
    assertThat(asked).isZero();
    assertThat(countable()).hasSize(3);
    // Later, with the officials: from the same folder, with the evidence in it.
    assertThat(run().exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(countable()).hasSize(5);
  }

  @Test
  void whatIsMissingIsToldAfterTheRestIsWritten() throws Exception {
    byte[] box = Files.readAllBytes(ruin.box());
    String text = new String(box, StandardCharsets.ISO_8859_1);
    byte[] hit = ruin.cast.getLast().toBytes();
    box[text.indexOf(new String(hit, StandardCharsets.ISO_8859_1)) + hit.length / 2] ^= 1;
    Files.write(ruin.box(), box);
    Run run = run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DOES_NOT_HOLD);
    assertThat(run.said()).contains("urna: S41", "1 of at least 5 ballots");
    assertThat(countable()).hasSize(4).doesNotContain(ruin.cast.getLast());
  }

  @Test
  void aHalfWrittenPackageIsReplacedByTheOrganisers() throws Exception {
    Path whole = data.resolve("package");
    ruin.election.copyTo(whole);
    Files.delete(ruin.packagePath.resolve("signature.json"));
    Run without = run();
    assertThat(without.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(without.said()).contains("O01", "no whole copy", "--package");
    assertThat(run("--package", whole.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(countable()).hasSize(5);
  }

  @Test
  void refusesAStrangersPackageAnotherStationAndAFolderWithin() throws Exception {
    Run stranger = run("--organiser", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    assertThat(stranger.exitCode()).isEqualTo(ExitCode.USAGE);
    Run other = run("--station", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    assertThat(other.said()).contains("O01", "is not accredited");
    out = ruin.folder.resolve("out");
    assertThat(run().said()).contains("O01", "where nothing is written");
    out = data.resolve("out");
    Run nowhere = run(data.resolve("nowhere").toString());
    assertThat(nowhere.said()).contains("O01", "there is no such file");
    assertThat(written("")).isEmpty();
  }
}
