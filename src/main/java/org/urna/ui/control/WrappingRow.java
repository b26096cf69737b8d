package org.urna.ui.control;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;

/// A row that goes on in the next line where it is too narrow. Unlike a `FlowPane`, whose height is
/// that of a fixed wrap length, it asks for the height that it has at the width it gets, and a
/// child that is wider than the row is made narrower, so that its words wrap.
public final class WrappingRow extends FlowPane {
  private boolean even;

  private record Row(List<Node> nodes, double width, double height) {}

  public WrappingRow(Node... children) {
    super(children);
  }

  /// Makes all children of a line equally high.
  public WrappingRow even() {
    even = true;
    return this;
  }

  private double width(Node child, double inside) {
    return Math.min(inside, snapSizeX(Math.max(child.minWidth(-1), child.prefWidth(-1))));
  }

  private double height(Node child, double width) {
    double forWidth = child.getContentBias() == null ? -1 : width;
    return snapSizeY(Math.max(child.minHeight(forWidth), child.prefHeight(forWidth)));
  }

  private List<Row> rows(double inside) {
    List<Row> rows = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    double rowWidth = 0;
    double rowHeight = 0;
    for (Node child : getManagedChildren()) {
      double width = width(child, inside);
      double height = height(child, width);
      double gap = nodes.isEmpty() ? 0 : snapSpaceX(getHgap());
      if (!nodes.isEmpty() && rowWidth + gap + width > inside + 0.01) {
        rows.add(new Row(nodes, rowWidth, rowHeight));
        nodes = new ArrayList<>();
        gap = 0;
        rowWidth = 0;
        rowHeight = 0;
      }
      nodes.add(child);
      rowWidth += gap + width;
      rowHeight = Math.max(rowHeight, height);
    }
    if (!nodes.isEmpty()) {
      rows.add(new Row(nodes, rowWidth, rowHeight));
    }
    return rows;
  }

  @Override
  protected double computePrefWidth(double height) {
    double width = snappedLeftInset() + snappedRightInset();
    List<Node> children = getManagedChildren();
    for (Node child : children) {
      width += width(child, Double.MAX_VALUE);
    }
    return width + Math.max(0, children.size() - 1) * snapSpaceX(getHgap());
  }

  @Override
  protected double computePrefHeight(double width) {
    double inside = width < 0 ? Double.MAX_VALUE : width - snappedLeftInset() - snappedRightInset();
    List<Row> rows = rows(inside);
    double height = Math.max(0, rows.size() - 1) * snapSpaceY(getVgap());
    for (Row row : rows) {
      height += row.height();
    }
    return height + snappedTopInset() + snappedBottomInset();
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
    double inside = getWidth() - snappedLeftInset() - snappedRightInset();
    HPos side = getAlignment().getHpos();
    double y = snappedTopInset();
    for (Row row : rows(inside)) {
      double free = inside - row.width();
      double x =
          snappedLeftInset()
              + switch (side) {
                case LEFT -> 0;
                case CENTER -> Math.floor(free / 2);
                case RIGHT -> free;
              };
      for (Node child : row.nodes()) {
        double width = width(child, inside);
        double height = even ? row.height() : height(child, width);
        VPos vertical = getAlignment().getVpos() == VPos.TOP ? VPos.TOP : VPos.CENTER;
        double down = vertical == VPos.TOP ? 0 : Math.floor((row.height() - height) / 2);
        layoutInArea(child, x, y + down, width, height, 0, null, true, true, HPos.LEFT, VPos.TOP);
        x += width + snapSpaceX(getHgap());
      }
      y += row.height() + snapSpaceY(getVgap());
    }
  }
}
