package org.urna;

import org.urna.command.Urna;

/// Main class. It must not extend `Application`: a class path application that starts from an
/// `Application` subclass fails with "JavaFX runtime components are missing".
public final class Launcher {
  private Launcher() {}

  public static void main(String[] args) {
    System.exit(Urna.run(Urna.commandLine(), args));
  }
}
