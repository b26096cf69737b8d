package org.urna.practice.card;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a passport chip does with a command that came in the clear or out of secure messaging:
/// files, access control, and authentication of the chip.
final class PassportApplication {

  private static final int CHAINED = 0x10;
  private static final int GENERAL_AUTHENTICATE = 0x86;

  private final CardReading reading;
  private final boolean hasBasicAccess;
  private final BasicAccess basicAccess;
  private final CardPace pace;
  private final CardChipAuthentication chipAuthentication;
  private final CardActiveAuthentication activeAuthentication;
  private final ChipSteps steps = new ChipSteps();

  private boolean accessGranted;
  private boolean isSecured;

  /// Takes effect after the response to the command that agreed on it.
  private @Nullable CardSecureMessaging newSession;

  PassportApplication(
      ChipContents contents,
      ChipBehaviour behaviour,
      SecureRandom random,
      CommandInterceptor interceptor,
      ChipPause pause) {
    WrongKeyCounter wrongKeys = new WrongKeyCounter(behaviour.wrongKeys(), pause);
    this.reading = new CardReading(contents.files(), behaviour, interceptor::content);
    this.hasBasicAccess = contents.basicAccess();
    this.basicAccess = new BasicAccess(contents.passwords().mrzInformation(), wrongKeys, random);
    this.pace =
        new CardPace(
            contents.paceInfos(),
            contents.passwords(),
            contents.chipKeys().stream().map(AgreementKey::key).toList(),
            behaviour.demandsPaceParameters(),
            wrongKeys,
            random);
    this.chipAuthentication = new CardChipAuthentication(contents.chipKeys());
    this.activeAuthentication =
        new CardActiveAuthentication(contents.activeAuthenticationKey(), random);
  }

  void reset() {
    reading.reset();
    pace.forget();
    steps.reset();
    forgetSession();
  }

  void forgetSession() {
    newSession = null;
    accessGranted = false;
    chipAuthentication.forget();
  }

  /// The session that the last command agreed on, once.
  Optional<CardSecureMessaging> takeNewSession() {
    Optional<CardSecureMessaging> agreed = Optional.ofNullable(newSession);
    newSession = null;
    return agreed;
  }

  /// What `command` is, to be asked once and before it is executed.
  ChipStep step(CardCommand command, boolean cameSecured) {
    return steps.next(command, reading, pace, cameSecured);
  }

  /// Executes one command.
  ///
  /// @param cameSecured through secure messaging
  /// @param room most bytes of data that the response can have
  CardAnswer execute(CardCommand command, boolean cameSecured, int room) throws CardRefusal {
    isSecured = cameSecured;
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
    CardReading.Circumstances circumstances = new CardReading.Circumstances(isOpen(), room);
    return switch (command.ins()) {
      case 0xA4 -> reading.select(command, isOpen());
      case 0xB0 -> reading.readBinary(command, circumstances);
      case 0xB1 -> reading.readBinaryOdd(command, circumstances);
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
    newSession = new CardSecureMessaging(agreement.cipher(), agreement.sendSequenceCounter());
    accessGranted = true;
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
        renew(chipAuthentication.agreeTripleDes(DataObjects.parse(command.data())));
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
    if (isSecured) {
      requireAccess();
      if (!isLast) {
        throw new CardRefusal(StatusWord.CHAINING_UNSUPPORTED);
      }
      renew(chipAuthentication.agreeAes(dynamicData(command)));
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
    if (progress.session().isPresent()) {
      renew(progress.session().get());
      accessGranted = true;
    }
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

  private void renew(SessionCipher cipher) {
    newSession = new CardSecureMessaging(cipher, BigInteger.ZERO);
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
    if (isSecured || reading.isInApplication()) {
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
    return accessGranted && isSecured;
  }
}
