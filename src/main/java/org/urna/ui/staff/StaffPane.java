package org.urna.ui.staff;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.ui.control.DisplaySettings;
import org.urna.ui.control.Icon;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.ViewPanel;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Texts;
import org.urna.ui.text.Words;

/// The volunteers' page: the screen of the present state, and above it the short code, the way back
/// to the voters' screen and the lock. Only the JavaFX thread may call it.
public final class StaffPane extends StackPane {
  private final Texts texts;
  private final ElectionView election;
  private final DisplaySettings settings;
  private final Consumer<StaffEvent> events;
  private final Runnable voters;
  private final Runnable screenChanged;
  private final BorderPane below = new BorderPane();
  private @Nullable StaffScreen screen;
  private @Nullable Identity identity;
  private @Nullable ViewPanel view;

  private record Identity(Class<?> kind, Language language, Object detail) {}

  public StaffPane(
      Texts texts,
      ElectionView election,
      DisplaySettings settings,
      Consumer<StaffEvent> events,
      Runnable voters,
      Runnable screenChanged) {
    this.texts = texts;
    this.election = election;
    this.settings = settings;
    this.events = events;
    this.voters = voters;
    this.screenChanged = screenChanged;
    getStyleClass().add("k-staff");
    getChildren().add(below);
  }

  /// Shows `state`.
  public void show(StaffState state) {
    Identity wanted = new Identity(state.getClass(), state.language(), detail(state));
    StaffScreen now = screen;
    if (now == null || !wanted.equals(identity)) {
      now = screenOf(state, new StaffKit(texts.in(state.language()), election, events));
      screen = now;
      identity = wanted;
      below.setCenter(now.page);
      showHeader(state);
      now.page.requestFocus();
      screenChanged.run();
    }
    now.show(state);
  }

  /// Puts the keyboard where the page begins, whenever it comes into the window.
  public void arrive() {
    StaffScreen now = screen;
    if (now != null) {
      now.page.requestFocus();
    }
  }

  private static Object detail(StaffState state) {
    return switch (state) {
      // Another official types into an empty field.
      case StaffState.SignIn s -> s.purpose().getClass().getName() + s.needed() + s.active();
      case StaffState.Confirm s -> s.question();
      case StaffState.Uploaded s -> s.finished();
      case StaffState _ -> "";
    };
  }

  private static StaffScreen screenOf(StaffState state, StaffKit kit) {
    Words words = kit.words();
    return switch (state) {
      case StaffState.SignIn s -> new SignInScreen(kit, s);
      case StaffState.Confirm s -> new ConfirmScreen(kit, s.question());
      case StaffState.Loading _ ->
          new StaffWaitScreen(kit, words.get("staff.title"), words.get("staff.loading"));
      case StaffState.Preparing _ -> new PreparingScreen(kit);
      case StaffState.Zero _ -> new ZeroScreen(kit);
      case StaffState.Live _ -> new LiveScreen(kit);
      case StaffState.Closing _ ->
          new StaffWaitScreen(
              kit, words.get("staff.closing.title"), words.get("staff.closing.text"));
      case StaffState.Closed _ -> new ClosedScreen(kit);
      case StaffState.Preflight _ ->
          new StaffWaitScreen(
              kit, words.get("staff.closed.upload"), words.get("staff.preflight.title"));
      case StaffState.ReadyToSend _ -> new SendScreen(kit);
      case StaffState.Uploading _ -> new UploadScreen(kit);
      case StaffState.Uploaded s -> new UploadedScreen(kit, s.finished());
    };
  }

  private void showHeader(StaffState state) {
    Words words = texts.in(state.language());
    WrappingRow controls = new WrappingRow();
    controls.getStyleClass().add("k-head-controls");
    controls.setAlignment(Pos.CENTER_RIGHT);
    for (Language language : texts.languages()) {
      if (!language.equals(state.language())) {
        controls
            .getChildren()
            .add(
                new TouchButton(
                        texts.in(language).get("language.name"),
                        () -> events.accept(new StaffEvent.LanguageChosen(language)))
                    .with(Icon.of(Material2AL.LANGUAGE, 1.1))
                    .styled("k-head"));
      }
    }
    controls
        .getChildren()
        .add(
            new TouchButton(words.get("common.view"), () -> openView(words))
                .with(Icon.of(Material2AL.FORMAT_SIZE, 1.1))
                .styled("k-head"));
    if (!(state instanceof StaffState.SignIn)) {
      controls
          .getChildren()
          .add(
              new TouchButton(
                      words.get("staff.lock"), () -> events.accept(new StaffEvent.LockAsked()))
                  .with(Icon.of(Material2AL.LOCK, 1.1))
                  .styled("k-head"));
    }
    controls
        .getChildren()
        .add(
            new TouchButton(words.get("staff.to-voters"), this::leave)
                .with(Icon.of(Material2MZ.PEOPLE, 1.1))
                .styled("k-head"));
    HBox.setHgrow(controls, Priority.ALWAYS);
    Label code = new Label(words.get("common.code", election.shortCode()));
    code.getStyleClass().add("k-code");
    code.setMinWidth(USE_PREF_SIZE);
    HBox header = new HBox(code, controls);
    header.getStyleClass().add("k-header");
    header.setAlignment(Pos.CENTER_LEFT);
    below.setTop(header);
  }

  /// The page is never left open: whoever comes next is a voter.
  private void leave() {
    events.accept(new StaffEvent.LockAsked());
    voters.run();
  }

  private void openView(Words words) {
    if (view == null) {
      ViewPanel panel = new ViewPanel(words, settings, this::closeView);
      view = panel;
      getChildren().add(panel);
    }
  }

  private void closeView() {
    getChildren().remove(view);
    view = null;
  }
}
