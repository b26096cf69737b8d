package org.urna.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.files.UnusableFile;
import org.urna.flow.FaultCode;
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
        group(root, placed.group()).addSubcommand(placed.command());
      }
    }
    AbsentCommand.fill(root);
    return prepared(root);
  }

  /// The group of this name; `root` itself if the name is empty.
  static CommandLine group(CommandLine root, String name) {
    CommandLine group = name.isEmpty() ? root : root.getSubcommands().get(name);
    if (group == null) {
      throw new IllegalStateException("there is no group " + name);
    }
    return group;
  }

  /// Runs a command; a fault is told in words, whatever it is.
  ///
  /// @return the exit code
  public static int run(CommandLine command, String... arguments) {
    try {
      return command.execute(arguments);
    } catch (Error fault) {
      // Of a command's faults picocli hands on to us what is an exception, and nothing else.
      return told(fault, command);
    }
  }

  /// Gives a command line, whole or in part, our types, exit codes and words for failures.
  static CommandLine prepared(CommandLine root) {
    Usage.converters(root);
    ExitCodes.describe(root);
    return root.setExecutionExceptionHandler(Urna::explain);
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }

  /// Says what went wrong in one sentence with its code, and what to do in another; the stack is
  /// for the log alone.
  static int explain(Exception fault, CommandLine command, ParseResult arguments) {
    return told(fault, command);
  }

  private static int told(Throwable fault, CommandLine command) {
    Failure failure = failure(fault);
    PrintWriter err = command.getErr();
    FailureWords.english().lines(failure).forEach(err::println);
    err.flush();
    LOG.debug("the command failed: {}", failure, fault);
    return failure.code().exit().value();
  }

  /// What a fault is, by the first in its chain that knows. A file system's own exceptions are told
  /// here, because nothing of ours stands between it and many commands; all others are bugs.
  private static Failure failure(Throwable fault) {
    Optional<FileSystemException> file = first(FileSystemException.class, fault);
    Optional<Failing> failing = first(Failing.class, fault);
    if (failing.isPresent()) {
      Failure failure = failing.get().failure();
      String reason = file.map(UnusableFile::reason).orElse("");
      return reason.isEmpty() || failure.detail().contains(reason)
          ? failure
          : new Failure(failure.code(), failure.detail() + " (" + reason + ")");
    }
    if (file.isPresent()) {
      return UnusableFile.failure(file.get());
    }
    return fault instanceof IOException io ? UnusableFile.failure(io) : FaultCode.of(fault);
  }

  private static <T> Optional<T> first(Class<T> type, Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
