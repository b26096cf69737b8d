package org.urna.office;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;

/// Where this installation keeps what it reads: the folder that the start script or the package
/// names.
public final class Installation {
  private Installation() {}

  /// The folder with `hardware-profiles`, `kiosk-config` and, in a package, `circuits`.
  public static Path home() {
    return Path.of(System.getProperty("urna.home", "."));
  }

  /// The compiled circuits and their keys: what the start script names, or what an installed
  /// program brings. There development keys are the user's own, as the installation's folder is
  /// nobody's to write to.
  ///
  /// @param chosen another folder than the installation's own
  public static CircuitFiles circuits(@Nullable Path chosen) {
    if (chosen != null) {
      return CircuitFiles.at(chosen);
    }
    String built = System.getProperty("urna.circuits");
    return built != null
        ? CircuitFiles.at(Path.of(built))
        : DevelopmentKeys.beside(home().resolve("circuits"));
  }
}
