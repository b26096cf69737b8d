package org.urna.kiosk.warmup;

import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// A slot in which lies the other side of a recorded conversation: it says its lines as long as the
/// reader says the recorded ones, byte for byte, and is gone at the first other. For one reading.
///
/// Not thread-safe: commands come one after the other, on whatever thread.
final class ReplayedChip implements CardSlot {
  private final ChipRecording recording;
  private boolean connected;
  private int said;

  ReplayedChip(ChipRecording recording) {
    this.recording = recording;
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public CardConnection connect() throws PassportReadException {
    if (connected) {
      throw new PassportReadException(
          PassportReadFailure.NO_CARD, "the recording has one connection");
    }
    connected = true;
    return new Connection();
  }

  /// Whether the conversation was held to its end.
  boolean isOver() {
    return said == recording.exchanges().size();
  }

  private final class Connection implements CardConnection {
    @Override
    public byte[] answerToReset() {
      return recording.answerToReset().toByteArray();
    }

    @Override
    public byte[] transmit(byte[] command) throws PassportReadException {
      if (isOver() || !recording.exchanges().get(said).command().contentEquals(command)) {
        throw new PassportReadException(
            PassportReadFailure.LOST_CONTACT, "command " + said + " is not the recorded one");
      }
      return recording.exchanges().get(said++).response().toByteArray();
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
