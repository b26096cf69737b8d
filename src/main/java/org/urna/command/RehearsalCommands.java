package org.urna.command;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.kiosk.ChainConnection;
import org.urna.station.StationSettings;

/// What only an installation with the practice election can do. Found as a service, because a
/// package for real elections is made without it.
public interface RehearsalCommands {
  /// A picocli command and the group it is listed in.
  ///
  /// @param group `election` or `station`, empty for the root
  record Placed(String group, Object command) {}

  /// Commands of its own.
  List<Placed> commands();

  /// Makes the development keys that a practice station proves with, where they are missing:
  /// minutes the first time on a machine.
  void practiceKeys() throws Exception;

  /// Shows a kiosk with a practice election of its own, until its window is closed.
  void practise() throws Exception;

  /// Shows a provisioned practice station whose voters lay down specimens with a touch.
  void withSpecimens(
      StationSettings station, Supplier<Optional<ChainConnection.Terms>> upload, boolean fullScreen)
      throws Exception;

  /// The rehearsal of this installation, if it was made with one.
  static Optional<RehearsalCommands> installed() {
    return ServiceLoader.load(RehearsalCommands.class).findFirst();
  }

  /// The rehearsal of this installation.
  ///
  /// @throws CommandRefused if it was made without one
  static RehearsalCommands required() throws CommandRefused {
    return installed()
        .orElseThrow(
            () ->
                notHere(
                    "it is for real elections; install the package with the practice election to rehearse"));
  }

  /// What this installation, or a station in this mode, does not do.
  static CommandRefused notHere(String detail) {
    return new CommandRefused(new Failure(FailureCode.NOT_OFFERED_HERE, detail));
  }
}
