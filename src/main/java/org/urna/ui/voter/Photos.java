package org.urna.ui.voter;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.flow.ElectionView.Kind;
import org.urna.flow.ElectionView.Option;
import org.urna.ui.control.Icon;

/// The options' pictures, decoded once. Special options have a sign of the same size.
final class Photos {
  private static final int DECODED_PIXELS = 480;

  private final Map<String, Image> images = new HashMap<>();

  /// A picture in a box whose size the style class gives.
  Node of(Option option, String style) {
    StackPane box = new StackPane();
    box.getStyleClass().addAll("k-photo", style);
    box.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    if (option.photo().size() > 0) {
      Image image =
          images.computeIfAbsent(
              option.id(),
              _ ->
                  new Image(
                      new ByteArrayInputStream(option.photo().toByteArray()),
                      DECODED_PIXELS,
                      DECODED_PIXELS,
                      true,
                      true));
      ImageView view = new ImageView(image);
      view.setPreserveRatio(true);
      view.setManaged(false);
      box.layoutBoundsProperty()
          .addListener(
              (_, _, bounds) -> {
                double inside = 4;
                view.setFitWidth(bounds.getWidth() - 2 * inside);
                view.setFitHeight(bounds.getHeight() - 2 * inside);
                view.setX((bounds.getWidth() - view.getBoundsInLocal().getWidth()) / 2);
                view.setY((bounds.getHeight() - view.getBoundsInLocal().getHeight()) / 2);
              });
      box.getChildren().add(view);
    } else {
      box.getChildren()
          .add(
              Icon.of(
                  option.kind() == Kind.AGAINST_ALL ? Material2AL.BLOCK : Material2AL.CROP_PORTRAIT,
                  2.4));
    }
    return box;
  }
}
