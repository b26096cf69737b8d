package org.urna.ui;

import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.urna.flow.ElectionView;
import org.urna.flow.FatalFaults;
import org.urna.flow.Overdue;
import org.urna.ui.text.Texts;

/// The JavaFX application. JavaFX makes the object itself, so the assembly leaves the window here
/// before it launches: `KioskApp.run(fullScreen, () -> new Launch(window, election, onClosed))`.
public final class KioskApp extends Application {
  private static final AtomicReference<Order> ORDER = new AtomicReference<>();
  private static final AtomicReference<ScreenSize> SCREEN = new AtomicReference<>();

  /// In the points that screens are laid out in.
  public record ScreenSize(int width, int height) {}

  /// What the assembly hands over.
  ///
  /// @param closed called when the window is closed, on the JavaFX thread
  public record Launch(KioskWindow window, ElectionView election, Runnable closed) {}

  /// Brings up what the window shows; takes as long as it takes, on a thread of its own.
  @FunctionalInterface
  public interface Opening {
    Launch open() throws Exception;
  }

  /// @param opened counted down when nothing is being opened any more
  /// @param failed why the window could not be shown
  private record Order(
      boolean fullScreen,
      Opening opening,
      CountDownLatch opened,
      AtomicReference<Throwable> failed) {}

  /// Shows a first page at once, opens the station behind it, and then its window. Returns when the
  /// window is closed and nothing is being opened any more. May be called once in a JVM; the main
  /// class must not be an `Application` itself on a class path.
  ///
  /// @param fullScreen whether the window covers the screen and cannot be left, as in a polling
  ///   station
  /// @throws Exception what the opening threw; the first page is gone by then
  public static void run(boolean fullScreen, Opening opening) throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    ORDER.set(new Order(fullScreen, opening, opened, failed));
    Application.launch(KioskApp.class);
    opened.await();
    switch (failed.get()) {
      case Exception cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> {}
    }
  }

  /// The screen that the window is on; nothing before a window is shown.
  public static Optional<ScreenSize> screen() {
    return Optional.ofNullable(SCREEN.get());
  }

  @Override
  public void start(Stage stage) {
    Order order = Objects.requireNonNull(ORDER.get(), "run() was not called");
    Rectangle2D screen = Screen.getPrimary().getBounds();
    SCREEN.set(new ScreenSize((int) screen.getWidth(), (int) screen.getHeight()));
    double width = Math.min(1280, Screen.getPrimary().getVisualBounds().getWidth());
    double height = Math.min(800, Screen.getPrimary().getVisualBounds().getHeight());
    stage.setTitle("Urna");
    stage.setScene(new Scene(FirstPage.of(Texts.load(), Overdue.LONG_STEP), width, height));
    if (order.fullScreen()) {
      stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
      stage.setFullScreenExitHint("");
      stage.setFullScreen(true);
      // A scanner may type whatever a window manager takes for "close".
      stage.setOnCloseRequest(Event::consume);
    }
    stage.show();
    Thread.ofPlatform().name("station-opening").start(() -> open(order, stage, width, height));
  }

  private static void open(Order order, Stage stage, double width, double height) {
    try {
      Launch launch = order.opening().open();
      Platform.runLater(
          () -> {
            try {
              show(launch, stage, width, height);
            } catch (Throwable e) {
              // Otherwise the first page would stand there for ever.
              fail(order, e);
            }
          });
    } catch (Throwable e) {
      fail(order, e);
    } finally {
      order.opened().countDown();
    }
  }

  private static void fail(Order order, Throwable cause) {
    FatalFaults.endIfFatal(cause);
    order.failed().set(cause);
    Platform.exit();
  }

  private static void show(Launch launch, Stage stage, double width, double height) {
    setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    boolean showing = stage.isShowing();
    stage.setTitle("Urna " + launch.election().shortCode());
    stage.setScene(launch.window().open(width, height));
    stage.setOnHidden(
        _ -> {
          launch.window().close();
          launch.closed().run();
        });
    if (!showing) {
      // Closed while the station was being opened.
      stage.getOnHidden().handle(null);
    }
  }
}
