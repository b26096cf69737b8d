package org.urna.ui.control;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// A button for fingers, switches and keyboards (VVSG 2.0 7.2-H): it acts when press and release
/// happen on it, at the release. The Enter key works as the space bar does; a held key acts once,
/// at its release, and only where it was pressed.
public final class TouchButton extends Button {
  private boolean enterDown;

  public TouchButton(String text, Runnable action) {
    super(text);
    getStyleClass().add("k-button");
    setWrapText(true);
    // A button that is wider than its words keeps them; one that is narrower wraps them.
    setMnemonicParsing(false);
    setOnAction(
        event -> {
          event.consume();
          action.run();
        });
    EventHandler<KeyEvent> enter =
        event -> {
          if (event.getCode() != KeyCode.ENTER) {
            return;
          }
          event.consume();
          if (event.getEventType() == KeyEvent.KEY_PRESSED) {
            enterDown = true;
            arm();
          } else if (event.getEventType() == KeyEvent.KEY_RELEASED && enterDown) {
            enterDown = false;
            if (isArmed()) {
              disarm();
              fire();
            }
          }
        };
    addEventFilter(KeyEvent.KEY_PRESSED, enter);
    addEventFilter(KeyEvent.KEY_RELEASED, enter);
    focusedProperty()
        .addListener(
            (_, _, focused) -> {
              if (!focused) {
                enterDown = false;
              }
            });
  }

  /// With an icon before the words.
  public TouchButton with(Node icon) {
    setGraphic(icon);
    return this;
  }

  public TouchButton styled(String... classes) {
    getStyleClass().addAll(classes);
    return this;
  }
}
