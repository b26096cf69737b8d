package org.urna.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.urna.queue.BatchId;
import org.urna.upload.BatchReceipt;
import org.urna.upload.BatchReceipt.RefusedBallot;

/// What became of a batch, as PDF, JSON and CSV. "Counted earlier" is a number like others, not an
/// error.
public record BatchReceiptFile(BatchReceipt receipt, Heading heading) {
  /// The name without an ending: station and number, so that receipts of several stations can lie
  /// in one folder.
  public String name() {
    return nameOf(receipt.id());
  }

  /// As [#name()], of the receipt of the batch with this id.
  public static String nameOf(BatchId id) {
    return "batch-" + id.station() + "-" + id.sequence();
  }

  /// Gives the files of a receipt in `folder` names that say that it does not hold any more.
  /// Nothing happens to what is not there.
  public static void withdraw(Path folder, BatchId id) throws IOException {
    for (String ending : List.of(".json", ".csv", ".pdf")) {
      Path file = folder.resolve(nameOf(id) + ending);
      if (Files.exists(file)) {
        Files.move(
            file,
            folder.resolve(nameOf(id) + ending + ".withdrawn"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// A4, in Russian and English.
  public byte[] pdf() {
    ReportTexts texts = ReportTexts.load();
    try (Paper paper = new Paper(Paper.A4, 50, heading.practice())) {
      Headings.put(paper, texts, heading, texts.both("batch.title"));
      put(paper, "batch.chain", receipt.chain().name() + " (" + receipt.chain().chainId() + ")");
      put(paper, "batch.contract", receipt.chain().contract());
      put(paper, "batch.station", receipt.id().station());
      put(paper, "batch.sequence", receipt.id().sequence());
      put(paper, "batch.ballots-hash", receipt.ballotsHash());
      put(paper, "batch.count", receipt.count());
      put(paper, "batch.accepted", receipt.accepted());
      put(paper, "batch.refused", receipt.refused().size());
      for (RefusedBallot refused : receipt.refused()) {
        paper.text(refused.code() + " — " + refused.reason(), 8);
      }
      put(paper, "batch.transaction", receipt.transaction());
      put(paper, "batch.sender", receipt.sender());
      put(paper, "batch.block", receipt.block());
      put(paper, "batch.block-time", receipt.blockTime());
      put(paper, "batch.gas", receipt.gasUsed());
      put(paper, "batch.gas-price", receipt.gasPrice());
      put(paper, "batch.cost", receipt.cost());
      put(paper, "batch.signature", receipt.stationSignature().toBytes());
      return paper.toBytes();
    }
  }

  private static void put(Paper paper, String key, Object value) {
    paper.line(ReportTexts.load().both(key), value.toString(), 10);
  }

  public byte[] json() {
    return receipt.toJson().getBytes(StandardCharsets.UTF_8);
  }

  public byte[] csv() {
    return receipt.toCsv().getBytes(StandardCharsets.UTF_8);
  }
}
