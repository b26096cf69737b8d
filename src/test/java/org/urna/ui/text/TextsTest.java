package org.urna.ui.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted;
import org.urna.flow.Language;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StationReport;
import org.urna.flow.voter.ReadingStep;
import org.urna.hardware.PowerSupply;
import org.urna.station.ReadinessReport;
import org.urna.ui.control.DisplaySettings;

class TextsTest {
  private static final Texts TEXTS = Texts.load();

  /// Keys that are made of a prefix and a constant's name.
  private static final Map<String, Enum<?>[]> MADE =
      Map.ofEntries(
          Map.entry("voter.reading", ReadingStep.values()),
          Map.entry("view.size", DisplaySettings.TextSize.values()),
          Map.entry("view.contrast", DisplaySettings.Contrast.values()),
          Map.entry("staff.verdict", ReadinessReport.Verdict.values()),
          Map.entry("staff.readiness", ReadinessReport.Item.values()),
          Map.entry("staff.report", StationReport.Item.values()),
          Map.entry("staff.confirm", StaffState.Question.values()),
          Map.entry("staff.confirm.what", StaffState.Question.values()),
          Map.entry("staff.confirm.yes", StaffState.Question.values()),
          Map.entry("staff.stage", Counted.Stage.values()),
          Map.entry("staff.preflight", PreflightOutcome.Item.values()),
          Map.entry("staff.power", PowerSupply.Source.values()));

  static Stream<Language> languages() {
    return TEXTS.languages().stream();
  }

  @Test
  void russianAndEnglishAreThere() {
    assertThat(TEXTS.languages()).startsWith(Language.RUSSIAN, Language.ENGLISH);
    assertThatThrownBy(() -> TEXTS.in(new Language("xx")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyKeyExistsInEveryLanguage(Language language) {
    assertThat(new TreeSet<>(TEXTS.in(language).keys()))
        .isEqualTo(new TreeSet<>(TEXTS.in(Language.ENGLISH).keys()));
  }

  @Test
  void everyKeyIsUsedAndEveryUsedKeyExists() throws IOException {
    Set<String> used = new HashSet<>();
    Pattern literal = Pattern.compile("\"([a-z]+(?:\\.[a-z0-9-]+)+)\"");
    for (String source : sources()) {
      Matcher matcher = literal.matcher(source);
      while (matcher.find()) {
        used.add(matcher.group(1));
      }
    }
    MADE.forEach(
        (prefix, constants) -> {
          for (Enum<?> constant : constants) {
            used.add(Words.key(prefix, constant));
          }
        });
    for (FailureCode code : FailureCode.values()) {
      used.add(code.textKey());
      used.add(code.remedyKey());
    }
    Set<String> keys = TEXTS.in(Language.ENGLISH).keys();
    assertThat(new TreeSet<>(keys)).as("keys that no source uses").allMatch(used::contains);
    Set<String> roots = Set.of("common.", "voter.", "staff.", "failure.", "view.", "practice.");
    Set<String> missing = new TreeSet<>(used);
    missing.removeIf(
        key ->
            keys.contains(key)
                || MADE.containsKey(key)
                || roots.stream().noneMatch(key::startsWith));
    assertThat(missing).as("keys that no text file has").isEmpty();
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    try (var files = Files.walk(Path.of("src/main/java/org/urna/ui"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }

  @ParameterizedTest
  @MethodSource("languages")
  void theSamePlaceholdersStandInEveryLanguage(Language language) {
    Words words = TEXTS.in(language);
    Words english = TEXTS.in(Language.ENGLISH);
    for (String key : english.keys()) {
      assertThat(placeholders(words.get(key))).as(key).isEqualTo(placeholders(english.get(key)));
      assertThat(words.get(key)).as(key).isNotBlank();
    }
  }

  private static Set<String> placeholders(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\{\\d}").matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /// Words that nobody should have to know, on what a voter reads or touches.
  @ParameterizedTest
  @MethodSource("languages")
  void aVoterMeetsNoJargon(Language language) {
    Pattern jargon =
        Pattern.compile(
            "encrypt|hash|blockchain|\\bproof\\b|zero.knowledge|шифр|хеш|хэш|блокчейн"
                + "|доказательств",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    Words words = TEXTS.in(language);
    Set<String> neverTheirs = failuresOnTheCommandLine();
    for (String key : words.keys()) {
      if (!key.startsWith("staff.") && !neverTheirs.contains(key)) {
        assertThat(words.get(key)).as(key).doesNotContainPattern(jargon);
      }
    }
  }

  private static Set<String> failuresOnTheCommandLine() {
    Set<String> keys = new HashSet<>();
    for (FailureCode code : FailureCode.values()) {
      switch (code.audience()) {
        case ORGANISER, TRUSTEE, AUDITOR -> keys.addAll(List.of(code.textKey(), code.remedyKey()));
        case VOTER, VOLUNTEER, OFFICIAL -> {}
      }
    }
    return keys;
  }

  @Test
  void eachLanguageIsWrittenInItsOwnScript() {
    for (String key : TEXTS.in(Language.RUSSIAN).keys()) {
      // What stands in backquotes is typed or looked for as it is: a command, a file's name.
      String russian = TEXTS.in(Language.RUSSIAN).get(key).replaceAll("\\{\\d}|`[^`]+`", "");
      assertThat(TEXTS.in(Language.ENGLISH).get(key)).as(key).doesNotContainPattern("[а-яА-Я]");
      if (russian.matches(".*\\p{L}.*")) {
        assertThat(russian).as(key).doesNotContainPattern("[a-zA-Z]");
      }
    }
  }

  @Test
  void daysAreWrittenAsTheLanguageWritesThem() {
    LocalDate day = LocalDate.of(2026, 11, 22);
    assertThat(TEXTS.in(Language.RUSSIAN).day(day)).isEqualTo("22 ноября 2026");
    assertThat(TEXTS.in(Language.ENGLISH).day(day)).isEqualTo("22 November 2026");
  }

  @Test
  void anUnknownKeyIsABugThatSaysSo() {
    Words words = TEXTS.in(Language.ENGLISH);
    assertThatThrownBy(() -> words.get("voter.nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("voter.nothing");
  }

  /// The words of the table are binding, letter by letter.
  @Test
  void theWordsForWhatGoesWrongAreThoseThatWereAgreed() {
    Map<String, List<String>> table =
        Map.ofEntries(
            Map.entry(
                "failure.p01.remedy",
                List.of(
                    "Move the passport slowly to the left. Take off the cover.",
                    "Медленно сдвиньте паспорт влево. Снимите обложку.")),
            Map.entry(
                "failure.p02.remedy",
                List.of(
                    "Keep it still. We continue from here.",
                    "Не двигайте паспорт. Продолжаем с этого места.")),
            Map.entry(
                "voter.key.refused",
                List.of(
                    "The printed numbers did not open the chip. Let's type them again.",
                    "Номера не открыли чип. Введём их ещё раз.")),
            Map.entry(
                "failure.p04",
                List.of(
                    "This chip does not answer. Please call a volunteer.",
                    "Чип не отвечает. Позовите волонтёра.")),
            Map.entry(
                "failure.p05",
                List.of(
                    "This passport has no chip (no symbol on the cover).",
                    "В этом паспорте нет чипа (нет символа на обложке).")),
            Map.entry(
                "failure.p06",
                List.of(
                    "This kiosk does not know the signer of your passport. It is not your mistake.",
                    "Киоск не знает, кто подписал паспорт. Это не ваша ошибка.")),
            Map.entry(
                "failure.p07",
                List.of(
                    "The passport's electronic signature did not match. Please see a volunteer.",
                    "Подпись чипа не совпала. Подойдите к волонтёру.")),
            Map.entry(
                "failure.p08",
                List.of(
                    "This looks like a copy of a chip, not the chip itself.",
                    "Похоже на копию чипа, а не сам чип.")),
            Map.entry(
                "failure.e01",
                List.of(
                    "This vote is for citizens of 18 or older. The passport does not show that.",
                    "Голосуют граждане с 18 лет. Паспорт этого не показывает.")),
            Map.entry(
                "failure.e02",
                List.of(
                    "The passport expired. This election accepts passports valid on {0}",
                    "Срок паспорта истёк. Нужен паспорт, действующий на {0}")),
            Map.entry(
                "failure.e05",
                List.of(
                    "A vote with this passport is already in the box. One person, one vote.",
                    "С этим паспортом уже проголосовали. Один человек — один голос.")),
            Map.entry(
                "failure.b02",
                List.of(
                    "Your vote was not cast. Nothing was kept. Please use the next kiosk.",
                    "Голос не учтён. Ничего не сохранено. Перейдите к другому киоску.")),
            Map.entry(
                "voter.idle.title", List.of("Are you still voting? {0}", "Вы ещё голосуете? {0}")),
            Map.entry(
                "voter.tested.title",
                List.of(
                    "This was a test. You have NOT voted. Start again to vote.",
                    "Это была проверка. Вы НЕ проголосовали. Чтобы проголосовать, начните снова.")));
    table.forEach(
        (key, words) -> {
          if (key.matches("failure\\.\\w+")) {
            assertThat(textAndRemedy(Language.ENGLISH, key)).startsWith(words.get(0));
            assertThat(textAndRemedy(Language.RUSSIAN, key)).startsWith(words.get(1));
          } else {
            assertThat(TEXTS.in(Language.ENGLISH).get(key)).isEqualTo(words.get(0));
            assertThat(TEXTS.in(Language.RUSSIAN).get(key)).isEqualTo(words.get(1));
          }
        });
  }

  /// As they stand below each other on the screen.
  private static String textAndRemedy(Language language, String failure) {
    Words words = TEXTS.in(language);
    return words.get(failure + ".text") + " " + words.get(failure + ".remedy");
  }

  /// The screen is not the place to tell onlookers what is amiss with a person.
  @ParameterizedTest
  @MethodSource("languages")
  void whoMayNotVoteIsToldInTheSameWordsWhateverTheReason(Language language) {
    Words words = TEXTS.in(language);
    for (FailureCode code :
        List.of(FailureCode.OTHER_CITIZENSHIP, FailureCode.NOT_AN_ORDINARY_PASSPORT)) {
      assertThat(words.text(Failure.of(code)))
          .isEqualTo(words.text(Failure.of(FailureCode.TOO_YOUNG)));
      assertThat(words.remedy(Failure.of(code)))
          .isEqualTo(words.remedy(Failure.of(FailureCode.TOO_YOUNG)));
    }
  }

  /// Nobody may be told that nothing was kept while the ballot may be in the box.
  @Test
  void anUncertainWriteIsToldAsUncertain() {
    String english = textAndRemedy(Language.ENGLISH, "failure.b03");
    assertThat(english).contains("not known").doesNotContainIgnoringCase("nothing", "next kiosk");
    String russian = textAndRemedy(Language.RUSSIAN, "failure.b03");
    assertThat(russian)
        .contains("Неизвестно")
        .doesNotContainIgnoringCase("ничего", "другому киоску");
  }

  @Test
  void aDetailThatIsADayIsWrittenAsTheLanguageWritesIt() {
    Failure expired = new Failure(FailureCode.PASSPORT_EXPIRED, "2026-11-22");
    assertThat(TEXTS.in(Language.ENGLISH).text(expired)).endsWith("valid on 22 November 2026");
    assertThat(TEXTS.in(Language.RUSSIAN).text(expired)).endsWith("на 22 ноября 2026");
  }

  @Test
  void theFilesAreUtf8WithoutAMark() throws IOException {
    for (Language language : TEXTS.languages()) {
      byte[] bytes =
          Files.readAllBytes(
              Path.of(
                  "src/main/resources/org/urna/ui/text/texts_" + language.code() + ".properties"));
      assertThat(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
          .isEqualTo(bytes);
      assertThat(bytes[0]).isNotEqualTo((byte) 0xef);
    }
  }
}
