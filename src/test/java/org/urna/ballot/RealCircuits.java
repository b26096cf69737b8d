package org.urna.ballot;

import java.nio.file.Path;
import org.urna.proof.Circuit;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.proof.circom.WitnessCalculator;

/// The compiled circuits of the build, with development keys.
public final class RealCircuits {
  private static final CircuitFiles FILES =
      CircuitFiles.at(Path.of(System.getProperty("urna.circuits", "target/circuits")));

  private RealCircuits() {}

  public static CircuitFiles files() {
    return FILES;
  }

  public static Circuit circuit(String name) throws Exception {
    return FILES.circuits().byName(name);
  }

  public static WitnessCalculator calculator(String name) throws Exception {
    return WitnessCalculator.load(FILES.wasm(name));
  }

  public static ProvingKey provingKey(String name) throws Exception {
    DevelopmentKeys.ensure(FILES, name);
    return ProvingKey.open(FILES.provingKey(name));
  }

  public static VerifyingKey verifyingKey(String name) throws Exception {
    DevelopmentKeys.ensure(FILES, name);
    return FILES.verifyingKey(name);
  }
}
