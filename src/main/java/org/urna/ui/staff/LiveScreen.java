package org.urna.ui.staff;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.failure.FailureCode;
import org.urna.flow.Polls;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StationFigures;
import org.urna.hardware.PowerSupply;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Words;

/// A big state word and counters. Never names, choices or times of single votes.
final class LiveScreen extends StaffScreen {
  private final WrappingRow counters = new WrappingRow();
  private final VBox details = new VBox();
  private final HBox help;
  private final VBox notice = new VBox();
  private final TouchButton pause;
  private final TouchButton resume;
  private final TouchButton close;

  LiveScreen(StaffKit kit) {
    super(kit, "");
    page.title().getStyleClass().add("k-state-word");
    counters.getStyleClass().add("k-counters");
    counters.setAlignment(Pos.CENTER);
    details.getStyleClass().addAll("k-list", "k-reading");
    TouchButton given = kit.button("staff.live.help-given", new StaffEvent.HelpGiven());
    help =
        new HBox(
            Icon.of(Material2MZ.PAN_TOOL, 1.4),
            Labels.text(kit.words().get("staff.live.help"), "k-strong"),
            given);
    help.getStyleClass().addAll("k-notice");
    help.setAlignment(Pos.CENTER_LEFT);
    page.content(help, notice, counters, details);
    pause = kit.primary("staff.live.pause", new StaffEvent.PauseAsked());
    resume = kit.primary("staff.live.resume", new StaffEvent.ResumeAsked());
    close = kit.button("staff.live.close", new StaffEvent.CloseAsked());
    page.left(close);
  }

  @Override
  void show(StaffState state) {
    StaffState.Live live = (StaffState.Live) state;
    Words words = kit.words();
    page.title()
        .setText(
            switch (live.polls()) {
              case OPEN -> words.get("staff.live.open");
              case PAUSED, NOT_OPEN, CLOSED -> words.get("staff.live.paused");
              case OUT_OF_ORDER -> words.get("staff.live.out-of-order");
            });
    StationFigures figures = live.figures();
    help.setVisible(figures.helpWanted());
    help.setManaged(figures.helpWanted());
    notice.getChildren().setAll(kit.notice(live.notice()));
    counters
        .getChildren()
        .setAll(
            counter("staff.live.sessions", figures.sessions()),
            counter("staff.live.cast", figures.cast()),
            counter("staff.live.tested", figures.tested()),
            counter("staff.live.queued", figures.queued()));
    String storage =
        figures.storageFreeMebibytes() < 0
            ? words.get("staff.power.unknown")
            : String.format(
                Locale.of(words.language().code()), "%,d", figures.storageFreeMebibytes());
    details
        .getChildren()
        .setAll(
            kit.line(
                words.get("staff.live.abandoned"),
                listed(figures.abandoned(), stage -> words.of("staff.stage", stage))),
            kit.line(words.get("staff.live.refused"), listed(figures.refused(), FailureCode::code)),
            kit.line(
                words.get("staff.live.hindered"), listed(figures.hindered(), FailureCode::code)),
            kit.line(words.get("staff.live.storage"), storage),
            power(figures.power()));
    TouchButton primary = live.polls() == Polls.OPEN ? pause : resume;
    page.right(primary);
    primary.setDisable(live.working());
    close.setDisable(live.working());
  }

  private <K extends Enum<K>> String listed(Map<K, Integer> counts, Function<K, String> name) {
    if (counts.isEmpty()) {
      return kit.words().get("staff.live.none");
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> name.apply(entry.getKey()) + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private HBox power(PowerSupply power) {
    String source = kit.words().of("staff.power", power.source());
    String text =
        power.percent().isPresent() ? source + ", " + power.percent().getAsInt() + " %" : source;
    HBox line = kit.line(kit.words().get("staff.live.power"), text);
    if (power.isLow()) {
      line.getChildren().addLast(Icon.of(Material2MZ.WARNING, 1.3, "k-bad"));
    }
    return line;
  }

  private VBox counter(String key, int value) {
    Label number = new Label(String.valueOf(value));
    number.getStyleClass().add("k-counter-number");
    VBox counter = new VBox(number, Labels.text(kit.words().get(key), "k-centre"));
    counter.getStyleClass().add("k-counter-box");
    counter.setAlignment(Pos.CENTER);
    return counter;
  }
}
