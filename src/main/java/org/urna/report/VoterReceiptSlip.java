package org.urna.report;

import org.urna.flow.Language;
import org.urna.flow.voter.VoterReceipt;

/// The voter's receipt for a printer with 80 mm paper: QR, six words, hexadecimal code and the
/// station's promise. No name, no choice, no time, and two slips of one receipt are the same bytes.
public record VoterReceiptSlip(VoterReceipt receipt, Heading heading, Language language) {
  public byte[] pdf() {
    ReportTexts texts = ReportTexts.load();
    String in = language.code();
    try (Paper paper = new Paper(Paper.SLIP, 14, heading.practice())) {
      if (heading.practice()) {
        paper.strong(texts.both("report.practice"), 11).gap(2);
      }
      paper.strong(texts.in(in, "receipt.title"), 12);
      paper.text(title(), 9);
      paper.line(texts.in(in, "receipt.code"), heading.shortCode(), 9);
      paper.qr(receipt.qr(), 185);
      paper.strong(receipt.code().wordsIn(language), 11).gap(3);
      paper.text(receipt.code().hex(), 8).gap(3);
      paper.text(texts.in(in, "receipt.promise"), 8);
      paper.text(receipt.signature(), 6).gap(3);
      paper.text(texts.in(in, "receipt.what"), 9);
      return paper.toBytes();
    }
  }

  private String title() {
    String found = heading.title().byLanguage().get(language.code());
    return found != null ? found : heading.title().byLanguage().firstEntry().getValue();
  }
}
