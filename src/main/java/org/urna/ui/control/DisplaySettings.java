package org.urna.ui.control;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/// Text size and colours that one voter chose; the next voter begins with the defaults.
public final class DisplaySettings {
  /// Text sizes by the height of their capital letters at 1920x1080 on 15.6 inches (VVSG 2.0
  /// 7.1-G).
  public enum TextSize {
    SMALL(30),
    NORMAL(40),
    LARGE(52),
    HUGE(67);

    private final double pixels;

    TextSize(double pixels) {
      this.pixels = pixels;
    }

    /// Font size in px on a screen 1920 px wide and 1080 px high.
    public double pixels() {
      return pixels;
    }
  }

  /// Colours. Both high-contrast themes have 20:1 and more, the soft one less than 8:1.
  public enum Contrast {
    NORMAL("k-theme-normal"),
    BLACK_ON_WHITE("k-theme-black-on-white"),
    WHITE_ON_BLACK("k-theme-white-on-black"),
    SOFT("k-theme-soft");

    private final String styleClass;

    Contrast(String styleClass) {
      this.styleClass = styleClass;
    }

    public String styleClass() {
      return styleClass;
    }
  }

  private final ObjectProperty<TextSize> size = new SimpleObjectProperty<>(TextSize.NORMAL);
  private final ObjectProperty<Contrast> contrast = new SimpleObjectProperty<>(Contrast.NORMAL);

  public ObjectProperty<TextSize> size() {
    return size;
  }

  public ObjectProperty<Contrast> contrast() {
    return contrast;
  }

  public void reset() {
    size.set(TextSize.NORMAL);
    contrast.set(Contrast.NORMAL);
  }
}
