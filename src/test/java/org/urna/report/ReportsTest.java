package org.urna.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.Localized;
import org.urna.flow.Language;
import org.urna.flow.SampleStates;
import org.urna.flow.staff.StationReport;
import org.urna.flow.staff.StationReport.Item;
import org.urna.flow.staff.StationReport.Line;
import org.urna.queue.BatchId;
import org.urna.upload.BatchReceipt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
  private static final Instant MADE = Instant.parse("2026-11-22T19:05:00Z");
  private static final Heading REAL = heading(false);
  private static final Heading PRACTICE = heading(true);
  private static final StationReport CLOSING =
      new StationReport(
          StationReport.Kind.CLOSING,
          List.of(
              new Line(Item.STATION, "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"),
              new Line(Item.CAST, "142"),
              new Line(Item.REFUSED, "9"),
              new Line(Item.LOG_HEAD, "ab".repeat(32))),
          "urna:close:v1:" + "d5".repeat(110),
          "");

  private static Heading heading(boolean practice) {
    return new Heading(
        Localized.of(Map.of("ru", "Выборы координатора", "en", "Election of the coordinator")),
        "K7QM-2XFA",
        practice);
  }

  private static BatchReceipt receipt() {
    return new BatchReceipt(
        new ChainReference(
            31337, Address.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"), "anvil"),
        new BatchId(Address.parse("0x71c7656ec7ab88b098defb751b7401b5f6d8976f"), 3),
        Bytes.of(filled(32, 7)),
        50,
        49,
        List.of(new BatchReceipt.RefusedBallot(Bytes.of(filled(32, 9)), "duplicate")),
        Bytes.of(filled(32, 11)),
        Address.parse("0x71c7656ec7ab88b098defb751b7401b5f6d8976f"),
        1234,
        Bytes.of(filled(32, 13)),
        MADE,
        14_201_332,
        BigInteger.valueOf(1_500_000_000L),
        EcdsaSignature.ofBytes(signature()));
  }

  private static Bytes signature() {
    byte[] bytes = filled(65, 1);
    bytes[64] = 27;
    return Bytes.of(bytes);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void aClosingReportShowsEveryLineInBothLanguages() throws Exception {
    byte[] pdf = new StationReportFile(CLOSING, REAL, MADE).pdf();
    String text = textOf(pdf);
    assertThat(text)
        .contains("Итоговый отчёт / Closing report")
        .contains("K7QM-2XFA")
        .contains("142")
        .contains("Выборы координатора")
        .contains("Отказано / Refused")
        .doesNotContain("PRACTICE")
        .doesNotContain("?");
    assertThat(qrOf(picture(pdf, "closing"))).isEqualTo(CLOSING.qr());
  }

  @Test
  void aPracticeReportSaysSo() throws Exception {
    assertThat(textOf(new StationReportFile(CLOSING, PRACTICE, MADE).pdf()))
        .contains("ТРЕНИРОВКА / PRACTICE");
    assertThat(textOf(new BatchReceiptFile(receipt(), PRACTICE).pdf()))
        .contains("ТРЕНИРОВКА / PRACTICE");
    assertThat(textOf(new VoterReceiptSlip(SampleStates.RECEIPT, PRACTICE, Language.ENGLISH).pdf()))
        .contains("ТРЕНИРОВКА / PRACTICE");
  }

  @Test
  void jsonAndCsvOfAReportHoldTheSameValues() {
    StationReportFile file = new StationReportFile(CLOSING, REAL, MADE);
    JsonNode json = JsonMapper.shared().readTree(file.json());
    String csv = new String(file.csv(), StandardCharsets.UTF_8);
    assertThat(json.required("kind").stringValue()).isEqualTo("closing");
    for (Line line : CLOSING.lines()) {
      String item = ReportTexts.key(line.item());
      assertThat(json.required("items").required(item).stringValue()).isEqualTo(line.value());
      assertThat(csv).contains(item + "," + line.value() + "\r\n");
    }
  }

  @Test
  void csvQuotesSeparatorsAndDefusesFormulas() {
    assertThat(
            new String(new Csv().row("a,b", "say \"x\"", "=1+1").toBytes(), StandardCharsets.UTF_8))
        .isEqualTo("\"a,b\",\"say \"\"x\"\"\",'=1+1\r\n");
  }

  @Test
  void aBatchReceiptShowsWhatWasPaidAndWhatWasCountedEarlier() throws Exception {
    BatchReceiptFile file = new BatchReceiptFile(receipt(), REAL);
    String text = textOf(file.pdf()).replaceAll("\\s+", "");
    assertThat(text)
        .contains("14201332")
        .contains(receipt().cost().toString())
        .contains("Учтеныраньше/Countedearlier1")
        .contains(receipt().transaction().toString());
    assertThat(new String(file.json(), StandardCharsets.UTF_8)).isEqualTo(receipt().toJson());
    assertThat(new String(file.csv(), StandardCharsets.UTF_8)).contains("14201332");
    assertThat(file.name()).contains("-3");
    picture(file.pdf(), "batch");
  }

  @Test
  void aVotersReceiptHoldsCodeWordsAndPromiseAndNothingElse() throws Exception {
    VoterReceiptSlip slip = new VoterReceiptSlip(SampleStates.RECEIPT, REAL, Language.RUSSIAN);
    byte[] pdf = slip.pdf();
    String text = textOf(pdf).replaceAll("\\s+", "");
    String words = SampleStates.CODE.wordsIn(Language.RUSSIAN).replace(" ", "");
    assertThat(text).contains(words).contains(SampleStates.CODE.hex());
    String expected =
        "КвитанцияВыборыкоординатораКодвыборовK7QM-2XFA"
            + words
            + SampleStates.CODE.hex()
            + "Участокобещает,чтоэтотбюллетеньвурне:"
            + SampleStates.RECEIPT.signature()
            + "Показывает,чтоголосвурне,анекаквыголосовали.";
    assertThat(text).isEqualTo(expected);
    assertThat(qrOf(picture(pdf, "voter"))).isEqualTo(SampleStates.RECEIPT.qr());
  }

  @Test
  void aVotersReceiptDependsOnNoClock() throws Exception {
    VoterReceiptSlip slip = new VoterReceiptSlip(SampleStates.RECEIPT, REAL, Language.ENGLISH);
    byte[] pdf = slip.pdf();
    assertThat(slip.pdf()).isEqualTo(pdf);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getDocumentInformation().getMetadataKeys()).isEmpty();
      assertThat(document.getDocumentCatalog().getMetadata()).isNull();
    }
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1))
        .doesNotContain("CreationDate")
        .doesNotContain("ModDate");
  }

  @Test
  void charactersThatTheFontLacksDoNotStopAReport() throws Exception {
    StationReport odd =
        new StationReport(
            StationReport.Kind.ZERO, List.of(new Line(Item.STATION, "участок 東")), "", "");
    assertThat(textOf(new StationReportFile(odd, REAL, MADE).pdf())).contains("участок ?");
  }

  @Test
  void aLongReportGoesOnOnFurtherPages() throws Exception {
    List<Line> many =
        java.util.stream.IntStream.range(0, 90)
            .mapToObj(i -> new Line(Item.BATCHES, "batch " + i))
            .toList();
    byte[] pdf =
        new StationReportFile(
                new StationReport(StationReport.Kind.CLOSING, many, "", ""), REAL, MADE)
            .pdf();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isGreaterThan(1);
    }
    assertThat(textOf(pdf)).contains("batch 0").contains("batch 89");
  }

  @ParameterizedTest
  @EnumSource(Item.class)
  void everyItemHasWords(Item item) {
    assertThat(ReportTexts.load().both("report.item", item)).contains(" / ");
  }

  @ParameterizedTest
  @EnumSource(StationReport.Kind.class)
  void everyKindHasWords(StationReport.Kind kind) {
    assertThat(ReportTexts.load().both("report.kind", kind)).contains(" / ");
  }

  @Test
  void bothLanguagesHaveTheSameKeysAndAllAreUsed() throws IOException {
    List<Set<String>> keys = ReportTexts.load().keys();
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
    StringBuilder sources = new StringBuilder();
    try (var files = Files.list(Path.of("src/main/java/org/urna/report"))) {
      for (Path file : files.toList()) {
        sources.append(Files.readString(file));
      }
    }
    assertThat(keys.getFirst())
        .allMatch(
            key ->
                key.startsWith("report.item.")
                    || key.startsWith("report.kind.")
                    || sources.indexOf('"' + key + '"') >= 0);
  }

  private static String textOf(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static BufferedImage picture(byte[] pdf, String name) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage image = new PDFRenderer(document).renderImageWithDPI(0, 150);
      Path folder = Path.of(System.getProperty("urna.screens", "target/screens"), "paper");
      Files.createDirectories(folder);
      ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
      return image;
    }
  }

  private static String qrOf(BufferedImage image) throws Exception {
    return new QRCodeReader()
        .decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))))
        .getText();
  }
}
