package org.urna.kiosk.warmup;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.urna.hardware.CardExchange;
import org.urna.passport.CardSlot;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.TrustList;

/// How a specimen is read, when it is recorded and each time that the recording is played: with the
/// kiosk's own reader and inspection, on the calling thread alone, so that a warm-up takes no
/// second processor from a voter.
///
/// @param anchors of the practice authority
/// @param day on which certificates are judged
/// @param printed what opens the chip
public record SpecimenReading(TrustList anchors, LocalDate day, NobodysPage printed) {
  /// What a good reader takes in one exchange.
  private static final CardExchange EXCHANGE = new CardExchange(true, 7_900);

  /// Reads the chip once.
  ///
  /// @param random the one source of all that the reader draws
  /// @throws RecordingException if it does not come out as a genuine passport
  /// @throws InterruptedException if the thread is interrupted
  public AuthenticPassport read(CardSlot slot, SecureRandom random)
      throws RecordingException, InterruptedException {
    JmrtdPassportReader reader = new JmrtdPassportReader(slot, EXCHANGE, ReadLimits.KIOSK, random);
    Clock clock = Clock.fixed(day.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    PassportInspection inspection = new PassportInspection(anchors, clock, random, Runnable::run);
    InspectionResult result;
    try (PrintedPage page = PrintedPage.unseen();
        MrzKey key = printed.key();
        ChipSession session = reader.open(key)) {
      result = inspection.inspect(session, page);
    } catch (PassportReadException e) {
      throw notRead(e.failure());
    }
    return switch (result) {
      case InspectionResult.Genuine(AuthenticPassport passport) -> passport;
      case InspectionResult.Unreadable(PassportReadFailure failure) -> throw notRead(failure);
      default -> throw new RecordingException("the specimen is " + result);
    };
  }

  private static RecordingException notRead(PassportReadFailure failure)
      throws InterruptedException {
    if (failure == PassportReadFailure.CALLED_OFF || Thread.interrupted()) {
      Thread.interrupted();
      throw new InterruptedException("the reading was interrupted");
    }
    return new RecordingException("the specimen was not read: " + failure);
  }
}
