package org.urna.passport.chip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.sf.scuba.smartcards.CommandAPDU;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The commands of PACE (ICAO 9303-11 §4.4.4) and what a chip's answers to them mean.
final class PaceCommands {

  private static final PassportReadFailure BROKEN = PassportReadFailure.PROTOCOL_ERROR;

  /// What may come besides the token: 87 and 88 name certification authorities, on cards that also
  /// know other terminals (BSI TR-03110-3 §B.1).
  private static final Set<Integer> WITH_THE_TOKEN = Set.of(0x86, 0x87, 0x88);

  private static final int ENCRYPTED_CHIP_AUTHENTICATION_DATA = 0x8A;

  private final ChipChannel channel;
  private final int expected;

  /// @param expected Le of GENERAL AUTHENTICATE
  PaceCommands(ChipChannel channel, int expected) {
    this.channel = channel;
    this.expected = expected;
  }

  /// MSE:Set AT (§4.4.4.1). The domain parameters are named (tag 84) if there are several; older
  /// chips want them named even where there is one set, and say so by refusing the command, which
  /// is then sent a second time. No key is tested here.
  void setAuthenticationTemplate(PaceInfo info, int reference, boolean isAmbiguous)
      throws PassportReadException, PaceDeclinedException {
    int statusWord = setAuthenticationTemplate(template(info, reference, isAmbiguous));
    if (!isAmbiguous && wantsMore(statusWord)) {
      statusWord = setAuthenticationTemplate(template(info, reference, true));
    }
    requireUnblocked("MSE:Set AT", statusWord);
    // 63Cx is a warning here: the password was chosen, and x attempts are left.
    if (statusWord != 0x9000 && (statusWord & 0xFFF0) != 0x63C0) {
      throw new PaceDeclinedException("MSE:Set AT", statusWord);
    }
  }

  /// One link of the chain of GENERAL AUTHENTICATE (§4.4.4.2), before the key is tested.
  ///
  /// @param data the data object to send, or none
  /// @return the chip's dynamic authentication data
  List<DataObject> generalAuthenticate(byte[]... data)
      throws PassportReadException, PaceDeclinedException {
    ChipChannel.Response response = send(0x10, data);
    int statusWord = response.statusWord();
    requireUnblocked("GENERAL AUTHENTICATE", statusWord);
    if ((statusWord & 0xFF00) == 0x6300) {
      throw refused(statusWord);
    }
    if (!response.isOk()) {
      throw new PaceDeclinedException("GENERAL AUTHENTICATE", statusWord);
    }
    return dynamicData(response.data());
  }

  /// The last link, which tests the key.
  ///
  /// @return T_IC, 8 bytes
  byte[] mutualAuthenticate(byte[] token, boolean withChipAuthenticationData)
      throws PassportReadException {
    ChipChannel.Response response = send(0x00, DataObject.encode(0x85, token));
    int statusWord = response.statusWord();
    requireUnblocked("GENERAL AUTHENTICATE", statusWord);
    boolean refused =
        (statusWord & 0xFF00) == 0x6300
            || statusWord == 0x6982
            || statusWord == 0x6985
            || statusWord == 0x6988
            || statusWord == 0x6A80;
    if (refused) {
      throw refused(statusWord);
    }
    if (!response.isOk()) {
      throw Pace.broken(String.format("the last step ended with SW %04X", statusWord));
    }
    List<DataObject> objects = new ArrayList<>(dynamicData(response.data()));
    if (withChipAuthenticationData) {
      objects.removeIf(object -> object.tag() == ENCRYPTED_CHIP_AUTHENTICATION_DATA);
    }
    if (!objects.stream().allMatch(object -> WITH_THE_TOKEN.contains(object.tag()))) {
      throw Pace.broken("an unexpected data object beside the token");
    }
    byte[] answered = only(0x86, objects);
    if (answered.length != token.length) {
      throw Pace.broken("a token of another length");
    }
    return answered;
  }

  /// The value of the one object there is, which must have this tag.
  byte[] require(int tag, List<DataObject> objects) throws PassportReadException {
    if (objects.size() != 1) {
      throw Pace.broken(objects.size() + " data objects instead of one");
    }
    return only(tag, objects);
  }

  /// Nothing, or one empty object with this tag.
  void requireEmpty(int tag, List<DataObject> objects) throws PassportReadException {
    if (!objects.isEmpty() && require(tag, objects).length != 0) {
      throw Pace.broken("an answer where none belongs");
    }
  }

  private static byte[] only(int tag, List<DataObject> objects) throws PassportReadException {
    return DataObject.only(tag, objects, BROKEN)
        .orElseThrow(() -> Pace.broken(String.format("no data object %02X", tag)));
  }

  private static byte[] template(PaceInfo info, int reference, boolean namesParameters) {
    byte[] mechanism = DataObject.encode(0x80, info.oid());
    byte[] password = DataObject.encode(0x83, new byte[] {(byte) reference});
    byte[] parameters =
        namesParameters
            ? DataObject.encode(0x84, new byte[] {(byte) info.parameterId()})
            : new byte[0];
    return join(mechanism, password, parameters);
  }

  private int setAuthenticationTemplate(byte[] template) throws PassportReadException {
    return channel.send(new CommandAPDU(0x00, 0x22, 0xC1, 0xA4, template)).statusWord();
  }

  private ChipChannel.Response send(int cla, byte[]... data) throws PassportReadException {
    return channel.send(
        new CommandAPDU(cla, 0x86, 0x00, 0x00, DataObject.encode(0x7C, data), expected));
  }

  /// What is inside 7C. Integrated mapping may be answered with nothing at all.
  private static List<DataObject> dynamicData(byte[] answer) throws PassportReadException {
    if (answer.length == 0) {
      return List.of();
    }
    List<DataObject> outer = DataObject.parse(answer, BROKEN);
    if (outer.size() != 1 || outer.getFirst().tag() != 0x7C) {
      throw Pace.broken("no dynamic authentication data");
    }
    return DataObject.parse(outer.getFirst().value(), BROKEN);
  }

  private static boolean wantsMore(int statusWord) {
    return statusWord == 0x6A80 || statusWord == 0x6A87 || statusWord == 0x6A88;
  }

  private static void requireUnblocked(String command, int statusWord)
      throws PassportReadException {
    if (statusWord == 0x6983 || statusWord == 0x6984 || statusWord == 0x63C0) {
      throw new PassportReadException(
          PassportReadFailure.KEY_BLOCKED,
          String.format("%s ended with SW %04X", command, statusWord));
    }
  }

  private static PassportReadException refused(int statusWord) {
    return new PassportReadException(
        PassportReadFailure.KEY_REFUSED, String.format("PACE ended with SW %04X", statusWord));
  }

  private static byte[] join(byte[]... parts) {
    java.io.ByteArrayOutputStream joined = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
