package org.urna.kiosk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.files.WholeFile;

/// Wrong passphrases, and how long the next one waits. The wait is never longer than half a minute,
/// because whoever stands at the kiosk can bring it about, and officials must get in all the same;
/// what holds against guessing is the cost of a try. Kept in a file, so that a restart does not end
/// a wait. One wrong try is forgotten a minute.
final class WrongTries {
  static final int FREE = 4;
  static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);
  private static final int MOST = 20;

  private static final Logger LOG = LoggerFactory.getLogger(WrongTries.class);

  private final Path file;
  private final Clock clock;

  /// @param file need not exist
  WrongTries(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  private record Count(int wrong, Instant last) {}

  /// How long the next try has to wait; zero if it need not.
  Duration remaining() {
    Count count = read();
    if (count.wrong <= FREE) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), count.last.plus(waitAfter(count.wrong)));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// Notes a wrong try.
  ///
  /// @return how long the next one waits
  Duration wrong() {
    Count before = read();
    Instant now = clock.instant();
    long forgotten = Duration.between(before.last, now).dividedBy(FORGOTTEN_AFTER);
    int wrong = (int) Math.min(MOST, Math.max(0, before.wrong - forgotten) + 1);
    write(new Count(wrong, now));
    return wrong <= FREE ? Duration.ZERO : waitAfter(wrong);
  }

  void right() {
    write(new Count(0, clock.instant()));
  }

  private static Duration waitAfter(int wrong) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(wrong - FREE - 1, 8));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /// A file that cannot be read counts as none: it must not keep officials out.
  private Count read() {
    Instant now = clock.instant();
    if (!Files.exists(file)) {
      return new Count(0, now);
    }
    try {
      String[] words = Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ", -1);
      int wrong = Math.clamp(Long.parseLong(words[0]), 0, MOST);
      Instant last = Instant.ofEpochMilli(Long.parseLong(words[1]));
      if (last.isAfter(now)) {
        // The clock was set back: the wait begins anew, and once only.
        Count anew = new Count(wrong, now);
        write(anew);
        return anew;
      }
      return new Count(wrong, last);
    } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      LOG.warn("the count of wrong passphrases cannot be read", e);
      return new Count(0, now);
    }
  }

  private void write(Count count) {
    try {
      String line = count.wrong + " " + count.last.toEpochMilli() + "\n";
      WholeFile.write(file, line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.warn("the count of wrong passphrases cannot be kept", e);
    }
  }
}
