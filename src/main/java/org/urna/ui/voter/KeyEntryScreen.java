package org.urna.ui.voter;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.flow.voter.KeyDraft;
import org.urna.flow.voter.KeyField;
import org.urna.flow.voter.ScanNotice;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterFailures;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.KeyPad;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;

/// Three groups to copy from the bottom line. The check digit of each tells a slip of the finger
/// before the chip is touched.
final class KeyEntryScreen extends VoterScreen<VoterState.KeyEntry> {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int LETTER_COLUMNS = 7;

  private final Map<KeyField, FieldBox> fields = new EnumMap<>(KeyField.class);
  private final Label refused;
  private final Label scanned = Labels.text("", "k-strong", "k-bad");
  private final Label why;
  private final TouchButton open;
  private final StackPane pad = new StackPane();
  private final KeyPad digits;
  private final KeyPad letters;
  private final TouchButton other;
  private boolean lettersShown;

  KeyEntryScreen(VoterKit kit) {
    super(VoterState.KeyEntry.class, kit, kit.words().get("voter.key.title"));
    VBox list = new VBox();
    list.getStyleClass().addAll("k-key-fields");
    for (KeyField field : KeyField.values()) {
      FieldBox box = new FieldBox(field);
      fields.put(field, box);
      list.getChildren().add(box);
    }
    refused = Labels.text(kit.words().get("voter.key.refused"), "k-strong", "k-bad");
    why = Labels.text(kit.words().get("voter.key.why"));
    VBox side = new VBox(PassportDrawing.bottomLine(), list, refused, scanned, why);
    side.getStyleClass().add("k-key-side");

    digits = KeyPad.digits(this::typed, KeyPad.key('<', this::typed));
    letters = KeyPad.letters(ALPHABET, LETTER_COLUMNS, this::typed);
    letters.getStyleClass().add("k-letters");
    other = new TouchButton("", () -> showLetters(!lettersShown));
    TouchButton erase =
        kit.button("voter.key.erase", new VoterEvent.KeyErased())
            .with(Icon.of(Material2AL.BACKSPACE, 1.2));
    HBox below = new HBox(other, erase);
    below.getStyleClass().add("k-key-row");
    below.setAlignment(Pos.CENTER);
    VBox keys = new VBox(pad, below);
    keys.getStyleClass().add("k-key-pad-side");
    keys.setAlignment(Pos.CENTER);
    showLetters(false);

    WrappingRow both = new WrappingRow(side, keys);
    both.getStyleClass().add("k-pair");
    both.setAlignment(Pos.CENTER);
    page.content(both);
    open = kit.primary("voter.key.open", new VoterEvent.KeyEntered());
    page.right(open);
    page.sceneProperty()
        .addListener(
            (_, _, scene) -> {
              if (scene == null) {
                fields.values().forEach(FieldBox::forget);
              }
            });
    page.addEventHandler(KeyEvent.KEY_TYPED, this::typedOnKeyboard);
    page.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.BACK_SPACE) {
            kit.events().accept(new VoterEvent.KeyErased());
            event.consume();
          }
        });
  }

  private void showLetters(boolean shown) {
    lettersShown = shown;
    pad.getChildren().setAll(shown ? letters : digits);
    other.setText(kit.words().get(shown ? "voter.key.digits" : "voter.key.letters"));
  }

  private void typed(char character) {
    kit.events().accept(new VoterEvent.KeyTyped(character));
  }

  private void typedOnKeyboard(KeyEvent event) {
    String text = event.getCharacter();
    if (text.length() == 1 && isKeyCharacter(text.charAt(0))) {
      typed(text.charAt(0));
      event.consume();
    }
  }

  private static boolean isKeyCharacter(char c) {
    return c == '<' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  @Override
  void show(VoterState.KeyEntry state) {
    for (KeyField field : KeyField.values()) {
      java.util.Objects.requireNonNull(fields.get(field)).show(state.draft());
    }
    boolean noticed = state.notice() != ScanNotice.NONE;
    boolean again = state.refusals() > 0;
    // One sentence at a time, the one about what was done last.
    scanned.setText(words(state.notice()));
    offer(scanned, noticed);
    offer(refused, again && !noticed);
    offer(why, !again && !noticed);
    open.setDisable(!state.draft().isComplete());
  }

  private static void offer(Label label, boolean shown) {
    label.setVisible(shown);
    label.setManaged(shown);
  }

  private String words(ScanNotice notice) {
    return switch (notice) {
      case NONE -> "";
      case INTERNAL_PASSPORT -> kit.words().get("voter.key.internal-passport");
      case CARD -> kit.words().get("voter.key.card");
      case UNREADABLE -> kit.words().get("voter.key.unreadable");
    };
  }

  private String name(KeyField field) {
    return switch (field) {
      case DOCUMENT_NUMBER -> kit.words().get("voter.key.number");
      case BIRTH_DATE -> kit.words().get("voter.key.birth");
      case EXPIRY_DATE -> kit.words().get("voter.key.expiry");
    };
  }

  /// One field: number of the group, name, what was typed, and how it stands in words.
  private final class FieldBox extends VBox {
    private final KeyField field;
    private final TouchButton button;
    private final Label typed = new Label();
    private final Label state = new Label();
    private final Label fault =
        Labels.text(kit.words().text(VoterFailures.KEY_MISTYPED), "k-field-fault");

    FieldBox(KeyField field) {
      this.field = field;
      Label name = new Label((field.ordinal() + 1) + ". " + name(field));
      name.getStyleClass().add("k-field-name");
      name.setMinWidth(USE_PREF_SIZE);
      typed.getStyleClass().add("k-field-typed");
      typed.setMinWidth(USE_PREF_SIZE);
      HBox.setHgrow(typed, Priority.ALWAYS);
      typed.setMaxWidth(Double.MAX_VALUE);
      typed.setAlignment(Pos.CENTER_RIGHT);
      state.getStyleClass().add("k-field-state");
      state.setMinWidth(USE_PREF_SIZE);
      HBox line = new HBox(name, state, typed);
      line.getStyleClass().add("k-field-line");
      line.setAlignment(Pos.CENTER_LEFT);
      button =
          new TouchButton("", () -> kit.events().accept(new VoterEvent.KeyFieldChosen(field)))
              .with(line)
              .styled("k-field");
      button.setAccessibleText(name(field));
      button.setMaxWidth(Double.MAX_VALUE);
      line.prefWidthProperty().bind(button.widthProperty().subtract(30));
      getChildren().addAll(button, fault);
    }

    /// A screen that is gone shows nothing of a passport to whoever still holds it.
    void forget() {
      typed.setText("");
    }

    void show(KeyDraft draft) {
      char[] text = draft.typed(field);
      typed.setText(new String(text));
      int missing = field.length() - text.length;
      Arrays.fill(text, (char) 0);
      KeyDraft.Check check = draft.check(field);
      state.setText(
          switch (check) {
            case INCOMPLETE -> kit.words().get("voter.key.left", missing);
            case RIGHT -> kit.words().get("voter.key.right");
            case WRONG -> "";
          });
      fault.setVisible(check == KeyDraft.Check.WRONG);
      fault.setManaged(check == KeyDraft.Check.WRONG);
      mark("k-active", draft.active() == field);
      mark("k-wrong", check == KeyDraft.Check.WRONG);
    }

    private void mark(String style, boolean on) {
      getStyleClass().remove(style);
      if (on) {
        getStyleClass().add(style);
      }
    }
  }
}
