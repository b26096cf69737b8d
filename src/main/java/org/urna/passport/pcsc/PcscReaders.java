package org.urna.passport.pcsc;

import java.util.List;
import java.util.Optional;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import org.urna.hardware.HardwareProfile;
import org.urna.hardware.HardwareProfiles;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReader;
import org.urna.passport.ReaderWatch;
import org.urna.passport.chip.ReadingTerms;

/// The PC/SC readers of this machine: which are there, and which slot of which one to use.
///
/// The list is taken anew each time, so that a reader plugged in later, or a restarted smart card
/// service, is seen without a restart of the program.
public final class PcscReaders {

  private final PcscService service = new PcscService();
  private final HardwareProfiles profiles;
  private final boolean isPractice;

  /// @param isPractice virtual readers may be used; in a real election they never are
  public PcscReaders(HardwareProfiles profiles, boolean isPractice) {
    this.profiles = profiles;
    this.isPractice = isPractice;
  }

  /// Every slot there is.
  ///
  /// @throws PassportReadException while the smart card service is down
  public List<PluggedReader> list() throws PassportReadException {
    return service.slots().stream().map(slot -> plugged(slot.getName())).toList();
  }

  /// A reader of whatever passport lies on the chosen slot, with the kiosk's limits.
  public PassportReader reader(ReadingTerms reading) {
    return new PcscPassportReader(this, reading);
  }

  /// A watch over the chosen slot.
  public ReaderWatch watch() {
    return new PcscReaderWatch(this);
  }

  /// The slot to read: the first usable one with a card, else the first usable one.
  Optional<Chosen> choose() throws PassportReadException {
    Chosen first = null;
    for (CardTerminal terminal : service.slots()) {
      PluggedReader reader = plugged(terminal.getName());
      if (!reader.isUsable()) {
        continue;
      }
      Chosen candidate = new Chosen(terminal, reader.profile());
      if (candidate.hasCard()) {
        return Optional.of(candidate);
      }
      if (first == null) {
        first = candidate;
      }
    }
    return Optional.ofNullable(first);
  }

  private PluggedReader plugged(String name) {
    return PluggedReader.of(name, profiles, isPractice);
  }

  /// A slot and what is known of it.
  record Chosen(CardTerminal terminal, HardwareProfile profile) {
    boolean hasCard() throws PassportReadException {
      try {
        return terminal.isCardPresent();
      } catch (CardException e) {
        throw PcscErrors.translate(e);
      }
    }
  }
}
