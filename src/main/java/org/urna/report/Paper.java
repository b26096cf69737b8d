package org.urna.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Writes one document from top to bottom, with new pages as needed. Lengths are in points.
///
/// The bytes depend on nothing but what is written: no creation time, and a document id that does
/// not come from the clock, since a time on a voter's receipt would lead to the voter.
final class Paper implements AutoCloseable {
  static final PDRectangle A4 = PDRectangle.A4;

  /// Receipt printers: 80 mm wide.
  static final PDRectangle SLIP = new PDRectangle(226.8f, 560f);

  private static final float LEADING = 1.35f;
  private static final Color STRIPE = new Color(0x4a, 0x2a, 0x63);

  private final PDDocument document = new PDDocument();
  private final PDRectangle size;
  private final float margin;
  private final boolean practice;
  private final PDFont regular;
  private final PDFont bold;
  private PDPageContentStream stream;
  private float y;

  Paper(PDRectangle size, float margin, boolean practice) {
    this.size = size;
    this.margin = margin;
    this.practice = practice;
    document.setDocumentId(0L);
    try {
      this.regular = font("NotoSans-Regular.ttf");
      this.bold = font("NotoSans-Bold.ttf");
      this.stream = newPage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PDFont font(String name) throws IOException {
    try (InputStream file = Paper.class.getResourceAsStream("/org/urna/fonts/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the program file is damaged: font " + name);
      }
      return PDType0Font.load(document, file, true);
    }
  }

  private PDPageContentStream newPage() throws IOException {
    PDPage page = new PDPage(size);
    document.addPage(page);
    PDPageContentStream fresh = new PDPageContentStream(document, page);
    y = size.getHeight() - margin;
    if (practice) {
      fresh.setStrokingColor(STRIPE);
      fresh.setLineWidth(4);
      fresh.setLineDashPattern(new float[] {12, 8}, 0);
      fresh.addRect(6, 6, size.getWidth() - 12, size.getHeight() - 12);
      fresh.stroke();
      fresh.setLineDashPattern(new float[0], 0);
    }
    return fresh;
  }

  private float width() {
    return size.getWidth() - 2 * margin;
  }

  Paper text(String text, float points) {
    return write(text, regular, points);
  }

  Paper strong(String text, float points) {
    return write(text, bold, points);
  }

  Paper gap(float points) {
    y -= points;
    return this;
  }

  /// A name and a value, in one line if they fit.
  Paper line(String name, String value, float points) {
    try {
      float left = regular.getStringWidth(printable(name)) / 1000 * points;
      float right = bold.getStringWidth(printable(value)) / 1000 * points;
      if (left + right + points > width()) {
        text(name, points);
        return strong(value, points).gap(points * 0.3f);
      }
      need(points * LEADING);
      y -= points * LEADING;
      show(name, regular, points, margin);
      show(value, bold, points, size.getWidth() - margin - right);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A QR code with its quiet zone, `side` points wide, in the middle of the line.
  Paper qr(String content, float side) {
    QrModules qr = QrModules.of(content);
    try {
      need(side);
      float module = side / (qr.size() + 2 * QrModules.QUIET);
      float left = (size.getWidth() - side) / 2 + QrModules.QUIET * module;
      float top = y - QrModules.QUIET * module;
      stream.setNonStrokingColor(Color.BLACK);
      for (int row = 0; row < qr.size(); row++) {
        for (int column = 0; column < qr.size(); column++) {
          int run = column;
          while (run < qr.size() && qr.isDark(run, row)) {
            run++;
          }
          if (run > column) {
            stream.addRect(
                left + column * module, top - (row + 1) * module, (run - column) * module, module);
            column = run;
          }
        }
      }
      stream.fill();
      y -= side;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Paper write(String text, PDFont font, float points) {
    try {
      for (String paragraph : text.split("\n", -1)) {
        for (String line : lines(printable(paragraph), font, points)) {
          need(points * LEADING);
          y -= points * LEADING;
          show(line, font, points, margin);
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void show(String text, PDFont font, float points, float x) throws IOException {
    stream.beginText();
    stream.setNonStrokingColor(Color.BLACK);
    stream.setFont(font, points);
    stream.newLineAtOffset(x, y);
    stream.showText(printable(text));
    stream.endText();
  }

  private List<String> lines(String text, PDFont font, float points) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      String longer = line.isEmpty() ? rest : line + " " + rest;
      if (!line.isEmpty() && width(longer, font, points) > width()) {
        lines.add(line.toString());
        line.setLength(0);
      }
      // A word longer than a line, such as a hash, is cut where it must.
      while (line.isEmpty() && width(rest, font, points) > width()) {
        int fits = rest.length() - 1;
        while (fits > 1 && width(rest.substring(0, fits), font, points) > width()) {
          fits--;
        }
        lines.add(rest.substring(0, fits));
        rest = rest.substring(fits);
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  private static float width(String text, PDFont font, float points) throws IOException {
    return font.getStringWidth(text) / 1000 * points;
  }

  /// Characters that the embedded font lacks become a question mark instead of an exception: a
  /// report must come out.
  private String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              String one = Character.toString(c);
              try {
                regular.encode(one);
                printable.append(one);
              } catch (IOException | IllegalArgumentException e) {
                printable.append('?');
              }
            });
    return printable.toString();
  }

  private void need(float height) throws IOException {
    if (y - height < margin) {
      stream.close();
      stream = newPage();
    }
  }

  /// The finished document.
  byte[] toBytes() {
    try {
      stream.close();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      document.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
