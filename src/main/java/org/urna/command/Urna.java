package org.urna.command;

import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/// The root of the command line.
@Command(
    name = "urna",
    mixinStandardHelpOptions = true,
    version = "Urna 0.1.0",
    description = "A polling station in a box.",
    subcommands = {
      KioskCommand.class,
      ElectionCommand.class,
      TrustCommand.class,
      TrusteeCommand.class,
      StationCommand.class,
      VerifyCommand.class,
      CeremonyCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Urna implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Urna.class);

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  /// The command line, with what the practice election adds to it where it is installed.
  public static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Urna());
    for (RehearsalCommands rehearsal : ServiceLoader.load(RehearsalCommands.class)) {
      for (RehearsalCommands.Placed placed : rehearsal.commands()) {
        CommandLine group =
            placed.group().isEmpty() ? root : root.getSubcommands().get(placed.group());
        group.addSubcommand(placed.command());
      }
    }
    AbsentCommand.fill(root);
    return root.setExecutionExceptionHandler(Urna::explain);
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }

  /// Says what went wrong in one sentence and keeps the stack for the log.
  public static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    err.println("urna: " + printable(sentence(failure)));
    err.flush();
    LOG.debug("the command failed", failure);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /// A message may repeat a word of a file that a stranger wrote, and a terminal obeys some
  /// characters.
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }

  private static String sentence(Throwable failure) {
    StringBuilder text = new StringBuilder(words(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String part = words(cause);
      boolean isSaid = cause.getMessage() != null && text.indexOf(cause.getMessage()) >= 0;
      if (!isSaid && text.indexOf(part) < 0) {
        text.append(" (").append(part).append(')');
      }
    }
    return text.toString();
  }

  /// A message is a sentence of ours, unless a bug or a library threw it: then its type says more.
  private static String words(Throwable failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    if (message == null) {
      return type;
    }
    if (failure instanceof NoSuchFileException) {
      return message + ": there is no such file";
    }
    return failure instanceof RuntimeException ? type + ": " + message : message;
  }
}
