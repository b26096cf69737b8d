package org.urna.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.urna.election.Address;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.office.ElectionKit;
import org.urna.office.Installation;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.proof.circom.CircuitFiles;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.StationFolder;
import org.urna.station.StationKeys;
import org.urna.station.StolenKey;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmEvidence;
import org.urna.upload.evm.EvmNode;
import org.urna.verify.ChainEvidence;

/// The headless demo's polling day, played once for all tests of this JVM: it costs a minute of
/// proving. What it leaves behind are real enrolment and ballot proofs of five people, one of whom
/// voted at both kiosks.
public final class PracticeFixture {
  /// Logged first, so that a test can tell a quiet day from a deaf ear.
  static final String MARK = "the day begins";

  private static @Nullable PracticeFixture one;

  /// Why there is none. The tests that ask next learn it without another minute of proving.
  private static @Nullable Throwable failure;

  private final Path root;
  private final CircuitFiles circuits = Installation.circuits(null);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Collector otherLog = new Collector();
  private final Map<Integer, BigInteger> stolen = new HashMap<>();
  private boolean wentWell;
  private @Nullable ElectionPackage election;
  private @Nullable SpecimenLibrary specimens;
  private @Nullable ChainEvidence evidence;

  private PracticeFixture(Path root) {
    this.root = root;
  }

  /// The day, played by whichever test asks first.
  ///
  /// @throws AssertionError if it could not be played to its end
  public static synchronized PracticeFixture day() {
    if (one == null && failure == null) {
      try {
        PracticeFixture made = new PracticeFixture(Files.createTempDirectory("urna-practice-day-"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made.root)));
        made.play();
        one = made;
      } catch (Exception | LinkageError e) {
        failure = e;
      }
    }
    PracticeFixture known = one;
    if (known == null) {
      throw new AssertionError("the practice day cannot be played", failure);
    }
    return known;
  }

  private void play() throws Exception {
    var rootLogger =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = rootLogger.getLevel();
    List<Appender<ILoggingEvent>> usual = new ArrayList<>();
    rootLogger.iteratorForAppenders().forEachRemaining(usual::add);
    log.start();
    usual.forEach(rootLogger::detachAppender);
    rootLogger.addAppender(log);
    rootLogger.setLevel(Level.TRACE);
    java.util.logging.Logger.getLogger("").addHandler(otherLog);
    try (PrintStream out = new PrintStream(new Both(printed, System.out), true, UTF_8)) {
      LoggerFactory.getLogger(PracticeFixture.class).info(MARK);
      java.util.logging.Logger.getLogger("org.urna.practice").info(MARK);
      wentWell =
          new HeadlessDemo(Files.createDirectory(day(root)), circuits, out, new Keeper()).run();
    } finally {
      java.util.logging.Logger.getLogger("").removeHandler(otherLog);
      rootLogger.setLevel(before);
      rootLogger.detachAppender(log);
      usual.forEach(rootLogger::addAppender);
    }
  }

  /// What libraries log in Java's own way.
  private static final class Collector extends Handler {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void publish(LogRecord entry) {
      lines.add(
          entry.getLoggerName()
              + " "
              + entry.getMessage()
              + " "
              + Arrays.toString(entry.getParameters())
              + " "
              + entry.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private final class Keeper implements HeadlessDemo.Onlooker {
    @Override
    public void morning(PracticeElection practice) throws Exception {
      election = practice.election();
      specimens = practice.specimens();
      copy(day(root), root.resolve("morning"));
    }

    @Override
    public void evening(PracticeElection practice, EvmNode node) throws Exception {
      evidence = new EvmEvidence(node).collect(practice.election().chain());
    }
  }

  /// Writes to both; closes neither.
  private static final class Both extends OutputStream {
    private final OutputStream first;
    private final OutputStream second;

    Both(OutputStream first, OutputStream second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public void write(int b) throws IOException {
      first.write(b);
      second.write(b);
    }
  }

  private static Path day(Path root) {
    return root.resolve("day");
  }

  // ---------------------------------------------------------------- what the day left behind

  boolean wentWell() {
    return wentWell;
  }

  /// What the demo printed.
  String printed() {
    return printed.toString(UTF_8);
  }

  /// Everything logged on that day, of every level that the configuration does not forbid by name,
  /// with stack traces.
  List<String> logged() {
    List<String> lines = new ArrayList<>(otherLog.lines);
    for (ILoggingEvent event : List.copyOf(log.list)) {
      lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return lines;
  }

  /// The folder that holds the package and both stations' folders as the day left them.
  Path folder() {
    return day(root);
  }

  public CircuitFiles circuits() {
    return circuits;
  }

  public ElectionPackage election() {
    return known(election);
  }

  public ElectionManifest manifest() {
    return election().manifest();
  }

  SpecimenLibrary specimens() {
    return known(specimens);
  }

  Path packageFolder() {
    return folder().resolve("package");
  }

  /// What a node told about the contract in the evening.
  public ChainEvidence evidence() {
    return known(evidence);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new AssertionError("the practice day did not come that far");
    }
    return value;
  }

  private StationFolder station(int number) {
    return StationFolder.of(folder().resolve("station-" + number), ElectionMode.PRACTICE);
  }

  public Address address(int station) throws Exception {
    return StationKeys.identity(station(station).keys()).orElseThrow().address();
  }

  /// The batches that a station cut; station 1 has one of five ballots, station 2 one of a person
  /// who had voted.
  public List<Batch> batches(int station) throws Exception {
    List<Batch> batches = new ArrayList<>();
    try (SqliteBallotQueue box =
        SqliteBallotQueue.open(
            station(station).ballotBox(election().manifestHash()),
            BoxIdentity.of(election(), address(station)))) {
      for (BatchEntry entry : box.batches()) {
        batches.add(box.batch(entry.id()).orElseThrow());
      }
    }
    return batches;
  }

  /// The signing key of a station, for what a thief could sign with it.
  public synchronized BigInteger stolenKey(int station) throws Exception {
    BigInteger known = stolen.get(station);
    if (known == null) {
      // Takes seconds: the officials' passphrases are stretched.
      try (StationKeys keys = PracticeElection.openKeys(station(station))) {
        known = StolenKey.of(keys);
      }
      stolen.put(station, known);
    }
    return known;
  }

  // ---------------------------------------------------------------- the same again

  /// The folder of a station as it was provisioned that morning, copied to `target`.
  StationFolder morningOf(int station, Path target) throws IOException {
    copy(root.resolve("morning").resolve("station-" + station), target);
    return StationFolder.of(target, ElectionMode.PRACTICE);
  }

  /// Deploys the day's contract on a fresh chain, where it has the same address again: whatever was
  /// signed for the contract of the day is good for this one.
  public void deployAgain(LocalChain chain) throws Exception {
    ChainReference again = deploy(manifest(), chain);
    if (!again.equals(election().chain())) {
      throw new AssertionError("another contract: " + again + ", not " + election().chain());
    }
  }

  /// Deploys the contract of `manifest`.
  public ChainReference deploy(ElectionManifest manifest, LocalChain chain) throws Exception {
    return new ElectionKit(circuits)
        .deploy(
            manifest,
            chain.endpoint(),
            election().chain().name(),
            EvmAccount.of(PracticeElection.ORGANISER_KEY),
            Clock.systemUTC());
  }

  /// The organiser's address, whose packages the stations take.
  static Address organiser() {
    return EcdsaSignature.addressOf(PracticeElection.ORGANISER_KEY);
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("not deleted: " + folder + ": " + e);
    }
  }
}
