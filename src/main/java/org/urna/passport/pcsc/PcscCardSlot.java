package org.urna.passport.pcsc;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;
import javax.smartcardio.CardTerminal;
import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.time.RealTime;

/// A slot of a PC/SC reader.
final class PcscCardSlot implements CardSlot {

  private static final Duration LOOK = Duration.ofMillis(500);

  private final CardTerminal terminal;
  private final String protocol;

  /// @param protocol `T=1` or `*`
  PcscCardSlot(CardTerminal terminal, String protocol) {
    this.terminal = terminal;
    this.protocol = protocol;
  }

  @Override
  public String name() {
    return terminal.getName();
  }

  /// Powers the card and shuts other programs out. The JDK ties that to the thread, so the
  /// connection must stay on this one.
  @Override
  public CardConnection connect() throws PassportReadException {
    Card card;
    try {
      card = terminal.connect(protocol);
    } catch (CardNotPresentException e) {
      throw new PassportReadException(PassportReadFailure.NO_CARD, "nothing lies on the reader", e);
    } catch (CardException e) {
      throw PcscErrors.translate(e);
    }
    try {
      card.beginExclusive();
      return new Connection(card);
    } catch (CardException | RuntimeException e) {
      disconnect(card);
      PassportReadException failure = PcscErrors.translate(e);
      // Without a code it is the JDK itself: a read that was abandoned still holds the card.
      throw PcscErrors.hasCode(e)
          ? failure
          : new PassportReadException(
              PassportReadFailure.READER_BUSY, "another read holds the card", e);
    }
  }

  /// Resets the card, so that nobody finds it opened. scuba's own close leaves it powered: it
  /// passes `false` and relies on a bug of older JDKs that turned it round.
  private static void disconnect(Card card) {
    try {
      card.disconnect(true);
    } catch (CardException | RuntimeException e) {
      // The card or the reader is gone; there is nothing left to reset.
      return;
    }
  }

  /// Lets pcscd look at the slot once more. It looks every 400 ms. A reset that finds the slot
  /// empty sets what pcscd tells to *absent*, and not what it compares the next look with: if a
  /// card that slipped, or another one, lies there at that look, it goes untold until it is lifted
  /// (pcsc-lite 1.9.9, `SCardDisconnect` and `EHStatusHandlerThread`).
  private static void letTheServiceLook() {
    try {
      RealTime.pass(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Connection implements CardConnection {
    /// javax.smartcardio reads at most this much.
    private final ByteBuffer response = ByteBuffer.allocate(8_192);

    private final Card card;
    private final CardChannel channel;
    private boolean isLost;

    Connection(Card card) {
      this.card = card;
      this.channel = card.getBasicChannel();
    }

    @Override
    public byte[] answerToReset() {
      return card.getATR().getBytes();
    }

    @Override
    public byte[] transmit(byte[] command) throws PassportReadException {
      response.clear();
      try {
        int length = channel.transmit(ByteBuffer.wrap(command), response);
        if (length < 2) {
          isLost = true;
          // What some drivers answer, vpcd among them, when the card leaves during a command.
          throw new PassportReadException(
              PassportReadFailure.LOST_CONTACT, "the reader's driver gave no response");
        }
        byte[] bytes = new byte[length];
        response.flip().get(bytes);
        return bytes;
      } catch (CardException | RuntimeException e) {
        PassportReadException failure = PcscErrors.translate(e);
        isLost |= failure.failure() == PassportReadFailure.LOST_CONTACT;
        throw failure;
      } finally {
        Arrays.fill(response.array(), (byte) 0);
      }
    }

    @Override
    public void close() {
      if (isLost) {
        letTheServiceLook();
      }
      disconnect(card);
    }
  }
}
