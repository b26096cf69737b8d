package org.urna.ui.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2ALIkonHandler;

/// An icon that scales with the text beside it. Icons never stand without words.
///
/// Ikonli's own node takes sizes in px only, and the theme sets them again; so the glyph is shown
/// as a text in the icons' font, in em.
public final class Icon extends StackPane {
  private static final String FAMILY = loadFont();

  private Icon(Ikon ikon, double size) {
    Text glyph = new Text(Character.toString(ikon.getCode()));
    glyph.getStyleClass().add("k-icon");
    glyph.setStyle(
        "-fx-font-family: \""
            + FAMILY
            + "\"; -fx-font-weight: normal; -fx-font-size: "
            + size
            + "em;");
    getChildren().add(glyph);
    getStyleClass().add("k-icon-box");
    setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setMouseTransparent(true);
  }

  /// Both halves of the set live in one font file.
  private static String loadFont() {
    try (InputStream file = new Material2ALIkonHandler().getFontResourceAsStream()) {
      Font font = Font.loadFont(file, 16);
      if (font == null) {
        throw new IllegalStateException("the program file is damaged: icon font");
      }
      return font.getFamily();
    } catch (IOException e) {
      throw new UncheckedIOException("the program file is damaged: icon font", e);
    }
  }

  /// @param size in em
  public static Node of(Ikon ikon, double size) {
    return new Icon(ikon, size);
  }

  /// With a style class that colours it.
  public static Node of(Ikon ikon, double size, String styleClass) {
    Icon icon = new Icon(ikon, size);
    icon.getStyleClass().add(styleClass);
    return icon;
  }
}
