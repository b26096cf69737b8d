package org.urna.ui;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.flow.ElectionView;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.Wrap;
import org.urna.ui.text.Words;

/// The tray of specimen passports and of mishaps, over the screen.
final class PracticeTray extends StackPane {
  private final PracticeDesk desk;
  private final Supplier<Words> words;
  private final Runnable closed;
  private final Set<String> rehearsed = new HashSet<>();
  private final VBox box = new VBox();

  PracticeTray(PracticeDesk desk, Supplier<Words> words, Runnable closed) {
    this.desk = desk;
    this.words = words;
    this.closed = closed;
    getStyleClass().add("k-veil");
    box.getStyleClass().add("k-box");
    box.setAlignment(Pos.CENTER);
    box.setMaxHeight(Region.USE_PREF_SIZE);
    getChildren().add(box);
    refresh();
  }

  /// In the language of now.
  void refresh() {
    Words now = words.get();
    Wrap passports = row();
    for (PracticeDesk.Item specimen : desk.specimens()) {
      passports
          .getChildren()
          .add(
              new TouchButton(
                      ElectionView.text(specimen.label(), now.language()),
                      () -> {
                        desk.lay(specimen.id());
                        closed.run();
                      })
                  .with(Icon.of(Material2AL.CREDIT_CARD, 1.2)));
    }
    box.getChildren()
        .setAll(
            Labels.title(now.get("practice.passports")),
            Labels.text(now.get("practice.lay")),
            passports);
    if (!desk.mishaps().isEmpty()) {
      Wrap mishaps = row();
      for (PracticeDesk.Item mishap : desk.mishaps()) {
        mishaps.getChildren().add(mishap(mishap, now));
      }
      box.getChildren().addAll(Labels.text(now.get("practice.rehearse")), mishaps);
    }
    box.getChildren().add(new TouchButton(now.get("practice.close"), closed).styled("k-primary"));
  }

  private Node mishap(PracticeDesk.Item mishap, Words now) {
    TouchButton button =
        new TouchButton(
            ElectionView.text(mishap.label(), now.language()),
            () -> {
              if (desk.rehearse(mishap.id())) {
                rehearsed.add(mishap.id());
              } else {
                rehearsed.remove(mishap.id());
              }
              refresh();
            });
    if (rehearsed.contains(mishap.id())) {
      button.styled("k-chosen").with(Icon.of(Material2AL.CHECK, 1.2));
    }
    return button;
  }

  private static Wrap row() {
    Wrap row = new Wrap();
    row.getStyleClass().add("k-actions");
    row.setAlignment(Pos.CENTER);
    return row;
  }
}
