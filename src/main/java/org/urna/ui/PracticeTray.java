package org.urna.ui;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.ElectionView;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.Page;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Words;

/// The tray over the screen: one page of specimen passports, one of mishaps.
final class PracticeTray extends StackPane {
  private final PracticeDesk desk;
  private final Words words;
  private final Runnable closed;

  PracticeTray(PracticeDesk desk, Words words, Runnable closed) {
    this.desk = desk;
    this.words = words;
    this.closed = closed;
    getStyleClass().add("k-tray");
    showPassports();
  }

  private void showPassports() {
    WrappingRow passports = new WrappingRow().even();
    passports.getStyleClass().add("k-actions");
    passports.setAlignment(Pos.CENTER);
    for (PracticeDesk.Item specimen : desk.specimens()) {
      passports.getChildren().add(passport(specimen));
    }
    Page page = page("practice.passports");
    page.above(Labels.text(words.get("practice.lay")));
    page.content(passports);
    if (!desk.mishaps().isEmpty()) {
      page.left(new TouchButton(words.get("practice.rehearse"), this::showMishaps));
    }
    show(page);
  }

  private Node passport(PracticeDesk.Item specimen) {
    TouchButton button =
        new TouchButton(
            text(specimen),
            () -> {
              desk.lay(specimen.id());
              closed.run();
            });
    return button.with(Icon.of(Material2AL.CREDIT_CARD, 1.2)).styled("k-tray-item");
  }

  private String text(PracticeDesk.Item item) {
    String label = ElectionView.text(item.label(), words.language());
    return item.detail()
        .map(detail -> label + "\n" + ElectionView.text(detail, words.language()))
        .orElse(label);
  }

  private void showMishaps() {
    VBox mishaps = new VBox();
    mishaps.getStyleClass().add("k-list");
    for (PracticeDesk.Item mishap : desk.mishaps()) {
      mishaps.getChildren().add(mishap(mishap));
    }
    Page page = page("practice.rehearse");
    page.content(mishaps);
    page.left(new TouchButton(words.get("practice.passports"), this::showPassports));
    show(page);
  }

  private Node mishap(PracticeDesk.Item mishap) {
    TouchButton button =
        new TouchButton(ElectionView.text(mishap.label(), words.language()), () -> {});
    button.setOnAction(
        event -> {
          event.consume();
          desk.rehearse(mishap.id());
          mark(button, desk.isOn(mishap.id()));
        });
    mark(button.styled("k-tray-mishap"), desk.isOn(mishap.id()));
    Label advice =
        Labels.text(
            mishap.detail().map(said -> ElectionView.text(said, words.language())).orElse(""));
    HBox.setHgrow(advice, Priority.ALWAYS);
    HBox line = new HBox(button, advice);
    line.getStyleClass().add("k-tray-line");
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static void mark(TouchButton button, boolean on) {
    button.getStyleClass().remove("k-chosen");
    button.with(Icon.of(on ? Material2AL.CHECK : Material2MZ.RADIO_BUTTON_UNCHECKED, 1.2));
    if (on) {
      button.styled("k-chosen");
    }
  }

  private Page page(String title) {
    Page page = new Page(words, words.get(title), () -> {});
    page.right(new TouchButton(words.get("practice.close"), closed).styled("k-primary"));
    return page;
  }

  private void show(Page page) {
    getChildren().setAll(List.of(page));
    page.requestFocus();
  }
}
