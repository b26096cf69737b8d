package org.urna;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.SelectClasses;

/// A fixture that is dear, or that the machine has only one of, belongs to one JVM: whoever uses it
/// is in its suite, and is not run once more alone.
class SharedFixturesTest {
  private static final List<Class<?>> SUITES =
      List.of(PracticeDayTests.class, CardServiceTests.class);

  @Test
  void everyTestOfAPracticeDayIsInItsSuite() {
    assertThat(testsThatUse("org.urna.rehearsal.PracticeFixture"))
        .isEqualTo(listed(PracticeDayTests.class));
  }

  @Test
  void everyTestOfTheCardServiceIsInItsSuite() {
    assertThat(testsThatUse("org.urna.passport.pcsc.PcscDaemon"))
        .isEqualTo(listed(CardServiceTests.class));
  }

  @Test
  void buildRunsThemInTheirSuiteOnly() throws Exception {
    Set<String> wanted =
        SUITES.stream()
            .flatMap(suite -> listed(suite).stream())
            .map(name -> "<exclude>" + name.replace('.', '/') + ".java</exclude>")
            .collect(Collectors.toSet());
    try (Stream<String> lines = Files.lines(Path.of("pom.xml"))) {
      assertThat(
              lines
                  .map(String::strip)
                  .filter(
                      line -> line.startsWith("<exclude>") && line.endsWith("Test.java</exclude>"))
                  .collect(Collectors.toSet()))
          .isEqualTo(wanted);
    }
  }

  private static Set<String> listed(Class<?> suite) {
    return Set.of(suite.getAnnotation(SelectClasses.class).names());
  }

  private static Set<String> testsThatUse(String fixture) {
    return new ClassFileImporter()
        .importPath(Path.of("target", "test-classes", "org")).stream()
            .filter(user -> SUITES.stream().noneMatch(suite -> user.isEquivalentTo(suite)))
            .filter(
                user ->
                    user.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> outermost(use.getTargetClass()).equals(fixture)))
            .map(SharedFixturesTest::outermost)
            .filter(name -> name.endsWith("Test"))
            .collect(Collectors.toSet());
  }

  private static String outermost(JavaClass of) {
    return of.getName().replaceAll("\\$.*", "");
  }
}
