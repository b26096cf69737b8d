package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The command line of an installation without the practice election.
class AbsentCommandTest {
  private final ClassLoader all = Thread.currentThread().getContextClassLoader();

  /// Hides the service as a missing jar does.
  private static final class WithoutRehearsal extends ClassLoader {
    WithoutRehearsal(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals("META-INF/services/" + RehearsalCommands.class.getName())
          ? Collections.emptyEnumeration()
          : super.getResources(name);
    }
  }

  @BeforeEach
  void leaveTheRehearsalOut() {
    Thread.currentThread().setContextClassLoader(new WithoutRehearsal(all));
  }

  @AfterEach
  void putItBack() {
    Thread.currentThread().setContextClassLoader(all);
  }

  @Test
  void everyCommandOfTheRehearsalHasItsPlace() {
    Thread.currentThread().setContextClassLoader(all);
    Map<String, String> groups = new HashMap<>();
    for (RehearsalCommands each : ServiceLoader.load(RehearsalCommands.class)) {
      for (RehearsalCommands.Placed placed : each.commands()) {
        groups.put(new CommandLine(placed.command()).getCommandName(), placed.group());
      }
    }
    assertThat(AbsentCommand.GROUPS).isEqualTo(groups);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "demo --headless",
        "election practice-authorities --out nowhere",
        "station development-keys"
      })
  void saysThatThisInstallationCannotRehearse(String line) {
    StringWriter err = new StringWriter();
    CommandLine command = Urna.commandLine();
    command.setErr(new PrintWriter(err));
    assertThat(command.execute(line.split(" "))).isNotZero();
    assertThat(err.toString())
        .contains("for real elections")
        .doesNotContain("Usage", "Exception", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "election --help", "station --help"})
  void helpDoesNotListWhatIsNotThere(String line) {
    StringWriter out = new StringWriter();
    CommandLine command = Urna.commandLine();
    command.setOut(new PrintWriter(out));
    assertThat(command.execute(line.split(" "))).isZero();
    assertThat(out.toString())
        .contains("Commands:")
        .doesNotContain("demo", "practice-authorities", "development-keys");
  }
}
