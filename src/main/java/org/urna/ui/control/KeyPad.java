package org.urna.ui.control;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// A keypad on the screen. Digits in the order of a telephone, letters in alphabetical order,
/// because most people look for letters in it.
public final class KeyPad extends VBox {
  private static final String DIGITS = "123456789";
  private static final int DIGIT_COLUMNS = 3;

  private KeyPad(Node... rows) {
    super(rows);
    getStyleClass().add("k-keypad");
    setAlignment(Pos.CENTER);
  }

  /// 1-9 and 0, with `left` beside the 0.
  public static KeyPad digits(Consumer<Character> typed, Node left) {
    GridPane grid = grid();
    for (int i = 0; i < DIGITS.length(); i++) {
      grid.add(key(DIGITS.charAt(i), typed), i % DIGIT_COLUMNS, i / DIGIT_COLUMNS);
    }
    grid.add(left, 0, 3);
    grid.add(key('0', typed), 1, 3);
    return new KeyPad(grid);
  }

  /// The characters of `alphabet` in `columns` columns, then `below`.
  public static KeyPad letters(
      String alphabet, int columns, Consumer<Character> typed, Node... below) {
    GridPane grid = grid();
    for (int i = 0; i < alphabet.length(); i++) {
      grid.add(key(alphabet.charAt(i), typed), i % columns, i / columns);
    }
    KeyPad pad = new KeyPad(grid);
    pad.getChildren().addAll(below);
    return pad;
  }

  private static GridPane grid() {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("k-keys");
    grid.setAlignment(Pos.CENTER);
    return grid;
  }

  /// One key.
  public static TouchButton key(char character, Consumer<Character> typed) {
    return new TouchButton(String.valueOf(character), () -> typed.accept(character))
        .styled("k-key");
  }
}
