package org.urna.practice;

import java.util.Optional;

/// Stands between a reader and a simulated chip and may change, delay, answer or swallow each
/// command: what mishaps are scripted with.
@FunctionalInterface
public interface CommandInterceptor {

  /// Handles one command.
  ///
  /// @param index 0 for the first command after the chip got power
  /// @param command as the reader sent it
  /// @param chip answers as the chip would; may be called any number of times
  /// @return the response, or empty if the chip left the field before it could answer
  Optional<byte[]> exchange(int index, byte[] command, Chip chip);

  /// The chip behind the interceptor.
  @FunctionalInterface
  interface Chip {
    /// The chip's own response, status bytes included.
    byte[] answer(byte[] command);
  }

  /// Lets everything pass.
  static CommandInterceptor none() {
    return (index, command, chip) -> Optional.of(chip.answer(command));
  }
}
