package org.urna.passport;

import java.time.Duration;

/// Is told of every exchange with a card: lengths, status and time, never content.
@FunctionalInterface
public interface ApduObserver {

  /// Called on the thread that talks to the card, after each response.
  ///
  /// @param index 0 for the first command of a session; it counts on when the card is reset to fall
  ///   back to another access protocol
  /// @param statusWord the two bytes outside secure messaging, 0 to 0xFFFF
  void exchanged(
      int index, int commandLength, int responseLength, int statusWord, Duration elapsed);

  /// An observer that does not care.
  static ApduObserver none() {
    return (index, commandLength, responseLength, statusWord, elapsed) -> {};
  }
}
