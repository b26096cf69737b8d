package org.urna.rehearsal;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.urna.election.ElectionMode;
import org.urna.flow.Sound;
import org.urna.hardware.CardExchange;
import org.urna.kiosk.ChainConnection;
import org.urna.kiosk.PollingStation;
import org.urna.passport.ApduObserver;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.passport.scan.ScanBox;
import org.urna.practice.card.InProcessReader;
import org.urna.upload.UploadTerms;
import org.urna.upload.evm.EvmAccount;

/// One practice kiosk: a simulated reader in this process, read by the same code as any other, and
/// a network cable that can be pulled.
public final class PracticeMachine {
  /// What a good reader takes in one exchange (docs: hardware-profiles/virtual-pcd.toml).
  public static final CardExchange EXCHANGE = new CardExchange(true, 7_900);

  private final ScanBox keyboard = new ScanBox("keyboard");
  private final InProcessReader reader;
  private final AtomicBoolean networkUp = new AtomicBoolean();
  private final PollingStation.Machine machine;

  public PracticeMachine(
      PracticeElection practice,
      int station,
      Optional<LocalChain> chain,
      ApduObserver observer,
      Consumer<Sound> sounds,
      SecureRandom random,
      Clock clock) {
    this.reader = new InProcessReader("Practice reader " + station);
    Optional<ChainConnection.Terms> terms =
        chain.map(
            there ->
                new ChainConnection.Terms(
                    there.endpoint(),
                    Optional.empty(),
                    EvmAccount.of(PracticeElection.ORGANISER_KEY),
                    UploadTerms.Changes.depth(1),
                    Duration.ofMillis(200)));
    this.machine =
        new PollingStation.Machine(
            practice.station(station),
            ElectionMode.PRACTICE,
            practice.organiser(),
            practice.circuits(),
            Runtime.getRuntime().availableProcessors(),
            new JmrtdPassportReader(reader, EXCHANGE, ReadLimits.KIOSK, random, observer),
            reader.watch(),
            keyboard,
            () -> Optional.of(reader.name()),
            () -> networkUp.get() ? terms : Optional.empty(),
            PracticeElection.stick(practice.station(station)),
            sounds,
            random,
            clock);
  }

  /// Takes what a scanner types into the window.
  public ScanBox keyboard() {
    return keyboard;
  }

  public InProcessReader reader() {
    return reader;
  }

  public PollingStation.Machine machine() {
    return machine;
  }

  public void network(boolean up) {
    networkUp.set(up);
  }
}
