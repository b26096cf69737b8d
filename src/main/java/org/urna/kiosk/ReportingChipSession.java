package org.urna.kiosk;

import java.util.function.Consumer;
import org.urna.flow.voter.ReadingStep;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.SessionFacts;

/// A chip session that tells the voter's screen which step begins.
final class ReportingChipSession implements ChipSession {
  private final ChipSession session;
  private final Consumer<ReadingStep> progress;

  ReportingChipSession(ChipSession session, Consumer<ReadingStep> progress) {
    this.session = session;
    this.progress = progress;
  }

  @Override
  public byte[] readSecurityObject() throws PassportReadException {
    progress.accept(ReadingStep.SIGNATURE);
    return session.readSecurityObject();
  }

  @Override
  public byte[] readDataGroup(int number) throws PassportReadException {
    if (number == 1) {
      progress.accept(ReadingStep.PERSONAL_PAGE);
    }
    return session.readDataGroup(number);
  }

  @Override
  public void authenticateChip(ChipAuthenticationKey verifiedKey) throws PassportReadException {
    progress.accept(ReadingStep.COPY_CHECK);
    session.authenticateChip(verifiedKey);
  }

  @Override
  public byte[] signChallenge(byte[] challenge, int answerBytes) throws PassportReadException {
    progress.accept(ReadingStep.COPY_CHECK);
    return session.signChallenge(challenge, answerBytes);
  }

  @Override
  public SessionFacts facts() {
    return session.facts();
  }

  @Override
  public void close() {
    session.close();
  }
}
