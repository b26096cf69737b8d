package org.urna.practice;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The card side of a passport chip: the file system of ICAO 9303-10, Basic Access Control, secure
/// messaging, Chip and Active Authentication of 9303-11, answering command APDUs byte for byte.
///
/// Until Basic Access Control has succeeded every file but EF.CardAccess answers 6982, and data
/// groups 3 and 4 always do. An error in secure messaging, and a plain command inside it, throws
/// the session keys away (9303-11 §9.8.3).
///
/// Not thread-safe: one reader holds it at a time.
public final class ChipSimulator {

  /// Contactless card, T=1, historical bytes announce extended length.
  private static final byte[] ANSWER_TO_RESET = {
    0x3B,
    (byte) 0x88,
    (byte) 0x80,
    0x01,
    0x00,
    0x73,
    (byte) 0xC8,
    0x21,
    0x40,
    0x00,
    (byte) 0x90,
    0x00,
    0x43
  };

  private static final byte[] PASSPORT_APPLICATION = {
    (byte) 0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01
  };

  private static final int MASTER_FILE = 0x3F00;
  private static final byte[] NOTHING = {};

  private final CardFileSystem files;
  private final BasicAccess basicAccess;
  private final CardChipAuthentication chipAuthentication;
  private final CardActiveAuthentication activeAuthentication;
  private final CommandInterceptor interceptor;

  private int commands;
  private boolean applicationSelected;
  private boolean accessGranted;
  private int currentFile;
  private @Nullable CardSecureMessaging secureMessaging;

  /// Takes effect after the response to the command that agreed on it.
  private @Nullable CardSecureMessaging nextSecureMessaging;

  /// The chip of `passport`, as it left the factory.
  public ChipSimulator(SpecimenPassport passport, SecureRandom random) {
    this(passport, random, CommandInterceptor.none());
  }

  /// The chip of `passport` with something between it and the reader.
  public ChipSimulator(
      SpecimenPassport passport, SecureRandom random, CommandInterceptor interceptor) {
    this(
        new CardFileSystem(passport.files()),
        passport.mrzInformation(),
        passport.chipKeys(),
        passport.activeAuthenticationKey(),
        random,
        interceptor);
  }

  ChipSimulator(
      CardFileSystem files,
      String mrzInformation,
      List<ChipKey> chipKeys,
      @Nullable ChipKey activeAuthenticationKey,
      SecureRandom random,
      CommandInterceptor interceptor) {
    this.files = files;
    this.basicAccess = new BasicAccess(mrzInformation, random);
    this.chipAuthentication = new CardChipAuthentication(chipKeys);
    this.activeAuthentication = new CardActiveAuthentication(activeAuthenticationKey);
    this.interceptor = interceptor;
  }

  /// What the chip tells about itself when it gets power (ISO/IEC 7816-3 §8).
  public byte[] answerToReset() {
    return ANSWER_TO_RESET.clone();
  }

  /// Power off and on, or a reset: everything but the files is forgotten.
  public void reset() {
    commands = 0;
    applicationSelected = false;
    currentFile = 0;
    forgetSession();
  }

  /// Answers one command.
  ///
  /// @return the response with its status bytes, or empty if the chip is gone
  public Optional<byte[]> transmit(byte[] command) {
    return interceptor.exchange(commands++, command.clone(), this::answer);
  }

  private byte[] answer(byte[] apdu) {
    try {
      return answer(CardCommand.parse(apdu));
    } catch (CardRefusal refusal) {
      return plain(NOTHING, refusal.statusWord());
    }
  }

  private byte[] answer(CardCommand command) throws CardRefusal {
    if ((command.cla() & 0x03) != 0) {
      throw new CardRefusal(StatusWord.LOGICAL_CHANNEL_UNSUPPORTED);
    }
    if (!command.isSecured()) {
      forgetSession();
      return run(command, null);
    }
    CardSecureMessaging session = secureMessaging;
    if (session == null) {
      throw new CardRefusal(StatusWord.SECURE_MESSAGING_OBJECT_WRONG);
    }
    CardCommand opened;
    try {
      opened = session.open(command);
    } catch (CardRefusal refusal) {
      forgetSession();
      throw refusal;
    }
    return run(opened, session);
  }

  private byte[] run(CardCommand command, @Nullable CardSecureMessaging session) {
    byte[] data = NOTHING;
    int statusWord = StatusWord.OK;
    try {
      Answer answer = execute(command);
      data = answer.data();
      statusWord = answer.statusWord();
    } catch (CardRefusal refusal) {
      statusWord = refusal.statusWord();
    }
    byte[] response = session == null ? plain(data, statusWord) : session.seal(data, statusWord);
    if (nextSecureMessaging != null) {
      secureMessaging = nextSecureMessaging;
      nextSecureMessaging = null;
    }
    return response;
  }

  private Answer execute(CardCommand command) throws CardRefusal {
    if (command.cla() != 0x00) {
      throw new CardRefusal(StatusWord.UNKNOWN_CLASS);
    }
    return switch (command.ins()) {
      case 0xA4 -> select(command);
      case 0xB0 -> readBinary(command);
      case 0xB1 -> readBinaryOdd(command);
      case 0x84 -> getChallenge(command);
      case 0x82 -> externalAuthenticate(command);
      case 0x22 -> manageSecurityEnvironment(command);
      case 0x86 -> generalAuthenticate(command);
      case 0x88 -> internalAuthenticate(command);
      default -> throw new CardRefusal(StatusWord.UNKNOWN_INSTRUCTION);
    };
  }

  private Answer select(CardCommand command) throws CardRefusal {
    switch (command.p1()) {
      case 0x04 -> {
        if (!Arrays.equals(command.data(), PASSPORT_APPLICATION)) {
          throw new CardRefusal(StatusWord.FILE_NOT_FOUND);
        }
        applicationSelected = true;
        currentFile = 0;
      }
      case 0x00, 0x02 -> {
        if (command.data().length == 0 && command.p1() == 0x00) {
          selectMasterFile();
        } else if (command.data().length != 2) {
          throw new CardRefusal(StatusWord.WRONG_LENGTH);
        } else {
          selectFile(uint16(command.data()));
        }
      }
      default -> throw new CardRefusal(StatusWord.WRONG_P1_P2);
    }
    return Answer.ok(NOTHING);
  }

  private void selectFile(int id) throws CardRefusal {
    if (id == MASTER_FILE) {
      selectMasterFile();
      return;
    }
    requireReadable(id);
    currentFile = id;
  }

  private void selectMasterFile() {
    applicationSelected = false;
    currentFile = 0;
  }

  private Answer readBinary(CardCommand command) throws CardRefusal {
    int offset;
    if ((command.p1() & 0x80) != 0) {
      int shortId = command.p1() & 0x1F;
      if ((command.p1() & 0x60) != 0 || shortId == 0) {
        throw new CardRefusal(StatusWord.WRONG_P1_P2);
      }
      selectFile(CardFileSystem.idOfShort(shortId));
      offset = command.p2();
    } else {
      offset = (command.p1() << 8) | command.p2();
    }
    return read(offset, command.ne());
  }

  /// READ BINARY with odd instruction byte: the offset is a data object and may exceed 32,767.
  private Answer readBinaryOdd(CardCommand command) throws CardRefusal {
    int id = (command.p1() << 8) | command.p2();
    if (id != 0) {
      selectFile(id < 0x20 ? CardFileSystem.idOfShort(id) : id);
    }
    byte[] offsetBytes = DataObjects.require(DataObjects.parse(command.data()), 0x54);
    if (offsetBytes.length == 0 || offsetBytes.length > 3) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    Answer content = read(new BigInteger(1, offsetBytes).intValue(), Math.max(1, command.ne() - 4));
    return new Answer(DataObjects.of(0x53, content.data()), content.statusWord());
  }

  private Answer read(int offset, int ne) throws CardRefusal {
    if (currentFile == 0) {
      throw new CardRefusal(StatusWord.NO_CURRENT_FILE);
    }
    byte[] content = requireReadable(currentFile);
    if (ne == 0) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    if (offset >= content.length) {
      throw new CardRefusal(StatusWord.OFFSET_OUTSIDE_FILE);
    }
    int end = Math.min(content.length, offset + ne);
    boolean allAskedFor = ne == CardCommand.ALL_SHORT || ne == CardCommand.ALL_EXTENDED;
    boolean cut = end - offset < ne && !allAskedFor;
    return new Answer(
        Arrays.copyOfRange(content, offset, end), cut ? StatusWord.END_OF_FILE : StatusWord.OK);
  }

  private byte[] requireReadable(int id) throws CardRefusal {
    byte[] content =
        files
            .find(id, applicationSelected)
            .orElseThrow(() -> new CardRefusal(StatusWord.FILE_NOT_FOUND));
    if (applicationSelected
        && (!(accessGranted && isSecured()) || CardFileSystem.needsTerminalAuthentication(id))) {
      throw new CardRefusal(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
    }
    return content;
  }

  private Answer getChallenge(CardCommand command) throws CardRefusal {
    requireApplication();
    if (command.ne() != 8 && command.ne() != CardCommand.ALL_SHORT) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    return Answer.ok(basicAccess.challenge());
  }

  private Answer externalAuthenticate(CardCommand command) throws CardRefusal {
    requireApplication();
    BasicAccess.Agreement agreement = basicAccess.authenticate(command.data());
    nextSecureMessaging =
        new CardSecureMessaging(agreement.cipher(), agreement.sendSequenceCounter());
    accessGranted = true;
    return Answer.ok(agreement.response());
  }

  private Answer manageSecurityEnvironment(CardCommand command) throws CardRefusal {
    requireAccess();
    Map<Integer, byte[]> objects = DataObjects.parse(command.data());
    if (command.p1() != 0x41) {
      throw new CardRefusal(StatusWord.WRONG_P1_P2);
    }
    switch (command.p2()) {
      case 0xA6 ->
          nextSecureMessaging =
              new CardSecureMessaging(chipAuthentication.agreeTripleDes(objects), BigInteger.ZERO);
      case 0xA4 -> chipAuthentication.choose(objects);
      default -> throw new CardRefusal(StatusWord.WRONG_P1_P2);
    }
    return Answer.ok(NOTHING);
  }

  private Answer generalAuthenticate(CardCommand command) throws CardRefusal {
    requireAccess();
    byte[] dynamicData = DataObjects.require(DataObjects.parse(command.data()), 0x7C);
    nextSecureMessaging =
        new CardSecureMessaging(
            chipAuthentication.agreeAes(DataObjects.parse(dynamicData)), BigInteger.ZERO);
    return Answer.ok(DataObjects.of(0x7C));
  }

  private Answer internalAuthenticate(CardCommand command) throws CardRefusal {
    requireAccess();
    return Answer.ok(activeAuthentication.sign(command.data()));
  }

  private void requireApplication() throws CardRefusal {
    if (!applicationSelected) {
      throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
    }
  }

  private void requireAccess() throws CardRefusal {
    requireApplication();
    if (!accessGranted || !isSecured()) {
      throw new CardRefusal(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
    }
  }

  private boolean isSecured() {
    return secureMessaging != null;
  }

  private void forgetSession() {
    secureMessaging = null;
    nextSecureMessaging = null;
    accessGranted = false;
    chipAuthentication.forget();
  }

  private static int uint16(byte[] bytes) {
    return ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
  }

  private static byte[] plain(byte[] data, int statusWord) {
    return DataObjects.join(data, new byte[] {(byte) (statusWord >> 8), (byte) statusWord});
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over, read once, never compared
  private record Answer(byte[] data, int statusWord) {
    static Answer ok(byte[] data) {
      return new Answer(data, StatusWord.OK);
    }
  }
}
