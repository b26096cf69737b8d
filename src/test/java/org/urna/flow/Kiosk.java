package org.urna.flow;

import java.time.Duration;
import java.util.Random;
import org.urna.flow.VoterServices.ReaderPresence;

/// A whole driver on one thread: time and work go on when a test says so.
final class Kiosk implements AutoCloseable {
  final ScriptedVoterServices services = new ScriptedVoterServices();
  final ScriptedStaffServices staffServices = new ScriptedStaffServices();
  final FakeTimers time = new FakeTimers();
  final ManualExecutor reader = new ManualExecutor();
  final ManualExecutor prover = new ManualExecutor();
  final ManualExecutor background = new ManualExecutor();
  final FlowDriver driver;

  Kiosk() {
    driver =
        new FlowDriver(
            VoterFlowTest.ELECTION,
            services,
            staffServices,
            VoterLimits.STANDARD,
            Language.RUSSIAN,
            new FlowThreads(Runnable::run, reader, prover, background, time, () -> {}),
            new Random(7),
            time);
    driver.start();
    services.reader.accept(ReaderPresence.EMPTY);
  }

  /// With polls open.
  static Kiosk open() {
    Kiosk kiosk = new Kiosk();
    kiosk.send(new VoterEvent.PollsChanged(Polls.OPEN));
    return kiosk;
  }

  VoterState state() {
    return driver.voter().state();
  }

  StaffState staff() {
    return driver.staff().state();
  }

  void send(VoterEvent event) {
    driver.voter().send(event);
  }

  void send(StaffEvent event) {
    driver.staff().send(event);
    background.runAll();
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  void work() {
    for (int i = 0; i < 5; i++) {
      reader.runAll();
      prover.runAll();
      background.runAll();
    }
  }

  void type(String number, String birth, String expiry) {
    for (char c : (number + birth + expiry).toCharArray()) {
      send(new VoterEvent.KeyTyped(c));
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
