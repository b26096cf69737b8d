package org.urna.rehearsal;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.urna.command.RehearsalCommands;
import org.urna.kiosk.ChainConnection;
import org.urna.office.Installation;
import org.urna.station.StationSettings;

/// What the practice election adds to the command line.
public final class Rehearsals implements RehearsalCommands {
  /// For the service loader.
  public Rehearsals() {}

  @Override
  public List<Placed> commands() {
    return List.of(
        new Placed("", new DemoCommand()),
        new Placed("election", new PracticeAuthoritiesCommand()),
        new Placed("station", new DevelopmentKeysCommand()));
  }

  @Override
  public void practiceKeys() throws Exception {
    PracticeElection.developmentKeys(Installation.circuits(null));
  }

  @Override
  public void practise() throws Exception {
    PracticeKiosk.practise(Files.createTempDirectory("urna-practice-"));
  }

  @Override
  public void withSpecimens(
      StationSettings station, Supplier<Optional<ChainConnection.Terms>> upload, boolean fullScreen)
      throws Exception {
    PracticeKiosk.withSpecimens(station, upload, fullScreen);
  }
}
