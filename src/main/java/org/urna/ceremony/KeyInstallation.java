package org.urna.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.urna.proof.ProofFileException;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;

/// Brings a ceremony's key where the program looks for it.
public final class KeyInstallation {
  private KeyInstallation() {}

  /// Copies the key of a transcript, its verifying key and the transcript into a folder of
  /// circuits, over what is there.
  ///
  /// @param transcript of a ceremony that was checked
  /// @param zkey the key that it names
  /// @throws CeremonyFileException if the key is another, a development key, or cannot be copied
  public static void install(CeremonyTranscript transcript, Path zkey, CircuitFiles files)
      throws CeremonyFileException {
    // Never where development keys lie.
    CircuitFiles circuits = CircuitFiles.at(files.dir());
    Path target = circuits.provingKey(transcript.circuit());
    Path sibling = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.copy(zkey, sibling, StandardCopyOption.REPLACE_EXISTING);
      if (!FileHashes.sha256(sibling).equals(transcript.provingKeySha256())) {
        throw new CeremonyFileException(zkey + ": is not the key that the transcript names");
      }
      VerifyingKey key;
      try (ProvingKey opened = ProvingKey.open(sibling)) {
        if (opened.development()) {
          throw new CeremonyFileException(zkey + ": is a development key");
        }
        key = opened.verifyingKey();
      }
      if (!HexFormat.of().formatHex(key.hash()).equals(transcript.verifyingKeyHash())) {
        throw new CeremonyFileException(zkey + ": has another verifying key than the transcript");
      }
      Path json = circuits.verifyingKeyFile(transcript.circuit());
      Path jsonSibling = json.resolveSibling(json.getFileName() + ".new");
      Files.writeString(jsonSibling, key.toJson(), StandardCharsets.UTF_8);
      move(sibling, target);
      move(jsonSibling, json);
      Files.write(circuits.ceremonyTranscript(transcript.circuit()), transcript.toJson());
    } catch (IOException e) {
      throw new CeremonyFileException(target + ": cannot be written", e);
    } catch (ProofFileException e) {
      throw new CeremonyFileException(zkey + ": " + e.getMessage(), e);
    } finally {
      remove(sibling);
    }
  }

  private static void remove(Path sibling) throws CeremonyFileException {
    try {
      Files.deleteIfExists(sibling);
    } catch (IOException e) {
      throw new CeremonyFileException(sibling + ": cannot be removed", e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
