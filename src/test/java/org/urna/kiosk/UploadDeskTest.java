package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.Bytes;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.PreflightOutcome.Fact;
import org.urna.flow.staff.UploadOutcome;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchState;
import org.urna.station.LogEvent;
import org.urna.station.StationFixture;
import org.urna.station.StationState;
import org.urna.upload.ChainException;
import org.urna.upload.ContractRefusal;
import org.urna.upload.FeeMarket;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadProgress.Hold;
import org.urna.upload.UploadState;
import org.urna.upload.UploadStoreException;

/// A station whose day is closed, with five ballots in three batches, and a chain that does what a
/// test says.
class UploadDeskTest {
  private static final String SEQUENCE_USED = ContractRefusal.SEQUENCE_USED;

  @TempDir Path data;
  private StationFixture station;
  private StationReports files;
  private FakeChain chain;

  @BeforeEach
  void create() throws Exception {
    station = new StationFixture(data);
    station.session.provision(station.packagePath);
    station.open();
    station.cast(5);
    station.session.closeDay(_ -> true);
    files = new StationReports(station.folder, station.clock);
    chain = new FakeChain(station.manifest.manifestHash(), station.clock);
  }

  @AfterEach
  void close() throws Exception {
    station.close();
  }

  private UploadDesk desk() {
    return desk(_ -> Optional.of(chain.line()));
  }

  private UploadDesk desk(UploadDesk.Lines lines) {
    return new UploadDesk(station.session, files, lines, new ShownFailures(station.session));
  }

  private List<String> noted() {
    return station.log.entries().stream()
        .filter(entry -> entry.event() == LogEvent.FAULT)
        .map(entry -> entry.fields().get("reason").stringValue())
        .toList();
  }

  private List<BatchState> states() throws Exception {
    return station.session.box().orElseThrow().batches().stream().map(BatchEntry::state).toList();
  }

  // ---------------------------------------------------------------- before sending

  @Test
  void whatIsReadyIsShownBeforeItIsSent() {
    PreflightOutcome outcome = desk().preflight();
    assertThat(outcome).isInstanceOf(PreflightOutcome.Ready.class);
    PreflightOutcome.Ready ready = (PreflightOutcome.Ready) outcome;
    assertThat(ready.facts())
        .extracting(Fact::item)
        .containsExactly(PreflightOutcome.Item.values());
    assertThat(ready.facts())
        .contains(
            new Fact(PreflightOutcome.Item.BALLOTS, "5"),
            new Fact(PreflightOutcome.Item.BALANCE, "1"),
            new Fact(PreflightOutcome.Item.SENDER, chain.account().toString()),
            new Fact(PreflightOutcome.Item.TIME_LEFT, "12:00"));
    assertThat(ready.rows())
        .extracting(UploadProgress::ballots, UploadProgress::hold)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, Hold.TURN),
            org.assertj.core.groups.Tuple.tuple(2, Hold.TURN),
            org.assertj.core.groups.Tuple.tuple(1, Hold.TURN));
  }

  private void preflight(FailureCode code, Consumer<FakeChain> change) {
    chain = new FakeChain(station.manifest.manifestHash(), station.clock);
    change.accept(chain);
    refused(desk().preflight(), code);
  }

  private void refused(PreflightOutcome outcome, FailureCode code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PreflightOutcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(code));
    assertThat(noted().getLast()).isEqualTo(code.code());
  }

  @Test
  void eachThingInTheWayHasItsOwnCode() {
    preflight(
        FailureCode.WRONG_CHAIN_OR_CONTRACT, node -> node.chainId = BigInteger.valueOf(424_242));
    preflight(FailureCode.WRONG_CHAIN_OR_CONTRACT, node -> node.code = Bytes.of(new byte[0]));
    preflight(FailureCode.WRONG_CHAIN_OR_CONTRACT, node -> node.codeIsOurs = false);
    preflight(
        FailureCode.WRONG_CHAIN_OR_CONTRACT, node -> node.manifestOnChain = Bytes.of(new byte[32]));
    preflight(
        FailureCode.PAYER_HAS_CODE, node -> node.accountCode = Bytes.of(new byte[] {(byte) 0xef}));
    preflight(FailureCode.BALANCE_TOO_LOW, node -> node.balance = BigInteger.ONE);
    preflight(
        FailureCode.BATCH_STUCK,
        node -> node.market = new FeeMarket(BigInteger.TEN.pow(12), BigInteger.ONE));
    preflight(FailureCode.CLOCKS_DIFFER, node -> node.ahead = Duration.ofMinutes(11));
    preflight(
        FailureCode.SEQUENCE_TAKEN,
        node -> node.refusal = Optional.of(ContractRefusal.named(SEQUENCE_USED)));
    preflight(
        FailureCode.BATCH_REFUSED,
        node -> node.refusal = Optional.of(ContractRefusal.named("BallotProofsRefused")));
    preflight(
        FailureCode.UPLOAD_TOO_LATE,
        node -> node.refusal = Optional.of(ContractRefusal.named("UploadDeadlinePassed")));
    preflight(
        FailureCode.NOT_OPEN_ON_CHAIN,
        node -> node.refusal = Optional.of(ContractRefusal.named(ContractRefusal.NOT_OPEN_YET)));
    preflight(FailureCode.CHAIN_UNREACHABLE, broken(ChainException.Kind.UNREACHABLE));
    preflight(FailureCode.CHAIN_UNREACHABLE, broken(ChainException.Kind.DEADLINE));
    preflight(FailureCode.NODE_ERROR, broken(ChainException.Kind.NODE_ERROR));
    preflight(FailureCode.WRONG_CHAIN_OR_CONTRACT, broken(ChainException.Kind.WRONG_ANSWER));
    preflight(FailureCode.CALL_REFUSED, broken(ChainException.Kind.REFUSED));
  }

  private static Consumer<FakeChain> broken(ChainException.Kind kind) {
    return node -> node.broken = Optional.of(new ChainException(kind, "cut"));
  }

  @Test
  void beforeTheOpeningAndAfterTheLegalCloseNothingIsSent() {
    Instant opening = station.manifest.schedule().opening();
    station.clock.set(opening.minusSeconds(1));
    preflight(FailureCode.NOT_OPEN_ON_CHAIN, _ -> {});
    station.clock.set(station.manifest.schedule().legalClose());
    preflight(FailureCode.UPLOAD_TOO_LATE, _ -> {});
  }

  @Test
  void theLastHourIsSaid() {
    station.clock.set(station.manifest.schedule().legalClose().minusSeconds(59 * 60));
    PreflightOutcome.Ready ready = (PreflightOutcome.Ready) desk().preflight();
    assertThat(ready.facts())
        .filteredOn(Fact::isUrgent)
        .containsExactly(new Fact(PreflightOutcome.Item.TIME_LEFT, "0:59", true));
  }

  @Test
  void anotherNodeTakesOverFromOneThatDoesNotAnswer() throws Exception {
    FakeChain other = new FakeChain(station.manifest.manifestHash(), station.clock);
    chain.broken = Optional.of(new ChainException(ChainException.Kind.UNREACHABLE, "cut"));
    chain.other = Optional.of(other);
    assertThat(desk().preflight()).isInstanceOf(PreflightOutcome.Ready.class);
    assertThat(desk().upload(_ -> {})).isEqualTo(new UploadOutcome.Finished());
    other.broken = chain.broken;
    stopped(desk().upload(_ -> {}), FailureCode.CHAIN_UNREACHABLE);
  }

  @Test
  void aStationThatIsNotSetUpToUploadSaysSo() throws Exception {
    UploadDesk offline = desk(_ -> Optional.empty());
    refused(offline.preflight(), FailureCode.UPLOAD_NOT_SET_UP);
    stopped(offline.upload(_ -> {}), FailureCode.UPLOAD_NOT_SET_UP);
    assertThat(noted()).containsExactly("U09", "U09");
  }

  @Test
  void aBrokenUploadFileStopsBeforeAnythingIsSent() throws Exception {
    UploadDesk broken =
        desk(
            _ -> {
              throw new UploadStoreException("cut", new java.io.IOException());
            });
    refused(broken.preflight(), FailureCode.UPLOAD_STORE_FAILED);
    stopped(broken.upload(_ -> {}), FailureCode.UPLOAD_STORE_FAILED);
  }

  // ---------------------------------------------------------------- sending

  private void stopped(UploadOutcome outcome, FailureCode code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            UploadOutcome.Stopped.class,
            stopped -> assertThat(stopped.failure().code()).isEqualTo(code));
    assertThat(noted().getLast()).isEqualTo(code.code());
  }

  @Test
  void anUploadEndsWithEveryBatchFinalAndItsReceiptKept() throws Exception {
    List<UploadProgress> rows = new ArrayList<>();
    assertThat(desk().upload(rows::add)).isEqualTo(new UploadOutcome.Finished());
    assertThat(rows.stream().filter(row -> row.state() instanceof UploadState.Final)).hasSize(3);
    assertThat(rows).doesNotHaveDuplicates();
    assertThat(states()).containsOnly(BatchState.SETTLED);
    try (var kept = Files.list(files.receipts())) {
      assertThat(kept).hasSize(9);
    }
    assertThat(station.session.state())
        .as("another day may follow")
        .isEqualTo(StationState.DAY_CLOSED);
    assertThat(noted()).isEmpty();
  }

  @Test
  void theReceiptOfABatchThatTheChainTookBackIsWithdrawn() throws Exception {
    ChainConnection line = chain.line();
    UploadDesk desk = desk(_ -> Optional.of(line));
    assertThat(desk.upload(_ -> {})).isEqualTo(new UploadOutcome.Finished());
    chain.undo();
    station.clock.advance(Duration.ofMinutes(3));
    assertThat(desk.upload(_ -> {})).isEqualTo(new UploadOutcome.Finished());
    assertThat(noted()).contains("U16");
    try (var kept = Files.list(files.receipts())) {
      assertThat(kept.map(file -> file.toString().endsWith(".withdrawn")))
          .as("three files of each of three receipts, and the new ones")
          .filteredOn(withdrawn -> withdrawn)
          .hasSize(9);
    }
  }

  @Test
  void aStationThatIsClosedForGoodIsSettledThen() throws Exception {
    station.session.closeForGood();
    assertThat(desk().upload(_ -> {})).isEqualTo(new UploadOutcome.Finished());
    assertThat(station.session.state()).isEqualTo(StationState.SETTLED);
  }

  @Test
  void aBatchThatLostABallotIsNamedAfterTheOthersAreFinal() throws Exception {
    BatchEntry first = station.session.box().orElseThrow().batches().getFirst();
    Batch batch = station.session.box().orElseThrow().batch(first.id()).orElseThrow();
    station.damage(batch.ballots().getFirst());
    UploadOutcome outcome = desk().upload(_ -> {});
    stopped(outcome, FailureCode.BATCH_DAMAGED);
    assertThat(outcome.toString()).contains("batch 1 of day 1");
    assertThat(states()).containsExactly(BatchState.SIGNED, BatchState.SETTLED, BatchState.SETTLED);
    assertThat(desk().preflight()).isInstanceOf(PreflightOutcome.Ready.class);
  }

  @Test
  void aRefusedBatchStopsTheUploadWithItsCode() throws Exception {
    chain.refusal = Optional.of(ContractRefusal.named(SEQUENCE_USED));
    List<UploadProgress> rows = new ArrayList<>();
    stopped(desk().upload(rows::add), FailureCode.SEQUENCE_TAKEN);
    assertThat(rows.stream().filter(row -> row.hold() != Hold.SECOND_LOOK))
        .hasSize(3)
        .allMatch(row -> row.state() instanceof UploadState.Refused)
        .extracting(row -> row.failure().map(Failure::code))
        .containsOnly(Optional.of(FailureCode.SEQUENCE_TAKEN));
    assertThat(states()).containsOnly(BatchState.SIGNED);
    assertThat(noted()).as("once for each batch").hasSize(3);
  }

  @Test
  void aChainThatGoesAwayStopsTheUpload() throws Exception {
    chain.broken = Optional.of(new ChainException(ChainException.Kind.UNREACHABLE, "cut"));
    stopped(desk().upload(_ -> {}), FailureCode.CHAIN_UNREACHABLE);
    chain.broken = Optional.empty();
    assertThat(desk().upload(_ -> {})).isEqualTo(new UploadOutcome.Finished());
  }

  @Test
  void aReceiptThatCannotBeKeptStopsTheUploadAndNothingIsCalledSettled() throws Exception {
    Files.writeString(files.receipts(), "a file, not a folder");
    stopped(desk().upload(_ -> {}), FailureCode.REPORT_NOT_KEPT);
    assertThat(states()).containsOnly(BatchState.SIGNED);
    Files.delete(files.receipts());
    assertThat(desk().upload(_ -> {})).isEqualTo(new UploadOutcome.Finished());
  }
}
