package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Address;
import org.urna.election.ElectionPackage;
import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.files.Medium;
import org.urna.files.UnusableFile;
import org.urna.flow.staff.ExportOutcome;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.station.StationFolder;
import org.urna.station.StationLogException;
import org.urna.station.StationSession;
import org.urna.station.StationState;
import org.urna.upload.BatchReceipt;

/// Carries batches, reports and receipts out of a station without a network, and receipts back.
///
/// Every name that leaves has the station's address in it, so that the files of all stations of a
/// town fit one folder.
public final class StickDesk {
  private static final Logger LOG = LoggerFactory.getLogger(StickDesk.class);
  private static final int MAX_RECEIPT = 1 << 20;

  private final StationSession session;
  private final StationReports files;
  private final Address station;
  private final ExportPlace place;
  private final UnaryOperator<Failure> shown;

  /// @param shown notes what officials are shown
  StickDesk(
      StationSession session,
      StationReports files,
      Address station,
      ExportPlace place,
      UnaryOperator<Failure> shown) {
    this.session = session;
    this.files = files;
    this.station = station;
    this.place = place;
    this.shown = shown;
  }

  /// The desk of a station.
  public static StickDesk of(
      StationSession session,
      StationFolder folder,
      Address station,
      ExportPlace place,
      Clock clock) {
    return new StickDesk(
        session, new StationReports(folder, clock), station, place, new ShownFailures(session));
  }

  private ElectionPackage election() {
    return session.election().orElseThrow();
  }

  private BallotQueue box() {
    return session.box().orElseThrow();
  }

  // ------------------------------------------------------------------ out

  /// Writes receipts and reports.
  ExportOutcome exportReceipts() {
    Map<String, byte[]> content = new TreeMap<>();
    try {
      for (Path from : List.of(files.receipts(), files.reports())) {
        if (Files.isDirectory(from)) {
          try (var kept = Files.list(from)) {
            for (Path file : kept.filter(Files::isRegularFile).toList()) {
              content.put(carriedName(file), Files.readAllBytes(file));
            }
          }
        }
      }
    } catch (IOException e) {
      return refused(StationReports.notKept(e), e);
    }
    return switch (place.find()) {
      case ExportPlace.Search.Missing(Failure failure) -> refused(failure);
      case ExportPlace.Search.Hit(ExportPlace.Found found) -> {
        try {
          for (Map.Entry<String, byte[]> file : content.entrySet()) {
            place.requireStill(found);
            Medium.write(found.folder().resolve(file.getKey()), file.getValue());
          }
          place.requireStill(found);
          yield found.written();
        } catch (IOException e) {
          yield notExported(found, e);
        }
      }
    };
  }

  /// The name of a report or receipt on a stick that other stations use as well.
  private String carriedName(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.contains(station.toString()) ? name : station + "-" + name;
  }

  /// Writes the signed batches for another machine to upload. None counts as exported before all
  /// are on the medium, and the medium is still there.
  ExportOutcome exportBatches() {
    BatchFile format = new BatchFile(election().chain().domain(), election().electionId());
    return switch (place.find()) {
      case ExportPlace.Search.Missing(Failure failure) -> refused(failure);
      case ExportPlace.Search.Hit(ExportPlace.Found found) -> {
        try {
          SignedBatches signed = SignedBatches.of(box());
          List<Batch> batches = signed.whole();
          try {
            for (Batch batch : batches) {
              place.requireStill(found);
              format.write(batch, found.folder());
            }
            place.requireStill(found);
          } catch (QueueException | IOException e) {
            // The medium's failure, not the box's.
            yield notExported(found, e);
          }
          for (Batch batch : batches) {
            box().advance(batch.id(), BatchState.EXPORTED);
          }
          yield signed.damaged().map(this::refused).orElseGet(found::written);
        } catch (QueueException e) {
          yield refused(StationSession.boxDamaged(e), e);
        }
      }
    };
  }

  private ExportOutcome notExported(ExportPlace.Found found, Exception cause) {
    return refused(new Failure(FailureCode.EXPORT_FAILED, found.folder().toString()), cause);
  }

  private ExportOutcome refused(Failure failure, Exception cause) {
    LOG.warn("export: {}", failure, cause);
    return refused(failure);
  }

  private ExportOutcome refused(Failure failure) {
    return new ExportOutcome.Refused(shown.apply(failure));
  }

  // ------------------------------------------------------------------ back

  /// As [#takeReceipts] with those of this station that lie on the stick.
  ExportOutcome importReceipts() {
    return switch (place.find()) {
      case ExportPlace.Search.Missing(Failure failure) -> refused(failure);
      case ExportPlace.Search.Hit(ExportPlace.Found found) -> {
        try {
          List<Path> receipts = receiptsAmong(List.of(found.folder()), station);
          yield new ExportOutcome.ReceiptsTaken(takeReceipts(receipts).size());
        } catch (CommandRefused e) {
          yield refused(e.failure());
        } catch (IOException e) {
          yield refused(StationReports.notKept(e), e);
        } catch (QueueException e) {
          yield refused(StationSession.boxDamaged(e), e);
        } catch (StationLogException e) {
          yield refused(e.failure(), e);
        }
      }
    };
  }

  /// Takes up receipts that another machine made of this station's batches: each is kept beside
  /// those of uploads of its own, and its batch is settled. Nothing is taken up if one is refused.
  ///
  /// A station without a network cannot ask the chain. It checks that the receipt speaks of this
  /// contract and of a batch that it holds itself: number, hash and count of ballots, the codes of
  /// ballots left out, and its own signature over the batch. Transaction, block and price are the
  /// other machine's word.
  ///
  /// @param receipts the JSON files that `urna station upload` wrote
  /// @return what was taken up, in order
  /// @throws CommandRefused naming the file and what is wrong with it
  /// @throws IOException if a file cannot be read, or a receipt not kept
  public List<BatchReceipt> takeReceipts(List<Path> receipts)
      throws CommandRefused, IOException, QueueException, StationLogException {
    List<BatchReceipt> believed = new ArrayList<>();
    for (Path file : receipts) {
      byte[] content;
      try (var in = Files.newInputStream(file)) {
        content = in.readNBytes(MAX_RECEIPT + 1);
      }
      try {
        BatchReceipt receipt = BatchReceipt.ofJson(content, MAX_RECEIPT);
        Batch batch =
            box()
                .batch(receipt.id())
                .orElseThrow(() -> new IllegalArgumentException("is of no batch of this station"));
        receipt.requireOf(election().chain(), election().electionId(), batch);
        believed.add(receipt);
      } catch (IllegalArgumentException e) {
        throw new CommandRefused(
            new Failure(FailureCode.RECEIPT_REFUSED, file + ": " + e.getMessage()));
      }
    }
    for (BatchReceipt receipt : believed) {
      files.keep(receipt, election());
      box().advance(receipt.id(), BatchState.SETTLED);
    }
    settle();
    return believed;
  }

  /// The receipts among files and folders: a file stands for itself, a folder for what bears the
  /// name of a receipt of `station`.
  ///
  /// @throws CommandRefused if a folder holds none
  public static List<Path> receiptsAmong(List<Path> named, Address station)
      throws CommandRefused, IOException {
    List<Path> found = new ArrayList<>();
    for (Path path : named) {
      if (!Files.isDirectory(path)) {
        found.add(path);
        continue;
      }
      int before = found.size();
      try (var files = Files.newDirectoryStream(path, "batch-" + station + "-*.json")) {
        files.forEach(found::add);
      }
      if (found.size() == before) {
        throw UnusableFile.refused(path, "holds no receipt of station " + station);
      }
    }
    return found.stream().sorted().toList();
  }

  /// A station that was closed for good is done when the last of its batches is.
  private void settle() throws QueueException, StationLogException {
    boolean all = box().batches().stream().allMatch(entry -> entry.state() == BatchState.SETTLED);
    if (all && session.state() == StationState.CLOSED) {
      session.markUploaded();
    }
    if (all && session.state() == StationState.UPLOADED) {
      session.markSettled();
    }
  }
}
