package org.urna.enrolment;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import org.urna.hardware.HardwareProfile;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.practice.specimen.Specimens;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.TrustList;

/// Reads a specimen's simulated chip with the kiosk's own reading code and inspects it.
final class SpecimenReading {
  static final Clock CLOCK =
      Clock.fixed(Specimens.POLLING_DAY.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

  private SpecimenReading() {}

  static InspectionResult inspect(SpecimenPassport specimen, TrustList trustList)
      throws PassportReadException {
    InProcessReader slot = new InProcessReader("Specimen reader");
    slot.lay(specimen.chip());
    JmrtdPassportReader reader =
        new JmrtdPassportReader(
            slot, HardwareProfile.UNKNOWN.cardExchange(), ReadLimits.KIOSK, new SecureRandom());
    PassportInspection inspection =
        new PassportInspection(trustList, CLOCK, new SecureRandom(), Runnable::run);
    try (PrintedPage page = PrintedPage.unseen();
        ChipSession session = reader.open(specimen.accessKey())) {
      return inspection.inspect(session, page);
    }
  }

  static AuthenticPassport genuine(SpecimenPassport specimen, TrustList trustList)
      throws PassportReadException {
    InspectionResult result = inspect(specimen, trustList);
    if (result instanceof InspectionResult.Genuine(AuthenticPassport passport)) {
      return passport;
    }
    throw new AssertionError("not genuine: " + result);
  }
}
