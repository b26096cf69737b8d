package org.urna.practice.mishap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.practice.card.CardAnswer;
import org.urna.practice.card.ChipPause;
import org.urna.practice.card.ChipReply;
import org.urna.practice.card.ChipStep;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.DataObjects;

/// A list of mishaps and where they happen: at the command with a number, or at a step, by what the
/// chip itself understands of a command, so that secure messaging hides nothing.
///
/// ```java
/// passport.chip(
///     MishapScript.empty()
///         .at(ChipStep.read(0x011D, 2), new Mishap.Removed())
///         .atEvery(ChipStep.Kind.READ, new Mishap.Late(Duration.ofMillis(200)))
///         .serving(0x010E, HostileFile.HUGE_LENGTH.content(0x6E)));
/// ```
///
/// The same as text, for people and for files ([#parse]):
///
/// ```
/// # a line for each mishap
/// at read 011D 2 removed
/// every read late 200
/// file 010E 6E HUGE_LENGTH
/// ```
///
/// A mishap happens whenever its place comes up, after each reset again; [#once] for the first time
/// only. The chip has always executed the command before something befalls its answer. Several at
/// one place happen in the order of the script.
///
/// Scripts are immutable in what they say, yet remember what has happened: give each chip its own.
public final class MishapScript implements CommandInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(MishapScript.class);
  private static final int LONGEST_SILENCE_SECONDS = 60;
  private static final byte[] OK = {(byte) 0x90, 0x00};

  private final List<Rule> rules;
  private final Map<Integer, byte[]> contents;
  private final ChipPause pause;

  private int fired;
  private final boolean[] spent;
  private int index;
  private List<Mishap> happening = List.of();
  private boolean isUnderstood;
  private boolean isGone;
  private byte @Nullable [] previous;
  private volatile CountDownLatch goneOrReset = new CountDownLatch(1);

  private MishapScript(List<Rule> rules, Map<Integer, byte[]> contents, ChipPause pause) {
    this.rules = List.copyOf(rules);
    this.contents = Map.copyOf(contents);
    this.pause = pause;
    this.spent = new boolean[rules.size()];
  }

  /// Nothing goes wrong, and delays take real time.
  public static MishapScript empty() {
    return new MishapScript(List.of(), Map.of(), ChipPause.real());
  }

  /// Reads a script; see [MishapText] for its words.
  ///
  /// @throws IllegalArgumentException with the line that says nothing known
  public static MishapScript parse(String text) {
    return MishapText.parse(text);
  }

  /// At the command with number `command`, counting from 0 since the chip got power.
  public MishapScript at(int command, Mishap mishap) {
    return and(new Rule((number, step) -> number == command, mishap, false));
  }

  /// At a step.
  public MishapScript at(ChipStep place, Mishap mishap) {
    return and(new Rule((number, step) -> place.equals(step), mishap, false));
  }

  /// At every step of a kind.
  public MishapScript atEvery(ChipStep.Kind kind, Mishap mishap) {
    return and(new Rule((number, step) -> step != null && step.kind() == kind, mishap, false));
  }

  /// At every block of a file.
  public MishapScript atEveryRead(int file, Mishap mishap) {
    return and(
        new Rule(
            (number, step) ->
                step != null && step.kind() == ChipStep.Kind.READ && step.file() == file,
            mishap,
            false));
  }

  /// The last mishap added happens only the first time, in the life of the chip.
  public MishapScript once() {
    if (rules.isEmpty()) {
      throw new IllegalStateException("nothing to happen once");
    }
    List<Rule> changed = new ArrayList<>(rules);
    Rule last = changed.removeLast();
    changed.add(new Rule(last.place, last.mishap, true));
    return new MishapScript(changed, contents, pause);
  }

  /// The chip has `content` in place of a file that it has.
  public MishapScript serving(int file, byte[] content) {
    Map<Integer, byte[]> changed = new HashMap<>(contents);
    changed.put(file, content.clone());
    return new MishapScript(rules, changed, pause);
  }

  /// Delays are the given pause's.
  public MishapScript with(ChipPause other) {
    return new MishapScript(rules, contents, other);
  }

  /// How many mishaps have happened so far; a test that waits for one looks here whether it did.
  public int happened() {
    return fired;
  }

  @Override
  public Optional<byte[]> exchange(int number, byte[] command, Chip chip) {
    if (isGone) {
      return Optional.empty();
    }
    index = number;
    isUnderstood = false;
    byte[] response = chip.answer(command);
    if (!isUnderstood) {
      happening = due(null);
    }
    for (Mishap mishap : happening) {
      Optional<byte[]> changed = befall(mishap, response);
      if (changed.isEmpty()) {
        return changed;
      }
      response = changed.get();
    }
    previous = response;
    return Optional.of(response);
  }

  @Override
  public ChipReply reply(ChipStep step, ChipReply reply) {
    isUnderstood = true;
    happening = due(step);
    ChipReply changed = reply;
    for (Mishap mishap : happening) {
      changed =
          switch (mishap) {
            case Mishap.Status status -> changed.withStatusWord(status.statusWord());
            case Mishap.Sealed sealed -> changed.withSeal(sealed.seal());
            default -> changed;
          };
    }
    return changed;
  }

  @Override
  public byte[] content(int file, byte[] content) {
    return contents.getOrDefault(file, content);
  }

  @Override
  public void powered() {
    isGone = false;
    previous = null;
    removed();
    goneOrReset = new CountDownLatch(1);
  }

  @Override
  public void removed() {
    goneOrReset.countDown();
  }

  private MishapScript and(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new MishapScript(more, contents, pause);
  }

  private List<Mishap> due(@Nullable ChipStep step) {
    List<Mishap> due = new ArrayList<>();
    for (int i = 0; i < spent.length; i++) {
      Rule rule = rules.get(i);
      if (rule.place.test(index, step) && !spent[i]) {
        spent[i] = rule.isOnce;
        due.add(rule.mishap);
        fired++;
      }
    }
    return due;
  }

  private Optional<byte[]> befall(Mishap mishap, byte[] response) {
    return switch (mishap) {
      case Mishap.Removed removed -> {
        isGone = true;
        yield Optional.empty();
      }
      case Mishap.Silent silent -> {
        // First: who gives it power again while this thread wakes up must find it back.
        isGone = true;
        awaitRemoval();
        yield Optional.empty();
      }
      case Mishap.Late late -> {
        pause.pause(late.delay());
        yield Optional.of(response);
      }
      case Mishap.Status status -> Optional.of(response);
      case Mishap.Sealed sealed -> Optional.of(response);
      case Mishap.OuterStatus status ->
          Optional.of(new CardAnswer(data(response), status.statusWord()).plain());
      case Mishap.Replayed replayed -> Optional.of(previous == null ? response : previous);
      case Mishap.Truncated cut ->
          Optional.of(Arrays.copyOf(response, Math.min(cut.bytes(), response.length)));
      case Mishap.Oversized more -> {
        byte[] filling = new byte[more.bytes()];
        Arrays.fill(filling, (byte) 0xAA);
        yield Optional.of(DataObjects.join(data(response), filling, status(response)));
      }
      case Mishap.Hollow hollow -> Optional.of(OK.clone());
    };
  }

  private void awaitRemoval() {
    try {
      if (!goneOrReset.await(LONGEST_SILENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("nobody took the silent chip away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] data(byte[] response) {
    return Arrays.copyOf(response, Math.max(0, response.length - 2));
  }

  private static byte[] status(byte[] response) {
    return Arrays.copyOfRange(response, Math.max(0, response.length - 2), response.length);
  }

  private record Rule(
      BiPredicate<Integer, @Nullable ChipStep> place, Mishap mishap, boolean isOnce) {}
}
