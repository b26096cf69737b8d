package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.urna.flow.voter.KeyField;

/// Drawings of the document, made of boxes in em so that they grow with the text: the plastic data
/// page, its second machine readable line with the three groups numbered, and the chip symbol of
/// ICAO 9303-9.
final class PassportDrawing {
  private PassportDrawing() {}

  /// The open passport with its data page, lying on the reader.
  static Node onReader() {
    VBox page = page(bars());
    StackPane reader = new StackPane(page);
    reader.getStyleClass().add("k-draw-reader");
    reader.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    return reader;
  }

  /// The data page with the groups of the bottom line numbered as the fields are.
  static Node bottomLine() {
    return page(groups());
  }

  /// The symbol of a passport with a chip: a rectangle with a disc and a line through it.
  static Node chipSymbol() {
    Region disc = new Region();
    disc.getStyleClass().add("k-draw-disc");
    disc.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    Region line = new Region();
    line.getStyleClass().add("k-draw-line");
    line.setMaxHeight(Region.USE_PREF_SIZE);
    StackPane symbol = new StackPane(line, disc);
    symbol.getStyleClass().add("k-draw-symbol");
    symbol.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    return symbol;
  }

  private static VBox page(Node bottom) {
    Region photo = new Region();
    photo.getStyleClass().add("k-draw-photo");
    VBox lines = new VBox(bar("k-draw-bar"), bar("k-draw-bar"), bar("k-draw-short"));
    lines.getStyleClass().add("k-draw-lines");
    HBox.setHgrow(lines, Priority.ALWAYS);
    HBox upper = new HBox(photo, lines);
    upper.getStyleClass().add("k-draw-upper");
    VBox page = new VBox(upper, bar("k-draw-mrz"), bottom);
    page.getStyleClass().add("k-draw-page");
    page.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    return page;
  }

  private static Node bars() {
    return bar("k-draw-mrz");
  }

  private static Node groups() {
    HBox line = new HBox();
    line.getStyleClass().add("k-draw-groups");
    line.setAlignment(Pos.CENTER_LEFT);
    for (KeyField field : KeyField.values()) {
      Label number = new Label(String.valueOf(field.ordinal() + 1));
      number.getStyleClass().addAll("k-draw-group", "k-draw-group-" + field.length());
      number.setMinWidth(Region.USE_PREF_SIZE);
      number.setAlignment(Pos.CENTER);
      line.getChildren().add(number);
      Region gap = bar("k-draw-gap");
      HBox.setHgrow(gap, field == KeyField.EXPIRY_DATE ? Priority.ALWAYS : Priority.NEVER);
      line.getChildren().add(gap);
    }
    return line;
  }

  private static Region bar(String style) {
    Region bar = new Region();
    bar.getStyleClass().add(style);
    return bar;
  }
}
