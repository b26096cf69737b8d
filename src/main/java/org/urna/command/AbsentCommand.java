package org.urna.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.urna.failure.CommandRefused;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// Stands where a command of the practice election would be, in an installation without it: help
/// does not list it, and who calls it all the same reads why it is not there.
@Command(hidden = true)
final class AbsentCommand implements Callable<Integer> {
  /// The groups of [RehearsalCommands#commands] by the commands' names.
  static final Map<String, String> GROUPS =
      Map.of("demo", "", "practice-authorities", "election", "development-keys", "station");

  @Unmatched private final List<String> ignored = new ArrayList<>();

  /// Fills the places that nobody has taken.
  static void fill(CommandLine root) {
    GROUPS.forEach(
        (name, place) -> {
          CommandLine group = Urna.group(root, place);
          if (!group.getSubcommands().containsKey(name)) {
            group.addSubcommand(name, new AbsentCommand());
          }
        });
  }

  @Override
  public Integer call() throws CommandRefused {
    RehearsalCommands.required();
    throw new IllegalStateException("the practice election is here, but without this command");
  }
}
