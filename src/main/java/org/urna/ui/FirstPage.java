package org.urna.ui;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.urna.flow.Language;
import org.urna.ui.text.Texts;

/// What stands on the screen from the first second until the station is there: the program's name,
/// and in every language that it is starting. Shapes alone, as style sheets take longer to load
/// than all of this.
final class FirstPage {
  private static final double GAP = 24;

  private FirstPage() {}

  static Parent of(Texts texts) {
    VBox page = new VBox(GAP, line("Urna", 96));
    for (Language language : texts.languages()) {
      page.getChildren().add(line(texts.in(language).get("app.starting"), 36));
    }
    page.setAlignment(Pos.CENTER);
    return page;
  }

  private static Text line(String words, double size) {
    Text text = new Text(words);
    text.setFont(Font.font(size));
    text.setFill(Color.web("#0b0f14"));
    return text;
  }
}
