package org.urna.passport.chip;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.urna.passport.ApduObserver;
import org.urna.passport.CardConnection;
import org.urna.passport.PassportReadException;

/// Counts what passes and tells the observer; sees lengths and status words only.
final class CountingConnection implements CardConnection {

  private final CardConnection inner;
  private final ApduObserver observer;
  private final LongSupplier nanoTime;
  private final long start;
  private int commands;
  private long bytesSent;
  private long bytesReceived;

  CountingConnection(
      CardConnection inner, ApduObserver observer, LongSupplier nanoTime, long start) {
    this.inner = inner;
    this.observer = observer;
    this.nanoTime = nanoTime;
    this.start = start;
  }

  /// The same counts, going on with another connection to the card.
  CountingConnection continuedOn(CardConnection next) {
    CountingConnection continued = new CountingConnection(next, observer, nanoTime, start);
    continued.commands = commands;
    continued.bytesSent = bytesSent;
    continued.bytesReceived = bytesReceived;
    return continued;
  }

  @Override
  public byte[] answerToReset() {
    return inner.answerToReset();
  }

  @Override
  public byte[] transmit(byte[] command) throws PassportReadException {
    long sent = nanoTime.getAsLong();
    int index = commands++;
    bytesSent += command.length;
    byte[] response = inner.transmit(command);
    bytesReceived += response.length;
    int statusWord = ChipChannel.statusWord(response);
    observer.exchanged(
        index,
        command.length,
        response.length,
        statusWord,
        Duration.ofNanos(nanoTime.getAsLong() - sent));
    return response;
  }

  @Override
  public void close() {
    inner.close();
  }

  int commands() {
    return commands;
  }

  long bytesSent() {
    return bytesSent;
  }

  long bytesReceived() {
    return bytesReceived;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }
}
