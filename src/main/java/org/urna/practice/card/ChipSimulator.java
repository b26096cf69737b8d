package org.urna.practice.card;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The card side of a passport chip: the file system of ICAO 9303-10, Basic Access Control, PACE,
/// secure messaging, Chip and Active Authentication of 9303-11, answering command APDUs byte for
/// byte. What one chip does otherwise than another is its [ChipBehaviour].
///
/// Until access was granted, by Basic Access Control or by PACE, every file but those of the master
/// file answers 6982. An error in secure messaging, and a plain command inside it, throws the
/// session keys away (9303-11 §9.8.3).
///
/// Not thread-safe: one reader holds it at a time. [#removed] alone may come from another thread.
public final class ChipSimulator {

  private static final int GET_RESPONSE = 0xC0;

  private final ChipBehaviour behaviour;
  private final ChipPause pause;
  private final CommandInterceptor interceptor;
  private final PassportApplication application;
  private final ResponseParts parts = new ResponseParts();

  private int commands;
  private boolean isDead;
  private @Nullable CardSecureMessaging secureMessaging;

  /// A chip with something between it and the reader.
  ///
  /// @param pause how a slow chip waits
  public ChipSimulator(
      ChipContents contents,
      ChipBehaviour behaviour,
      SecureRandom random,
      CommandInterceptor interceptor,
      ChipPause pause) {
    this.behaviour = behaviour;
    this.pause = pause;
    this.interceptor = interceptor;
    this.application = new PassportApplication(contents, behaviour, random, interceptor, pause);
  }

  ChipSimulator(ChipContents contents, SecureRandom random, CommandInterceptor interceptor) {
    this(contents, ChipBehaviour.standard(), random, interceptor, ChipPause.none());
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
    return behaviour.answerToReset();
  }

  /// Power off and on, or a reset: everything but the files and the count of wrong keys is
  /// forgotten.
  public void reset() {
    commands = 0;
    isDead = false;
    parts.forget();
    application.reset();
    forgetSession();
    interceptor.powered();
  }

  /// A reader tells that the chip was taken away.
  public void removed() {
    interceptor.removed();
  }

  /// Answers one command.
  ///
  /// @return the response with its status bytes, or empty if the chip is gone
  public Optional<byte[]> transmit(byte[] command) {
    if (isDead) {
      return Optional.empty();
    }
    pause.pause(behaviour.delay());
    Optional<byte[]> response =
        interceptor.exchange(commands++, command.clone(), this::answerInParts);
    return isDead ? Optional.empty() : response;
  }

  private byte[] answerInParts(byte[] apdu) {
    try {
      CardCommand command = CardCommand.parse(apdu);
      if (command.isExtended() && !behaviour.extendedLength()) {
        throw new CardRefusal(StatusWord.WRONG_LENGTH);
      }
      if (command.ins() == GET_RESPONSE && parts.isWaiting()) {
        return parts.next(command.ne());
      }
      parts.forget();
      byte[] response = answer(command);
      return command.isExtended() ? response : parts.first(response);
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
    ChipStep step = application.step(command, session != null);
    CardAnswer answer;
    try {
      answer = application.execute(command, session != null, room(command, session));
      if (isTooLong(answer, command, session)) {
        answer = CardAnswer.refused(new CardRefusal(StatusWord.WRONG_LENGTH));
      }
    } catch (CardRefusal refusal) {
      isDead = refusal.isForGood();
      answer = CardAnswer.refused(refusal);
    }
    ChipReply reply =
        interceptor.reply(
            step, new ChipReply(answer.data(), answer.statusWord(), ChipReply.Seal.RIGHT));
    byte[] response =
        session == null || reply.seal() == ChipReply.Seal.PLAIN
            ? new CardAnswer(reply.data(), reply.statusWord()).plain()
            : session.seal(reply);
    application.takeNewSession().ifPresent(agreed -> secureMessaging = agreed);
    return response;
  }

  private static int room(CardCommand command, @Nullable CardSecureMessaging session) {
    if (command.isExtended()) {
      return CardCommand.ALL_EXTENDED;
    }
    return session == null
        ? CardCommand.ALL_SHORT
        : session.roomIn(CardCommand.ALL_SHORT, command.ins());
  }

  private boolean isTooLong(
      CardAnswer answer, CardCommand command, @Nullable CardSecureMessaging session) {
    int length = answer.data().length;
    int sealed = session == null ? length : session.sealedLength(length, command.ins());
    return !command.isExtended()
        && sealed > CardCommand.ALL_SHORT
        && behaviour.longAnswer() == ChipBehaviour.LongAnswer.REFUSED;
  }

  private void forgetSession() {
    secureMessaging = null;
    application.forgetSession();
  }
}
