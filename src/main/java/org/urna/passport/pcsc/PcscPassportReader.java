package org.urna.passport.pcsc;

import org.urna.hardware.HardwareProfile;
import org.urna.passport.AccessKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReaderMemory;
import org.urna.passport.chip.ReadingTerms;

/// Reads the passport on the chosen slot of this machine's PC/SC readers, with what the reader's
/// profile says it can carry.
public final class PcscPassportReader implements PassportReader {

  private final PcscReaders readers;
  private final ReadingTerms reading;
  private final ReaderMemory memory;

  public PcscPassportReader(PcscReaders readers, ReadingTerms reading) {
    this(readers, reading, new ReaderMemory(reading.random(), System::nanoTime));
  }

  public PcscPassportReader(PcscReaders readers, ReadingTerms reading, ReaderMemory memory) {
    this.readers = readers;
    this.reading = reading;
    this.memory = memory;
  }

  @Override
  public ChipSession open(AccessKey key) throws PassportReadException {
    memory.beginSession();
    PcscReaders.Chosen chosen =
        readers
            .choose()
            .orElseThrow(
                () ->
                    new PassportReadException(
                        PassportReadFailure.READER_GONE, "no usable reader is plugged in"));
    HardwareProfile profile = chosen.profile();
    PcscCardSlot slot = new PcscCardSlot(chosen.terminal(), profile.connectProtocol());
    return new JmrtdPassportReader(
            slot,
            memory.blockSizes(slot.name(), profile.cardExchange().extended(), profile.blockSizes()),
            reading,
            memory,
            System::nanoTime)
        .open(key);
  }

  @Override
  public boolean canTrySmallerBlocks() {
    return memory.canTrySmallerBlocks();
  }
}
