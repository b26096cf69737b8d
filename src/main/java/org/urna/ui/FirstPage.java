package org.urna.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.urna.flow.Language;
import org.urna.flow.Overdue;
import org.urna.ui.text.Texts;

/// What stands on the screen from the first second until the station is there: the program's name,
/// and in every language that it is starting. Shapes alone, as style sheets take longer to load
/// than all of this.
final class FirstPage {
  private static final double GAP = 24;
  private static final double WIDTH = 1000;

  private FirstPage() {}

  /// @param limit after which the page says that something does not answer
  static Parent of(Texts texts, Duration limit) {
    VBox page = starting(texts);
    PauseTransition overdue = new PauseTransition(javafx.util.Duration.millis(limit.toMillis()));
    overdue.setOnFinished(_ -> page.getChildren().setAll(hanging(texts)));
    overdue.play();
    return page;
  }

  private static List<Text> hanging(Texts texts) {
    List<Text> lines = new ArrayList<>(List.of(line(Overdue.FAILURE.readOut(), 96)));
    for (Language language : texts.languages()) {
      lines.add(line(texts.in(language).text(Overdue.FAILURE), 28));
      lines.add(line(texts.in(language).remedy(Overdue.FAILURE), 28));
    }
    lines.forEach(line -> line.setWrappingWidth(WIDTH));
    return lines;
  }

  private static VBox starting(Texts texts) {
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
