package org.urna.ui.staff;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.failure.Failure;
import org.urna.flow.ElectionView;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState.Notice;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.text.Words;

/// What every volunteers' screen needs.
record StaffKit(Words words, ElectionView election, Consumer<StaffEvent> events) {
  TouchButton button(String key, StaffEvent event) {
    return new TouchButton(words.get(key), () -> events.accept(event));
  }

  TouchButton primary(String key, StaffEvent event) {
    return button(key, event).styled("k-primary");
  }

  void active() {
    events.accept(new StaffEvent.Active());
  }

  /// A line with a name at the left and a value at the right.
  HBox line(String name, String value, String... classes) {
    Label left = Labels.text(name);
    Label right = Labels.text(value, "k-strong");
    right.setAlignment(Pos.CENTER_RIGHT);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    left.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(left, gap, right);
    line.getStyleClass().add("k-row");
    line.getStyleClass().addAll(classes);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  /// What is said beside the primary action; an empty box if nothing is.
  Node notice(Notice notice) {
    return switch (notice) {
      case Notice.None _ -> {
        Region none = new Region();
        none.setManaged(false);
        yield none;
      }
      case Notice.Refused(Failure failure) -> failed(failure);
      case Notice.Exported(String where) ->
          box(
              Icon.of(Material2AL.CHECK_CIRCLE, 1.4, "k-ok"),
              words.get("staff.notice.exported", where));
      case Notice.KeptInFolder(String where) ->
          box(Icon.of(Material2AL.INFO, 1.4), words.get("staff.notice.kept-in-folder", where));
      case Notice.ReceiptsTaken(int receipts) ->
          box(
              Icon.of(Material2AL.CHECK_CIRCLE, 1.4, "k-ok"),
              words.get("staff.notice.receipts-taken", Integer.toString(receipts)));
      case Notice.Exporting _ ->
          box(Icon.of(Material2AL.HOURGLASS_EMPTY, 1.4), words.get("staff.notice.exporting"));
      case Notice.Interrupted _ ->
          box(Icon.of(Material2AL.INFO, 1.4), words.get("staff.notice.interrupted"));
      case Notice.VoterSideBroke(Failure failure) -> {
        VBox said = said(failure);
        said.getChildren().addFirst(Labels.text(words.get("staff.notice.broke"), "k-strong"));
        yield box(Icon.of(Material2MZ.WARNING, 1.4, "k-bad"), said);
      }
    };
  }

  HBox box(Node icon, String text) {
    return box(icon, Labels.text(text, "k-strong"));
  }

  private static HBox box(Node icon, Node content) {
    HBox box = new HBox(icon, content);
    HBox.setHgrow(content, Priority.SOMETIMES);
    box.getStyleClass().add("k-notice");
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  private HBox failed(Failure failure) {
    return box(Icon.of(Material2MZ.WARNING, 1.4, "k-bad"), said(failure));
  }

  /// What happened, what to do, and what to read out.
  VBox said(Failure failure) {
    VBox said =
        new VBox(
            Labels.text(words.get(failure.code().textKey()), "k-strong"),
            Labels.text(words.get(failure.code().remedyKey())),
            Labels.text(reference(failure), "k-strong"));
    said.setMinWidth(0);
    return said;
  }

  /// What is read out over the phone: the code, and what is known beyond it.
  private static String reference(Failure failure) {
    return failure.detail().isEmpty()
        ? failure.code().code()
        : failure.code().code() + " · " + failure.detail();
  }
}
