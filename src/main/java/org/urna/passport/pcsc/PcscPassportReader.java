package org.urna.passport.pcsc;

import org.urna.passport.AccessKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;

/// Reads the passport on the chosen slot of this machine's PC/SC readers, with what the reader's
/// profile says it can carry.
final class PcscPassportReader implements PassportReader {

  private final PcscReaders readers;
  private final PcscReading reading;

  PcscPassportReader(PcscReaders readers, PcscReading reading) {
    this.readers = readers;
    this.reading = reading;
  }

  @Override
  public ChipSession open(AccessKey key) throws PassportReadException {
    PcscReaders.Chosen chosen =
        readers
            .choose()
            .orElseThrow(
                () ->
                    new PassportReadException(
                        PassportReadFailure.READER_GONE, "no usable reader is plugged in"));
    HardwareProfile profile = chosen.profile();
    return new JmrtdPassportReader(
            new PcscCardSlot(chosen.terminal(), profile.connectProtocol()),
            profile.cardExchange(),
            reading.limits(),
            reading.random(),
            reading.observer())
        .open(key);
  }
}
