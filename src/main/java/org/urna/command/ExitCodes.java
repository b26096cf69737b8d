package org.urna.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.urna.failure.ExitCode;
import picocli.CommandLine;

/// The exit codes of every command, in one place: in each `--help`, and for usage errors and bugs.
final class ExitCodes {
  private ExitCodes() {}

  /// Sets them for `command` and everything below it.
  static void describe(CommandLine command) {
    Map<String, String> list = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      list.put(String.valueOf(code.value()), words(code));
    }
    command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    command.getCommandSpec().usageMessage().exitCodeList(list);
    command.getSubcommands().values().forEach(ExitCodes::describe);
  }

  private static String words(ExitCode code) {
    return switch (code) {
      case DONE -> "done; or everything that was claimed holds";
      case INTERNAL -> "a fault of the program (S31, S99)";
      case USAGE -> "the command line was not understood; nothing was done";
      case REFUSED -> "not done, for the reason that the last lines give";
      case UNREACHABLE -> "a node or the smart card service does not answer";
      case DOES_NOT_HOLD -> "what was checked does not hold";
      case OPEN -> "nothing is wrong, and it is not over yet: ask again later";
    };
  }
}
