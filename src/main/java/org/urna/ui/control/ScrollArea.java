package org.urna.ui.control;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Bounds;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/// Shows content that may be higher than the place for it. Content that fits stands in the middle;
/// content that does not is moved by the buttons of its [Page], by dragging, the wheel, and the
/// arrow and page keys. Whatever gets the focus is moved into sight.
///
/// A header stands still above it, unless large text makes it so high that it has to scroll away
/// too.
///
/// Not a `ScrollPane`: whether buttons are needed is decided while laying out, from the height that
/// the content asks for at its width, instead of by listeners that run while others lay out.
final class ScrollArea extends Region {
  private static final double STEP = 0.8;
  private static final double LINE = 0.15;

  private static final double MOST_OF_HEADER = 0.4;

  private final Region header;
  private final Region content;
  private final Runnable moved;
  private final Rectangle clip = new Rectangle();
  private double offset;
  private double hidden;
  private double covered;
  private double dragFrom;
  private double offsetFrom;

  /// @param header on a background of its own, since content passes under it
  /// @param moved called when somebody scrolls, and when it becomes necessary or unnecessary
  ScrollArea(Region header, Region content, Runnable moved) {
    this.header = header;
    this.content = content;
    this.moved = moved;
    getChildren().addAll(content, header);
    setClip(clip);
    getStyleClass().add("k-scroll");
    addEventHandler(ScrollEvent.SCROLL, event -> scrollTo(offset - event.getDeltaY()));
    addEventHandler(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          dragFrom = event.getSceneY();
          offsetFrom = offset;
        });
    addEventHandler(
        MouseEvent.MOUSE_DRAGGED, event -> scrollTo(offsetFrom + dragFrom - event.getSceneY()));
    ChangeListener<Node> focus = (_, _, owner) -> reveal(owner);
    sceneProperty()
        .addListener(
            (_, left, entered) -> {
              // In pairs: the scene outlives every screen, and would keep what stood on it.
              if (left != null) {
                left.focusOwnerProperty().removeListener(focus);
              }
              if (entered != null) {
                entered.focusOwnerProperty().addListener(focus);
              }
            });
  }

  /// Handles the keys that scroll, wherever the focus is on the page.
  void onKey(KeyEvent event) {
    double page = (getHeight() - covered) * STEP;
    double line = getHeight() * LINE;
    KeyCode code = event.getCode();
    double by =
        switch (code) {
          case PAGE_DOWN -> page;
          case PAGE_UP -> -page;
          case DOWN -> line;
          case UP -> -line;
          default -> 0;
        };
    if (by != 0 && hidden > 0) {
      scrollTo(offset + by);
      event.consume();
    }
  }

  boolean isTooHigh() {
    return hidden > 0;
  }

  boolean isAtTop() {
    return offset <= 0;
  }

  boolean isAtBottom() {
    return offset >= hidden;
  }

  void pageBy(int direction) {
    scrollTo(offset + direction * STEP * (getHeight() - covered));
  }

  private void scrollTo(double wanted) {
    double next = Math.clamp(wanted, 0, Math.max(0, hidden));
    if (next != offset) {
      offset = next;
      requestLayout();
      moved.run();
    }
  }

  /// Moves `node` into sight if it is part of the content.
  private void reveal(@Nullable Node node) {
    if (node == null || !isInContent(node)) {
      return;
    }
    Bounds bounds = sceneToLocal(node.localToScene(node.getLayoutBounds()));
    if (bounds.getMinY() < covered) {
      scrollTo(offset + bounds.getMinY() - covered);
    } else if (bounds.getMaxY() > getHeight()) {
      scrollTo(offset + bounds.getMaxY() - getHeight());
    }
  }

  private boolean isInContent(Node node) {
    for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
      if (parent.equals(content)) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected double computePrefWidth(double height) {
    return Math.max(header.prefWidth(-1), content.prefWidth(-1));
  }

  @Override
  protected double computePrefHeight(double width) {
    return header.prefHeight(width) + content.prefHeight(width);
  }

  @Override
  protected double computeMinHeight(double width) {
    return 0;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  public javafx.geometry.Orientation getContentBias() {
    return javafx.geometry.Orientation.HORIZONTAL;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    clip.setWidth(width);
    clip.setHeight(height);
    double top = snapSizeY(header.prefHeight(width));
    double wanted = snapSizeY(content.prefHeight(width));
    boolean pinned = top <= height * MOST_OF_HEADER;
    boolean wasTooHigh = hidden > 0;
    covered = pinned ? top : 0;
    hidden = Math.max(0, top + wanted - height);
    offset = Math.clamp(offset, 0, hidden);
    layoutInArea(header, 0, pinned ? 0 : -offset, width, top, 0, HPos.LEFT, VPos.TOP);
    layoutInArea(
        content,
        0,
        top - offset,
        width,
        Math.max(wanted, height - top),
        0,
        HPos.CENTER,
        VPos.CENTER);
    if (wasTooHigh != hidden > 0) {
      moved.run();
    }
  }
}
