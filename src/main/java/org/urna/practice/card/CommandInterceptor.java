package org.urna.practice.card;

import java.util.Optional;

/// Stands between a reader and a simulated chip and may change, delay, answer or swallow each
/// command, and, as secure messaging hides what is in them, may change what the chip itself reads
/// and answers: what mishaps are scripted with ([MishapScript]).
@FunctionalInterface
public interface CommandInterceptor {

  /// Handles one command.
  ///
  /// @param index 0 for the first command after the chip got power
  /// @param command as the reader sent it
  /// @param chip answers as the chip would; may be called any number of times
  /// @return the response, or empty if the chip left the field before it could answer
  Optional<byte[]> exchange(int index, byte[] command, Chip chip);

  /// What the chip answers to a command that it has understood, before secure messaging seals it.
  default ChipReply reply(ChipStep step, ChipReply reply) {
    return reply;
  }

  /// What the chip reads in place of a file's content, each time it is read.
  ///
  /// @param file its identifier, `0x011D` for EF.SOD
  default byte[] content(int file, byte[] content) {
    return content;
  }

  /// The chip got power, or was reset.
  default void powered() {}

  /// The chip was taken from its reader, from another thread than the one that asks it.
  default void removed() {}

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
