package org.urna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.failure.ExitCode;

/// The script `urna` in a checkout that is built already, called from another folder. Names of
/// files and folders have Cyrillic letters and spaces.
class DoorScriptTest {
  private static final Path BUILT = Path.of("target").toAbsolutePath();

  @TempDir private Path folder;
  private Path checkout;
  private Path caller;

  @BeforeEach
  void checkout() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the script is for Unix");
    checkout = Files.createDirectories(folder.resolve("наш дом"));
    caller = Files.createDirectories(folder.resolve("чужая папка"));
    for (String part : List.of("src/main", "kiosk-config", "hardware-profiles", "target")) {
      Files.createDirectories(checkout.resolve(part));
    }
    Files.createDirectories(checkout.resolve("installers"));
    for (String file :
        List.of(
            "pom.xml",
            "urna",
            "installers/jvm.options",
            "installers/kiosk.options",
            "installers/keep-running.sh")) {
      Files.copy(Path.of(file), checkout.resolve(file));
    }
    checkout.resolve("urna").toFile().setExecutable(true);
    Files.createSymbolicLink(checkout.resolve("target/classes"), BUILT.resolve("classes"));
    Files.copy(BUILT.resolve("classpath.txt"), checkout.resolve("target/classpath.txt"));
    Files.createFile(checkout.resolve("target/.built"));
  }

  @AfterEach
  void unlink() throws Exception {
    if (checkout != null) {
      Files.deleteIfExists(checkout.resolve("target/classes"));
    }
  }

  private record Run(int status, String out, String err) {}

  private Run urna(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("/bin/bash", checkout.resolve("urna").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(caller.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int status = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Run(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "xx_XX.ISO-8859-5"})
  void filesAreTheCallersInEveryLocale(String locale) throws Exception {
    Files.writeString(caller.resolve("сертификат.pem"), "это не сертификат");
    Run run =
        urna(
            Map.of("LANG", locale, "LC_ALL", locale),
            "trust",
            "import",
            "--into",
            "списки",
            "сертификат.pem");
    assertThat(run.err())
        .contains("urna: O03 ", "сертификат.pem: is no master list, LDIF file or certificate");
    assertThat(run.status()).isEqualTo(ExitCode.REFUSED.value());
  }

  @Test
  void aLocaleThatIsUtf8Already_stays() throws Exception {
    Run run = urna(Map.of("LANG", "C.UTF-8"), "trust", "show", "нет такой");
    assertThat(run.err()).contains("urna: O03 ", "нет такой is not a trust folder");
  }

  @Test
  void everyCommandOfTheProgramIsNamedInTheScript() throws Exception {
    String script = Files.readString(checkout.resolve("urna"));
    Run run = urna(Map.of(), "--help");
    assertThat(run.status()).isZero();
    List<String> commands =
        run.out()
            .lines()
            .dropWhile(line -> !line.startsWith("Commands:"))
            .skip(1)
            .filter(line -> line.matches("  [a-z]+ .*"))
            .map(line -> line.strip().split(" ")[0])
            .filter(command -> !command.equals("help"))
            .toList();
    assertThat(commands).contains("demo", "kiosk", "trust");
    assertThat(commands)
        .allSatisfy(
            command ->
                assertThat(script).containsPattern("(?m)^#   \\./urna ([a-z]+\\|)*" + command));
  }
}
