package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.urna.election.Bytes;
import org.urna.election.CurvePoint;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.StateCertificate;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.failure.CommandRefused;
import org.urna.failure.ExitCode;
import org.urna.office.ElectionKit;
import org.urna.office.PublicFiles;
import org.urna.rehearsal.Records;
import org.urna.trust.lists.MasterLists;
import org.urna.trust.lists.TrustFolder;
import org.urna.trust.tree.TrustedKeys;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeping a trust folder by command line, up to the manifest.
@ResourceLock(Resources.SYSTEM_OUT)
class TrustCommandTest {
  private static final Path VECTORS = Path.of("src/test/resources/vectors/csca");
  private static final String RUSSIA = VECTORS.resolve("ru_csca_2006-2019.pem").toString();
  private static final String RUSSIAN_SIGNER =
      VECTORS.resolve("ru_dsc_document_signer_3.3.pem").toString();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @TempDir static Path shared;
  @TempDir Path temp;
  private String folder;

  @BeforeAll
  static void practiceAuthorities() {
    assertThat(
            Urna.commandLine()
                .execute("election", "practice-authorities", "--out", shared.toString()))
        .isZero();
  }

  @BeforeEach
  void aNewFolder() {
    folder = temp.resolve("trust").toString();
  }

  private record Run(int exitCode, String output) {}

  private static Run run(TrustCommand.Answers answers, String... arguments) {
    PrintStream systemOut = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      CommandLine command = Urna.prepared(new CommandLine(new TrustCommand(answers, CLOCK)));
      command.setErr(new PrintWriter(captured, true));
      command.setOut(new PrintWriter(captured, true));
      int code = command.execute(arguments);
      return new Run(code, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
    }
  }

  private static Run run(String... arguments) {
    return run(
        question -> {
          throw new AssertionError("nobody should be asked: " + question);
        },
        arguments);
  }

  private static String succeed(String... arguments) {
    Run run = run(arguments);
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output();
  }

  @Test
  void showsFirstAndWritesOnlyWhatSomebodyTypedFor() throws Exception {
    List<String> questions = new ArrayList<>();
    for (String answer : List.of("", "yes", "write 4", "write 6")) {
      Run refused =
          run(
              question -> {
                questions.add(question);
                return answer;
              },
              "import",
              "--into",
              folder,
              "--state",
              "RUS",
              RUSSIA);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED.value());
      assertThat(refused.output())
          .contains(
              "RUS", "850c53f7160e5def64a5677cf7c1849205d2b29c", "[linked; signed with SHA-1]")
          .contains("in all: 5 added, 0 refused", "nothing was written");
      assertThat(Path.of(folder)).doesNotExist();
    }
    assertThat(questions).hasSize(4).allSatisfy(q -> assertThat(q).contains("write 5", folder));
    Run written =
        run(_ -> "write 5", "import", "--into", folder, "--state", "RUS", RUSSIA, RUSSIAN_SIGNER);
    assertThat(written.exitCode())
        .as("the signer makes it six")
        .isEqualTo(ExitCode.REFUSED.value());
    assertThat(run(_ -> "write 5", "import", "--into", folder, "--state", "RUS", RUSSIA).exitCode())
        .isZero();
    assertThat(TrustFolder.open(Path.of(folder)).entries()).hasSize(5);
    assertThat(succeed("import", "--into", folder, RUSSIA)).contains("nothing to write");
    assertThat(succeed("import", "--into", folder, "--yes", RUSSIAN_SIGNER))
        .contains("document-signer", "1 added, 5 unchanged, 0 refused");
  }

  @Test
  void aStatesFileIsWrittenByAPerson() throws Exception {
    String states = temp.resolve("states.toml").toString();
    Run unnamed = run(_ -> "", "import", "--into", folder, "--suggest", states, RUSSIA);
    assertThat(unnamed.output()).contains("no state is written for it; it calls itself RUS");
    String suggested = Files.readString(Path.of(states));
    assertThat(suggested.lines().filter(line -> line.matches("#[0-9a-f]{64} = \"RUS\"")))
        .hasSize(5);
    assertThat(run(_ -> "", "import", "--into", folder, "--states", states, RUSSIA).output())
        .as("a suggestion behind its # is nobody's word")
        .contains("5 refused");
    Files.writeString(Path.of(states), suggested.replaceAll("(?m)^#([0-9a-f]{64} =)", "$1"));
    succeed("import", "--into", folder, "--states", states, "--yes", RUSSIA);
    assertThat(TrustFolder.open(Path.of(folder)).anchors()).hasSize(5);
    for (String wrong : List.of("x = \"RUS\"\n", "ab".repeat(32) + " = \"Russia\"\n", "no toml")) {
      Files.writeString(Path.of(states), wrong);
      Run refused = run("import", "--into", folder, "--states", states, "--yes", RUSSIA);
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.output()).contains(states);
    }
  }

  @Test
  void readsTheGermanListWithItsPublishersCertificateOnly() throws Exception {
    Path list = VECTORS.resolve("DE_ML_2026-05-28.ml");
    Run without = run("import", "--into", folder, "--yes", list.toString());
    assertThat(without.exitCode()).isNotZero();
    assertThat(without.output())
        .contains("DE_ML_2026-05-28.ml: master list: signed by no publisher that was given");
    assertThat(Path.of(folder)).doesNotExist();

    List<String> arguments = new ArrayList<>(List.of("import", "--into", folder));
    int number = 0;
    for (byte[] der : MasterLists.authoritiesIn(Files.readAllBytes(list), "C=DE")) {
      Path publisher = Files.write(temp.resolve("germany" + number++ + ".der"), der);
      arguments.addAll(List.of("--publisher", "D<<=" + publisher));
    }
    arguments.addAll(List.of("--accept-suggested-states", "--yes", list.toString()));
    String output = succeed(arguments.toArray(String[]::new));
    assertThat(output).contains("in all: 580 added, 8 refused", "holds 580 certificates");

    Path json = temp.resolve("report.json");
    String report = succeed("report", folder, "--json", json.toString());
    assertThat(report)
        .contains("! newest key of 2019, more than 6 years ago", "not used: 8 certificates")
        .contains("921fefdcd67f481c9a6c88122f65bbc6a946124ba6d7eaf827f0624fab778c2b");
    assertThat(Files.readString(json)).contains("P256_SHA1", "serialNumber");
    assertThat(succeed("show", folder, "--state", "RUS"))
        .contains("RUS  csca", "master list of D<<, 2026-05-28")
        .doesNotContain("FRA");
  }

  /// One wrong word must not make all the keys of a list one state's.
  @Test
  void refusesOneStateForAListOfMany() throws Exception {
    Path ldif =
        Files.writeString(
            temp.resolve("list.ldif"),
            "dn: cn=a\ncACertificate;binary:: "
                + java.util.Base64.getEncoder()
                    .encodeToString(Files.readAllBytes(shared.resolve("RUS-csca.der")))
                + "\n");
    Run run = run("import", "--into", folder, "--state", "RUS", "--yes", ldif.toString());
    assertThat(run.output()).contains("use --states");
    assertThat(run.exitCode()).isNotZero();
    assertThat(Path.of(folder)).doesNotExist();
  }

  @Test
  void doesNotWriteSuggestionsOverWhatAPersonWrote() throws Exception {
    Path states = Files.writeString(temp.resolve("states.toml"), "mine");
    Run run = run("import", "--into", folder, "--suggest", states.toString(), RUSSIA);
    assertThat(run.output()).contains("is there already");
    assertThat(states).hasContent("mine");
  }

  /// A terminal obeys control characters, and a refusal may repeat a word of a stranger's file.
  @Test
  void printsNoControlCharactersOfAFile() throws Exception {
    Path states =
        Files.writeString(
            temp.resolve("states.toml"), "\"\\u001B[2J\\u009B1m\\u202E\\nok\" = \"RUS\"\n");
    String output = run("import", "--into", folder, "--states", states.toString(), RUSSIA).output();
    List<String> lines = output.lines().toList();
    assertThat(lines).as("what happened, and what to do").hasSize(2);
    assertThat(lines.getFirst()).contains("?[2J?1m??ok: is no fingerprint");
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line.chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x202E));
  }

  @Test
  void saysEachReasonOnce() throws Exception {
    Files.createDirectory(Path.of(folder));
    Files.writeString(Path.of(folder, "index.json"), "{}");
    assertThat(run("report", folder).output().strip())
        .startsWith("urna: O03 ")
        .containsOnlyOnce("index.json: format: is missing");
  }

  @Test
  void saysThatAFileIsNotThere() {
    assertThat(run("import", "--into", folder, "--yes", "nowhere.ml").output())
        .contains("nowhere.ml: there is no such file");
  }

  @Test
  void refusesFilesAndFoldersThatAreNone() throws Exception {
    Path junk = Files.writeString(temp.resolve("junk"), "junk");
    assertThat(run("import", "--into", folder, "--yes", junk.toString()).output())
        .contains("is no master list, LDIF file or certificate");
    assertThat(run("import", "--into", folder, "--state", "Russia", "--yes", RUSSIA).exitCode())
        .isNotZero();
    assertThat(run("report", temp.toString()).output()).contains("is not a trust folder");
    assertThat(run("diff", temp.toString(), temp.toString()).output()).contains("no trust folder");
    assertThat(
            run("import", "--into", folder, "--publisher", RUSSIAN_SIGNER, "--yes", RUSSIA)
                .output())
        .contains("is not an authority's certificate");
  }

  private void practiceFolder() {
    succeed(
        "import",
        "--into",
        folder,
        "--state",
        "RUS",
        "--yes",
        shared.resolve("RUS-csca.der").toString(),
        shared.resolve("RUS-second-csca.der").toString(),
        shared.resolve("RUS-second-signer.der").toString());
    succeed(
        "import",
        "--into",
        folder,
        "--state",
        "UTO",
        "--yes",
        shared.resolve("UTO-csca.der").toString());
  }

  @Test
  void showsTheDifferenceToAManifest() throws Exception {
    practiceFolder();
    TrustFolder kept = TrustFolder.open(Path.of(folder));
    List<StateCertificate> anchors = kept.anchors();
    Path same = manifest("same.json", anchors, kept.signers());
    assertThat(succeed("diff", same.toString(), folder))
        .contains("authorities: 0 differ, 3 are the same", "signers: 0 differ, 1 are the same");
    StateCertificate first = anchors.getFirst();
    List<StateCertificate> moved = new ArrayList<>(anchors);
    moved.set(0, new StateCertificate("XOM", first.der()));
    moved.removeLast();
    Path other = manifest("other.json", moved, List.of());
    assertThat(succeed("diff", other.toString(), folder))
        .contains("~ RUS", "WAS OF XOM", "+ UTO", "+ RUS document-signer")
        .contains("authorities: 2 differ, 1 are the same", "signers: 1 differ, 0 are the same");
    assertThat(succeed("diff", folder, other.toString()))
        .contains("- UTO", "- RUS document-signer");
    Path few = manifest("few.json", List.of(first), List.of());
    assertThat(succeed("diff", few.toString(), folder)).contains("A NEW KEY WITHOUT A LINK");
  }

  private Path manifest(String name, List<StateCertificate> anchors, List<StateCertificate> signers)
      throws Exception {
    ElectionManifest base = ElectionFixtures.practice();
    ElectionVariant variant = base.variants().getFirst();
    ElectionManifest manifest =
        Records.with(
            base,
            Map.of(
                "anchors",
                anchors,
                "variants",
                List.of(new ElectionVariant(variant.circuit(), variant.trustRoot(), signers))));
    return Files.write(temp.resolve(name), manifest.canonicalJson());
  }

  // ------------------------------------------------------------------ gathered.toml

  private static final String FROM_FOLDER =
      """
      [[anchors-from]]
      folder = "trust"
      states = ["RUS", "UTO"]
      [[variant]]
      circuit = "enrolment-p256-sha1-chain"
      [[variant]]
      circuit = "enrolment-rsa2048-sha256"
      [[variant.signers-from]]
      folder = "trust"
      states = ["RUS"]
      """;

  private ElectionKit.Gathered gathered(String certificates) throws Exception {
    TrusteeBoard board = ElectionFixtures.practice().trustees();
    Files.writeString(temp.resolve("ceremony.json"), ceremony(board));
    String head =
        """
        opening = "2027-03-13T05:00:00Z"
        legal-close = "2027-03-14T18:00:00Z"
        declaration-deadline = "2027-03-14T18:00:00Z"
        upload-deadline = "2027-03-15T18:00:00Z"
        nullifier-key-commitment = "1"
        ceremony = "ceremony.json"
        station = []
        """;
    return PublicFiles.gathered(
        Files.writeString(temp.resolve("gathered.toml"), head + certificates));
  }

  private static String ceremony(TrusteeBoard board) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("ceremony", "urna.ceremony.v1")
        .put("ceremonyId", board.ceremonyId().hex())
        .put("threshold", board.threshold());
    ArrayNode trustees = root.putArray("trustees");
    for (Trustee trustee : board.trustees()) {
      ObjectNode node = trustees.addObject().put("name", trustee.name());
      ArrayNode commitments = node.putArray("commitments");
      trustee.commitments().forEach(point -> put(commitments.addObject(), point));
      put(node.putObject("proofCommitment"), trustee.proofCommitment());
      node.put("proofResponse", trustee.proofResponse().toString());
    }
    return root.toString();
  }

  private static void put(ObjectNode node, CurvePoint point) {
    node.put("x", point.x().toString()).put("y", point.y().toString());
  }

  @Test
  void aTrustFolderGivesTheSameTrustRootsAsSingleFiles() throws Exception {
    practiceFolder();
    ElectionKit.Gathered gathered = gathered(FROM_FOLDER);
    assertThat(gathered.anchors())
        .containsExactlyInAnyOrder(
            certificate("RUS", "RUS-csca.der"),
            certificate("RUS", "RUS-second-csca.der"),
            certificate("UTO", "UTO-csca.der"));
    assertThat(gathered.admitted().getLast().signers())
        .containsExactly(certificate("RUS", "RUS-second-signer.der"));
    ElectionKit.Gathered single =
        gathered(
            table("anchor", "UTO", "UTO-csca.der")
                + table("anchor", "RUS", "RUS-second-csca.der")
                + table("anchor", "RUS", "RUS-csca.der")
                + "[[variant]]\ncircuit = \"enrolment-p256-sha1-chain\"\n"
                + "[[variant]]\ncircuit = \"enrolment-rsa2048-sha256\"\n"
                + table("variant.signer", "RUS", "RUS-second-signer.der"));
    assertThat(roots(gathered)).hasSize(2).isEqualTo(roots(single));
    ElectionKit.Gathered one = gathered(FROM_FOLDER.replace(", \"UTO\"", ""));
    assertThat(one.anchors()).hasSize(2);
  }

  private static String table(String name, String state, String file) {
    return "[[%s]]\nstate = \"%s\"\nder = \"%s\"\n"
        .formatted(name, state, shared.resolve(file).toAbsolutePath());
  }

  private static List<BigInteger> roots(ElectionKit.Gathered gathered) throws Exception {
    List<BigInteger> roots = new ArrayList<>();
    for (ElectionKit.Admitted admitted : gathered.admitted()) {
      roots.add(
          TrustedKeys.of(admitted.circuit(), admitted.signers(), gathered.anchors(), "RUS")
              .tree()
              .root());
    }
    return roots;
  }

  private static StateCertificate certificate(String state, String name) throws Exception {
    return new StateCertificate(state, Bytes.of(Files.readAllBytes(shared.resolve(name))));
  }

  @Test
  void refusesAGatheredFileThatAsksAFolderForWhatItDoesNotHold() {
    practiceFolder();
    String variants = FROM_FOLDER.substring(FROM_FOLDER.indexOf("[[variant]]"));
    assertThatThrownBy(() -> gathered(variants)).hasMessageContaining("anchor: is missing");
    assertThatThrownBy(() -> gathered(FROM_FOLDER.replace("\"UTO\"", "\"FRA\"")))
        .hasMessageContaining("no authority of FRA");
    assertThatThrownBy(() -> gathered(FROM_FOLDER.replace("\"UTO\"", "\"RUS\"")))
        .hasMessageContaining("each state once");
    assertThatThrownBy(() -> gathered(FROM_FOLDER.replace("\"UTO\"", "\"Utopia\"")))
        .hasMessageContaining("anchors-from[0].states[1]");
    assertThatThrownBy(() -> gathered(FROM_FOLDER.replace("[\"RUS\", \"UTO\"]", "[]")))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> gathered(FROM_FOLDER.replace("\"trust\"", "\"nowhere\"")))
        .hasMessageContaining("nowhere is not a trust folder");
    assertThatThrownBy(() -> gathered(FROM_FOLDER.replace("folder =", "path =")))
        .isInstanceOf(CommandRefused.class);
    assertThatThrownBy(
            () ->
                gathered(FROM_FOLDER.replace("enrolment-rsa2048-sha256", "enrolment-p256-sha256")))
        .hasMessageContaining("no document signer of RUS for P256_SHA256");
    assertThatThrownBy(
            () ->
                gathered(
                    FROM_FOLDER.replace("enrolment-rsa2048-sha256", "enrolment-p256-sha1-chain")))
        .hasMessageContaining("lists no signers");
  }
}
