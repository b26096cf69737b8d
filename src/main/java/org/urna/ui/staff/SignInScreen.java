package org.urna.ui.staff;

import java.util.Arrays;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.failure.Failure;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StaffState.Answer;
import org.urna.flow.staff.StaffState.Purpose;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.ui.control.Icon;
import org.urna.ui.control.KeyPad;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Words;

/// Officials type passphrases, on a keyboard or on the screen. The characters live in one array
/// that is wiped when they are handed over or this screen goes.
final class SignInScreen extends StaffScreen {
  private static final int LONGEST = 200;

  /// What the keys write, the space apart. Together they hold every character of
  /// [org.urna.keys.Passphrase#canBeTyped].
  enum Layout {
    LATIN(
        "ABC",
        10,
        "1234567890abcdefghijklmnopqrstuvwxyz-.",
        "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ_!"),
    CYRILLIC(
        "АБВ",
        11,
        "1234567890-абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "1234567890.АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"),
    SIGNS(
        "#$№",
        10,
        "1234567890!\"#№$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        "1234567890!\"#№$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    private final String name;
    private final int columns;
    private final String small;
    private final String large;

    Layout(String name, int columns, String small, String large) {
      this.name = name;
      this.columns = columns;
      this.small = small;
      this.large = large;
    }

    String keys(boolean shifted) {
      return shifted ? large : small;
    }
  }

  private final char[] typed = new char[LONGEST];
  private int length;
  private boolean shifted;
  private Layout layout = Layout.LATIN;
  private final VBox officials = new VBox();
  private final Label dots = new Label();
  private final Label answer = Labels.text("", "k-strong");
  private final Label remedy = Labels.text("");
  private final VBox keys = new VBox();
  private final TouchButton enter;

  SignInScreen(StaffKit kit, StaffState.SignIn state) {
    super(kit, title(kit.words(), state.purpose()));
    officials.getStyleClass().add("k-list");
    dots.getStyleClass().add("k-passphrase");
    dots.setMaxWidth(Double.MAX_VALUE);
    VBox side =
        new VBox(
            officials,
            Labels.text(kit.words().get("staff.sign-in.passphrase")),
            dots,
            answer,
            remedy);
    side.getStyleClass().addAll("k-list", "k-side");
    if (state.purpose() instanceof Purpose.Begin) {
      side.getChildren()
          .addFirst(
              kit.box(
                  Icon.of(Material2AL.INFO, 1.4),
                  kit.words().get("staff.poster") + ": " + kit.election().shortCode()));
    }
    keys.getStyleClass().add("k-list");
    showKeys();
    WrappingRow both = new WrappingRow(side, keys);
    both.getStyleClass().add("k-pair");
    both.setAlignment(Pos.CENTER);
    page.content(both);
    enter = new TouchButton(kit.words().get("staff.sign-in.enter"), this::enter);
    enter.styled("k-primary");
    page.right(enter);
    boolean alone = state.needed() == 1;
    if (alone) {
      page.left(kit.button("staff.sign-in.two", new StaffEvent.TwoAsked()));
    } else if (!(state.purpose() instanceof Purpose.Begin)) {
      page.left(kit.button("common.back", new StaffEvent.WentBack()));
    }
    showDots();
    page.addEventHandler(KeyEvent.KEY_TYPED, this::typedOnKeyboard);
    page.addEventFilter(KeyEvent.KEY_PRESSED, this::pressedOnKeyboard);
    page.sceneProperty()
        .addListener(
            (_, _, scene) -> {
              if (scene == null) {
                wipe();
              }
            });
  }

  private static String title(Words words, Purpose purpose) {
    return switch (purpose) {
      case Purpose.Begin _ -> words.get("staff.sign-in.begin");
      case Purpose.Close _ -> words.get("staff.sign-in.close");
      case Purpose.Open _ -> words.get("staff.sign-in.open");
      case Purpose.Resume _ -> words.get("staff.sign-in.resume");
      case Purpose.Unlock _ -> words.get("staff.sign-in.unlock");
    };
  }

  private void showKeys() {
    TouchButton shift =
        new TouchButton(
                kit.words().get("staff.sign-in.shift"),
                () -> {
                  shifted = !shifted;
                  showKeys();
                })
            .styled("k-key-word");
    TouchButton space =
        new TouchButton(kit.words().get("staff.sign-in.space"), () -> type(' '))
            .styled("k-key-word");
    TouchButton erase =
        new TouchButton(kit.words().get("voter.key.erase"), this::erase).styled("k-key-word");
    HBox row = new HBox(shift);
    for (Layout other : Layout.values()) {
      if (other != layout) {
        row.getChildren()
            .add(
                new TouchButton(
                        other.name,
                        () -> {
                          layout = other;
                          showKeys();
                        })
                    .styled("k-key-word"));
      }
    }
    row.getChildren().addAll(space, erase);
    row.getStyleClass().add("k-key-row");
    row.setAlignment(Pos.CENTER);
    keys.getChildren()
        .setAll(KeyPad.letters(layout.keys(shifted), layout.columns, this::type, row));
    page.requestFocus();
  }

  private void type(char character) {
    if (length < LONGEST && !enter.isDisabled()) {
      typed[length++] = character;
      showDots();
    }
    // A key of the screen must not be pressed again by the space bar.
    page.requestFocus();
  }

  private void erase() {
    if (length > 0) {
      typed[--length] = 0;
      showDots();
    }
    page.requestFocus();
  }

  private void enter() {
    page.requestFocus();
    if (length == 0 || enter.isDisabled()) {
      return;
    }
    char[] taken = Arrays.copyOf(typed, length);
    wipe();
    kit.events().accept(new StaffEvent.PassphraseGiven(new TypedPassphrase(taken)));
    Arrays.fill(taken, (char) 0);
  }

  private void wipe() {
    Arrays.fill(typed, (char) 0);
    length = 0;
    showDots();
  }

  private void showDots() {
    dots.setText("•".repeat(Math.min(length, 24)) + "▏");
  }

  private void typedOnKeyboard(KeyEvent event) {
    String text = event.getCharacter();
    boolean modified = event.isControlDown() || event.isAltDown() || event.isMetaDown();
    // The space that pressed a button is none of the passphrase's.
    boolean mine = !text.equals(" ") || event.getTarget() == page;
    // AltGr comes as Control and Alt together, and types characters.
    boolean altGr = event.isControlDown() && event.isAltDown();
    if (text.length() == 1
        && mine
        && (!modified || altGr)
        && !Character.isISOControl(text.charAt(0))) {
      type(text.charAt(0));
      event.consume();
    }
  }

  private void pressedOnKeyboard(KeyEvent event) {
    if (event.getCode() == KeyCode.BACK_SPACE) {
      erase();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && event.getTarget() == page) {
      enter();
      event.consume();
    }
  }

  @Override
  void show(StaffState state) {
    StaffState.SignIn signIn = (StaffState.SignIn) state;
    Words words = kit.words();
    officials.getChildren().clear();
    for (int i = 0; i < (signIn.needed() == 1 ? 0 : signIn.officials()); i++) {
      int official = i;
      String how =
          i == signIn.active()
              ? "staff.sign-in.typing"
              : signIn.typed().contains(i) ? "staff.sign-in.typed" : "staff.sign-in.waiting";
      TouchButton button =
          new TouchButton(
              words.get("staff.sign-in.official", i + 1) + " — " + words.get(how),
              () -> kit.events().accept(new StaffEvent.OfficialChosen(official)));
      if (i == signIn.active()) {
        button.styled("k-chosen");
      }
      button.setMaxWidth(Double.MAX_VALUE);
      officials.getChildren().add(button);
    }
    answer.setText(
        switch (signIn.answer()) {
          case Answer.None _ -> "";
          case Answer.Checking _ -> words.get("staff.sign-in.checking");
          case Answer.Wrong(Failure failure) ->
              signIn.needed() == 1
                  ? words.get("staff.sign-in.not-known")
                  : words.get(failure.code().textKey());
          case Answer.LockedOut(Failure _, long seconds) ->
              words.get("staff.sign-in.locked-out", seconds);
        });
    remedy.setText(
        switch (signIn.answer()) {
          case Answer.None _, Answer.Checking _ -> "";
          case Answer.Wrong(Failure failure) ->
              signIn.needed() == 1
                  ? words.get("staff.sign-in.not-known.remedy")
                  : remedy(words, failure);
          case Answer.LockedOut(Failure failure, long _) -> remedy(words, failure);
        });
    enter.setDisable(signIn.answer() instanceof Answer.Checking);
  }

  private static String remedy(Words words, Failure failure) {
    return words.get(failure.code().remedyKey()) + " " + failure.code().code();
  }
}
