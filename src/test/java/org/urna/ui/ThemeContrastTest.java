package org.urna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// WCAG 2.2 contrast of every pair of colours that is used, computed from the style sheet itself.
class ThemeContrastTest {
  private static final String CSS = read();

  /// Foreground before background, as the style sheet uses them.
  private static final List<String[]> PAIRS =
      List.of(
          pair("fg", "bg"),
          pair("fg", "soft"),
          pair("fg", "marked"),
          pair("accent-fg", "accent"),
          pair("accent", "bg"),
          pair("line", "bg"),
          pair("ok", "bg"),
          pair("ok", "marked"),
          pair("warn", "bg"),
          pair("bad", "bg"),
          pair("bad", "soft"),
          pair("focus", "bg"));

  private static String[] pair(String foreground, String background) {
    return new String[] {foreground, background};
  }

  private static String read() {
    try {
      return Files.readString(Path.of("src/main/resources/org/urna/ui/kiosk.css"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> theme(String... selectors) {
    Map<String, String> colours = new HashMap<>();
    for (String selector : selectors) {
      Matcher block =
          Pattern.compile("(?m)^" + Pattern.quote(selector) + " \\{([^}]*)}").matcher(CSS);
      assertThat(block.find()).as(selector).isTrue();
      Matcher line = Pattern.compile("-k-([a-z-]+): (#[0-9a-f]{6});").matcher(block.group(1));
      while (line.find()) {
        colours.put(line.group(1), line.group(2));
      }
    }
    return colours;
  }

  private static double contrast(Map<String, String> theme, String[] pair) {
    double one = luminance(theme.get(pair[0]));
    double other = luminance(theme.get(pair[1]));
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static void atLeast(Map<String, String> theme, double least) {
    for (String[] pair : PAIRS) {
      // A frame is not text: 4.5 to 1 is already more than WCAG asks of it.
      double wanted = pair[0].equals("line") ? Math.min(least, 9) : least;
      assertThat(contrast(theme, pair))
          .as(pair[0] + " on " + pair[1])
          .isGreaterThanOrEqualTo(wanted);
    }
  }

  @Test
  void theDefaultThemeHasTenToOne() {
    atLeast(theme(".k-theme-normal"), 10);
  }

  @Test
  void thePracticeThemeHasTenToOne() {
    atLeast(theme(".k-theme-normal", ".k-practice.k-theme-normal"), 10);
  }

  @Test
  void bothHighContrastThemesHaveTwentyToOne() {
    atLeast(theme(".k-theme-black-on-white"), 20);
    atLeast(theme(".k-theme-white-on-black"), 20);
  }

  @Test
  void theSoftThemeStaysReadableAndBelowEightToOne() {
    Map<String, String> soft = theme(".k-theme-soft");
    for (String[] pair : PAIRS) {
      assertThat(contrast(soft, pair)).as(pair[0] + " on " + pair[1]).isBetween(4.5, 8.0);
    }
  }

  /// A colour beside these variables would escape the computation.
  @Test
  void noOtherColoursAreUsedForTexts() {
    Matcher fill = Pattern.compile("-fx-(?:text-fill|fill): ([^;]+);").matcher(CSS);
    while (fill.find()) {
      assertThat(fill.group(1)).matches("-k-[a-z-]+|#000000");
    }
  }
}
