package org.urna.kiosk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import javax.print.DocFlavor;
import javax.print.StreamPrintService;
import javax.print.StreamPrintServiceFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionPackage;
import org.urna.flow.SampleStates;

/// What becomes of a slip: the printer is the one of the JDK that writes PostScript.
class ReceiptPrinterTest {
  @TempDir private Path folder;
  private ElectionPackage election;

  @BeforeEach
  void election() throws Exception {
    election = ElectionFixtures.practicePackage(folder.resolve("package"));
  }

  private static StreamPrintService postScript(OutputStream paper) {
    return StreamPrintServiceFactory.lookupStreamPrintServiceFactories(
        DocFlavor.SERVICE_FORMATTED.PAGEABLE, "application/postscript")[0]
        .getPrintService(paper);
  }

  private boolean prints(Optional<StreamPrintService> printer) {
    return new ReceiptPrinter(election, () -> printer.map(service -> service))
        .print(SampleStates.RECEIPT);
  }

  @Test
  void aSlipIsOnePageOfThePrinter() {
    ByteArrayOutputStream paper = new ByteArrayOutputStream();
    assertThat(prints(Optional.of(postScript(paper)))).isTrue();
    assertThat(paper.toString(US_ASCII)).startsWith("%!PS").containsOnlyOnce("showpage");
  }

  @Test
  void withoutAPrinterNothingIsSaidToBePrinted() {
    assertThat(prints(Optional.empty())).isFalse();
  }

  @Test
  void aPrinterThatIsGoneDoesNotPrint() {
    StreamPrintService gone = postScript(OutputStream.nullOutputStream());
    gone.dispose();
    assertThat(prints(Optional.of(gone))).isFalse();
  }
}
