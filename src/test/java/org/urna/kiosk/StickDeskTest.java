package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.Address;
import org.urna.failure.CommandRefused;
import org.urna.failure.FailureCode;
import org.urna.flow.staff.ExportOutcome;
import org.urna.hardware.FakeSticks;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchState;
import org.urna.station.LogEvent;
import org.urna.station.StationFixture;
import org.urna.station.StationState;
import org.urna.upload.BatchReceipt;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;

/// A station whose day is closed, with five ballots in three batches, and a stick of its own.
class StickDeskTest {
  @TempDir Path data;
  @TempDir Path machine;
  private StationFixture station;
  private StationReports files;
  private FakeSticks sticks;
  private Path stick;
  private Address address;

  @BeforeEach
  void create() throws Exception {
    station = new StationFixture(data);
    station.session.provision(station.packagePath);
    station.open();
    station.cast(5);
    station.session.closeDay(_ -> true);
    files = new StationReports(station.folder, station.clock);
    sticks = new FakeSticks(machine);
    stick = sticks.plugIn("stick one");
    address = station.session.box().orElseThrow().batches().getFirst().id().station();
  }

  @AfterEach
  void close() throws Exception {
    station.close();
  }

  private StickDesk desk() {
    return desk(new ExportPlace.RemovableDevice(sticks.sticks(), data));
  }

  private StickDesk desk(ExportPlace place) {
    return new StickDesk(
        station.session, files, address, place, new ShownFailures(station.session));
  }

  private List<BatchState> states() throws Exception {
    return station.session.box().orElseThrow().batches().stream().map(BatchEntry::state).toList();
  }

  private void refused(ExportOutcome outcome, FailureCode code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            ExportOutcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(code));
    assertThat(
            station.log.entries().stream()
                .filter(entry -> entry.event() == LogEvent.FAULT)
                .toList()
                .getLast()
                .fields()
                .get("reason")
                .stringValue())
        .isEqualTo(code.code());
  }

  /// What an uploading machine would write.
  private List<BatchReceipt> uploaded() throws Exception {
    FakeChain chain = new FakeChain(station.manifest.manifestHash(), station.clock);
    List<BatchReceipt> receipts = new ArrayList<>();
    try (ChainConnection line = chain.line()) {
      for (BatchEntry entry : station.session.box().orElseThrow().batches()) {
        Batch batch = station.session.box().orElseThrow().batch(entry.id()).orElseThrow();
        UploadProgress now = line.step(batch);
        while (!(now.state() instanceof UploadState.Final)) {
          line.pause();
          now = line.step(batch);
        }
        receipts.add(line.receipt(batch, (UploadState.Final) now.state()));
      }
    }
    return receipts;
  }

  private List<Path> written(List<BatchReceipt> receipts) throws Exception {
    for (BatchReceipt receipt : receipts) {
      Files.writeString(
          stick.resolve("batch-" + address + "-" + receipt.id().sequence() + ".json"),
          receipt.toJson());
    }
    Files.writeString(stick.resolve("batch-0x00-1.json"), "of another station");
    return StickDesk.receiptsAmong(List.of(stick), address);
  }

  // ---------------------------------------------------------------- out

  @Test
  void batchesGoToTheStickAndCanBeReadFromIt() throws Exception {
    assertThat(desk().exportBatches()).isEqualTo(new ExportOutcome.Verified(stick.toString()));
    assertThat(states()).containsOnly(BatchState.EXPORTED);
    var election = station.session.election().orElseThrow();
    BatchFile format = new BatchFile(election.chain().domain(), election.electionId());
    for (BatchEntry entry : station.session.box().orElseThrow().batches()) {
      Batch read = format.read(stick.resolve(BatchFile.nameOf(entry.id())));
      assertThat(read).isEqualTo(station.session.box().orElseThrow().batch(entry.id()).get());
    }
  }

  @Test
  void aBatchThatLostABallotIsNamedAndKeepsNoOtherBack() throws Exception {
    BatchEntry first = station.session.box().orElseThrow().batches().getFirst();
    Batch batch = station.session.box().orElseThrow().batch(first.id()).orElseThrow();
    station.damage(batch.ballots().getFirst());
    refused(desk().exportBatches(), FailureCode.BATCH_DAMAGED);
    assertThat(states())
        .containsExactly(BatchState.SIGNED, BatchState.EXPORTED, BatchState.EXPORTED);
    assertThat(stick.resolve(BatchFile.nameOf(first.id()))).doesNotExist();
  }

  @Test
  void everyNameOnTheStickHasTheStationInIt() throws Exception {
    desk().takeReceipts(written(uploaded()));
    Files.createDirectories(files.reports());
    Files.writeString(files.reports().resolve("closing-day-1.csv"), "a,b");
    sticks.pullOut();
    stick = sticks.plugIn("stick two");
    assertThat(desk().exportReceipts()).isEqualTo(new ExportOutcome.Verified(stick.toString()));
    try (var kept = Files.list(stick)) {
      assertThat(kept).hasSize(10).allMatch(file -> file.toString().contains(address.toString()));
    }
    assertThat(stick.resolve(address + "-closing-day-1.csv")).hasContent("a,b");
  }

  @Test
  void withoutAStickOrWithTwoNothingIsWritten() throws Exception {
    sticks.plugIn("stick two");
    refused(desk().exportBatches(), FailureCode.STICK_MISSING);
    sticks.pullOut();
    sticks.pullOut();
    refused(desk().exportBatches(), FailureCode.STICK_MISSING);
    refused(desk().exportReceipts(), FailureCode.STICK_MISSING);
    assertThat(states()).containsOnly(BatchState.SIGNED);
    assertThat(stick).isEmptyDirectory();
  }

  /// The folder that a stick was mounted on stays, on the machine's own disk, and takes whatever is
  /// written.
  @Test
  void aStickThatIsPulledOutWhileItIsWrittenCountsForNothing() throws Exception {
    for (int reads = 1; reads <= 4; reads++) {
      sticks.pullOutAfter(reads);
      refused(desk().exportBatches(), FailureCode.EXPORT_FAILED);
      assertThat(states()).containsOnly(BatchState.SIGNED);
      stick = sticks.plugIn("stick one");
    }
    assertThat(desk().exportBatches()).isInstanceOf(ExportOutcome.Verified.class);
  }

  @Test
  void aBatchThatCannotBeWrittenIsTheSticksFailureNotTheBoxs() throws Exception {
    BatchEntry last = station.session.box().orElseThrow().batches().getLast();
    Files.createDirectories(stick.resolve(BatchFile.nameOf(last.id())).resolve("in the way"));
    refused(desk().exportBatches(), FailureCode.EXPORT_FAILED);
    assertThat(states()).as("not even those before it").containsOnly(BatchState.SIGNED);
  }

  @Test
  void aFolderOfTheSettingsIsNeverCalledAStickAndNotMade() throws Exception {
    Path folder = data.resolve("share");
    refused(desk(new ExportPlace.SetFolder(folder)).exportBatches(), FailureCode.STICK_MISSING);
    assertThat(folder).doesNotExist();
    Files.createDirectory(folder);
    assertThat(desk(new ExportPlace.SetFolder(folder)).exportBatches())
        .isEqualTo(new ExportOutcome.Kept(folder.toString()));
  }

  // ---------------------------------------------------------------- back

  @Test
  void receiptsThatComeBackSettleTheStation() throws Exception {
    station.session.closeForGood();
    desk().exportBatches();
    List<BatchReceipt> receipts = uploaded();
    assertThat(desk().takeReceipts(written(receipts))).isEqualTo(receipts);
    assertThat(states()).containsOnly(BatchState.SETTLED);
    assertThat(station.session.state()).isEqualTo(StationState.SETTLED);
    try (var kept = Files.list(files.receipts())) {
      assertThat(kept).hasSize(9);
    }
  }

  @Test
  void thePageTakesThemFromTheStick() throws Exception {
    refused(desk().importReceipts(), FailureCode.FILE_NOT_USABLE);
    List<Path> written = written(uploaded());
    assertThat(desk().importReceipts()).isEqualTo(new ExportOutcome.ReceiptsTaken(3));
    assertThat(states()).containsOnly(BatchState.SETTLED);
    Files.writeString(written.getFirst(), "{}");
    refused(desk().importReceipts(), FailureCode.RECEIPT_REFUSED);
    sticks.pullOut();
    refused(desk().importReceipts(), FailureCode.STICK_MISSING);
  }

  @Test
  void someReceiptsSettleTheirBatchesAlone() throws Exception {
    station.session.closeForGood();
    desk().takeReceipts(written(uploaded().subList(0, 2)));
    assertThat(states()).containsExactly(BatchState.SETTLED, BatchState.SETTLED, BatchState.SIGNED);
    assertThat(station.session.state()).isEqualTo(StationState.CLOSED);
  }

  @Test
  void aReceiptThatDoesNotFitIsRefusedAndNoneIsTakenUp() throws Exception {
    List<BatchReceipt> receipts = uploaded();
    String good = receipts.getLast().toJson();
    for (String field : List.of("contract", "station", "ballotsHash", "transaction", "blockHash")) {
      refusedWith(
          receipts,
          good.replaceFirst("\"" + field + "\" : \"0x[0-9A-Fa-f]", "\"" + field + "\" : \"0xz"));
    }
    refusedWith(receipts, good.replaceFirst("\"chainId\" : ", "\"chainId\" : 1"));
    refusedWith(receipts, good.replaceFirst("\"sequence\" : 3", "\"sequence\" : 2"));
    refusedWith(receipts, good.replaceFirst("\"sequence\" : 3", "\"sequence\" : 4"));
    refusedWith(receipts, good.replaceFirst("\"count\" : 1", "\"count\" : 2"));
    refusedWith(receipts, good.replaceFirst("\"accepted\" : 1", "\"accepted\" : 0"));
    refusedWith(
        receipts,
        good.replaceFirst("\"accepted\" : 1", "\"accepted\" : 0")
            .replaceFirst(
                "\"refused\" : \\[ ?\\]",
                "\"refused\" : [ {\"code\" : \"0x" + "7".repeat(64) + "\", \"reason\" : \"x\"} ]"));
    refusedWith(
        receipts,
        good.replace(
            receipts.getLast().stationSignature().toBytes().toString(),
            receipts.getFirst().stationSignature().toBytes().toString()));
    refusedWith(receipts, good.replaceFirst("\"costWei\" : \"", "\"costWei\" : \"9"));
    refusedWith(receipts, good.replaceFirst("\"format\"", "\"formatt\""));
    refusedWith(receipts, good.substring(0, good.length() - 2));
    refusedWith(receipts, good + " ".repeat(1 << 20));
    refusedWith(receipts, "");
  }

  private void refusedWith(List<BatchReceipt> receipts, String last) throws Exception {
    assertThat(last).isNotEqualTo(receipts.getLast().toJson());
    List<Path> paths = written(receipts);
    Files.writeString(paths.getLast(), last);
    assertThatThrownBy(() -> desk().takeReceipts(paths))
        .as(last)
        .isInstanceOfSatisfying(
            CommandRefused.class,
            refused -> {
              assertThat(refused.failure().code()).isEqualTo(FailureCode.RECEIPT_REFUSED);
              assertThat(refused.failure().detail()).startsWith(paths.getLast().toString());
            });
    assertThat(states()).containsOnly(BatchState.SIGNED);
    assertThat(files.receipts()).doesNotExist();
  }

  @Test
  void aFolderWithoutReceiptsOfThisStationSaysSo() {
    assertThatThrownBy(() -> StickDesk.receiptsAmong(List.of(stick), address))
        .isInstanceOf(CommandRefused.class)
        .hasMessageContaining(address.toString());
  }
}
