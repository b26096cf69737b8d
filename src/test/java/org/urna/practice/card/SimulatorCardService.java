package org.urna.practice.card;

import net.sf.scuba.smartcards.CardService;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;

/// A simulated chip as scuba's card service, so that plain JMRTD, unchanged, reads it: a second
/// reader that was not written together with the simulator.
public final class SimulatorCardService extends CardService {

  private static final long serialVersionUID = 1L;

  private final transient ChipSimulator chip;
  private int commands;
  private boolean open;

  public SimulatorCardService(ChipSimulator chip) {
    this.chip = chip;
  }

  public int commands() {
    return commands;
  }

  @Override
  public void open() {
    chip.reset();
    open = true;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public ResponseAPDU transmit(CommandAPDU command) throws CardServiceException {
    commands++;
    return new ResponseAPDU(
        chip.transmit(command.getBytes())
            .orElseThrow(() -> new CardServiceException("the card was taken away")));
  }

  @Override
  public byte[] getATR() {
    return chip.answerToReset();
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean isConnectionLost(Exception e) {
    return false;
  }
}
