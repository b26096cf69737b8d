package org.urna.proof.circom;

import java.nio.file.Files;
import java.nio.file.Path;
import org.urna.proof.Circuits;
import org.urna.proof.ProofFileException;
import org.urna.proof.VerifyingKey;

/// A folder of compiled circuits and their keys: `circuits.json` and, for each circuit, `.r1cs`,
/// `.wasm`, `.zkey` and `.vkey.json`, and `.ceremony.json` where a ceremony made the keys.
///
/// An installed program's folder is not its user's to write to, so development keys may lie in a
/// second folder. A circuit's keys are all from one of the two: the first, if it has a proving key.
public final class CircuitFiles {
  private final Path dir;
  private final Path developmentKeys;

  private CircuitFiles(Path dir, Path developmentKeys) {
    this.dir = dir;
    this.developmentKeys = developmentKeys;
  }

  /// The folder at `dir`, keys included; nothing is opened.
  public static CircuitFiles at(Path dir) {
    return new CircuitFiles(dir, dir);
  }

  /// The folder at `dir`, with a folder beside it for keys that are made here; nothing is opened or
  /// made.
  public static CircuitFiles at(Path dir, Path developmentKeys) {
    return new CircuitFiles(dir, developmentKeys);
  }

  /// The folder itself.
  public Path dir() {
    return dir;
  }

  /// Where development keys are put.
  Path developmentKeys() {
    return developmentKeys;
  }

  private Path keys(String name) {
    return Files.exists(dir.resolve(name + ".zkey")) ? dir : developmentKeys;
  }

  /// The constraint system of circuit `name`.
  public Path r1cs(String name) {
    return dir.resolve(name + ".r1cs");
  }

  /// The witness calculator of circuit `name`.
  public Path wasm(String name) {
    return dir.resolve(name + ".wasm");
  }

  /// The proving key of circuit `name`.
  public Path provingKey(String name) {
    return keys(name).resolve(name + ".zkey");
  }

  /// The file of the verifying key of circuit `name`, in snarkjs' form.
  public Path verifyingKeyFile(String name) {
    return keys(name).resolve(name + ".vkey.json");
  }

  /// The transcript of the ceremony that made the keys of circuit `name`, if one did.
  public Path ceremonyTranscript(String name) {
    return keys(name).resolve(name + ".ceremony.json");
  }

  /// Reads the list of circuits.
  ///
  /// @throws ProofFileException if it is missing or malformed
  public Circuits circuits() throws ProofFileException {
    return Circuits.load(dir);
  }

  /// Reads the verifying key of circuit `name`.
  ///
  /// @throws ProofFileException if it is missing or not sound
  public VerifyingKey verifyingKey(String name) throws ProofFileException {
    Path file = verifyingKeyFile(name);
    try {
      return VerifyingKey.fromJson(Files.readString(file));
    } catch (java.io.IOException e) {
      throw new ProofFileException("cannot read " + file, e);
    }
  }
}
