package org.urna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.SampleStates;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffFlow;
import org.urna.flow.staff.StaffState;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.passport.scan.MrzScan;
import org.urna.rehearsal.RealTray;
import org.urna.ui.control.DisplaySettings.Contrast;
import org.urna.ui.control.DisplaySettings.TextSize;
import org.urna.ui.control.TouchButton;

/// Every screen in both languages at both sizes: nothing is cut, everything can be touched.
/// Pictures go to the folder of the system property `urna.screens`, to be looked at.
class ScreensTest {

  /// VVSG 2.0 7.2-I, 12.7 mm and 2.54 mm, on the panel of the design: 1920 pixels wide at 141 ppi.
  /// One with fewer pixels is as large, and the whole screen is drawn to its scale.
  private static final double TARGET = 71;

  private static final double APART = 14;
  private static final double DESIGN_WIDTH = 1920;

  /// Of the less usual settings only these are kept as pictures; all are checked.
  private static final Set<String> SHOWN =
      Set.of(
          "01-start",
          "04-key-wrong",
          "07-ballot-marked",
          "07-ballot-asked",
          "10-sealed",
          "17-idle",
          "18-view",
          "19-tray",
          "19-tray-mishaps",
          "24-live");

  record Setting(int width, int height, TextSize size, Contrast contrast, boolean practice) {
    boolean isPlain() {
      return size == TextSize.NORMAL && contrast == Contrast.NORMAL && !practice;
    }

    String folder() {
      return width
          + "x"
          + height
          + (size == TextSize.NORMAL ? "" : "-" + size)
          + (contrast == Contrast.NORMAL ? "" : "-" + contrast)
          + (practice ? "-practice" : "");
    }
  }

  static Stream<Arguments> settings() {
    List<Arguments> all = new ArrayList<>();
    for (Language language : List.of(Language.RUSSIAN, Language.ENGLISH)) {
      all.add(with(language, 1920, 1080, TextSize.NORMAL, Contrast.NORMAL, false));
      all.add(with(language, 1280, 800, TextSize.NORMAL, Contrast.NORMAL, false));
    }
    all.add(with(Language.RUSSIAN, 1920, 1080, TextSize.HUGE, Contrast.NORMAL, false));
    all.add(with(Language.ENGLISH, 1280, 800, TextSize.HUGE, Contrast.BLACK_ON_WHITE, true));
    all.add(with(Language.ENGLISH, 1920, 1080, TextSize.SMALL, Contrast.SOFT, false));
    all.add(with(Language.RUSSIAN, 1280, 800, TextSize.LARGE, Contrast.WHITE_ON_BLACK, true));
    all.add(with(Language.RUSSIAN, 1280, 800, TextSize.NORMAL, Contrast.NORMAL, true));
    all.add(with(Language.ENGLISH, 1920, 1080, TextSize.NORMAL, Contrast.NORMAL, true));
    return all.stream();
  }

  private static Arguments with(
      Language language,
      int width,
      int height,
      TextSize size,
      Contrast contrast,
      boolean practice) {
    return Arguments.of(language, new Setting(width, height, size, contrast, practice));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("settings")
  void nothingIsCutAndEverythingCanBeTouched(Language language, Setting setting) {
    ElectionView election = SampleElection.view(setting.practice());
    Map<String, VoterState> voters = SampleStates.voter(language, election.options().size());
    Map<String, StaffState> volunteers = SampleStates.staff(language);
    List<String> faults = new ArrayList<>();
    StillFlow<VoterState, VoterEvent> voter = new StillFlow<>(voters.values().iterator().next());
    StillFlow<StaffState, StaffEvent> staff = new StillFlow<>(new StaffFlow(language, 2).initial());
    KioskWindow window =
        new KioskWindow(
            voter, staff, election, desk(setting), () -> 0, Duration.ZERO, MrzScan::close);
    Scene scene = Fx.call(() -> window.open(setting.width(), setting.height()));
    voters.forEach(
        (name, state) -> {
          Fx.run(() -> voter.put(state));
          faults.addAll(look(scene, window, setting, language, name, true));
        });
    // What lies over a screen, and the second keypad.
    Fx.run(() -> voter.put(voters.get("04-key-empty")));
    Fx.run(() -> {});
    Fx.run(() -> button(scene.getRoot(), List.of("Буквы", "Letters")).fire());
    faults.addAll(look(scene, window, setting, language, "04-key-letters", true));
    Fx.run(() -> button(scene.getRoot(), List.of("Вид экрана", "Text and colours")).fire());
    faults.addAll(look(scene, window, setting, language, "18-view", true));
    Fx.run(() -> button(scene.getRoot(), List.of("Готово", "Done")).fire());
    if (setting.practice()) {
      Fx.run(
          () -> button(scene.getRoot(), List.of("Учебные паспорта", "Specimen passports")).fire());
      faults.addAll(look(scene, window, setting, language, "19-tray", true));
      Fx.run(
          () ->
              button(scene.getRoot(), List.of("Учебные неполадки", "Mishaps to rehearse")).fire());
      Fx.run(() -> button(scene.getRoot(), List.of("Чип молчит", "Chip is silent")).fire());
      faults.addAll(look(scene, window, setting, language, "19-tray-mishaps", true));
      Fx.run(() -> button(scene.getRoot(), List.of("Закрыть", "Close")).fire());
    }
    Fx.run(() -> voter.put(voters.get("01-start")));
    Fx.run(() -> {});
    Fx.run(() -> button(scene.getRoot(), List.of("Волонтёрам", "Volunteers")).fire());
    volunteers.forEach(
        (name, state) -> {
          Fx.run(() -> staff.put(state));
          // Volunteers' buttons are measured at the size of text that they find.
          faults.addAll(
              look(scene, window, setting, language, name, setting.size() == TextSize.NORMAL));
        });
    Fx.run(
        () -> {
          window.close();
        });
    assertThat(faults).isEmpty();
  }

  private static PracticeDesk desk(Setting setting) {
    return setting.practice() ? RealTray.filled() : null;
  }

  private static List<String> look(
      Scene scene,
      KioskWindow window,
      Setting setting,
      Language language,
      String name,
      boolean isMeasured) {
    Path folder =
        Path.of(System.getProperty("urna.screens", "target/screens"))
            .resolve(setting.folder() + "-" + language.code());
    // One turn of the JavaFX thread lets the window take the state, the next ones lay it out.
    Fx.run(() -> {});
    Fx.run(
        () -> {
          // Screens without a voter put the settings back, so they are chosen for each picture.
          window.settings().size().set(setting.size());
          window.settings().contrast().set(setting.contrast());
        });
    Fx.run(() -> layOut(scene));
    Fx.run(() -> layOut(scene));
    return Fx.call(
        () -> {
          layOut(scene);
          if (setting.isPlain() || SHOWN.contains(name)) {
            save(scene, folder.resolve(name + ".png"));
          }
          List<String> faults = new ArrayList<>();
          Node root = scene.getRoot();
          String where = folder.getFileName() + "/" + name + ": ";
          cut(root, scene).forEach(fault -> faults.add(where + fault));
          if (isMeasured) {
            double scale = scene.getWidth() / DESIGN_WIDTH;
            targets(root, scale).forEach(fault -> faults.add(where + fault));
          }
          return faults;
        });
  }

  private static void layOut(Scene scene) {
    // Without a window: the headless screen is smaller than a kiosk's.
    scene.getRoot().resize(scene.getWidth(), scene.getHeight());
    scene.getRoot().applyCss();
    scene.getRoot().layout();
  }

  private static void save(Scene scene, Path file) throws IOException {
    WritableImage image = scene.snapshot(null);
    Files.createDirectories(file.getParent());
    ImageWriter png = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam fast = png.getDefaultWriteParam();
    fast.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    fast.setCompressionQuality(0.9f);
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      png.setOutput(out);
      png.write(null, new IIOImage(opaque(image), null, null), fast);
    } finally {
      png.dispose();
    }
  }

  /// Without alpha, which a screen does not have and which Java's PNG writer takes out of each
  /// pixel of each picture alone: that took two thirds of this test.
  private static BufferedImage opaque(Image image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    byte[] bgra = new byte[4 * width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getByteBgraPreInstance(), bgra, 0, 4 * width);
    BufferedImage opaque = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) opaque.getRaster().getDataBuffer()).getData();
    for (int from = 0, to = 0; to < bgr.length; from += 4, to += 3) {
      bgr[to] = bgra[from];
      bgr[to + 1] = bgra[from + 1];
      bgr[to + 2] = bgra[from + 2];
    }
    return opaque;
  }

  /// Labels that show something else than their words, or that leave the window sideways.
  private static List<String> cut(Node root, Scene scene) {
    List<String> faults = new ArrayList<>();
    for (Labeled labeled : all(root, Labeled.class)) {
      if (labeled.getText() == null || labeled.getText().isEmpty()) {
        continue;
      }
      if (labeled.lookup(".text") instanceof Text shown
          && !shown.getText().equals(labeled.getText())) {
        faults.add("cut: \"" + labeled.getText() + "\" shows \"" + shown.getText() + "\"");
      }
      Bounds bounds = labeled.localToScene(labeled.getBoundsInLocal());
      if (bounds.getMinX() < -1 || bounds.getMaxX() > scene.getWidth() + 1) {
        faults.add("outside: \"" + labeled.getText() + "\" " + bounds);
      }
      if (!isScrolled(labeled)
          && (bounds.getMinY() < -1 || bounds.getMaxY() > scene.getHeight() + 1)) {
        faults.add("below the edge: \"" + labeled.getText() + "\" " + bounds);
      }
      if (labeled.lookup(".text") instanceof Text shown) {
        Bounds text = shown.localToScene(shown.getBoundsInLocal());
        if (text.getWidth() > bounds.getWidth() + 2 || text.getHeight() > bounds.getHeight() + 4) {
          faults.add("overflows: \"" + labeled.getText() + "\" " + text + " in " + bounds);
        }
      }
    }
    return faults;
  }

  private static boolean isScrolled(Node node) {
    for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
      if (parent.getStyleClass().contains("k-scroll")) {
        return true;
      }
    }
    return false;
  }

  private static List<String> targets(Node root, double scale) {
    List<String> faults = new ArrayList<>();
    List<TouchButton> buttons = all(root, TouchButton.class);
    for (TouchButton button : buttons) {
      Bounds bounds = button.localToScene(button.getLayoutBounds());
      if (Math.min(bounds.getWidth(), bounds.getHeight()) < (TARGET - 0.5) * scale) {
        faults.add(
            "small: \"" + name(button) + "\" " + bounds.getWidth() + " x " + bounds.getHeight());
      }
    }
    for (int i = 0; i < buttons.size(); i++) {
      for (int j = i + 1; j < buttons.size(); j++) {
        if (isScrolled(buttons.get(i)) != isScrolled(buttons.get(j))) {
          // What scrolls passes under nothing: the page clips it.
          continue;
        }
        double apart = apart(buttons.get(i), buttons.get(j));
        if (apart < (APART - 0.5) * scale) {
          faults.add(
              "near: \""
                  + name(buttons.get(i))
                  + "\" and \""
                  + name(buttons.get(j))
                  + "\" "
                  + apart);
        }
      }
    }
    return faults;
  }

  private static String name(TouchButton button) {
    return button.getText().isEmpty() ? button.getAccessibleText() : button.getText();
  }

  private static double apart(Node one, Node other) {
    Bounds a = one.localToScene(one.getLayoutBounds());
    Bounds b = other.localToScene(other.getLayoutBounds());
    double dx = Math.max(a.getMinX(), b.getMinX()) - Math.min(a.getMaxX(), b.getMaxX());
    double dy = Math.max(a.getMinY(), b.getMinY()) - Math.min(a.getMaxY(), b.getMaxY());
    return Math.max(dx, dy);
  }

  static TouchButton button(Node root, List<String> texts) {
    return all(root, TouchButton.class).stream()
        .filter(button -> texts.contains(name(button)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + texts));
  }

  /// All visible nodes of a kind that are not under a disabled screen behind a question.
  static <T extends Node> List<T> all(Node root, Class<T> kind) {
    List<T> found = new ArrayList<>();
    collect(root, kind, found);
    return found;
  }

  private static <T extends Node> void collect(Node node, Class<T> kind, List<T> found) {
    if (!node.isVisible()
        || node.getClass().getSimpleName().equals("BorderPane") && node.isDisabled()) {
      return;
    }
    if (kind.isInstance(node)) {
      found.add(kind.cast(node));
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, kind, found));
    }
  }
}
