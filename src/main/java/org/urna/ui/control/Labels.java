package org.urna.ui.control;

import javafx.scene.control.Label;

/// Texts that wrap and are never cut.
public final class Labels {
  private Labels() {}

  /// A running text.
  public static Label text(String text, String... classes) {
    Label label = new Label(text);
    label.setWrapText(true);
    // A label may become higher than planned, never lower than its lines.
    label.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
    label.getStyleClass().addAll(classes);
    return label;
  }

  public static Label title(String text) {
    return text(text, "k-title");
  }
}
