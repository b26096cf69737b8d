package org.urna.ui;

import java.util.List;
import java.util.Optional;
import org.urna.election.Localized;

/// What a practice kiosk offers instead of real passports. Implemented by the assembly; it exists
/// only in practice mode. Every method returns at once.
public interface PracticeDesk {
  /// Passports that can be laid down, as many as are ready.
  List<Item> specimens();

  /// Lays a specimen on the simulated reader, instead of the one that lies there.
  void lay(String id);

  /// Takes away whatever lies there.
  void lift();

  /// Shows the page of what lies there to a scanner.
  void scan();

  /// Mishaps that can be rehearsed.
  List<Item> mishaps();

  /// Whether a mishap is on; some end by themselves.
  boolean isOn(String id);

  /// Begins or ends a mishap.
  void rehearse(String id);

  /// @param label what it is, in every language of the screens
  /// @param detail what is printed on a passport; what to do with a mishap
  record Item(String id, Localized label, Optional<Localized> detail) {}
}
