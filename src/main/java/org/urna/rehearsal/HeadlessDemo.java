package org.urna.rehearsal;

import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.urna.ballot.BallotChallenge;
import org.urna.ballot.BallotContext;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.election.Wei;
import org.urna.failure.Failure;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.kiosk.FlowDriver;
import org.urna.kiosk.PollingStation;
import org.urna.office.DecryptionRecord;
import org.urna.office.Recount;
import org.urna.office.Tallying;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.proof.circom.CircuitFiles;
import org.urna.tally.Outcome;
import org.urna.tally.Result;
import org.urna.tally.Runoff;
import org.urna.upload.BatchInclusion;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.EvmNode;
import org.urna.verify.VerificationReport;

/// A polling day without a screen: two kiosks, specimen passports over the real chip protocol, no
/// network while voting, then upload, close, tally, verification. It checks each step and says at
/// the end whether the day was as it must be.
final class HeadlessDemo {
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int THIRD = 2;
  private static final int BLANK = 4;

  /// Looks on while the day goes its way.
  interface Onlooker {
    /// Nobody looks on.
    Onlooker NONE = new Onlooker() {};

    /// Stations are provisioned; no poll has been opened.
    default void morning(PracticeElection practice) throws Exception {}

    /// Everything is counted and published, and the chain still answers.
    default void evening(PracticeElection practice, EvmNode node) throws Exception {}
  }

  private final Path folder;
  private final CircuitFiles circuits;
  private final PrintStream out;
  private final Onlooker onlooker;
  private final SecureRandom random = new SecureRandom();
  private final MovableClock clock = new MovableClock(Clock.systemUTC());
  private final List<String> failures = new ArrayList<>();
  private final AtomicInteger commands = new AtomicInteger();

  HeadlessDemo(Path folder, CircuitFiles circuits, PrintStream out) {
    this(folder, circuits, out, Onlooker.NONE);
  }

  HeadlessDemo(Path folder, CircuitFiles circuits, PrintStream out, Onlooker onlooker) {
    this.folder = folder;
    this.circuits = circuits;
    this.out = out;
    this.onlooker = onlooker;
  }

  /// Plays the day. Returns whether counts, refusals and verification are all as they must be.
  boolean run() throws Exception {
    long start = System.nanoTime();
    title("Preparing: circuits, keys, specimens, chain, contract");
    try (LocalChain chain =
            LocalChain.start(new LocalChain.Settings(clock.instant(), Optional.empty()));
        Heartbeat _ = Heartbeat.of(chain);
        PracticeElection practice =
            PracticeElection.prepare(folder, 2, circuits, Optional.of(chain), clock, random)) {
      say(
          "election %s, contract %s",
          practice.election().shortCode(), practice.election().chain().contract());
      day(practice, chain);
    }
    title("Result of the demo");
    failures.forEach(failure -> out.println("  FAIL  " + failure));
    say(
        "%s in %.0f s",
        failures.isEmpty() ? "everything as it must be" : "NOT as it must be",
        (System.nanoTime() - start) / 1e9);
    return failures.isEmpty();
  }

  private void day(PracticeElection practice, LocalChain chain) throws Exception {
    PracticeMachine first = machine(practice, 1, chain);
    PracticeMachine second = machine(practice, 2, chain);
    PracticeElection.provision(first.machine(), practice.packageFolder());
    PracticeElection.provision(second.machine(), practice.packageFolder());
    onlooker.morning(practice);
    SpecimenLibrary people = practice.specimens();
    try (PollingStation hall = PollingStation.open(first.machine());
        FlowDriver driver = hall.driver(Language.RUSSIAN, FlowThreads.start())) {
      driver.start();
      ScriptedStaff staff = new ScriptedStaff(driver.staff());
      title("Kiosk 1 opens: two officials, readiness, zero report");
      staff.open().forEach(line -> say("%s", line));
      title("Voting, with the network down");
      tester(driver, first, hall, people.citizens().get(0));
      votes(driver, first, "Voter 1", people.citizens().get(0), FIRST);
      votes(driver, first, "Voter 2", people.citizens().get(1), FIRST);
      votes(driver, first, "Voter 3", people.citizens().get(2), SECOND);
      votes(driver, first, "Voter 4", people.citizens().get(3), THIRD);
      votes(driver, first, "Voter 5", people.citizens().get(4), BLANK);
      refused(driver, first, "Voter 1 again", people.citizens().get(0), "E05");
      refused(driver, first, "Voter 1 with a second passport", people.secondPassport(), "E05");
      refused(driver, first, "A seventeen-year-old", people.minor(), "E01");
      refused(driver, first, "A citizen of Utopia", people.foreigner(), "E03");
      refused(driver, first, "A cloned chip", people.cloned(), "P08");
      staff.close();
      Failure noNetwork = staff.uploadRefused();
      check(
          "the upload says that there is no way to the chain, but: " + noNetwork,
          switch (noNetwork.code()) {
            case UPLOAD_NOT_SET_UP -> true;
            default -> false;
          });

      title("Kiosk 2: voter 1 comes with the other passport, of another signature variant");
      try (PollingStation other = PollingStation.open(second.machine());
          FlowDriver otherDriver = other.driver(Language.RUSSIAN, FlowThreads.start())) {
        otherDriver.start();
        ScriptedStaff otherStaff = new ScriptedStaff(otherDriver.staff());
        otherStaff.open();
        votes(otherDriver, second, "Voter 1 at kiosk 2", people.secondPassport(), SECOND);
        otherStaff.close();

        title("The network is back: upload");
        first.network(true);
        second.network(true);
        uploaded(staff.upload(), 5, 5, 0);
        uploaded(otherStaff.upload(), 1, 0, 1);
        other.session().closeForGood();
        hall.session().closeForGood();
        tally(practice, chain, hall, other);
      }
    }
  }

  private PracticeMachine machine(PracticeElection practice, int number, LocalChain chain) {
    return new PracticeMachine(
        practice,
        number,
        Optional.of(chain),
        (index, _, _, _, _) -> commands.accumulateAndGet(index + 1, Math::max),
        _ -> {},
        random,
        clock);
  }

  // ------------------------------------------------------------------ voters

  private void votes(
      FlowDriver driver, PracticeMachine machine, String who, SpecimenPassport passport, int option)
      throws Exception {
    ScriptedVoter voter = voter(driver, machine, passport, new ScriptedVoter.Wish(option, false));
    ScriptedVoter.Ending ending = voter.visit();
    if (ending instanceof ScriptedVoter.Ending.Voted(var receipt)) {
      say(
          "%s votes: chip read in %,d ms, anonymous badge after %,d ms, ballot sealed in %,d ms; \"%s\"",
          who,
          voter.readMillis(),
          voter.badgeMillis(),
          voter.sealMillis(),
          receipt.code().wordsIn(Language.ENGLISH));
    } else {
      check(who + " votes, but: " + ending, false);
    }
  }

  private void refused(
      FlowDriver driver,
      PracticeMachine machine,
      String who,
      SpecimenPassport passport,
      String expected)
      throws Exception {
    ScriptedVoter.Ending ending =
        voter(driver, machine, passport, new ScriptedVoter.Wish(FIRST, false)).visit();
    boolean right =
        ending instanceof ScriptedVoter.Ending.Refused(Failure failure)
            && failure.code().code().equals(expected);
    if (right) {
      say("%s is refused: %s", who, expected);
    } else {
      check(who + " must be refused with " + expected + ", but: " + ending, false);
    }
  }

  private void tester(
      FlowDriver driver, PracticeMachine machine, PollingStation hall, SpecimenPassport passport)
      throws Exception {
    ScriptedVoter.Ending ending =
        voter(driver, machine, passport, new ScriptedVoter.Wish(SECOND, true)).visit();
    if (!(ending instanceof ScriptedVoter.Ending.TestedTheMachine(String disclosure))) {
      check("the machine lets itself be tested, but: " + ending, false);
      return;
    }
    BallotChallenge challenge = BallotChallenge.ofQrText(disclosure);
    ElectionPackage election = hall.election();
    boolean honest =
        challenge.isHonest(
                BallotContext.of(election.manifest(), election.electionId(), challenge.station()))
            && challenge.option() == SECOND;
    check("the tested ballot holds what was chosen", honest);
    check("a tested ballot is not in the box", hall.box().ballotsToday() == 0);
    say("Voter 1 tests the machine first: it had sealed what was chosen, and nothing was queued");
  }

  private ScriptedVoter voter(
      FlowDriver driver,
      PracticeMachine machine,
      SpecimenPassport passport,
      ScriptedVoter.Wish wish) {
    return new ScriptedVoter(driver.voter(), machine.reader(), passport, wish);
  }

  // ------------------------------------------------------------------ chain

  private void uploaded(List<UploadProgress> rows, int ballots, int accepted, int earlier) {
    List<BatchInclusion> settled = new ArrayList<>();
    for (UploadProgress row : rows) {
      if (!(row.state() instanceof UploadState.Final(BatchInclusion inclusion))) {
        check("batch " + row.id().sequence() + " is final, but: " + row, false);
        continue;
      }
      settled.add(inclusion);
      say(
          "batch %d: %d ballots, %d counted, %d counted earlier; gas %,d (%,d a ballot), cost %s ETH",
          row.id().sequence(),
          row.ballots(),
          inclusion.accepted(),
          inclusion.refused(),
          inclusion.gasUsed(),
          inclusion.gasUsed() / Math.max(1, row.ballots()),
          Wei.coin(inclusion.cost()));
    }
    check(
        "ballots uploaded: " + ballots,
        rows.stream().mapToInt(UploadProgress::ballots).sum() == ballots);
    check(
        "ballots counted: " + accepted,
        settled.stream().mapToInt(BatchInclusion::accepted).sum() == accepted);
    check(
        "counted earlier: " + earlier,
        settled.stream().mapToInt(BatchInclusion::refused).sum() == earlier);
  }

  private void tally(
      PracticeElection practice, LocalChain chain, PollingStation hall, PollingStation other)
      throws Exception {
    title("The stations are closed for good and have destroyed the nullifier key");
    ElectionPackage election = practice.election();
    ElectionManifest manifest = election.manifest();
    check("kiosk 1 destroyed the key", hall.session().destroyNullifierKeyIfDue());
    check("kiosk 2 destroyed the key", other.session().destroyNullifierKeyIfDue());

    title("The upload deadline passes: the trustee verifies and decrypts the sum");
    clock.moveTo(manifest.schedule().uploadDeadline().plusSeconds(1));
    chain.moveTo(clock.instant());
    try (EvmNode node = EvmNode.at(chain.endpoint(), Duration.ofSeconds(30))) {
      EvmElection contract =
          EvmElection.at(
              node,
              election.chain(),
              EvmAccount.of(PracticeElection.ORGANISER_KEY),
              GasPolicy.standard(),
              Duration.ofMinutes(1),
              clock,
              Pause.real());
      Tallying tallying = new Tallying(election, node, contract, circuits, random, clock);
      tallying.decrypt(
          practice.trusteeKey(),
          DecryptionRecord.beside(practice.packageFolder().resolveSibling("trustee.key")));
      Result result = tallying.publish();
      outcome(manifest, result);

      title("Verification by anyone, from chain data and the manifest alone");
      VerificationReport report = Recount.of(election, node, circuits);
      Recount.lines(report, election).forEach(out::println);
      check("every claim holds", report.allHold());
      check("five ballots verified", report.ballotsVerified() == 5);
      check("one ballot refused", report.ballotsRefused() == 1);
      check(
          "the verifier finds the same counts",
          report.counts().equals(Optional.of(numbers(2, 1, 1, 0, 1))));
      onlooker.evening(practice, node);
    }
    say("chip commands a passport: %d", commands.get());
  }

  private void outcome(ElectionManifest manifest, Result result) {
    check("counts " + result.counts(), result.counts().equals(List.of(2, 1, 1, 0, 1)));
    Outcome outcome = Runoff.outcome(manifest.options(), manifest.runoff(), result);
    if (outcome instanceof Outcome.SecondRound(var options)) {
      say(
          "nobody has more than half of the valid votes; to the second round go %s",
          options.stream().map(option -> option.name().in("en")).toList());
      check("three candidates go on, the tie counted", options.size() == 3);
    } else {
      check("a second round is needed, but: " + outcome, false);
    }
  }

  private static List<BigInteger> numbers(long... values) {
    return java.util.Arrays.stream(values).mapToObj(BigInteger::valueOf).toList();
  }

  // ------------------------------------------------------------------ words

  private void title(String text) {
    out.println();
    out.println(text);
  }

  private void say(String format, Object... values) {
    out.println("  " + format.formatted(values));
  }

  private void check(String what, boolean holds) {
    if (!holds) {
      failures.add(what);
      out.println("  FAIL  " + what);
    }
  }
}
