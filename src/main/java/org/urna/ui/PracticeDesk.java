package org.urna.ui;

import java.util.List;
import org.urna.election.Localized;

/// What a practice kiosk offers instead of real passports. Implemented by the assembly; it exists
/// only in practice mode. Every method returns at once.
public interface PracticeDesk {
  /// Passports that can be laid down.
  List<Item> specimens();

  /// Lays a specimen on the simulated reader, instead of the one that lies there.
  void lay(String id);

  /// Takes away whatever lies there.
  void lift();

  /// Mishaps that can be rehearsed.
  List<Item> mishaps();

  /// Begins or ends a mishap; returns whether it is on now.
  boolean rehearse(String id);

  /// @param label what it is, in every language of the screens
  record Item(String id, Localized label) {}
}
