package org.urna.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailureCodesDocTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\w\\d\\d) \\| `(\\w+)` \\| (\\w+) \\| ([^|]+) \\| ([^|]+) \\|$");

  @Test
  void eachCodeIsDocumentedOnceWithItsAudienceAndARemedy() throws Exception {
    List<String> documented =
        Files.readAllLines(Path.of("docs/failure-codes.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| code "))
            .map(FailureCodesDocTest::row)
            .toList();
    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(FailureCode.values())
                .map(
                    code ->
                        code.code()
                            + " "
                            + code.name()
                            + " "
                            + code.audience().name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void codesAreUniqueALetterAndTwoDigits() {
    assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[PEBSUC]\\d\\d"));
  }

  private static String row(String line) {
    Matcher matcher = ROW.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    assertThat(matcher.group(4)).isNotBlank();
    assertThat(matcher.group(5)).isNotBlank();
    return matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3);
  }
}
