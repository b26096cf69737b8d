package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.ceremony.CeremonyFixtures;
import org.urna.election.ElectionFixtures;
import org.urna.failure.CommandRefused;
import org.urna.failure.ExitCode;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.office.NotYet;
import org.urna.office.Recount;
import org.urna.verify.Finding;
import org.urna.verify.VerificationReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What scripts and people get from a command that did not do what was asked: one of seven exit
/// codes, a code to read out, a sentence and a remedy, and no stack.
class ExitCodesTest {
  private static final String ORGANISER = ElectionFixtures.ORGANISER.toString();
  private static final String NODE = "http://127.0.0.1:8545";

  @TempDir static Path folder;
  private static Path practice;
  private static String closedPort;

  @BeforeAll
  static void aPackageAndAPortThatNobodyListensOn() throws Exception {
    practice = folder.resolve("package");
    ElectionFixtures.practicePackage(practice);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private record Run(int exitCode, String errors) {}

  private static Run run(CommandLine command, String... arguments) {
    StringWriter errors = new StringWriter();
    command.setErr(new PrintWriter(errors, true));
    command.setOut(new PrintWriter(new StringWriter(), true));
    return new Run(Urna.run(command, arguments), errors.toString());
  }

  private static Run run(String... arguments) {
    return run(Urna.commandLine(), arguments);
  }

  static Stream<List<String>> usage() {
    return Stream.of(
        List.of("no-such-command"),
        List.of("election", "show"),
        List.of("election", "show", "--package", "p", "--organiser", "somebody"),
        List.of("verify", "--package", "p", "--organiser", ORGANISER, "--rpc", "node"),
        List.of("verify", "--package", "p", "--organiser", ORGANISER, "--rpc", "file:/etc/passwd"),
        List.of("ceremony", "ptau", "p", "--sha512", "a", "--blake2b", "b"),
        List.of(
            "ceremony",
            "beacon",
            "--in",
            "a",
            "--out",
            "b",
            "--beacon",
            "no hex",
            "--iterations",
            "10"),
        List.of("trust", "show", "f", "--state", "Russia"),
        List.of("station", "new", "--officials", "1"));
  }

  @ParameterizedTest
  @MethodSource
  void usage(List<String> arguments) {
    Run run = run(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.USAGE.value());
    assertThat(run.errors()).contains("Usage: urna").doesNotContain("\tat ", "Exception");
  }

  private record Refusal(FailureCode code, String says, List<String> arguments) {}

  static Stream<Refusal> refusals() throws Exception {
    String here = folder.toString();
    Path text = Files.writeString(folder.resolve("text.json"), "no JSON at all");
    Path noKey = Files.write(folder.resolve("key"), new byte[] {(byte) 0xFF, 1});
    return Stream.of(
        new Refusal(
            FailureCode.FILE_NOT_USABLE,
            "nowhere.ml: there is no such file",
            List.of("trust", "import", "--into", here + "/trust", "nowhere.ml")),
        new Refusal(
            FailureCode.FILE_NOT_USABLE,
            "election.toml cannot be read (there is no such file)",
            List.of(
                "election",
                "manifest",
                "--source",
                here + "/election.toml",
                "--gathered",
                here + "/gathered.toml",
                "--out",
                here + "/manifest.json")),
        new Refusal(
            FailureCode.FILE_NOT_USABLE,
            "is no trust folder, manifest or package folder",
            List.of("trust", "diff", here, here)),
        new Refusal(
            FailureCode.FILE_NOT_USABLE,
            noKey + ": does not hold a private key",
            List.of(
                "election",
                "result",
                "--package",
                practice.toString(),
                "--organiser",
                ORGANISER,
                "--rpc",
                NODE,
                "--payer",
                noKey.toString())),
        new Refusal(
            FailureCode.TRUST_LIST_REFUSED,
            "is not a trust folder",
            List.of("trust", "report", here)),
        new Refusal(
            FailureCode.PACKAGE_REFUSED,
            "nowhere",
            List.of("election", "show", "--package", here + "/nowhere", "--organiser", ORGANISER)),
        new Refusal(
            FailureCode.PACKAGE_REFUSED,
            "manifest.json: file: is not JSON (line 1, column",
            List.of("trust", "diff", text.toString(), text.toString())),
        new Refusal(
            FailureCode.CEREMONY_FILE_UNREADABLE,
            "none.ptau",
            List.of("ceremony", "ptau", here + "/none.ptau")),
        new Refusal(
            FailureCode.CEREMONY_NOT_PROVEN,
            "is no published file",
            List.of("ceremony", "ptau", CeremonyFixtures.powers().toString())),
        new Refusal(
            FailureCode.CEREMONY_NOT_PROVEN,
            "is not the transcript of a key ceremony",
            List.of("ceremony", "install", text.toString(), "--zkey", text.toString())),
        new Refusal(
            FailureCode.CHAIN_UNREACHABLE,
            "the node cannot be reached",
            List.of(
                "verify",
                "--package",
                practice.toString(),
                "--organiser",
                ORGANISER,
                "--rpc",
                closedPort)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refused(Refusal refusal) {
    Run run = run(refusal.arguments().toArray(String[]::new));
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(refusal.code().exit().value());
    List<String> lines = run.errors().lines().toList();
    assertThat(lines.get(lines.size() - 2))
        .startsWith("urna: " + refusal.code().code() + ' ')
        .contains(refusal.says());
    assertThat(run.errors()).doesNotContain("\tat ", "Exception", "no JSON at all");
  }

  @Test
  void everyKindOfExitIsOneOfAFailure() {
    assertThat(Stream.of(FailureCode.values()).map(FailureCode::exit))
        .contains(
            ExitCode.INTERNAL,
            ExitCode.REFUSED,
            ExitCode.UNREACHABLE,
            ExitCode.DOES_NOT_HOLD,
            ExitCode.OPEN)
        .doesNotContain(ExitCode.DONE, ExitCode.USAGE);
    assertThat(Stream.of(ExitCode.values()).map(ExitCode::value))
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Command(name = "planted")
  private record Planted(Throwable fault) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (fault instanceof Error error) {
        throw error;
      }
      throw (Exception) fault;
    }
  }

  private static Run planted(Throwable fault) {
    return run(Urna.prepared(new CommandLine(new Planted(fault))));
  }

  @Test
  void aBugIsInternalAndItsWordsAreNotShown() {
    Run run = planted(new IllegalStateException("passphrase hunter2"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.INTERNAL.value());
    assertThat(run.errors())
        .startsWith("urna: S99 ")
        .doesNotContain("hunter2", "IllegalState", "\tat ");
    assertThat(planted(new IllegalStateException("passphrase hunter2")).errors())
        .as("the same fault has the same short code")
        .isEqualTo(run.errors());
  }

  @Test
  void anErrorIsToldInWords() {
    Run run = planted(new NoClassDefFoundError("passphrase hunter2"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.INTERNAL.value());
    assertThat(run.errors())
        .startsWith("urna: S31 ")
        .doesNotContain("hunter2", "NoClassDef", "\tat ");
  }

  @Test
  void aFailureIsFoundBehindWhatWrapsIt() {
    Run run = planted(new IOException("outer", NotYet.refused("the upload deadline is tomorrow")));
    assertThat(run.exitCode()).isEqualTo(ExitCode.OPEN.value());
    assertThat(run.errors())
        .isEqualToNormalizingNewlines(
            "urna: C04 It is not over yet: the upload deadline is tomorrow\n"
                + "      Nothing is wrong. Run the command again later.\n");
  }

  @Test
  void aStrangersWordsCannotMoveTheCursor() {
    Run run =
        planted(
            new CommandRefused(new Failure(FailureCode.FILE_NOT_USABLE, "\u001B[2J\u202Efile\n")));
    assertThat(run.errors()).contains("?[2J?file?").doesNotContain("\u001B", "\u202E");
  }

  @Test
  void aVerificationHoldsOrDoesNotOrIsOpen() {
    Finding right = new Finding("the contract pins this manifest", true, "");
    Finding wrong = new Finding("the sums are right", false, "expected 1, found 2");
    Optional<List<BigInteger>> counts = Optional.of(List.of(BigInteger.ONE, BigInteger.TWO));

    assertThat(Recount.verdict(report(List.of(right), counts))).isEmpty();
    assertThat(exit(report(List.of(right), Optional.empty()))).contains(ExitCode.OPEN);
    assertThat(exit(report(List.of(right, wrong), counts))).contains(ExitCode.DOES_NOT_HOLD);
    assertThat(exit(report(List.of(right, wrong), Optional.empty())))
        .as("before the end a wrong claim is wrong already")
        .contains(ExitCode.DOES_NOT_HOLD);
  }

  private static Optional<ExitCode> exit(VerificationReport report) {
    return Recount.verdict(report).map(failure -> failure.code().exit());
  }

  private static VerificationReport report(
      List<Finding> findings, Optional<List<BigInteger>> counts) {
    return new VerificationReport(findings, 1, 0, counts, BigInteger.ZERO, BigInteger.ZERO);
  }

  static Stream<CommandLine> commands() {
    return below(Urna.commandLine());
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(ExitCodesTest::below));
  }

  @Test
  void everyHelpListsTheExitCodes() {
    assertThat(commands().map(command -> command.getCommandSpec().qualifiedName()))
        .contains("urna verify", "urna station readers", "urna demo", "urna ceremony check");
    assertThat(commands())
        .allSatisfy(
            command ->
                assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
                    .as(command.getCommandSpec().qualifiedName())
                    .containsPattern("(?s)Exit codes:.*  0 .*  1 .*  2 .*  3 .*  4 .*  5 .*  6 "));
  }
}
