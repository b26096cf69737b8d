package org.urna.ui.control;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Progress in words and as a bar.
public final class ProgressLine extends HBox {
  private final Label label = Labels.text("");
  private final ProgressBar bar = new ProgressBar(0);

  public ProgressLine() {
    getStyleClass().add("k-progress-line");
    setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("k-progress");
    HBox.setHgrow(label, Priority.ALWAYS);
    label.setMaxWidth(Double.MAX_VALUE);
    getChildren().addAll(label, bar);
  }

  /// @param fraction 0 to 1; 1 hides the bar, because the words say so
  public void show(String text, double fraction) {
    label.setText(text);
    bar.setProgress(fraction);
    bar.setVisible(fraction < 1);
    bar.setManaged(fraction < 1);
  }
}
