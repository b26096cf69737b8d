package org.urna.practice.mishap;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.urna.practice.card.ChipReply;
import org.urna.practice.card.ChipStep;

/// The words of a [MishapScript] as text: a mishap to a line, words between blanks, `#` before a
/// comment. Numbers are decimal, identifiers, tags and status words hexadecimal.
///
/// ```
/// [once] at COMMAND MISHAP
/// [once] at STEP MISHAP
/// [once] every KIND MISHAP
/// file ID TAG HOSTILE_FILE
/// ```
///
/// A STEP is `read FILE BLOCK`, `select FILE`, `pace NUMBER` or a KIND; `every read` may name a
/// file. A KIND is one of [ChipStep.Kind] in small letters with `-` for `_`. A MISHAP is `removed`,
/// `silent`, `late MILLIS`, `status SW`, `outer-status SW`, `sealed SEAL`, `replayed`, `truncated
/// BYTES`, `oversized BYTES` or `hollow`, a SEAL one of [ChipReply.Seal] written like a KIND, a
/// HOSTILE_FILE one of [HostileFile] as it is.
final class MishapText {

  private final Deque<String> words;

  private MishapText(String line) {
    this.words = new ArrayDeque<>(List.of(line.strip().split("\\s+")));
  }

  static MishapScript parse(String text) {
    MishapScript script = MishapScript.empty();
    for (String raw : text.lines().toList()) {
      String line = raw.replaceFirst("#.*", "");
      if (!line.isBlank()) {
        script = parseLine(script, line.strip());
      }
    }
    return script;
  }

  private static MishapScript parseLine(MishapScript script, String line) {
    try {
      MishapText words = new MishapText(line);
      MishapScript longer = words.addTo(script);
      if (!words.words.isEmpty()) {
        throw new IllegalArgumentException("too many words");
      }
      return longer;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no mishap: " + line, e);
    }
  }

  private MishapScript addTo(MishapScript script) {
    String word = next();
    if (word.equals("once")) {
      return addTo(script).once();
    }
    return switch (word) {
      case "at" -> at(script);
      case "every" -> every(script);
      case "file" -> script.serving(hex(), hostileFile(hex()));
      default -> throw new IllegalArgumentException(word);
    };
  }

  private byte[] hostileFile(int tag) {
    return HostileFile.valueOf(next()).content(tag);
  }

  private MishapScript at(MishapScript script) {
    String word = next();
    if (Character.isDigit(word.charAt(0))) {
      return script.at(Integer.parseInt(word), mishap());
    }
    ChipStep step =
        switch (word) {
          case "read" -> ChipStep.read(hex(), number());
          case "select" -> ChipStep.select(hex());
          case "pace" -> ChipStep.pace(number());
          default -> ChipStep.of(constant(ChipStep.Kind.class, word));
        };
    return script.at(step, mishap());
  }

  private MishapScript every(MishapScript script) {
    ChipStep.Kind kind = constant(ChipStep.Kind.class, next());
    String following = words.isEmpty() ? "" : words.getFirst();
    if (kind == ChipStep.Kind.READ && following.matches("[0-9A-Fa-f]{4}")) {
      return script.atEveryRead(hex(), mishap());
    }
    return script.atEvery(kind, mishap());
  }

  private Mishap mishap() {
    String word = next();
    return switch (word) {
      case "removed" -> new Mishap.Removed();
      case "silent" -> new Mishap.Silent();
      case "late" -> new Mishap.Late(Duration.ofMillis(number()));
      case "status" -> new Mishap.Status(hex());
      case "outer-status" -> new Mishap.OuterStatus(hex());
      case "sealed" -> new Mishap.Sealed(constant(ChipReply.Seal.class, next()));
      case "replayed" -> new Mishap.Replayed();
      case "truncated" -> new Mishap.Truncated(number());
      case "oversized" -> new Mishap.Oversized(number());
      case "hollow" -> new Mishap.Hollow();
      default -> throw new IllegalArgumentException(word);
    };
  }

  private String next() {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("too few words");
    }
    return words.removeFirst();
  }

  private int number() {
    return Integer.parseInt(next());
  }

  private int hex() {
    return HexFormat.fromHexDigits(next());
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.replace('-', '_').toUpperCase(Locale.ROOT));
  }
}
