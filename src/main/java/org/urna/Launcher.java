package org.urna;

import picocli.CommandLine;

/// Main class. It must not extend `Application`: a class path application that starts from an
/// `Application` subclass fails with "JavaFX runtime components are missing".
public final class Launcher {
  private Launcher() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Urna()).setExecutionExceptionHandler(Urna::explain).execute(args));
  }
}
