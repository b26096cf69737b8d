package org.urna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.Test;
import org.urna.SettableClock;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.SampleStates;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffFlow;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.Pages;
import org.urna.passport.scan.WedgeDecoder;
import org.urna.ui.control.DisplaySettings.Contrast;
import org.urna.ui.control.DisplaySettings.TextSize;
import org.urna.ui.control.QrCode;
import org.urna.ui.control.TouchButton;

/// How the window behaves under fingers and keys.
class KioskWindowTest {
  private static final ElectionView ELECTION = SampleElection.view(false);
  private static final Map<String, VoterState> STATES =
      SampleStates.voter(Language.ENGLISH, ELECTION.options().size());

  private final SettableClock clock = new SettableClock(Instant.EPOCH);
  private final StillFlow<VoterState, VoterEvent> voter = new StillFlow<>(state("01-start"));
  private final StillFlow<StaffState, StaffEvent> staff =
      new StillFlow<>(new StaffFlow(Language.ENGLISH, 2).initial());
  private final List<MrzScan> scans = new CopyOnWriteArrayList<>();
  private final KioskWindow window =
      Fx.call(
          () ->
              new KioskWindow(
                  voter,
                  staff,
                  ELECTION,
                  null,
                  clock::nanoTime,
                  Duration.ofMillis(400),
                  scans::add));
  private final Scene scene = Fx.call(() -> window.open(1280, 800));

  private static VoterState state(String name) {
    VoterState state = STATES.get(name);
    assertThat(state).as(name).isNotNull();
    return state;
  }

  private void put(VoterState state) {
    Fx.run(() -> voter.put(state));
    Fx.run(this::layOut);
    Fx.run(this::layOut);
    voter.sent.clear();
  }

  private void layOut() {
    scene.getRoot().resize(scene.getWidth(), scene.getHeight());
    scene.getRoot().applyCss();
    scene.getRoot().layout();
  }

  private TouchButton button(String text) {
    return Fx.call(() -> ScreensTest.button(scene.getRoot(), List.of(text)));
  }

  private void mouse(Node target, javafx.event.EventType<MouseEvent> type) {
    Fx.run(
        () ->
            Event.fireEvent(
                target,
                new MouseEvent(
                    type,
                    5,
                    5,
                    5,
                    5,
                    MouseButton.PRIMARY,
                    1,
                    false,
                    false,
                    false,
                    false,
                    type == MouseEvent.MOUSE_PRESSED,
                    false,
                    false,
                    true,
                    false,
                    false,
                    null)));
  }

  private void key(Node target, javafx.event.EventType<KeyEvent> type, KeyCode code) {
    Fx.run(
        () ->
            Event.fireEvent(target, new KeyEvent(type, "", "", code, false, false, false, false)));
  }

  @Test
  void aTouchActsAtTheReleaseOnTheSameTarget() {
    put(state("09-review"));
    clock.advance(Duration.ofSeconds(1));
    TouchButton yes = button("Yes");
    mouse(yes, MouseEvent.MOUSE_ENTERED);
    mouse(yes, MouseEvent.MOUSE_PRESSED);
    assertThat(voter.sent).doesNotContain(new VoterEvent.ChoiceConfirmed());
    mouse(yes, MouseEvent.MOUSE_RELEASED);
    assertThat(voter.sent).containsOnlyOnce(new VoterEvent.ChoiceConfirmed());
  }

  @Test
  void aFingerThatSlidesAwayDoesNothing() {
    put(state("10-sealed"));
    clock.advance(Duration.ofSeconds(1));
    TouchButton cast = button("Cast my vote");
    mouse(cast, MouseEvent.MOUSE_ENTERED);
    mouse(cast, MouseEvent.MOUSE_PRESSED);
    mouse(cast, MouseEvent.MOUSE_EXITED);
    mouse(cast, MouseEvent.MOUSE_RELEASED);
    assertThat(voter.sent).doesNotContain(new VoterEvent.CastAsked());
  }

  @Test
  void theSecondTapOfADoubleTapDoesNotReachTheNextScreen() {
    put(state("10-sealed"));
    TouchButton cast = button("Cast my vote");
    mouse(cast, MouseEvent.MOUSE_ENTERED);
    mouse(cast, MouseEvent.MOUSE_PRESSED);
    mouse(cast, MouseEvent.MOUSE_RELEASED);
    assertThat(voter.sent).doesNotContain(new VoterEvent.CastAsked());
    clock.advance(Duration.ofMillis(401));
    mouse(cast, MouseEvent.MOUSE_PRESSED);
    mouse(cast, MouseEvent.MOUSE_RELEASED);
    assertThat(voter.sent).containsOnlyOnce(new VoterEvent.CastAsked());
  }

  @Test
  void spaceAndEnterActOnceAtTheirReleaseHoweverLongTheyAreHeld() {
    for (KeyCode code : new KeyCode[] {KeyCode.SPACE, KeyCode.ENTER}) {
      put(state("06-badge"));
      put(state("09-review"));
      clock.advance(Duration.ofSeconds(1));
      TouchButton yes = button("Yes");
      Fx.run(yes::requestFocus);
      for (int i = 0; i < 20; i++) {
        key(yes, KeyEvent.KEY_PRESSED, code);
      }
      assertThat(voter.sent).doesNotContain(new VoterEvent.ChoiceConfirmed());
      key(yes, KeyEvent.KEY_RELEASED, code);
      assertThat(voter.sent).as(code.getName()).containsOnlyOnce(new VoterEvent.ChoiceConfirmed());
    }
  }

  @Test
  void aKeyHeldWhileTheScreenChangesDoesNotActOnTheNewOne() {
    put(state("09-review"));
    clock.advance(Duration.ofSeconds(1));
    key(button("Yes"), KeyEvent.KEY_PRESSED, KeyCode.ENTER);
    put(state("10-sealed"));
    clock.advance(Duration.ofSeconds(1));
    TouchButton cast = button("Cast my vote");
    Fx.run(cast::requestFocus);
    key(cast, KeyEvent.KEY_PRESSED, KeyCode.ENTER);
    key(cast, KeyEvent.KEY_RELEASED, KeyCode.ENTER);
    assertThat(voter.sent).doesNotContain(new VoterEvent.CastAsked());
  }

  @Test
  void aNewScreenGivesNoButtonTheFocus() {
    put(state("10-sealed"));
    assertThat(Fx.call(scene::getFocusOwner)).isNotInstanceOf(TouchButton.class);
  }

  @Test
  void everyTouchAndKeyEndsIdlenessButTheQuestionIsAnsweredByItsButtons() {
    put(state("10-sealed"));
    clock.advance(Duration.ofSeconds(1));
    mouse(scene.getRoot(), MouseEvent.MOUSE_PRESSED);
    assertThat(voter.sent).contains(new VoterEvent.Active());
    put(state("17-idle"));
    clock.advance(Duration.ofSeconds(1));
    mouse(scene.getRoot(), MouseEvent.MOUSE_PRESSED);
    assertThat(voter.sent).doesNotContain(new VoterEvent.Active());
    Fx.run(() -> button0("Yes, I am").fire());
    assertThat(voter.sent).contains(new VoterEvent.Active());
    Fx.run(() -> button0("Leave").fire());
    assertThat(voter.sent).contains(new VoterEvent.LeaveConfirmed());
  }

  private TouchButton button0(String text) {
    return ScreensTest.button(scene.getRoot(), List.of(text));
  }

  @Test
  void textSizeAndColoursGoBackForTheNextVoter() {
    put(state("07-ballot"));
    Fx.run(() -> button0("Text and colours").fire());
    Fx.run(() -> button0("Largest").fire());
    Fx.run(() -> button0("White on black").fire());
    assertThat(scene.getRoot().getStyleClass()).contains("k-theme-white-on-black", "k-size-huge");
    put(state("12-cast"));
    assertThat(window.settings().size().get()).isEqualTo(TextSize.HUGE);
    put(state("01-start"));
    assertThat(window.settings().size().get()).isEqualTo(TextSize.NORMAL);
    assertThat(window.settings().contrast().get()).isEqualTo(Contrast.NORMAL);
    assertThat(scene.getRoot().getStyleClass())
        .contains("k-theme-normal", "k-size-normal")
        .doesNotContain("k-theme-white-on-black", "k-size-huge");
  }

  @Test
  void theScreenOfAStateStandsWhileOnlyItsProgressChanges() {
    put(state("07-ballot"));
    TouchButton before = button("Anna Sokolova");
    VoterState.Ballot ballot = (VoterState.Ballot) state("07-ballot");
    put(
        new VoterState.Ballot(
            ballot.visit(),
            new org.urna.flow.voter.Preparation.Running(0.9),
            ballot.order(),
            org.urna.flow.voter.Mark.on(0),
            org.urna.flow.voter.Mark.NONE));
    assertThat(button("Anna Sokolova")).isSameAs(before);
  }

  @Test
  void theReviewShowsNoCodeAndTheSealedScreenNoName() {
    put(state("09-review"));
    assertThat(words()).anyMatch(text -> text.contains("Preobrazhensky"));
    assertThat(words()).noneMatch(text -> text.contains("3f9a1c07") || text.contains("anchor"));
    assertThat(Fx.call(() -> ScreensTest.all(scene.getRoot(), QrCode.class))).isEmpty();
    put(state("10-sealed"));
    assertThat(words()).anyMatch(text -> text.contains("3f9a1c07"));
    assertThat(words())
        .noneMatch(
            text ->
                ELECTION.options().stream()
                    .anyMatch(option -> text.contains(option.name().in("en"))));
    assertThat(Fx.call(() -> ScreensTest.all(scene.getRoot(), javafx.scene.image.ImageView.class)))
        .isEmpty();
  }

  @Test
  void theShortCodeStandsOnEveryScreen() {
    STATES.forEach(
        (name, state) -> {
          put(state);
          assertThat(Fx.call(() -> allWords(scene.getRoot())))
              .as(name)
              .anyMatch(text -> text.contains(ELECTION.shortCode()));
        });
  }

  private static List<String> allWords(Node root) {
    return root.lookupAll(".label").stream()
        .filter(Label.class::isInstance)
        .map(node -> ((Label) node).getText())
        .toList();
  }

  private List<String> words() {
    return Fx.call(
        () -> ScreensTest.all(scene.getRoot(), Label.class).stream().map(Label::getText).toList());
  }

  @Test
  void theQrOnTheScreenCanBeRead() throws Exception {
    put(state("10-sealed"));
    assertThat(read(picture())).isEqualTo(SampleStates.CODE.hex());
    put(state("13-receipt"));
    assertThat(read(picture())).isEqualTo(SampleStates.RECEIPT.qr());
    // Black on white also where the screen is white on black.
    put(state("10-sealed"));
    Fx.run(() -> window.settings().contrast().set(Contrast.WHITE_ON_BLACK));
    Fx.run(this::layOut);
    assertThat(read(picture())).isEqualTo(SampleStates.CODE.hex());
  }

  private WritableImage picture() {
    return Fx.call(() -> scene.snapshot(null));
  }

  private static String read(WritableImage image) throws Exception {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    PixelReader reader = image.getPixelReader();
    reader.getPixels(
        0, 0, width, height, javafx.scene.image.PixelFormat.getIntArgbInstance(), pixels, 0, width);
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
        .getText();
  }

  @Test
  void keysOnAKeyboardReachTheFieldOfTheScreen() {
    put(state("04-key-empty"));
    clock.advance(Duration.ofSeconds(1));
    Node page = Fx.call(scene::getFocusOwner);
    Fx.run(
        () ->
            Event.fireEvent(
                page,
                new KeyEvent(
                    KeyEvent.KEY_TYPED, "l", "", KeyCode.UNDEFINED, false, false, false, false)));
    key(page, KeyEvent.KEY_PRESSED, KeyCode.BACK_SPACE);
    assertThat(voter.sent).contains(new VoterEvent.KeyTyped('l'), new VoterEvent.KeyErased());
  }

  @Test
  void thePassphraseIsHandedOverAsTypedAndTheScreenKeepsNothing() {
    Fx.run(() -> button0("Volunteers").fire());
    Fx.run(this::layOut);
    Fx.run(
        () -> {
          for (String key : List.of("a", "b", "Shift", "C", "Erase", "C", "Space")) {
            button0(key).fire();
          }
        });
    Fx.run(() -> button0("Enter").fire());
    Fx.run(() -> button0("Enter").fire());
    List<StaffEvent> given =
        staff.sent.stream().filter(StaffEvent.PassphraseGiven.class::isInstance).toList();
    assertThat(given).hasSize(1);
    try (TypedPassphrase passphrase =
        ((StaffEvent.PassphraseGiven) given.getFirst()).passphrase()) {
      assertThat(new String(passphrase.toCharArray())).isEqualTo("abC ");
    }
    assertThat(words()).noneMatch(text -> text.contains("abC"));
  }

  @Test
  void leavingTheVolunteersPageLocksIt() {
    Fx.run(() -> button0("Volunteers").fire());
    Fx.run(this::layOut);
    Fx.run(() -> button0("To the voters' screen").fire());
    assertThat(staff.sent).contains(new StaffEvent.LockAsked());
    Fx.run(this::layOut);
    assertThat(button("Vote in English")).isNotNull();
  }

  @Test
  void theVolunteersPageIsOfferedOnlyWhileNoVoterIsHere() {
    STATES.forEach(
        (name, state) -> {
          put(state);
          boolean offered =
              Fx.call(
                  () ->
                      ScreensTest.all(scene.getRoot(), TouchButton.class).stream()
                          .anyMatch(
                              button ->
                                  List.of("Volunteers", "Волонтёрам").contains(button.getText())));
          assertThat(offered)
              .as(name)
              .isEqualTo(
                  state instanceof VoterState.Start || state instanceof VoterState.NotVoting);
        });
  }

  @Test
  void thePracticeTrayLaysAPassportDownWithATouch() {
    SampleDesk desk = new SampleDesk();
    StillFlow<VoterState, VoterEvent> practising = new StillFlow<>(state("03-place"));
    Scene practice =
        Fx.call(
            () ->
                new KioskWindow(
                        practising,
                        staff,
                        SampleElection.view(true),
                        desk,
                        clock::nanoTime,
                        Duration.ZERO,
                        scans::add)
                    .open(1280, 800));
    Fx.run(() -> {});
    assertThat(Fx.call(() -> allWords(practice.getRoot()))).contains("ТРЕНИРОВКА / PRACTICE");
    Fx.run(() -> ScreensTest.button(practice.getRoot(), List.of("Specimen passports")).fire());
    Fx.run(() -> ScreensTest.button(practice.getRoot(), List.of("A cloned chip")).fire());
    Fx.run(() -> ScreensTest.button(practice.getRoot(), List.of("Lift the passport")).fire());
    assertThat(desk.laid).containsExactly("clone", "-");
  }

  @Test
  void whatGetsTheFocusIsMovedIntoSight() {
    put(state("07-ballot"));
    TouchButton last = button("Blank ballot");
    Fx.run(last::requestFocus);
    Fx.run(this::layOut);
    Fx.run(this::layOut);
    var bounds = Fx.call(() -> last.localToScene(last.getLayoutBounds()));
    TouchButton review = button("Review");
    var footer = Fx.call(() -> review.localToScene(review.getLayoutBounds()));
    assertThat(bounds.getMinY()).isGreaterThan(0);
    assertThat(bounds.getMaxY()).isLessThan(footer.getMinY() + 1);
  }

  /// A kiosk runs for days: nothing that outlives a screen may hold it, nor what stood on it.
  @Test
  void aScreenThatIsGoneIsHeldByNothing() {
    put(state("04-key-wrong"));
    WeakReference<Node> keys = new WeakReference<>(Fx.call(scene::getFocusOwner));
    put(state("13-receipt"));
    WeakReference<Node> receipt = new WeakReference<>(Fx.call(scene::getFocusOwner));
    Fx.run(() -> button0("Text and colours").fire());
    Fx.run(() -> button0("Done").fire());
    assertThat(keys.get()).isNotSameAs(receipt.get());
    put(state("16-take-passport"));
    put(state("01-start"));
    put(state("02-what-will-happen"));
    put(state("01-start"));
    // The first picture after a change lets the renderer go of the old screen.
    picture();
    for (int i = 0; i < 50 && (keys.get() != null || receipt.get() != null); i++) {
      System.gc();
      Fx.run(() -> {});
    }
    assertThat(keys.get()).isNull();
    assertThat(receipt.get()).isNull();
  }

  // --- Scanners that type

  private static final String PAGE = Pages.LINE_1 + "\r" + Pages.LINE_2;

  private void fire(javafx.event.EventType<KeyEvent> type, String character, KeyCode code) {
    Node focused = scene.getFocusOwner();
    Event.fireEvent(
        focused == null ? scene : focused,
        new KeyEvent(type, character, "", code, false, false, false, false));
  }

  private void stroke(char c) {
    KeyCode code =
        switch (c) {
          case '\r' -> KeyCode.ENTER;
          case '\t' -> KeyCode.TAB;
          case ' ' -> KeyCode.SPACE;
          case '<' -> KeyCode.COMMA;
          default -> {
            KeyCode named = KeyCode.getKeyCode(String.valueOf(Character.toUpperCase(c)));
            yield named == null ? KeyCode.UNDEFINED : named;
          }
        };
    boolean shift = c == '<' || Character.isUpperCase(c);
    if (shift) {
      fire(KeyEvent.KEY_PRESSED, "", KeyCode.SHIFT);
    }
    fire(KeyEvent.KEY_PRESSED, "", code);
    fire(KeyEvent.KEY_TYPED, String.valueOf(c), KeyCode.UNDEFINED);
    fire(KeyEvent.KEY_RELEASED, "", code);
    if (shift) {
      fire(KeyEvent.KEY_RELEASED, "", KeyCode.SHIFT);
    }
  }

  /// Everything within one turn of the JavaFX thread: faster than any hand.
  private void scan(String text) {
    Fx.run(() -> text.chars().forEach(c -> stroke((char) c)));
  }

  private void chord(KeyCode... codes) {
    Fx.run(
        () -> {
          for (KeyCode code : codes) {
            fire(KeyEvent.KEY_PRESSED, "", code);
          }
          for (KeyCode code : List.of(codes).reversed()) {
            fire(KeyEvent.KEY_RELEASED, "", code);
          }
        });
  }

  /// Longer than any key is held back.
  private void pause() {
    java.util.concurrent.CountDownLatch over = new java.util.concurrent.CountDownLatch(1);
    Fx.run(
        () -> {
          var wait =
              new javafx.animation.PauseTransition(
                  javafx.util.Duration.millis(3 * WedgeDecoder.QUIET.toMillis()));
          wait.setOnFinished(_ -> over.countDown());
          wait.play();
        });
    try {
      assertThat(over.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Fx.run(() -> {});
    Fx.run(() -> {});
  }

  @Test
  void aScanReachesNoButtonAndNoFieldWhateverHasTheFocus() {
    for (String name : List.of("01-start", "04-key-empty", "09-review", "10-sealed", "12-cast")) {
      put(state(name));
      for (TouchButton focused :
          Fx.call(() -> ScreensTest.all(scene.getRoot(), TouchButton.class))) {
        clock.advance(Duration.ofSeconds(1));
        Fx.run(focused::requestFocus);
        Node owner = Fx.call(scene::getFocusOwner);
        voter.sent.clear();
        staff.sent.clear();
        scan(PAGE + "\r\t \r");
        pause();
        assertThat(voter.sent).as("%s, %s", name, focused.getText()).isEmpty();
        assertThat(staff.sent).as("%s, %s", name, focused.getText()).isEmpty();
        assertThat(Fx.call(scene::getFocusOwner)).isSameAs(owner);
        assertThat(scans).hasSize(1);
        assertThat(Pages.text(scans.removeFirst())).isEqualTo(Pages.BOOK);
      }
    }
  }

  @Test
  void aScanInTheRussianLayoutIsReadAndSwallowed() {
    put(state("04-key-empty"));
    clock.advance(Duration.ofSeconds(1));
    scan(
        Pages.inRussianLayout(Pages.LINE_1, 'Б') + "\t" + Pages.inRussianLayout(Pages.LINE_2, 'Б'));
    pause();
    assertThat(voter.sent).isEmpty();
    assertThat(Pages.text(scans.getFirst())).isEqualTo(Pages.BOOK);
  }

  @Test
  void whatElseAMachineTypesDoesNothing() {
    put(state("10-sealed"));
    TouchButton cast = button("Cast my vote");
    Fx.run(cast::requestFocus);
    List<Runnable> attacks =
        List.of(
            () -> scan("\r\r\r\r\r\r"),
            () -> scan("\t\r"),
            () -> scan(" \r"),
            () -> scan("4006381333931\r"),
            () -> chord(KeyCode.ALT, KeyCode.F4),
            () -> chord(KeyCode.CONTROL, KeyCode.ALT, KeyCode.DELETE),
            () -> chord(KeyCode.CONTROL, KeyCode.C));
    for (Runnable attack : attacks) {
      clock.advance(Duration.ofSeconds(1));
      attack.run();
      pause();
      assertThat(voter.sent).doesNotHaveAnyElementsOfTypes(VoterEvent.CastAsked.class);
      assertThat(voter.sent).isEmpty();
      assertThat(Fx.call(scene::getFocusOwner)).isSameAs(cast);
    }
    assertThat(scans).isEmpty();
    // The keyboard is as good as before.
    clock.advance(Duration.ofSeconds(1));
    scan("\r");
    pause();
    assertThat(voter.sent).containsOnlyOnce(new VoterEvent.CastAsked());
  }

  @Test
  void aPersonsKeysArriveAsTheyWereTyped() {
    put(state("04-key-empty"));
    clock.advance(Duration.ofSeconds(1));
    for (char c : "L898<Ab2".toCharArray()) {
      scan(String.valueOf(c));
      pause();
    }
    assertThat(voter.sent.stream().filter(VoterEvent.KeyTyped.class::isInstance).toList())
        .extracting(event -> ((VoterEvent.KeyTyped) event).character())
        .containsExactly('L', '8', '9', '8', '<', 'A', 'b', '2');
    assertThat(scans).isEmpty();
  }

  /// A busy moment delivers at once what a person typed one by one.
  @Test
  void keysThatQueuedUpBehindABusyMomentArriveInOrder() {
    put(state("04-key-empty"));
    clock.advance(Duration.ofSeconds(1));
    for (String typed : List.of("898", "8989", "7500<Ab", "750000011875000001187500")) {
      voter.sent.clear();
      scan(typed);
      pause();
      assertThat(typedCharacters()).as(typed).isEqualTo(typed);
    }
    assertThat(scans).isEmpty();
    // The keyboard is as good as before.
    voter.sent.clear();
    scan("8");
    pause();
    assertThat(typedCharacters()).isEqualTo("8");
  }

  private String typedCharacters() {
    return voter.sent.stream()
        .filter(VoterEvent.KeyTyped.class::isInstance)
        .map(event -> String.valueOf(((VoterEvent.KeyTyped) event).character()))
        .collect(java.util.stream.Collectors.joining());
  }

  @Test
  void keysThatQueuedUpNeverPressAButton() {
    put(state("10-sealed"));
    TouchButton cast = button("Cast my vote");
    Fx.run(cast::requestFocus);
    for (String typed : List.of("    ", "12 3", "123456 ", "12345678901234567890 12345678")) {
      clock.advance(Duration.ofSeconds(1));
      scan(typed);
      pause();
      assertThat(voter.sent).as(typed).doesNotContain(new VoterEvent.CastAsked());
    }
    // Longer than anybody types in a busy moment: a machine.
    put(state("04-key-empty"));
    clock.advance(Duration.ofSeconds(1));
    scan("1234567890123456789012345");
    pause();
    assertThat(typedCharacters()).isEmpty();
  }

  @Test
  void aQueuedKeyThatIsStillHeldIsOneKey() {
    put(state("04-key-empty"));
    clock.advance(Duration.ofSeconds(1));
    Fx.run(
        () -> {
          "898".chars().forEach(c -> stroke((char) c));
          fire(KeyEvent.KEY_PRESSED, "", KeyCode.DIGIT7);
          fire(KeyEvent.KEY_TYPED, "7", KeyCode.UNDEFINED);
        });
    pause();
    Fx.run(
        () -> {
          for (int i = 0; i < 10; i++) {
            fire(KeyEvent.KEY_PRESSED, "", KeyCode.DIGIT7);
            fire(KeyEvent.KEY_TYPED, "7", KeyCode.UNDEFINED);
          }
          fire(KeyEvent.KEY_RELEASED, "", KeyCode.DIGIT7);
        });
    pause();
    assertThat(typedCharacters()).isEqualTo("8987");
  }

  @Test
  void twoKeysAtOnceBothArrive() {
    put(state("04-key-empty"));
    clock.advance(Duration.ofSeconds(1));
    scan("89");
    pause();
    assertThat(voter.sent)
        .containsSubsequence(new VoterEvent.KeyTyped('8'), new VoterEvent.KeyTyped('9'));
  }

  @Test
  void tabMovesTheFocusAndEnterPresses() {
    put(state("09-review"));
    clock.advance(Duration.ofSeconds(1));
    TouchButton yes = button("Yes");
    for (int i = 0; i < 20 && Fx.call(scene::getFocusOwner) != yes; i++) {
      scan("\t");
      pause();
    }
    assertThat(Fx.call(scene::getFocusOwner)).isSameAs(yes);
    scan("\r");
    pause();
    assertThat(voter.sent).containsOnlyOnce(new VoterEvent.ChoiceConfirmed());
  }

  @Test
  void aKeyHeldBackForAScreenThatIsGoneGoesNowhere() {
    put(state("09-review"));
    clock.advance(Duration.ofSeconds(1));
    TouchButton yes = button("Yes");
    Fx.run(
        () -> {
          yes.requestFocus();
          fire(KeyEvent.KEY_PRESSED, "", KeyCode.ENTER);
          voter.put(state("10-sealed"));
        });
    Fx.run(() -> {});
    clock.advance(Duration.ofSeconds(1));
    TouchButton cast = button("Cast my vote");
    Fx.run(cast::requestFocus);
    pause();
    for (int i = 0; i < 5; i++) {
      key(cast, KeyEvent.KEY_PRESSED, KeyCode.ENTER);
    }
    key(cast, KeyEvent.KEY_RELEASED, KeyCode.ENTER);
    assertThat(voter.sent)
        .doesNotContain(new VoterEvent.CastAsked(), new VoterEvent.ChoiceConfirmed());
  }
}
