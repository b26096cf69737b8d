package org.urna.kiosk;

import java.time.Duration;
import java.util.Random;
import org.urna.flow.FakeTimers;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.flow.ManualExecutor;
import org.urna.flow.Polls;
import org.urna.flow.staff.ScriptedStaffServices;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.voter.ScriptedVoterServices;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterFlowTest;
import org.urna.flow.voter.VoterLimits;
import org.urna.flow.voter.VoterServices.ReaderPresence;
import org.urna.flow.voter.VoterState;

/// A whole driver on one thread: time and work go on when a test says so.
public final class Kiosk implements AutoCloseable {
  public final ScriptedVoterServices services = new ScriptedVoterServices();
  public final ScriptedStaffServices staffServices;
  final FakeTimers time = new FakeTimers();
  public final ManualExecutor reader = new ManualExecutor();
  public final ManualExecutor prover = new ManualExecutor();
  public final ManualExecutor background = new ManualExecutor();
  public final FlowDriver driver;

  public Kiosk() {
    this(new ScriptedStaffServices());
  }

  Kiosk(ScriptedStaffServices staffServices) {
    this.staffServices = staffServices;
    driver =
        new FlowDriver(
            VoterFlowTest.ELECTION,
            services,
            staffServices,
            VoterLimits.STANDARD,
            Language.RUSSIAN,
            new FlowThreads(Runnable::run, reader, prover, background, time, () -> {}),
            new Random(7),
            time::nanoTime);
    driver.start();
    services.reader.accept(ReaderPresence.EMPTY);
  }

  /// With polls open.
  public static Kiosk open() {
    Kiosk kiosk = new Kiosk();
    kiosk.send(new VoterEvent.PollsChanged(Polls.OPEN));
    return kiosk;
  }

  public VoterState state() {
    return driver.voter().state();
  }

  public StaffState staff() {
    return driver.staff().state();
  }

  void send(VoterEvent event) {
    driver.voter().send(event);
  }

  void send(StaffEvent event) {
    driver.staff().send(event);
    background.runAll();
  }

  public void pass(Duration duration) {
    time.pass(duration);
  }

  public void work() {
    for (int i = 0; i < 5; i++) {
      reader.runAll();
      prover.runAll();
      background.runAll();
    }
  }

  public void type(String number, String birth, String expiry) {
    for (char c : (number + birth + expiry).toCharArray()) {
      send(new VoterEvent.KeyTyped(c));
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
