package org.urna.kiosk;

import java.awt.print.PrinterException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.print.PrintService;
import javax.print.PrintServiceLookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.ElectionPackage;
import org.urna.flow.Language;
import org.urna.flow.voter.VoterReceipt;
import org.urna.report.Heading;
import org.urna.report.PrintJob;
import org.urna.report.VoterReceiptSlip;

/// The system's default printer, for voters' receipts. What it acknowledges is that the spooler
/// took the whole page; a paper jam after that is the volunteer's to see.
final class ReceiptPrinter {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptPrinter.class);

  private final Heading heading;
  private final Language language;
  private final Supplier<Optional<PrintService>> printers;

  ReceiptPrinter(ElectionPackage election) {
    this(election, ReceiptPrinter::systemsOwn);
  }

  /// @param printers asked before each slip, so that a printer may come and go
  ReceiptPrinter(ElectionPackage election, Supplier<Optional<PrintService>> printers) {
    this.printers = printers;
    this.heading = heading(election);
    this.language = new Language(election.manifest().languages().getFirst());
  }

  static Heading heading(ElectionPackage election) {
    return new Heading(
        election.manifest().title(), election.shortCode(), election.manifest().practice());
  }

  /// The name of the printer that slips go to; nothing if there is none. The printing service may
  /// take seconds.
  static Optional<String> name() {
    return systemsOwn().map(PrintService::getName);
  }

  private static Optional<PrintService> systemsOwn() {
    return Optional.ofNullable(PrintServiceLookup.lookupDefaultPrintService());
  }

  /// Prints a slip; returns whether a printer took it. Blocks for seconds.
  boolean print(VoterReceipt receipt) {
    Optional<PrintService> printer = printers.get();
    if (printer.isEmpty()) {
      LOG.warn("no printer is installed");
      return false;
    }
    byte[] slip = new VoterReceiptSlip(receipt, heading, language).pdf();
    try {
      PrintJob.send(slip, printer.get());
      return true;
    } catch (IOException | PrinterException e) {
      LOG.warn("the receipt was not printed", e);
      return false;
    }
  }
}
