package org.urna.upload.evm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.urna.upload.SendOutcome;

/// What the words mean in which clients refuse a transaction. Ethereum has no codes for it, so this
/// is a table of texts (`send-refusals.tsv`), each with the file it comes from; words that are not
/// in it are [SendOutcome.Unknown].
final class SendRefusals {
  private static final SendRefusals TABLE = new SendRefusals(load());

  private final List<Row> rows;

  private SendRefusals(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /// @param pattern lower case, part of the text; the whole text if it begins with `=`
  record Row(String client, String example, String pattern, Meaning meaning, String source) {
    boolean matches(String lower) {
      return pattern.startsWith("=") ? lower.equals(pattern.substring(1)) : lower.contains(pattern);
    }
  }

  /// The outcomes that the table knows, as it writes them.
  enum Meaning {
    WAITING,
    NONCE_USED,
    NONCE_GAP,
    UNDERPRICED,
    TOO_POOR,
    TOO_LARGE,
    GAS_LIMIT_TOO_HIGH,
    FEE_ABOVE_CAP,
    POOL_FULL;

    SendOutcome outcome(String text) {
      return switch (this) {
        case WAITING -> new SendOutcome.Waiting();
        case NONCE_USED -> new SendOutcome.NonceUsed();
        case NONCE_GAP -> new SendOutcome.NonceGap(text);
        case UNDERPRICED -> new SendOutcome.Underpriced();
        case TOO_POOR -> new SendOutcome.TooPoor();
        case TOO_LARGE -> new SendOutcome.TooLarge(text);
        case GAS_LIMIT_TOO_HIGH -> new SendOutcome.GasLimitTooHigh(text);
        case FEE_ABOVE_CAP -> new SendOutcome.FeeAboveCap(text);
        case POOL_FULL -> new SendOutcome.PoolFull(text);
      };
    }
  }

  static SendRefusals get() {
    return TABLE;
  }

  List<Row> rows() {
    return rows;
  }

  SendOutcome outcome(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    for (Row row : rows) {
      if (row.matches(lower)) {
        return row.meaning().outcome(text);
      }
    }
    return new SendOutcome.Unknown(text);
  }

  private static List<Row> load() {
    try (InputStream in =
        Objects.requireNonNull(SendRefusals.class.getResourceAsStream("send-refusals.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(SendRefusals::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    String[] cells = line.split("\t", -1);
    return new Row(cells[0], cells[1], cells[2], Meaning.valueOf(cells[3]), cells[4]);
  }
}
