package org.urna.proof.circom;

import java.nio.file.Path;
import org.urna.proof.ProgressListener;

/// A process of its own that makes a development key, to be killed.
final class DevelopmentKeysProcess {
  private DevelopmentKeysProcess() {}

  /// @param arguments circuits folder, circuit, cache
  public static void main(String[] arguments) throws Exception {
    DevelopmentKeys.ensure(
        CircuitFiles.at(Path.of(arguments[0])),
        arguments[1],
        Path.of(arguments[2]),
        ProgressListener.NONE);
  }

  static Process start(Path circuits, String name, Path cache) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            DevelopmentKeysProcess.class.getName(),
            circuits.toString(),
            name,
            cache.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
