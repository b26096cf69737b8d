package org.urna.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.urna.proof.circom.CircuitFiles;

/// Whether a circuit's keys come with the transcript of a ceremony that a real election may rest on
/// (protocol §10).
///
/// This compares, in a moment; it proves nothing about the ceremony. Whoever answers for the
/// election, and every auditor, has the transcript itself verified from circuit and powers of τ
/// ([KeyCeremony#verify]).
public final class CeremonyKeys {
  private static final long LONGEST_TRANSCRIPT = 16L << 20;

  private CeremonyKeys() {}

  /// Why the keys that an election pins must not serve a real one; empty if they may.
  ///
  /// @param verifyingKeyHash keccak-256 of the pinned verifying key
  /// @param provingKeySha256 SHA-256 of the pinned proving key
  public static Optional<String> flaw(
      CircuitFiles circuits, String name, byte[] verifyingKeyHash, byte[] provingKeySha256) {
    Path file = circuits.ceremonyTranscript(name);
    try {
      if (!Files.exists(file)) {
        return Optional.of("no transcript of a key ceremony lies beside them");
      }
      if (Files.size(file) > LONGEST_TRANSCRIPT) {
        return Optional.of("the transcript of their ceremony is too long");
      }
      CeremonyTranscript transcript = CeremonyTranscript.parse(Files.readAllBytes(file));
      if (!transcript.circuit().equals(name)
          || !isHex(transcript.verifyingKeyHash(), verifyingKeyHash)
          || !isHex(transcript.provingKeySha256(), provingKeySha256)) {
        return Optional.of("the transcript beside them is of other keys");
      }
      List<String> shortcomings = transcript.shortcomings();
      return shortcomings.isEmpty()
          ? Optional.empty()
          : Optional.of("their ceremony falls short: " + String.join("; ", shortcomings));
    } catch (IOException e) {
      return Optional.of("the transcript of their ceremony cannot be read");
    } catch (CeremonyFileException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isHex(String hex, byte[] bytes) {
    return Arrays.equals(HexFormat.of().parseHex(hex), bytes);
  }
}
