package org.urna.ui.control;

import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/// The buttons below a page: secondary ones at the left, scrolling in the middle, the main one at
/// the right; in as many lines as large text needs.
final class Footer extends Region {
  private final Region left;
  private final Region middle;
  private final Region right;

  Footer(Region left, Region middle, Region right) {
    this.left = left;
    this.middle = middle;
    this.right = right;
    getChildren().addAll(left, middle, right);
  }

  private double gap() {
    return snapSpaceX(getInsets().getBottom());
  }

  private static double width(Region node) {
    return node.isManaged() && !node.getChildrenUnmodifiable().isEmpty()
        ? Math.ceil(node.prefWidth(-1))
        : 0;
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    return arrange(width < 0 ? Double.MAX_VALUE : width, false);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected void layoutChildren() {
    arrange(getWidth(), true);
  }

  /// Places the three groups and returns the height that this takes.
  private double arrange(double width, boolean place) {
    double x = snappedLeftInset();
    double inside = width - x - snappedRightInset();
    double y = snappedTopInset();
    double lw = width(left);
    double mw = width(middle);
    double rw = width(right);
    double gaps = (lw > 0 && mw > 0 ? gap() : 0) + (rw > 0 && lw + mw > 0 ? gap() : 0);
    if (lw + mw + rw + gaps <= inside) {
      double height = Math.max(height(left, lw), Math.max(height(middle, mw), height(right, rw)));
      if (place) {
        // The middle stands in the middle unless a neighbour needs the place.
        double centre = (inside - mw) / 2;
        double from = lw > 0 ? lw + gap() : 0;
        double to = inside - mw - (rw > 0 ? rw + gap() : 0);
        at(left, x, y, lw, height, HPos.LEFT);
        at(middle, x + Math.clamp(centre, from, Math.max(from, to)), y, mw, height, HPos.CENTER);
        at(right, x + inside - rw, y, rw, height, HPos.RIGHT);
      }
      return y + height + snappedBottomInset();
    }
    if (mw > 0) {
      double height = height(middle, Math.min(mw, inside));
      if (place) {
        at(middle, x, y, inside, height, HPos.CENTER);
      }
      y += height + gap();
    }
    if (lw + rw + gap() <= inside) {
      double height = Math.max(height(left, lw), height(right, rw));
      if (place) {
        at(left, x, y, lw, height, HPos.LEFT);
        at(right, x + inside - rw, y, rw, height, HPos.RIGHT);
      }
      return y + height + snappedBottomInset();
    }
    double below = height(left, Math.min(lw, inside));
    double last = height(right, Math.min(rw, inside));
    if (place) {
      at(left, x, y, Math.min(lw, inside), below, HPos.LEFT);
      at(right, x, y + below + gap(), inside, last, HPos.RIGHT);
    }
    return y + below + gap() + last + snappedBottomInset();
  }

  private static double height(Region node, double width) {
    return width <= 0 ? 0 : Math.ceil(node.prefHeight(width));
  }

  private void at(Node node, double x, double y, double width, double height, HPos side) {
    layoutInArea(node, x, y, width, height, 0, side, VPos.CENTER);
  }
}
