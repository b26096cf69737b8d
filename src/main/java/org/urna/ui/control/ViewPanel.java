package org.urna.ui.control;

import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.ui.control.DisplaySettings.Contrast;
import org.urna.ui.control.DisplaySettings.TextSize;
import org.urna.ui.text.Words;

/// Text size and colours, over any screen.
public final class ViewPanel extends StackPane {
  /// @param closed called when the voter is done
  public ViewPanel(Words words, DisplaySettings settings, Runnable closed) {
    getStyleClass().add("k-veil");
    VBox box =
        new VBox(
            Labels.title(words.get("view.title")),
            Labels.text(words.get("view.size")),
            choices("view.size", words, settings.size(), TextSize.values()),
            Labels.text(words.get("view.contrast")),
            choices("view.contrast", words, settings.contrast(), Contrast.values()),
            new TouchButton(words.get("view.close"), closed).styled("k-primary"));
    box.getStyleClass().add("k-box");
    box.setAlignment(Pos.CENTER);
    box.setMaxHeight(Region.USE_PREF_SIZE);
    getChildren().add(box);
  }

  private static <E extends Enum<E>> Node choices(
      String prefix, Words words, ObjectProperty<E> chosen, E[] all) {
    WrappingRow row = new WrappingRow();
    row.getStyleClass().add("k-actions");
    row.setAlignment(Pos.CENTER);
    Consumer<E> show =
        now -> {
          row.getChildren().clear();
          for (E value : all) {
            TouchButton button = new TouchButton(words.of(prefix, value), () -> chosen.set(value));
            if (value == now) {
              button.styled("k-chosen").with(Icon.of(Material2AL.CHECK, 1.2));
            }
            row.getChildren().add(button);
          }
        };
    show.accept(chosen.get());
    ChangeListener<E> listener = (_, _, now) -> show.accept(now);
    // In pairs: the settings outlive every panel.
    row.sceneProperty()
        .addListener(
            (_, left, entered) -> {
              if (left != null) {
                chosen.removeListener(listener);
              }
              if (entered != null) {
                chosen.addListener(listener);
              }
            });
    return row;
  }
}
