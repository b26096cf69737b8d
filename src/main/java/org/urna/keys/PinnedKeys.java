package org.urna.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.ceremony.CeremonyKeys;
import org.urna.election.CircuitPin;
import org.urna.election.ElectionManifest;
import org.urna.proof.ProofFileException;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;

/// The keys of an election's circuits, compared with what its manifest pins.
public final class PinnedKeys {
  private PinnedKeys() {}

  /// Refuses a real election over development keys, whatever its manifest says of them: whoever can
  /// compute their trapdoor, which is everybody, makes voters. Nor over keys without a ceremony's
  /// transcript: one person may have made them.
  public static void requireCeremony(ElectionManifest manifest, CircuitFiles files)
      throws ProofFileException {
    if (manifest.practice()) {
      return;
    }
    List<CircuitPin> pins = new ArrayList<>();
    manifest.variants().forEach(variant -> pins.add(variant.circuit()));
    pins.add(manifest.ballotCircuit());
    pins.add(manifest.decryptionCircuit());
    for (CircuitPin pin : pins) {
      VerifyingKey key = files.verifyingKey(pin.name());
      if (!pin.verifyingKeyHash().contentEquals(key.hash())) {
        throw new ProofFileException(
            "the verifying key of " + pin.name() + " is not the one that the manifest pins");
      }
      if (pin.development() || key.development()) {
        throw new ProofFileException(
            "the keys of " + pin.name() + " are development keys, which a real election refuses");
      }
      Optional<String> flaw =
          CeremonyKeys.flaw(
              files,
              pin.name(),
              pin.verifyingKeyHash().toByteArray(),
              pin.provingKeySha256().toByteArray());
      if (flaw.isPresent()) {
        throw new ProofFileException(
            "a real election refuses the keys of " + pin.name() + ": " + flaw.get());
      }
    }
  }

  /// The proving key of a circuit, mapped.
  ///
  /// @throws ProofFileException if it is missing, malformed, or not the one that is pinned
  public static ProvingKey open(CircuitFiles files, CircuitPin pin) throws ProofFileException {
    return ProvingKey.open(files.provingKey(pin.name()), pin.provingKeySha256().toByteArray());
  }
}
