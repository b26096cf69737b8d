package org.urna.ui;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventDispatchChain;
import javafx.event.EventDispatcher;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.WedgeDecoder;
import org.urna.passport.scan.WedgeDecoder.Ending;
import org.urna.passport.scan.WedgeDecoder.Key;

/// Takes what a scanner types out of a scene's keys, before any filter, focus traversal or control
/// sees it; [WedgeDecoder] says which keys are a scanner's. A person's keys are held back for a
/// moment and then go on as they came: press, character and release in order, to what has the focus
/// by then. If the screen has changed meanwhile they go nowhere, because they were meant for the
/// old one.
///
/// A key that went nowhere is dead until it is released, so that no control sees half of it.
///
/// Keys of a person that queued up behind a busy moment arrive as fast as a machine's. If they are
/// characters alone they go on too, unless a button has the focus that a space would press. Among
/// keys that act, a lost one is a second touch; one too many could be a vote.
///
/// It stands in place of the scene's dispatcher: an event filter would be too late, because a
/// consumed event still reaches the other filters of the same scene.
final class WedgeFilter implements EventDispatcher {
  private static final Set<KeyCode> SHIFTING =
      EnumSet.of(KeyCode.SHIFT, KeyCode.CAPS, KeyCode.ALT_GRAPH, KeyCode.NUM_LOCK);
  private static final Set<KeyCode> MOVING =
      EnumSet.of(
          KeyCode.UP,
          KeyCode.DOWN,
          KeyCode.LEFT,
          KeyCode.RIGHT,
          KeyCode.PAGE_UP,
          KeyCode.PAGE_DOWN,
          KeyCode.HOME,
          KeyCode.END,
          KeyCode.BACK_SPACE);

  private final Scene scene;
  private final Consumer<MrzScan> scans;
  private final LongSupplier nanos;
  private final EventDispatcher inner;
  private final WedgeDecoder decoder = new WedgeDecoder();
  private final List<KeyEvent> held = new ArrayList<>();
  private final Set<KeyCode> down = EnumSet.noneOf(KeyCode.class);
  private final Set<KeyCode> dead = EnumSet.noneOf(KeyCode.class);
  private final PauseTransition pause =
      new PauseTransition(Duration.millis(WedgeDecoder.QUIET.toMillis()));
  private boolean replaying;
  private boolean lastKeyDied;
  private KeyCode lastPressed = KeyCode.UNDEFINED;

  private WedgeFilter(Scene scene, Consumer<MrzScan> scans, LongSupplier nanos) {
    this.scene = scene;
    this.scans = scans;
    this.nanos = nanos;
    this.inner = scene.getEventDispatcher();
    // Once more behind what is queued: after a busy moment the keys of a scan may wait there.
    pause.setOnFinished(_ -> Platform.runLater(this::quiet));
  }

  /// Puts a filter before everything else in `scene`. On the JavaFX thread.
  ///
  /// @param scans takes each page; it belongs to the taker, who closes it
  /// @param nanos a clock that never goes back
  static void install(Scene scene, Consumer<MrzScan> scans, LongSupplier nanos) {
    scene.setEventDispatcher(new WedgeFilter(scene, scans, nanos));
  }

  @Override
  public @Nullable Event dispatchEvent(Event event, EventDispatchChain tail) {
    if (!replaying && event instanceof KeyEvent key && !passes(key)) {
      return null;
    }
    return inner.dispatchEvent(event, tail);
  }

  private boolean passes(KeyEvent event) {
    if (event.getEventType() == KeyEvent.KEY_PRESSED) {
      return pressed(event);
    }
    return event.getEventType() == KeyEvent.KEY_TYPED ? typed(event) : released(event);
  }

  private boolean pressed(KeyEvent event) {
    quiet();
    KeyCode code = event.getCode();
    // Only the key that went down last repeats; another one that seems to be down lost its release.
    boolean again = !down.add(code) && code == lastPressed;
    lastPressed = code;
    if (again && dead.contains(code)) {
      return false;
    }
    lastKeyDied = false;
    return switch (decoder.pressed(again ? Key.REPEATED : kind(event), nanos.getAsLong())) {
      case HOLD -> {
        hold(event);
        yield false;
      }
      case RELEASE_AND_HOLD -> {
        replay();
        hold(event);
        yield false;
      }
      case RELEASE -> {
        replay();
        lastKeyDied = dead.contains(code);
        yield !lastKeyDied;
      }
      case SWALLOW -> {
        if (decoder.isText()) {
          hold(event);
        } else {
          drop();
          dead.add(code);
          lastKeyDied = true;
          pause.playFromStart();
        }
        yield false;
      }
    };
  }

  /// The character of the key that went down last.
  private boolean typed(KeyEvent event) {
    boolean scanning = decoder.isMachine();
    if (scanning || !held.isEmpty()) {
      String text = event.getCharacter();
      for (int i = 0; i < text.length(); i++) {
        decoder.typed(text.charAt(i));
      }
      // A machine's keys are not kept once it is sure that they go nowhere.
      if (!held.isEmpty()) {
        held.add(event);
      }
      return false;
    }
    return !lastKeyDied;
  }

  private boolean released(KeyEvent event) {
    KeyCode code = event.getCode();
    down.remove(code);
    if (dead.remove(code)) {
      return false;
    }
    boolean pressIsHeld =
        held.stream()
            .anyMatch(
                other -> other.getEventType() == KeyEvent.KEY_PRESSED && other.getCode() == code);
    if (pressIsHeld) {
      held.add(event);
    }
    return !pressIsHeld;
  }

  private void hold(KeyEvent event) {
    held.add(event);
    pause.playFromStart();
  }

  private void quiet() {
    switch (decoder.quiet(nanos.getAsLong())) {
      // Animations start with a frame, which may be older than the last key.
      case Ending.NotYet _ -> waitOn();
      case Ending.Person _ -> replay();
      case Ending.Noise(boolean isText) -> {
        if (isText && !pressesAButton()) {
          replay();
        } else {
          drop();
        }
      }
      case Ending.Scan(MrzScan scan) -> {
        drop();
        scans.accept(scan);
      }
    }
  }

  private void waitOn() {
    if (decoder.isMachine() || !held.isEmpty()) {
      pause.playFromStart();
    }
  }

  private void replay() {
    List<KeyEvent> late = List.copyOf(held);
    held.clear();
    replaying = true;
    try {
      for (KeyEvent event : late) {
        if (isForThisScreen(event)) {
          Node focused = scene.getFocusOwner();
          Event.fireEvent(focused == null ? scene : focused, event);
        } else {
          bury(event);
        }
      }
    } finally {
      replaying = false;
    }
  }

  private boolean pressesAButton() {
    return scene.getFocusOwner() instanceof ButtonBase
        && held.stream().anyMatch(event -> event.getCode() == KeyCode.SPACE);
  }

  private boolean isForThisScreen(KeyEvent event) {
    return !(event.getTarget() instanceof Node node) || node.getScene() == scene;
  }

  private void drop() {
    held.forEach(this::bury);
    held.clear();
  }

  private void bury(KeyEvent event) {
    if (event.getEventType() == KeyEvent.KEY_PRESSED && down.contains(event.getCode())) {
      dead.add(event.getCode());
    }
  }

  private static Key kind(KeyEvent event) {
    KeyCode code = event.getCode();
    if (SHIFTING.contains(code)) {
      return Key.SHIFT;
    }
    if (MOVING.contains(code)) {
      return Key.MOVING;
    }
    boolean shortcut = event.isControlDown() || event.isAltDown() || event.isMetaDown();
    boolean acts =
        code == KeyCode.ENTER
            || code == KeyCode.TAB
            || code == KeyCode.ESCAPE
            || code.isFunctionKey()
            || code.isModifierKey();
    return acts || shortcut ? Key.ACTING : Key.CHARACTER;
  }
}
