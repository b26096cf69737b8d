package org.urna.ui.control;

import java.util.List;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.urna.ui.text.Words;

/// One screen: a title, content in the middle, buttons below. Content that is too high scrolls by
/// two large buttons below it, because not everybody can drag.
public final class Page extends BorderPane {
  private final Label title = Labels.title("");
  private final VBox content = new VBox();
  private final VBox above = new VBox();
  private final WrappingRow left = new WrappingRow();
  private final WrappingRow right = new WrappingRow();
  private final HBox scrollButtons = new HBox();
  private final ScrollArea scroll;
  private final TouchButton up;
  private final TouchButton down;

  /// @param scrolled called when somebody scrolls: reading is activity
  public Page(Words words, String titleText, Runnable scrolled) {
    getStyleClass().add("k-page");
    title.setText(titleText);
    title.setMaxWidth(Double.MAX_VALUE);
    content.getStyleClass().add("k-content");
    content.setAlignment(Pos.CENTER);
    above.getStyleClass().add("k-above");
    VBox header = new VBox(title, above);
    header.getStyleClass().add("k-page-header");
    scroll =
        new ScrollArea(
            header,
            content,
            () -> {
              // Never while something is being laid out.
              Platform.runLater(this::showScrollButtons);
              scrolled.run();
            });
    addEventHandler(KeyEvent.KEY_PRESSED, scroll::onKey);

    up = new TouchButton(words.get("common.scroll-up"), () -> scroll.pageBy(-1));
    down = new TouchButton(words.get("common.scroll-down"), () -> scroll.pageBy(1));
    up.styled("k-scroll-button");
    down.styled("k-scroll-button");
    scrollButtons.getChildren().addAll(up, down);
    scrollButtons.getStyleClass().add("k-scroll-buttons");
    scrollButtons.setAlignment(Pos.CENTER);
    scrollButtons.setMinWidth(Region.USE_PREF_SIZE);
    showScrollButtons();

    VBox middle = new VBox(scroll);
    middle.getStyleClass().add("k-middle");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    setCenter(middle);

    left.getStyleClass().addAll("k-actions", "k-actions-left");
    right.getStyleClass().addAll("k-actions", "k-actions-right");
    left.setAlignment(Pos.CENTER_LEFT);
    right.setAlignment(Pos.CENTER_RIGHT);
    Footer footer = new Footer(left, scrollButtons, right);
    footer.getStyleClass().add("k-footer");
    setBottom(footer);
  }

  private void showScrollButtons() {
    boolean needed = scroll.isTooHigh();
    scrollButtons.setVisible(needed);
    scrollButtons.setManaged(needed);
    up.setDisable(scroll.isAtTop());
    down.setDisable(scroll.isAtBottom());
  }

  public Label title() {
    return title;
  }

  /// A page whose content says everything.
  public Page untitled() {
    title.setVisible(false);
    title.setManaged(false);
    return this;
  }

  /// Replaces the content.
  public Page content(Node... nodes) {
    content.getChildren().setAll(nodes);
    return this;
  }

  /// What stands between the title and the content and does not scroll.
  public Page above(Node... nodes) {
    above.getChildren().setAll(nodes);
    return this;
  }

  /// The secondary buttons, at the lower left.
  public Page left(Node... nodes) {
    show(left, nodes);
    return this;
  }

  /// The main button, at the lower right.
  public Page right(Node... nodes) {
    show(right, nodes);
    return this;
  }

  private static void show(WrappingRow row, Node... nodes) {
    // Only when they are others: a button under a finger must not be taken away.
    if (!row.getChildren().equals(List.of(nodes))) {
      row.getChildren().setAll(nodes);
    }
  }
}
