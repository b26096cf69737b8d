package org.urna.passport.chip;

import java.io.ByteArrayOutputStream;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;
import org.jmrtd.protocol.DESedeSecureMessagingWrapper;
import org.jmrtd.protocol.SecureMessagingWrapper;
import org.jspecify.annotations.Nullable;
import org.urna.passport.CardConnection;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The one way commands reach the chip: in the clear before access is gained, under secure
/// messaging ever after (ICAO 9303-11 §9.8).
///
/// JMRTD takes a secure messaging response apart; this class decides whether there is one. A plain
/// answer, a missing or repeated data object, a wrong checksum, or a status word inside that
/// differs from the one outside ends the session: it never falls back to plain.
final class ChipChannel {

  private static final int CRYPTOGRAM = 0x87;
  private static final int CRYPTOGRAM_ODD = 0x85;
  private static final int STATUS = 0x99;
  private static final int CHECKSUM = 0x8E;

  private static final int SHORT_RESPONSE = 256;

  /// Tag, two length bytes and padding indicator of 87, then 99 and 8E whole.
  private static final int SECURED_OVERHEAD = 4 + 4 + 10;

  /// The longest response put together from pieces, as javax.smartcardio bounds it.
  private static final int LONGEST_RESPONSE = 8_192;

  private final CardConnection connection;
  private @Nullable SecureMessagingWrapper wrapper;
  private boolean verifiedUnderCurrentKeys;
  private boolean broken;

  ChipChannel(CardConnection connection) {
    this.connection = connection;
  }

  /// From now on every command and response is protected by `next`.
  void secureWith(SecureMessagingWrapper next) {
    wrapper = next;
    verifiedUnderCurrentKeys = false;
  }

  /// The keys in use; chip authentication starts from them.
  SecureMessagingWrapper keys() {
    if (wrapper == null) {
      throw new IllegalStateException("no secure messaging yet");
    }
    return wrapper;
  }

  /// A response has passed its checksum under the keys in use: the chip has them too.
  boolean isVerifiedUnderCurrentKeys() {
    return verifiedUnderCurrentKeys;
  }

  /// The most bytes of a file whose response fits into a short APDU now: 256 in the clear; under
  /// secure messaging what is left beside the status, the checksum and the padding indicator, in
  /// whole cipher blocks, without one byte of padding (ICAO 9303-11 §9.8.4): 231 with triple DES,
  /// 223 with AES.
  int largestShortBlock() {
    if (wrapper == null) {
      return SHORT_RESPONSE;
    }
    int cipherBlock = wrapper instanceof DESedeSecureMessagingWrapper ? 8 : 16;
    return (SHORT_RESPONSE - SECURED_OVERHEAD) / cipherBlock * cipherBlock - 1;
  }

  /// Sends a command and returns the opened response; status words other than 9000 are the caller's
  /// to judge.
  ///
  /// @throws PassportReadException if the card is gone or secure messaging was broken; the channel
  ///   is dead then
  Response send(CommandAPDU command) throws PassportReadException {
    if (broken) {
      throw new PassportReadException(PassportReadFailure.LOST_CONTACT, "the session has ended");
    }
    try {
      return wrapper == null ? sendPlain(command) : sendSecured(command, wrapper);
    } catch (PassportReadException e) {
      broken = true;
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      broken = true;
      // The library's text may quote the response: keep its class, drop its words.
      throw new PassportReadException(
          PassportReadFailure.PROTOCOL_ERROR,
          "secure messaging failed with " + e.getClass().getSimpleName());
    }
  }

  private Response sendPlain(CommandAPDU command) throws PassportReadException {
    byte[] response = transmit(command.getBytes());
    int statusWord = statusWord(response);
    byte[] data = new byte[response.length - 2];
    System.arraycopy(response, 0, data, 0, data.length);
    return new Response(data, statusWord);
  }

  private Response sendSecured(CommandAPDU command, SecureMessagingWrapper keys)
      throws PassportReadException {
    byte[] response = transmit(keys.wrap(command).getBytes());
    requireSecured(response);
    ResponseAPDU opened = keys.unwrap(new ResponseAPDU(response));
    verifiedUnderCurrentKeys = true;
    return new Response(opened.getData(), opened.getSW() & 0xFFFF);
  }

  /// One exchange; an answer too long for one response (61xx) is fetched in pieces with GET
  /// RESPONSE (ISO/IEC 7816-4 §5.3.4), outside secure messaging, which is judged when the answer is
  /// whole. A PC/SC driver may have done it before.
  private byte[] transmit(byte[] command) throws PassportReadException {
    byte[] response = connection.transmit(command);
    if (!saysMore(response)) {
      return response;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (saysMore(response)) {
      whole.write(response, 0, response.length - 2);
      byte le = response[response.length - 1];
      response = connection.transmit(new byte[] {0x00, (byte) 0xC0, 0x00, 0x00, le});
      // Each piece brings something, so that this ends.
      boolean endless = response.length == 2 && saysMore(response);
      if (endless || whole.size() + response.length > LONGEST_RESPONSE) {
        throw broken("an answer in pieces that does not end");
      }
    }
    whole.writeBytes(response);
    return whole.toByteArray();
  }

  /// 61xx outside, unless it is the status of a whole secured response.
  private static boolean saysMore(byte[] response) throws PassportReadException {
    if ((statusWord(response) & 0xFF00) != 0x6100) {
      return false;
    }
    int end = response.length - 2;
    boolean isSecured =
        end >= 14
            && (response[end - 14] & 0xFF) == STATUS
            && (response[end - 10] & 0xFF) == CHECKSUM
            && response[end - 9] == 8;
    return !isSecured;
  }

  /// Exactly `[87 or 85] 99 8E` in this order, and the same status word inside and outside.
  private static void requireSecured(byte[] response) throws PassportReadException {
    int outside = statusWord(response);
    int end = response.length - 2;
    if (end == 0) {
      throw broken(String.format("the chip answered in the clear, SW %04X", outside));
    }
    int at = 0;
    int tag = response[at] & 0xFF;
    if (tag == CRYPTOGRAM || tag == CRYPTOGRAM_ODD) {
      at = after(response, at, end);
    }
    if (end - at < 4 || (response[at] & 0xFF) != STATUS || response[at + 1] != 2) {
      throw broken("a response without its status object");
    }
    int inside = uint16(response, at + 2);
    if (inside != outside) {
      throw broken("two status words in one response");
    }
    at += 4;
    if (end - at != 10 || (response[at] & 0xFF) != CHECKSUM || response[at + 1] != 8) {
      throw broken("a response without its checksum");
    }
  }

  /// The index after the data object at `at`, which must end before `end`.
  private static int after(byte[] response, int at, int end) throws PassportReadException {
    int position = at + 1;
    if (position >= end) {
      throw broken("a response cut short");
    }
    int length = response[position++] & 0xFF;
    if (length >= 0x80) {
      int lengthBytes = length & 0x7F;
      if (lengthBytes == 0 || lengthBytes > 3 || end - position < lengthBytes) {
        throw broken("a response with an impossible length");
      }
      length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = (length << 8) | (response[position++] & 0xFF);
      }
    }
    if (length > end - position) {
      throw broken("a response cut short");
    }
    return position + length;
  }

  /// The last two bytes.
  ///
  /// @throws PassportReadException if there are fewer
  static int statusWord(byte[] response) throws PassportReadException {
    if (response.length < 2) {
      throw broken("a response without a status word");
    }
    return uint16(response, response.length - 2);
  }

  private static int uint16(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }

  private static PassportReadException broken(String how) {
    return new PassportReadException(PassportReadFailure.PROTOCOL_ERROR, how);
  }

  /// An opened response; `statusWord` is the authenticated one.
  @SuppressWarnings("ArrayRecordComponent") // handed over, read once, never compared
  record Response(byte[] data, int statusWord) {
    boolean isOk() {
      return statusWord == 0x9000;
    }
  }
}
