package org.urna.ui;

import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.event.Event;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.urna.flow.ElectionView;

/// The JavaFX application. JavaFX makes the object itself, so the assembly leaves the window here
/// before it launches: `KioskApp.run(new Launch(window, election, fullScreen, onClosed))`.
public final class KioskApp extends Application {
  private static final AtomicReference<Launch> LAUNCH = new AtomicReference<>();
  private static final AtomicReference<ScreenSize> SCREEN = new AtomicReference<>();

  /// In the points that screens are laid out in.
  public record ScreenSize(int width, int height) {}

  /// What the assembly hands over.
  ///
  /// @param fullScreen whether the window covers the screen and cannot be left, as in a polling
  ///   station
  /// @param closed called when the window is closed, on the JavaFX thread
  public record Launch(
      KioskWindow window, ElectionView election, boolean fullScreen, Runnable closed) {}

  /// Shows the window and returns when it is closed. May be called once in a JVM; the main class
  /// must not be an `Application` itself on a class path.
  public static void run(Launch launch) {
    LAUNCH.set(launch);
    Application.launch(KioskApp.class);
  }

  /// The screen that the window is on; nothing before a window is shown.
  public static Optional<ScreenSize> screen() {
    return Optional.ofNullable(SCREEN.get());
  }

  @Override
  public void start(Stage stage) {
    Launch launch = Objects.requireNonNull(LAUNCH.get(), "run() was not called");
    setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    double width = Math.min(1280, Screen.getPrimary().getVisualBounds().getWidth());
    double height = Math.min(800, Screen.getPrimary().getVisualBounds().getHeight());
    Scene scene = launch.window().open(width, height);
    Rectangle2D screen = Screen.getPrimary().getBounds();
    SCREEN.set(new ScreenSize((int) screen.getWidth(), (int) screen.getHeight()));
    stage.setTitle("Urna " + launch.election().shortCode());
    stage.setScene(scene);
    if (launch.fullScreen()) {
      stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
      stage.setFullScreenExitHint("");
      stage.setFullScreen(true);
      // A scanner may type whatever a window manager takes for "close".
      stage.setOnCloseRequest(Event::consume);
    }
    stage.setOnHidden(
        _ -> {
          launch.window().close();
          launch.closed().run();
        });
    stage.show();
  }
}
