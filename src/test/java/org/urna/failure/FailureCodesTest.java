package org.urna.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Each failure code has one producer, one text and one remedy in every language, one audience and
/// one row in docs/failure-codes.md; and the check of it sees each of them missing.
class FailureCodesTest {
  private static final Path TEXTS = Path.of("src/main/resources/org/urna/ui/text");

  private static FailureCodeAudit program;

  @BeforeAll
  static void readTheProgram() throws IOException {
    Map<String, Set<String>> producers =
        Producers.of(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.urna"));
    program =
        new FailureCodeAudit(
            Arrays.stream(FailureCode.values()).map(FailureCodesTest::code).toList(),
            producers,
            texts(),
            Files.readAllLines(Path.of("docs/failure-codes.md")));
    list(producers);
  }

  private static FailureCodeAudit.Code code(FailureCode code) {
    return new FailureCodeAudit.Code(
        code.code(),
        code.name(),
        code.audience().name().toLowerCase(Locale.ROOT),
        List.of(code.textKey(), code.remedyKey()));
  }

  private static Map<String, List<String>> texts() throws IOException {
    Map<String, List<String>> texts = new TreeMap<>();
    try (var files = Files.newDirectoryStream(TEXTS, "texts_*.properties")) {
      for (Path file : files) {
        texts.put(file.getFileName().toString(), Files.readAllLines(file));
      }
    }
    return texts;
  }

  /// `target/failure-codes.txt`: code, name and producer, for whoever looks up where a code is
  /// from.
  private static void list(Map<String, Set<String>> producers) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FailureCode code : FailureCode.values()) {
      lines.add(
          "%s %s %s"
              .formatted(
                  code.code(),
                  code.name(),
                  String.join(", ", producers.getOrDefault(code.name(), Set.of("-")))));
    }
    Files.write(Path.of("target/failure-codes.txt"), lines, UTF_8);
  }

  @Test
  void eachCodeHasOneProducerOneTextOneRemedyOneAudienceAndOneRow() {
    assertThat(program.complaints()).isEmpty();
  }

  /// An invented program without a fault, changed in one place at a time.
  @Nested
  class TheCheckSees {
    private final List<FailureCodeAudit.Code> codes = new ArrayList<>();
    private final Map<String, Set<String>> producers = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();
    private final List<String> document = new ArrayList<>();

    TheCheckSees() {
      for (FailureCode code : List.of(FailureCode.NO_CHIP_FOUND, FailureCode.FILE_NOT_USABLE)) {
        codes.add(code(code));
        producers.put(code.name(), Set.of("org.urna.Somewhere"));
        for (String file : List.of("texts_en.properties", "texts_ru.properties")) {
          List<String> lines = texts.computeIfAbsent(file, _ -> new ArrayList<>());
          lines.add("common.code=Code {0}");
          lines.add(code.textKey() + "=What happened.");
          lines.add(code.remedyKey() + "=What to do.");
        }
      }
      document.add("| code | name | who acts | what happened | what to do |");
      document.add("|---|---|---|---|---|");
      document.add("| P01 | `NO_CHIP_FOUND` | voter | No chip | Move it. |");
      document.add("| O01 | `FILE_NOT_USABLE` | organiser | No such file | Take another. |");
    }

    private List<String> complaints() {
      return new FailureCodeAudit(codes, producers, texts, document).complaints();
    }

    private void only(String... words) {
      assertThat(complaints()).singleElement().asString().contains(words);
    }

    private void replace(List<String> lines, int index, UnaryOperator<String> change) {
      String before = lines.get(index);
      lines.set(index, change.apply(before));
      assertThat(lines.get(index)).isNotEqualTo(before);
    }

    @Test
    void nothingWhereAllIsAsItMustBe() {
      assertThat(complaints()).isEmpty();
    }

    @Test
    void aCodeWithoutAProducer() {
      producers.remove("NO_CHIP_FOUND");
      only("P01 NO_CHIP_FOUND has no producer", "or delete the code");
    }

    @Test
    void aSecondProducer() {
      producers.put("NO_CHIP_FOUND", Set.of("org.urna.Somewhere", "org.urna.Elsewhere"));
      only("2 producers [org.urna.Elsewhere, org.urna.Somewhere]", "pass its Failure on");
    }

    @Test
    void aProducerOfNoCode() {
      producers.put("GONE", Set.of("org.urna.Somewhere"));
      only("GONE", "org.urna.Somewhere", "add it to FailureCode");
    }

    @Test
    void aMissingRussianText() {
      texts.get("texts_ru.properties").remove("failure.p01.text=What happened.");
      only("texts_ru.properties lacks failure.p01.text", "write it for NO_CHIP_FOUND");
    }

    @Test
    void aMissingEnglishRemedy() {
      texts.get("texts_en.properties").remove("failure.o01.remedy=What to do.");
      only("texts_en.properties lacks failure.o01.remedy", "write it for FILE_NOT_USABLE");
    }

    @Test
    void aTextThatIsThereTwice() {
      texts.get("texts_en.properties").add("failure.p01.text = Another.");
      only("texts_en.properties has failure.p01.text 2 times", "keep one");
    }

    @Test
    void aBlankRemedy() {
      replace(texts.get("texts_ru.properties"), 2, line -> "failure.p01.remedy=  ");
      only("texts_ru.properties says nothing for failure.p01.remedy");
    }

    @Test
    void aTextOfNoCode() {
      texts.get("texts_ru.properties").add("failure.p77.text=?");
      only("failure.p77.text", "delete the line");
    }

    @Test
    void aKeyOfNoKind() {
      texts.get("texts_en.properties").add("failure.p01.hint=?");
      only("failure.p01.hint", "delete the line");
    }

    @Test
    void aLanguageThatIsNotThere() {
      texts.remove("texts_ru.properties");
      only("fewer than two languages");
    }

    @Test
    void aRowThatIsNotThere() {
      document.remove(3);
      only("no row of O01 FILE_NOT_USABLE", "write one");
    }

    @Test
    void aSecondRow() {
      document.add(document.get(3));
      only("two rows of O01", "keep one");
    }

    @Test
    void aRowOfNoCode() {
      document.add("| P77 | `GONE` | voter | It went | Nothing. |");
      only("a row of P77", "delete the row");
    }

    @Test
    void aRowOfAnotherForm() {
      replace(document, 3, row -> row.replace("`FILE_NOT_USABLE`", "FILE_NOT_USABLE"));
      assertThat(complaints())
          .anySatisfy(text -> assertThat(text).contains("this row is not", "O01"));
    }

    @Test
    void anotherAudience() {
      replace(document, 2, row -> row.replace("voter", "volunteer"));
      only("NO_CHIP_FOUND for the volunteer", "NO_CHIP_FOUND for the voter", "make them agree");
    }

    @Test
    void anotherName() {
      replace(document, 2, row -> row.replace("NO_CHIP_FOUND", "CHIP_GONE"));
      only("CHIP_GONE for the voter", "make them agree");
    }

    @Test
    void aBlankCell() {
      replace(document, 2, row -> row.replace("Move it.", " "));
      only("say of P01 what happened and what to do");
    }

    @Test
    void rowsInAnotherOrder() {
      document.add(document.remove(2));
      only("another order");
    }

    @Test
    void aNumberThatIsUsedTwice() {
      FailureCodeAudit.Code first = codes.getFirst();
      codes.add(new FailureCodeAudit.Code("P01", "OTHER", first.audience(), first.keys()));
      assertThat(complaints()).anyMatch(text -> text.contains("P01 is there twice"));
    }

    @Test
    void aCodeOfAnotherForm() {
      FailureCodeAudit.Code first = codes.removeFirst();
      codes.addFirst(new FailureCodeAudit.Code("X1", first.name(), first.audience(), first.keys()));
      assertThat(complaints()).anyMatch(text -> text.contains("X1 of NO_CHIP_FOUND is not"));
    }
  }

  /// What counts as naming a code is read from classes that javac compiled here.
  @Nested
  class TheBytecodeTells {
    private final Map<String, Set<String>> producers =
        Producers.of(new ClassFileImporter().importPackages("org.urna.failure.sample"));

    @Test
    void whoNamesACode() {
      assertThat(producers.get("NO_CHIP_FOUND"))
          .as("in a method, a lambda and a nested enum of one class")
          .containsExactly("org.urna.failure.sample.NamesCodes");
    }

    @Test
    void thatACaseLabelNamesNone() {
      assertThat(producers.get("BOX_FULL")).isNull();
    }

    @Test
    void thatAllCodesAtOnceNameNone() {
      assertThat(producers.keySet()).containsExactlyInAnyOrder("NO_CHIP_FOUND", "UNEXPECTED");
    }

    @Test
    void thatAComparisonNamesOne() {
      assertThat(producers.get("UNEXPECTED")).containsExactly("org.urna.failure.sample.Compares");
    }
  }
}
