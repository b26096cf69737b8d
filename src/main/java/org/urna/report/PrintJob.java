package org.urna.report;

import java.awt.print.PrinterException;
import java.awt.print.PrinterJob;
import java.io.IOException;
import javax.print.PrintService;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.printing.PDFPageable;

/// Hands a document of this package to a printer.
public final class PrintJob {
  private PrintJob() {}

  /// Returns when the spooler has taken every page, which takes seconds; what the printer does with
  /// them is not known.
  ///
  /// @param pdf the document
  /// @throws IOException if `pdf` cannot be read
  /// @throws PrinterException if the spooler does not take it
  public static void send(byte[] pdf, PrintService printer) throws IOException, PrinterException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PrinterJob job = PrinterJob.getPrinterJob();
      job.setPrintService(printer);
      job.setJobName("Urna");
      job.setPageable(new PDFPageable(document));
      job.print();
    }
  }
}
