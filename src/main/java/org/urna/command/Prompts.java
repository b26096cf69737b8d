package org.urna.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.files.UnusableFile;
import org.urna.keys.Passphrase;
import org.urna.upload.evm.EvmAccount;

/// Secrets that a command needs from a person: asked for on the terminal, never an argument,
/// because arguments stand in the shell's history and in the process list.
final class Prompts {
  private Prompts() {}

  /// A passphrase that opens a key, without echo on a terminal; one line of standard input where
  /// there is none. Both are read as UTF-8 whatever the locale is: a `Console` decodes by
  /// `stdin.encoding`, which the launchers set (installers/jvm.options).
  ///
  /// @throws CommandRefused if there is nobody to ask, or it cannot be a passphrase
  static Passphrase passphrase(String question) throws IOException, CommandRefused {
    return passphrase(question, Passphrase::of);
  }

  private static Passphrase passphrase(String question, Function<char[], Passphrase> door)
      throws IOException, CommandRefused {
    char[] typed = unseen(question);
    try {
      return door.apply(typed);
    } catch (IllegalArgumentException e) {
      throw refused("the passphrase " + e.getMessage() + "; nothing was made or changed");
    }
  }

  /// A passphrase that will protect something new. A terminal shows nothing of what is typed, so it
  /// asks twice: a slip of the finger would lock the key for ever.
  ///
  /// @param door what may be chosen
  /// @throws CommandRefused if it may not be chosen, or the two differ
  static Passphrase newPassphrase(String question, Function<char[], Passphrase> door)
      throws IOException, CommandRefused {
    Passphrase first = passphrase(question, door);
    if (terminal().isEmpty()) {
      return first;
    }
    try (Passphrase second = passphrase(question + ", again", door)) {
      if (!first.isSameAs(second)) {
        throw refused("the two passphrases differ; nothing was made");
      }
      return first;
    } catch (IOException | CommandRefused e) {
      first.close();
      throw e;
    }
  }

  /// Characters that are not to be seen: without echo on a terminal, one line of standard input
  /// where there is none.
  ///
  /// @return characters that the caller wipes
  /// @throws CommandRefused if there is nobody to ask
  static char[] unseen(String question) throws IOException, CommandRefused {
    Optional<Console> terminal = terminal();
    if (terminal.isPresent()) {
      char[] typed = terminal.get().readPassword("%s: ", question);
      if (typed == null) {
        throw refused("nothing was typed");
      }
      return typed;
    }
    String line = Input.LINES.readLine();
    if (line == null) {
      throw refused("standard input ended before: " + question);
    }
    return line.toCharArray();
  }

  /// Absent where standard input or output is a file or a pipe: there is no console then, or one
  /// that is no terminal.
  private static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// An answer with which a command cannot go on.
  ///
  /// @param detail never holds the answer
  static CommandRefused refused(String detail) {
    return new CommandRefused(new Failure(FailureCode.ANSWER_REFUSED, detail));
  }

  /// A line that is no secret, for a decision; empty if input ended.
  static String line(String question) throws IOException {
    System.out.print(question + ": ");
    System.out.flush();
    String line = Input.LINES.readLine();
    return line == null ? "" : line.strip();
  }

  /// One buffer for all lines: a second one would lose what the first has read ahead.
  private static final class Input {
    static final BufferedReader LINES =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  /// A secp256k1 private key from a file of 64 hexadecimal digits.
  static BigInteger privateKey(Path file) throws IOException, CommandRefused {
    String hex;
    try {
      hex = Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (CharacterCodingException e) {
      hex = "";
    }
    String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
    if (!digits.matches("[0-9a-fA-F]{64}")) {
      throw UnusableFile.refused(file, "does not hold a private key of 64 hexadecimal digits");
    }
    return new BigInteger(digits, 16);
  }

  /// The account of [#privateKey].
  static EvmAccount account(Path file) throws IOException, CommandRefused {
    return EvmAccount.of(privateKey(file));
  }
}
