package org.urna.practice.card;

import java.util.HexFormat;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;
import org.jmrtd.BACKey;
import org.jmrtd.PassportService;
import org.jmrtd.protocol.SecureMessagingWrapper;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;

/// A session with a specimen's chip held by JMRTD, in which a test sends commands of its own.
public final class PlainSession implements AutoCloseable {

  private final SimulatorCardService card;
  private final PassportService service;

  private PlainSession(SimulatorCardService card, PassportService service) {
    this.card = card;
    this.service = service;
  }

  public static PlainSession open(SpecimenPassport passport) {
    try {
      SimulatorCardService card = new SimulatorCardService(passport.chip());
      PassportService service =
          new PassportService(card, PassportService.NORMAL_MAX_TRANCEIVE_LENGTH, 224, false, true);
      service.open();
      service.sendSelectApplet(false);
      SpecimenHolder holder = passport.holder();
      service.doBAC(
          new BACKey(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone()));
      return new PlainSession(card, service);
    } catch (Exception e) {
      throw new AssertionError("JMRTD could not open the simulated chip", e);
    }
  }

  byte[] send(String command) {
    try {
      SecureMessagingWrapper wrapper = service.getWrapper();
      CommandAPDU plain = new CommandAPDU(HexFormat.of().parseHex(command));
      ResponseAPDU response = wrapper.unwrap(card.transmit(wrapper.wrap(plain)));
      return response.getBytes();
    } catch (Exception e) {
      throw new AssertionError("the command failed", e);
    }
  }

  public PassportService service() {
    return service;
  }

  @Override
  public void close() {
    service.close();
  }
}
