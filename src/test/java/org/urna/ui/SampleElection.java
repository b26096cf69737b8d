package org.urna.ui;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.urna.election.Bytes;
import org.urna.election.Localized;
import org.urna.flow.ElectionView;
import org.urna.flow.ElectionView.Kind;
import org.urna.flow.ElectionView.Option;

/// An invented election with names as long as real ones get.
final class SampleElection {
  private static final String[][] PEOPLE = {
    {"Анна Сергеевна Соколова", "Anna Sokolova", "Врач, Лондон", "Physician, London"},
    {
      "Константин Вячеславович Преображенский-Задунайский",
      "Konstantin Preobrazhensky-Zadunaisky",
      "Историк, преподаватель и председатель землячества",
      "Historian, lecturer and chairman of the community"
    },
    {"Ибрагим Магомедов", "Ibragim Magomedov", "Инженер", "Engineer"},
    {"Мария Львовна Ким", "Maria Kim", "Юрист по правам человека", "Human rights lawyer"},
    {"Олег Дмитриевич Верещагин", "Oleg Vereshchagin", "Предприниматель", "Entrepreneur"},
    {"Ефросинья Щербакова", "Efrosinya Shcherbakova", "Учительница", "Teacher"},
  };

  private SampleElection() {}

  static ElectionView view(boolean practice) {
    List<Option> options = new ArrayList<>();
    for (int i = 0; i < PEOPLE.length; i++) {
      String[] p = PEOPLE[i];
      options.add(
          new Option(
              Kind.CANDIDATE,
              text(p[0], p[1]),
              text(p[2], p[3]),
              "candidate-" + i,
              List.of(manifesto()),
              Bytes.of(photo(i))));
    }
    options.add(
        new Option(
            Kind.AGAINST_ALL,
            text("Против всех", "Against all"),
            text("Никто из кандидатов", "None of the candidates"),
            "against-all",
            List.of(),
            Bytes.of(new byte[0])));
    options.add(
        new Option(
            Kind.BLANK,
            text("Пустой бюллетень", "Blank ballot"),
            text("Участвую, но никого не выбираю", "I take part and choose nobody"),
            "blank",
            List.of(),
            Bytes.of(new byte[0])));
    return new ElectionView(
        text("Выборы координатора общины", "Election of the community's coordinator"),
        text(
            "Координатор представляет общину два года. Тур первый.",
            "The coordinator speaks for the community for two years. First round."),
        "K7QM-2XFA",
        practice,
        options,
        true,
        LocalDate.of(2026, 11, 22));
  }

  static Localized text(String russian, String english) {
    return Localized.of(Map.of("ru", russian, "en", english));
  }

  private static Localized manifesto() {
    String ru =
        "Первое: открытые протоколы всех заседаний. Второе: помощь тем, кто приехал недавно, — "
            + "жильё, язык, документы. Третье: школа выходного дня в каждом городе, где есть хотя "
            + "бы двадцать детей.\n\n";
    String en =
        "First, open minutes of every meeting. Second, help for those who came recently: housing, "
            + "language, papers. Third, a weekend school in every town with at least twenty "
            + "children.\n\n";
    return text(ru.repeat(8).strip(), en.repeat(8).strip());
  }

  private static byte[] photo(int seed) {
    BufferedImage image = new BufferedImage(240, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.getHSBColor(seed / 6f, 0.25f, 0.9f));
    g.fillRect(0, 0, 240, 300);
    g.setColor(Color.getHSBColor(seed / 6f, 0.5f, 0.45f));
    g.fillOval(70, 50, 100, 120);
    g.fillOval(20, 190, 200, 200);
    g.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }
}
