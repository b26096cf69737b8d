package org.urna.ui.control;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

/// A QR code as one vector path: crisp at every size. Always black on white, whatever the colours
/// of the screen, with the quiet zone of four modules that ISO/IEC 18004 asks for.
public final class QrCode extends StackPane {
  private static final int QUIET = 4;

  private final Region modules = new Region();
  private final int size;

  /// @throws IllegalArgumentException if `text` is too long for one code
  public QrCode(String text) {
    BitMatrix matrix = encode(text);
    size = matrix.getWidth();
    SVGPath path = new SVGPath();
    path.setContent(path(matrix));
    modules.setShape(path);
    modules.getStyleClass().add("k-qr-modules");
    getStyleClass().add("k-qr");
    getChildren().add(modules);
  }

  @Override
  protected void layoutChildren() {
    double side = Math.min(getWidth(), getHeight());
    double module = side / (size + 2 * QUIET);
    double inner = module * size;
    modules.resizeRelocate((getWidth() - inner) / 2, (getHeight() - inner) / 2, inner, inner);
  }

  private static BitMatrix encode(String text) {
    try {
      return new QRCodeWriter()
          .encode(
              text,
              BarcodeFormat.QR_CODE,
              0,
              0,
              Map.of(
                  EncodeHintType.ERROR_CORRECTION,
                  ErrorCorrectionLevel.M,
                  EncodeHintType.MARGIN,
                  0,
                  EncodeHintType.CHARACTER_SET,
                  "UTF-8"));
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for one QR code", e);
    }
  }

  /// One rectangle per horizontal run of dark modules.
  private static String path(BitMatrix matrix) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < matrix.getHeight(); y++) {
      for (int x = 0; x < matrix.getWidth(); x++) {
        if (!matrix.get(x, y)) {
          continue;
        }
        int run = x;
        while (run < matrix.getWidth() && matrix.get(run, y)) {
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
