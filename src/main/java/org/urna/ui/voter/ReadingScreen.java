package org.urna.ui.voter;

import java.util.EnumMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.voter.ReadingStep;
import org.urna.flow.voter.VoterFailures;
import org.urna.flow.voter.VoterState;
import org.urna.flow.voter.VoterState.Contact;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.text.Words;

/// The named steps of reading; they stand still while contact is lost.
final class ReadingScreen extends VoterScreen<VoterState.Reading> {
  private final Map<ReadingStep, HBox> lines = new EnumMap<>(ReadingStep.class);
  private final Label message = Labels.text("", "k-strong");
  private final Label usual = Labels.text("");

  ReadingScreen(VoterKit kit) {
    super(VoterState.Reading.class, kit, kit.words().get("voter.reading.title"));
    VBox steps = new VBox();
    steps.getStyleClass().addAll("k-list", "k-reading");
    for (ReadingStep step : ReadingStep.values()) {
      HBox line = new HBox();
      line.getStyleClass().add("k-line");
      line.setAlignment(Pos.CENTER_LEFT);
      lines.put(step, line);
      steps.getChildren().add(line);
    }
    HBox notice = new HBox(Icon.of(Material2AL.INFO, 1.4), message);
    notice.getStyleClass().addAll("k-notice", "k-reading");
    notice.setAlignment(Pos.CENTER_LEFT);
    page.content(steps, notice, usual);
  }

  @Override
  void show(VoterState.Reading state) {
    Words words = kit.words();
    for (ReadingStep step : ReadingStep.values()) {
      int place = Integer.compare(step.ordinal(), state.step().ordinal());
      String how =
          place < 0
              ? "voter.reading.done"
              : place == 0 ? "voter.reading.now" : "voter.reading.waits";
      Node icon =
          place < 0
              ? Icon.of(Material2AL.CHECK_CIRCLE, 1.4, "k-ok")
              : place == 0
                  ? Icon.of(Material2AL.HOURGLASS_EMPTY, 1.4)
                  : Icon.of(Material2MZ.RADIO_BUTTON_UNCHECKED, 1.4);
      Label text = Labels.text(words.of("voter.reading", step) + " — " + words.get(how));
      if (place == 0) {
        text.getStyleClass().add("k-strong");
      }
      java.util.Objects.requireNonNull(lines.get(step)).getChildren().setAll(icon, text);
    }
    message.setText(
        switch (state.contact()) {
          case READING -> words.get(state.slow() ? "voter.reading.slow" : "voter.reading.stay");
          // To keep still what was taken away helps nobody.
          case LOST ->
              state.visit().passportThere()
                  ? words.remedy(VoterFailures.CONTACT_LOST)
                  : words.get("voter.reading.absent");
          case ABSENT -> words.get("voter.reading.absent");
        });
    boolean known =
        state.typicalSeconds() > 0 && state.contact() == Contact.READING && !state.slow();
    usual.setText(known ? words.get("voter.reading.usual", state.typicalSeconds()) : "");
  }
}
