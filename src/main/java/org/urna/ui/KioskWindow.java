package org.urna.ui;

import java.net.URL;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;
import org.urna.flow.ElectionView;
import org.urna.flow.Flow;
import org.urna.flow.Language;
import org.urna.flow.Subscription;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.passport.scan.MrzScan;
import org.urna.ui.control.DisplaySettings;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.staff.StaffPane;
import org.urna.ui.text.Texts;
import org.urna.ui.text.Words;
import org.urna.ui.voter.VoterPane;

/// One kiosk window: the voter's screens or the volunteers' page, in practice with its frame, band
/// and tray. Here states hop from the flow's thread to the JavaFX thread, and nowhere else.
///
/// Everything inside is measured in em; the root's font size follows the window, so that a screen
/// looks the same at 1280x800 as at 1920x1080.
public final class KioskWindow {
  private static final double DESIGN_WIDTH = 1920;
  private static final double DESIGN_HEIGHT = 1080;
  private static final Set<KeyCode> MAY_REPEAT =
      EnumSet.of(
          KeyCode.UP,
          KeyCode.DOWN,
          KeyCode.LEFT,
          KeyCode.RIGHT,
          KeyCode.PAGE_UP,
          KeyCode.PAGE_DOWN);

  private final Flow<VoterState, VoterEvent> voter;
  private final Flow<StaffState, StaffEvent> staff;
  private final ElectionView election;
  private final @Nullable PracticeDesk desk;
  private final LongSupplier nanoTime;
  private final Duration guard;
  private final Consumer<MrzScan> scans;
  private final Texts texts = Texts.load();
  private final DisplaySettings settings = new DisplaySettings();
  private final StackPane root = new StackPane();
  private final StackPane stage = new StackPane();
  private final VoterPane voterPane;
  private final StaffPane staffPane;
  private final Set<KeyCode> down = EnumSet.noneOf(KeyCode.class);
  private final WrappingRow band = new WrappingRow();
  private @Nullable PracticeTray tray;
  private @Nullable Subscription voterStates;
  private @Nullable Subscription staffStates;
  private Language language = Language.RUSSIAN;
  private long deafUntil;
  private boolean repeating;

  /// Only assigns; [#open] shows it.
  ///
  /// @param desk what practice offers; null in a real election
  /// @param nanoTime as [System#nanoTime()]: the clock of the day may be set while people vote
  /// @param guard how long a new screen ignores touches, so that a double tap on one screen does
  ///   not act on the next
  /// @param scans takes each page that a scanner typed; it belongs to the taker, who closes it
  public KioskWindow(
      Flow<VoterState, VoterEvent> voter,
      Flow<StaffState, StaffEvent> staff,
      ElectionView election,
      @Nullable PracticeDesk desk,
      LongSupplier nanoTime,
      Duration guard,
      Consumer<MrzScan> scans) {
    this.voter = voter;
    this.staff = staff;
    this.election = election;
    this.desk = desk;
    this.nanoTime = nanoTime;
    this.deafUntil = nanoTime.getAsLong();
    this.guard = guard;
    this.scans = scans;
    this.voterPane =
        new VoterPane(
            texts, election, settings, voter::send, this::showStaff, this::ignoreTheFinger);
    this.staffPane =
        new StaffPane(
            texts, election, settings, staff::send, this::showVoter, this::ignoreTheFinger);
  }

  /// Loads the fonts, once per JVM, before the first scene.
  static void loadFonts() {
    for (String file : new String[] {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}) {
      URL font = KioskWindow.class.getResource("/org/urna/fonts/" + file);
      if (Font.loadFont(Objects.requireNonNull(font).toExternalForm(), 12) == null) {
        throw new IllegalStateException("the program file is damaged: font " + file);
      }
    }
  }

  /// Makes the scene and begins to follow both flows. On the JavaFX thread.
  public Scene open(double width, double height) {
    loadFonts();
    root.getStyleClass().add("kiosk");
    if (election.practice()) {
      root.getStyleClass().add("k-practice");
      VBox framed = new VBox(band, stage);
      framed.getStyleClass().add("k-framed");
      VBox.setVgrow(stage, Priority.ALWAYS);
      root.getChildren().add(framed);
      showBand();
    } else {
      root.getChildren().add(stage);
    }
    stage.getStyleClass().add("k-stage");
    stage.getChildren().add(voterPane);
    Scene scene = new Scene(root, width, height);
    scene
        .getStylesheets()
        .add(Objects.requireNonNull(KioskWindow.class.getResource("kiosk.css")).toExternalForm());
    root.widthProperty().addListener((_, _, _) -> restyle());
    root.heightProperty().addListener((_, _, _) -> restyle());
    settings.size().addListener((_, _, _) -> restyle());
    settings.contrast().addListener((_, _, _) -> restyle());
    scene.addEventFilter(MouseEvent.MOUSE_PRESSED, this::guardPress);
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::guardKey);
    scene.addEventFilter(KeyEvent.KEY_RELEASED, event -> down.remove(event.getCode()));
    scene.addEventFilter(
        KeyEvent.KEY_TYPED,
        event -> {
          if (repeating) {
            event.consume();
          }
        });
    WedgeFilter.install(scene, scans, System::nanoTime);
    restyle(width, height);
    voterStates = voter.watch(state -> Platform.runLater(() -> showState(state)));
    staffStates = staff.watch(state -> Platform.runLater(() -> staffPane.show(state)));
    return scene;
  }

  /// Stops following the flows. On the JavaFX thread.
  public void close() {
    Subscription voters = voterStates;
    Subscription volunteers = staffStates;
    if (voters != null) {
      voters.close();
    }
    if (volunteers != null) {
      volunteers.close();
    }
  }

  DisplaySettings settings() {
    return settings;
  }

  private void showState(VoterState state) {
    voterPane.show(state);
    if (!language.equals(state.visit().language())) {
      language = state.visit().language();
      showBand();
    }
  }

  private void showStaff() {
    settings.reset();
    stage.getChildren().setAll(staffPane);
    staffPane.arrive();
    ignoreTheFinger();
  }

  private void showVoter() {
    settings.reset();
    stage.getChildren().setAll(voterPane);
    ignoreTheFinger();
  }

  private void restyle() {
    restyle(root.getWidth(), root.getHeight());
  }

  private void restyle(double width, double height) {
    if (width <= 0 || height <= 0) {
      return;
    }
    double scale = Math.min(width / DESIGN_WIDTH, height / DESIGN_HEIGHT);
    double pixels = Math.round(settings.size().get().pixels() * scale * 10) / 10.0;
    root.setStyle("-fx-font-size: " + pixels + "px;");
    root.getStyleClass()
        .removeIf(style -> style.startsWith("k-theme-") || style.startsWith("k-size-"));
    root.getStyleClass().add("k-size-" + settings.size().get().name().toLowerCase(Locale.ROOT));
    root.getStyleClass().add(settings.contrast().get().styleClass());
  }

  // --- Practice

  private void showBand() {
    if (!election.practice()) {
      return;
    }
    StringBuilder name = new StringBuilder();
    for (Language spoken : texts.languages()) {
      name.append(name.isEmpty() ? "" : " / ").append(texts.in(spoken).get("common.practice"));
    }
    Label label = Labels.text(name.toString(), "k-band-name");
    band.getStyleClass().setAll("k-band");
    band.setAlignment(Pos.CENTER);
    band.getChildren().setAll(label);
    PracticeDesk offered = desk;
    if (offered != null) {
      Words words = texts.in(language);
      band.getChildren()
          .addAll(
              new TouchButton(words.get("practice.passports"), () -> openTray(offered))
                  .styled("k-band-button"),
              new TouchButton(words.get("practice.scan"), offered::scan).styled("k-band-button"),
              new TouchButton(words.get("practice.lift"), offered::lift).styled("k-band-button"));
    }
  }

  private void openTray(PracticeDesk offered) {
    if (tray == null) {
      PracticeTray opened = new PracticeTray(offered, texts.in(language), this::closeTray);
      tray = opened;
      // What lies under it must be out of reach of Tab too.
      stage.getChildren().forEach(beneath -> beneath.setDisable(true));
      stage.getChildren().add(opened);
    }
  }

  private void closeTray() {
    stage.getChildren().remove(tray);
    tray = null;
    stage.getChildren().forEach(beneath -> beneath.setDisable(false));
    Node page = stage.lookup(".k-page");
    if (page != null) {
      page.requestFocus();
    }
  }

  // --- Fingers and keys

  private void ignoreTheFinger() {
    deafUntil = nanoTime.getAsLong() + guard.toNanos();
  }

  private boolean isDeaf() {
    return nanoTime.getAsLong() - deafUntil < 0;
  }

  private void guardPress(Event event) {
    if (isDeaf()) {
      event.consume();
    } else {
      somebodyIsHere();
    }
  }

  private void somebodyIsHere() {
    // "Are you still voting?" is answered by its own buttons, not by the press that may reach one.
    if (!(voter.state() instanceof VoterState.Idle)) {
      voter.send(new VoterEvent.Active());
    }
    staff.send(new StaffEvent.Active());
  }

  /// A held key is one touch, also when the screen changes under it.
  private void guardKey(KeyEvent event) {
    repeating = !down.add(event.getCode()) && !MAY_REPEAT.contains(event.getCode());
    boolean acts = event.getCode() == KeyCode.SPACE || event.getCode() == KeyCode.ENTER;
    if (repeating || (acts && isDeaf())) {
      event.consume();
    } else {
      somebodyIsHere();
    }
  }
}
