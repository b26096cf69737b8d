package org.urna.office;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.urna.proof.circom.CircuitFiles;

/// Where this installation keeps what it reads: the folder that the start script or the package
/// names.
public final class Installation {
  private Installation() {}

  /// The folder with `hardware-profiles`, `kiosk-config` and, in a package, `circuits`.
  public static Path home() {
    return Path.of(System.getProperty("urna.home", "."));
  }

  /// The compiled circuits and their keys.
  ///
  /// @param chosen another folder than the installation's own
  public static CircuitFiles circuits(@Nullable Path chosen) {
    Path own = Path.of(System.getProperty("urna.circuits", home().resolve("circuits").toString()));
    return CircuitFiles.at(chosen != null ? chosen : own);
  }
}
