package org.urna.practice;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The card side of a passport chip: the file system of ICAO 9303-10, Basic Access Control, PACE,
/// secure messaging, Chip and Active Authentication of 9303-11, answering command APDUs byte for
/// byte.
///
/// Until access was granted, by Basic Access Control or by PACE, every file but those of the master
/// file answers 6982. An error in secure messaging, and a plain command inside it, throws the
/// session keys away (9303-11 §9.8.3).
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

  private static final int CHAINED = 0x10;
  private static final int GENERAL_AUTHENTICATE = 0x86;

  private final CardReading reading;
  private final boolean hasBasicAccess;
  private final BasicAccess basicAccess;
  private final CardPace pace;
  private final CardChipAuthentication chipAuthentication;
  private final CardActiveAuthentication activeAuthentication;
  private final CommandInterceptor interceptor;

  private int commands;
  private boolean accessGranted;
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
    this(passport.contents(), random, interceptor);
  }

  ChipSimulator(ChipContents contents, SecureRandom random, CommandInterceptor interceptor) {
    this.reading = new CardReading(contents.files());
    this.hasBasicAccess = contents.basicAccess();
    this.basicAccess = new BasicAccess(contents.passwords().mrzInformation(), random);
    this.pace =
        new CardPace(
            contents.paceInfos(),
            contents.passwords(),
            contents.chipKeys().stream().map(AgreementKey::key).toList(),
            false,
            random);
    this.chipAuthentication = new CardChipAuthentication(contents.chipKeys());
    this.activeAuthentication =
        new CardActiveAuthentication(contents.activeAuthenticationKey(), random);
    this.interceptor = interceptor;
  }

  ChipSimulator(
      CardFileSystem files,
      String mrzInformation,
      List<AgreementKey> chipKeys,
      @Nullable ActiveAuthenticationKey activeAuthenticationKey,
      SecureRandom random,
      CommandInterceptor interceptor) {
    this(
        new ChipContents(
            files,
            new CardPace.CardPasswords(mrzInformation, null),
            List.of(),
            true,
            chipKeys,
            activeAuthenticationKey),
        random,
        interceptor);
  }

  /// What the chip tells about itself when it gets power (ISO/IEC 7816-3 §8).
  public byte[] answerToReset() {
    return ANSWER_TO_RESET.clone();
  }

  /// Power off and on, or a reset: everything but the files is forgotten.
  public void reset() {
    commands = 0;
    reading.reset();
    pace.forget();
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
      return CardAnswer.refused(refusal).plain();
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
    CardAnswer answer;
    try {
      answer = execute(command);
    } catch (CardRefusal refusal) {
      answer = CardAnswer.refused(refusal);
    }
    byte[] response =
        session == null ? answer.plain() : session.seal(answer.data(), answer.statusWord());
    if (nextSecureMessaging != null) {
      secureMessaging = nextSecureMessaging;
      nextSecureMessaging = null;
    }
    return response;
  }

  private CardAnswer execute(CardCommand command) throws CardRefusal {
    if (command.ins() != GENERAL_AUTHENTICATE) {
      // Anything between the commands of a chain breaks it off (ISO/IEC 7816-4 §5.3.3).
      pace.forget();
    }
    if (command.cla() == CHAINED && command.ins() != GENERAL_AUTHENTICATE) {
      throw new CardRefusal(StatusWord.CHAINING_UNSUPPORTED);
    }
    if (command.cla() != 0x00 && command.cla() != CHAINED) {
      throw new CardRefusal(StatusWord.UNKNOWN_CLASS);
    }
    return switch (command.ins()) {
      case 0xA4 -> reading.select(command, isOpen());
      case 0xB0 -> reading.readBinary(command, isOpen());
      case 0xB1 -> reading.readBinaryOdd(command, isOpen());
      case 0x84 -> getChallenge(command);
      case 0x82 -> externalAuthenticate(command);
      case 0x22 -> manageSecurityEnvironment(command);
      case GENERAL_AUTHENTICATE -> generalAuthenticate(command);
      case 0x88 -> internalAuthenticate(command);
      default -> throw new CardRefusal(StatusWord.UNKNOWN_INSTRUCTION);
    };
  }

  private CardAnswer getChallenge(CardCommand command) throws CardRefusal {
    requireBasicAccess();
    if (command.ne() != 8 && command.ne() != CardCommand.ALL_SHORT) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    return CardAnswer.ok(basicAccess.challenge());
  }

  private CardAnswer externalAuthenticate(CardCommand command) throws CardRefusal {
    requireBasicAccess();
    BasicAccess.Agreement agreement = basicAccess.authenticate(command.data());
    grant(new CardSecureMessaging(agreement.cipher(), agreement.sendSequenceCounter()));
    return CardAnswer.ok(agreement.response());
  }

  private CardAnswer manageSecurityEnvironment(CardCommand command) throws CardRefusal {
    int usage = (command.p1() << 8) | command.p2();
    switch (usage) {
      case 0xC1A4 -> {
        requirePace();
        pace.choose(DataObjects.parse(command.data()));
      }
      case 0x41A6 -> {
        requireAccess();
        nextSecureMessaging =
            new CardSecureMessaging(
                chipAuthentication.agreeTripleDes(DataObjects.parse(command.data())),
                BigInteger.ZERO);
      }
      case 0x41A4 -> {
        requireAccess();
        chipAuthentication.choose(DataObjects.parse(command.data()));
      }
      default -> {
        requireAccess();
        throw new CardRefusal(StatusWord.WRONG_P1_P2);
      }
    }
    return CardAnswer.done();
  }

  private CardAnswer generalAuthenticate(CardCommand command) throws CardRefusal {
    boolean isLast = command.cla() == 0x00;
    if (isSecured()) {
      requireAccess();
      if (!isLast) {
        throw new CardRefusal(StatusWord.CHAINING_UNSUPPORTED);
      }
      SessionCipher agreed = chipAuthentication.agreeAes(dynamicData(command));
      nextSecureMessaging = new CardSecureMessaging(agreed, BigInteger.ZERO);
      return CardAnswer.ok(DataObjects.of(0x7C));
    }
    requirePace();
    Map<Integer, byte[]> objects;
    try {
      objects = dynamicData(command);
    } catch (CardRefusal malformed) {
      pace.forget();
      throw malformed;
    }
    CardPace.Progress progress = pace.step(objects, isLast);
    progress.session().ifPresent(cipher -> grant(new CardSecureMessaging(cipher, BigInteger.ZERO)));
    return CardAnswer.ok(DataObjects.of(0x7C, progress.answer()));
  }

  private static Map<Integer, byte[]> dynamicData(CardCommand command) throws CardRefusal {
    if (command.p1() != 0 || command.p2() != 0) {
      throw new CardRefusal(StatusWord.WRONG_P1_P2);
    }
    Map<Integer, byte[]> outer = DataObjects.parse(command.data());
    return DataObjects.parse(DataObjects.requireOnly(outer, 0x7C));
  }

  private CardAnswer internalAuthenticate(CardCommand command) throws CardRefusal {
    requireAccess();
    return CardAnswer.ok(activeAuthentication.sign(command.data()));
  }

  private void requireBasicAccess() throws CardRefusal {
    requireApplication();
    if (!hasBasicAccess) {
      throw new CardRefusal(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
    }
  }

  /// PACE runs in the clear, before the application is selected (§4.4.1).
  private void requirePace() throws CardRefusal {
    if (!pace.isOffered()) {
      // As a chip answers that has only Chip Authentication behind this command.
      requireAccess();
      throw new CardRefusal(StatusWord.WRONG_P1_P2);
    }
    if (isSecured() || reading.isInApplication()) {
      throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
    }
  }

  private void requireApplication() throws CardRefusal {
    if (!reading.isInApplication()) {
      throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
    }
  }

  private void requireAccess() throws CardRefusal {
    requireApplication();
    if (!isOpen()) {
      throw new CardRefusal(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
    }
  }

  private boolean isOpen() {
    return accessGranted && isSecured();
  }

  private boolean isSecured() {
    return secureMessaging != null;
  }

  private void grant(CardSecureMessaging session) {
    nextSecureMessaging = session;
    accessGranted = true;
  }

  private void forgetSession() {
    secureMessaging = null;
    nextSecureMessaging = null;
    accessGranted = false;
    chipAuthentication.forget();
  }
}
