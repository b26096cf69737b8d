package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.urna.passport.CardConnection;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// A card that expects given commands, byte for byte, and gives given answers.
final class ScriptedCard implements CardConnection {

  private final Deque<String> commands = new ArrayDeque<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();

  /// @param command hexadecimal in capitals, or `*` for any
  ScriptedCard expect(String command, String answer) {
    commands.add(command);
    answers.add(answer);
    return this;
  }

  @Override
  public byte[] transmit(byte[] command) throws PassportReadException {
    String hex = HexFormat.of().withUpperCase().formatHex(command);
    seen.add(hex);
    if (commands.isEmpty()) {
      throw new AssertionError("unexpected command " + hex);
    }
    String expected = commands.removeFirst();
    if (!expected.equals("*")) {
      assertThat(hex).as("command %d", seen.size()).isEqualTo(expected);
    }
    String answer = answers.removeFirst();
    if (answer.isEmpty()) {
      throw new PassportReadException(PassportReadFailure.LOST_CONTACT, "the card is gone");
    }
    return HexFormat.of().parseHex(answer);
  }

  List<String> seen() {
    return List.copyOf(seen);
  }

  boolean isFinished() {
    return commands.isEmpty();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
