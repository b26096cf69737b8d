package org.urna.report;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/// The modules of a QR code (ISO/IEC 18004) of correction level M, for paper and screens alike.
/// Whoever draws it leaves [#QUIET] modules free on each side and draws black on white.
public final class QrModules {
  /// Width of the quiet zone, which is not among the modules.
  public static final int QUIET = 4;

  private final BitMatrix matrix;

  private QrModules(BitMatrix matrix) {
    this.matrix = matrix;
  }

  /// @throws IllegalArgumentException if `text` is too long for one code
  public static QrModules of(String text) {
    try {
      return new QrModules(
          new QRCodeWriter()
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
                      "UTF-8")));
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for one QR code", e);
    }
  }

  /// Modules on each side.
  public int size() {
    return matrix.getWidth();
  }

  /// Whether a module is dark.
  ///
  /// @param column from the left, from 0 on
  /// @param row from the top, from 0 on
  public boolean isDark(int column, int row) {
    return matrix.get(column, row);
  }
}
