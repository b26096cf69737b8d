package org.urna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing runs in the kiosk, or in its tests, that nobody has looked at.
class DependenciesTest {
  private static final String HASH_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String GOOD = "runtime org.a:lib:1.0 " + HASH_OF_NOTHING + " MIT";

  private static DependencyLock lock;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws Exception {
    lock = DependencyLock.parse(Files.readAllLines(Path.of(DependencyLock.FILE)));
  }

  private static List<Path> jars(String classPath) {
    return Arrays.stream(classPath.strip().split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  private static List<Path> runtimeJars() throws Exception {
    return jars(Files.readString(Path.of("target", "classpath.txt")));
  }

  // JavaFX comes as another artifact on every other system.
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void whatTheKioskRunsIsWhatIsListed() throws Exception {
    assertThat(lock.complaints("runtime", runtimeJars())).isEmpty();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void whatTestsAddIsWhatIsListed() throws Exception {
    List<Path> jars = new ArrayList<>(jars(System.getProperty("java.class.path")));
    jars.removeAll(runtimeJars());
    jars.removeIf(jar -> jar.getFileName().toString().startsWith("surefire"));
    assertThat(lock.complaints("test", jars)).isEmpty();
  }

  /// Each library has one row, and each row with a library says its licence.
  @Test
  void documentAndListAgree() throws Exception {
    Map<String, String> documented = new HashMap<>();
    String document = Files.readString(Path.of("docs", "dependencies.md"));
    String shipped =
        document.substring(
            document.indexOf("## In the shipped kiosk"), document.indexOf("## Only to build"));
    for (String line : shipped.lines().filter(each -> each.startsWith("| ")).toList()) {
      String[] cells = line.split("\\|", -1);
      Matcher names = Pattern.compile("`([^`]+)`").matcher(cells[1]);
      while (names.find()) {
        assertThat(documented.put(names.group(1), cells[2].strip()))
            .as("rows of " + names.group(1))
            .isNull();
      }
    }
    Map<String, String> listed = new HashMap<>();
    lock.artifacts("runtime").forEach(each -> listed.put(each.name(), each.licence()));
    assertThat(documented).isNotEmpty().isEqualTo(listed);
  }

  // ------------------------------------------------------------------ the check itself

  private Path jar(String place, String content) throws Exception {
    Path jar = folder.resolve("repository").resolve(place);
    Files.createDirectories(jar.getParent());
    return Files.writeString(jar, content);
  }

  private static DependencyLock lock(String... lines) {
    return DependencyLock.parse(
        Stream.concat(Stream.of("licence MIT"), Arrays.stream(lines)).toList());
  }

  @Test
  void acceptsWhatIsListed() throws Exception {
    Path jar = jar("org/a/lib/1.0/lib-1.0.jar", "");
    assertThat(lock(GOOD).complaints("runtime", List.of(jar))).isEmpty();
    Path natives = jar("org/a/lib/1.0/lib-1.0-linux.jar", "");
    assertThat(
            lock(GOOD, GOOD.replace("1.0", "1.0:linux"))
                .complaints("runtime", List.of(jar, natives)))
        .isEmpty();
  }

  @Test
  void refusesAChangedFile() throws Exception {
    Path jar = jar("org/a/lib/1.0/lib-1.0.jar", "forged");
    assertThat(lock(GOOD).complaints("runtime", List.of(jar)))
        .singleElement()
        .asString()
        .contains("lib-1.0.jar is not the file that was looked at")
        .contains(HASH_OF_NOTHING);
  }

  @Test
  void refusesAnotherLicence() throws Exception {
    Path jar = jar("org/a/lib/1.0/lib-1.0.jar", "");
    assertThat(lock(GOOD.replace("MIT", "SSPL-1.0")).complaints("runtime", List.of(jar)))
        .singleElement()
        .asString()
        .contains("org.a:lib:1.0: SSPL-1.0 is none of the allowed licences [MIT]");
  }

  @Test
  void aLicenceForTestsIsNoneForTheKiosk() throws Exception {
    Path jar = jar("org/a/lib/1.0/lib-1.0.jar", "");
    String artifact = "org.a:lib:1.0 " + HASH_OF_NOTHING + " EPL-2.0";
    assertThat(lock("test-licence EPL-2.0", "test " + artifact).complaints("test", List.of(jar)))
        .isEmpty();
    assertThat(
            lock("test-licence EPL-2.0", "runtime " + artifact).complaints("runtime", List.of(jar)))
        .singleElement()
        .asString()
        .contains("EPL-2.0 is none of the allowed licences [MIT]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/a/other/1.0/other-1.0.jar",
        "org/a/lib/1.1/lib-1.1.jar",
        "org/a/lib/1.0/lib-1.0-linux.jar",
        "org/b/lib/1.0/lib-1.0.jar",
        "evil/lib-1.0.jar"
      })
  void refusesWhatIsNotListed(String place) throws Exception {
    Path jar = jar(place, "");
    assertThat(lock(GOOD).complaints("runtime", List.of(jar)))
        .hasSize(2)
        .anySatisfy(each -> assertThat(each).contains(jar + " is not listed"))
        .anySatisfy(each -> assertThat(each).contains("org.a:lib:1.0 is listed, and no longer"));
  }

  @Test
  void saysTheLineToAdd() throws Exception {
    Path jar = jar("org/a/lib/1.0/lib-1.0-linux.jar", "");
    assertThat(lock().complaints("test", List.of(jar)))
        .singleElement()
        .asString()
        .endsWith("test org.a:lib:1.0:linux " + HASH_OF_NOTHING + " LICENCE");
  }

  @Test
  void aTestsArtifactIsNotListedForTheKiosk() throws Exception {
    Path jar = jar("org/a/lib/1.0/lib-1.0.jar", "");
    assertThat(lock(GOOD.replace("runtime", "test")).complaints("runtime", List.of(jar)))
        .singleElement()
        .asString()
        .contains("is not listed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runtime org.a:other:1.0 MIT",
        "runtime org.a:other " + HASH_OF_NOTHING + " MIT",
        "runtime org.a:other:1.0 " + HASH_OF_NOTHING + "0 MIT",
        "runtime org.a:other:1.0 " + HASH_OF_NOTHING,
        "compile org.a:other:1.0 " + HASH_OF_NOTHING + " MIT",
        "licence MIT",
        "licence",
        GOOD
      })
  void refusesAMalformedOrRepeatedLine(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lock(GOOD, line))
        .withMessageContaining(line);
  }
}
