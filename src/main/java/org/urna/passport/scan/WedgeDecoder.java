package org.urna.passport.scan;

import java.time.Duration;
import java.util.Arrays;

/// Tells a keyboard wedge, a scanner that types, from a person who types, and reads what it typed.
///
/// A wedge sends a key every few milliseconds and everything of one scan without a pause; a person
/// needs some 80 ms for a key, and two fingers at once make two keys, not four. So keys are held
/// back while they could be the beginning of a scan, at most [#QUIET] long: the fourth key of a row
/// with no gap above [#MACHINE_GAP] proves a machine, a longer gap or a key that repeats proves a
/// person. From then on everything up to the next pause belongs to the scan, whatever it types.
///
/// Short rows are a machine's too if no hand could have made them: three keys, or a key that acts
/// (Enter, Tab, a shortcut) beside another one, each within [#CHORD_GAP].
///
/// Pure: it sees keys and times, and knows no window. Not thread-safe. Times are of a clock that
/// never goes back, in nanoseconds.
public final class WedgeDecoder implements AutoCloseable {
  /// A scan is over, and a held key is a person's, when no key came for this long.
  public static final Duration QUIET = Duration.ofMillis(80);

  static final Duration MACHINE_GAP = Duration.ofMillis(30);
  static final Duration CHORD_GAP = Duration.ofMillis(15);
  private static final int MACHINE_KEYS = 4;
  private static final int SHORTEST_ZONE = 72;

  /// What a person types in the seconds that a program may be busy.
  private static final int MOST_QUEUED = 24;

  private final char[] text = new char[ZoneFinder.MOST_CHARACTERS];
  private int length;
  private boolean overflowed;
  private int keys;
  private boolean acting;
  private boolean machine;
  private long last;
  private long longestGap;

  /// What sort of key went down.
  public enum Key {
    /// Gives a character.
    CHARACTER,
    /// Does something by itself or with others: Enter, Tab, Escape, function keys, Control, Alt.
    ACTING,
    /// Shift and Caps Lock: only changes what the next one gives.
    SHIFT,
    /// Arrows, page keys and Backspace, which people hold and no scan begins with.
    MOVING,
    /// A key that is down already.
    REPEATED
  }

  /// What becomes of the key that went down, and of those held back before it.
  public enum Ruling {
    /// Hold this one too.
    HOLD,
    /// A person typed what is held: let it go, then hold this one.
    RELEASE_AND_HOLD,
    /// A person is typing: let everything go.
    RELEASE,
    /// A scanner is typing: this one and all that is held belong to nobody else.
    SWALLOW
  }

  /// What a pause means.
  public sealed interface Ending {
    /// Too short a pause, or nothing is held.
    record NotYet() implements Ending {}

    /// A person typed what is held: let it go.
    record Person() implements Ending {}

    /// Too fast for a hand, and no page.
    ///
    /// @param isText whether it is characters alone, and no more than a person types while a
    ///   program is busy and its keys queue up: nothing tells that from a machine, and such keys
    ///   may go on. Otherwise forget what is held
    record Noise(boolean isText) implements Ending {}

    /// A scanner typed a page, readable or not: forget what is held. Whoever takes it closes it.
    record Scan(MrzScan scan) implements Ending {}
  }

  /// A key went down at `nanos`. [#quiet] is asked first, so that an old pause is noticed.
  public Ruling pressed(Key key, long nanos) {
    if (key == Key.REPEATED) {
      if (machine) {
        return Ruling.SWALLOW;
      }
      forget();
      return Ruling.RELEASE;
    }
    if (key == Key.SHIFT) {
      if (keys == 0) {
        last = nanos;
      }
      return machine ? Ruling.SWALLOW : Ruling.HOLD;
    }
    long gap = keys == 0 ? 0 : nanos - last;
    boolean pause = !machine && gap > MACHINE_GAP.toNanos();
    if (pause) {
      forget();
      gap = 0;
    }
    boolean first = keys == 0;
    keys++;
    acting |= key == Key.ACTING;
    longestGap = Math.max(longestGap, gap);
    last = nanos;
    machine |= keys >= MACHINE_KEYS;
    if (machine) {
      return Ruling.SWALLOW;
    }
    if (first && key == Key.MOVING) {
      return Ruling.RELEASE;
    }
    return pause ? Ruling.RELEASE_AND_HOLD : Ruling.HOLD;
  }

  /// The key that went down last gave `c`.
  public void typed(char c) {
    if (length == text.length) {
      overflowed = true;
    } else {
      text[length++] = c;
    }
  }

  /// What it means that no key has gone down since the last one, at `nanos`.
  public Ending quiet(long nanos) {
    if (nanos - last < QUIET.toNanos()) {
      return new Ending.NotYet();
    }
    boolean chord = keys > 1 && longestGap <= CHORD_GAP.toNanos() && (acting || keys > 2);
    if (!machine && !chord) {
      forget();
      return new Ending.Person();
    }
    boolean page = length >= SHORTEST_ZONE;
    boolean whole = !overflowed;
    boolean isText = isText();
    char[] typed = Arrays.copyOf(text, length);
    forget();
    if (!page) {
      Arrays.fill(typed, (char) 0);
      return new Ending.Noise(isText);
    }
    if (!whole) {
      Arrays.fill(typed, (char) 0);
      return new Ending.Scan(new MrzScan.Unreadable());
    }
    return new Ending.Scan(ZoneFinder.find(typed));
  }

  /// Whether all keys since the last pause give characters, and a person may have typed them.
  public boolean isText() {
    return !acting && keys <= MOST_QUEUED;
  }

  /// Whether a scanner is typing.
  public boolean isMachine() {
    return machine;
  }

  private void forget() {
    Arrays.fill(text, (char) 0);
    length = 0;
    overflowed = false;
    keys = 0;
    acting = false;
    machine = false;
    longestGap = 0;
  }

  /// Wipes what was typed.
  @Override
  public void close() {
    forget();
  }
}
