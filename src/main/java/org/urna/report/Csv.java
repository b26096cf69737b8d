package org.urna.report;

import java.nio.charset.StandardCharsets;

/// Comma separated values of RFC 4180. A cell that a spreadsheet would take for a formula gets an
/// apostrophe before it.
final class Csv {
  private final StringBuilder text = new StringBuilder();

  Csv row(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      text.append(i == 0 ? "" : ",").append(cell(cells[i]));
    }
    text.append("\r\n");
    return this;
  }

  private static String cell(String value) {
    String safe =
        !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  byte[] toBytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
