package org.urna.ui.control;

import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;
import org.urna.report.QrModules;

/// A QR code as one vector path: crisp at every size. Always black on white, whatever the colours
/// of the screen, with the quiet zone that ISO/IEC 18004 asks for.
public final class QrCode extends StackPane {
  private final Region modules = new Region();
  private final int size;

  /// @throws IllegalArgumentException if `text` is too long for one code
  public QrCode(String text) {
    QrModules qr = QrModules.of(text);
    size = qr.size();
    SVGPath path = new SVGPath();
    path.setContent(path(qr));
    modules.setShape(path);
    modules.getStyleClass().add("k-qr-modules");
    getStyleClass().add("k-qr");
    getChildren().add(modules);
  }

  @Override
  protected void layoutChildren() {
    double side = Math.min(getWidth(), getHeight());
    double module = side / (size + 2 * QrModules.QUIET);
    double inner = module * size;
    modules.resizeRelocate((getWidth() - inner) / 2, (getHeight() - inner) / 2, inner, inner);
  }

  /// One rectangle per horizontal run of dark modules.
  private static String path(QrModules qr) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < qr.size(); y++) {
      for (int x = 0; x < qr.size(); x++) {
        if (!qr.isDark(x, y)) {
          continue;
        }
        int run = x;
        while (run < qr.size() && qr.isDark(run, y)) {
          run++;
        }
        path.append('M').append(x).append(' ').append(y).append('H').append(run);
        path.append('V').append(y + 1).append('H').append(x).append('Z');
        x = run;
      }
    }
    return path.toString();
  }
}
