package org.urna.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.urna.election.Bytes;
import org.urna.election.ElectionPackage;
import org.urna.election.Keccak256;
import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.files.WholeFile;
import org.urna.tally.EncryptedTally;

/// What a trustee's key was used for, in a file beside it: one sum of one election, ever (protocol
/// §7). Two sums that differ by one batch open that batch; another election under the same key may
/// hold a ballot copied from this one.
///
/// Whoever owns the trustee's machine can delete it. It protects a trustee from nodes, packages and
/// mistakes.
public final class DecryptionRecord {
  private final Path file;

  private DecryptionRecord(Path file) {
    this.file = file;
  }

  public static DecryptionRecord beside(Path key) {
    return new DecryptionRecord(key.resolveSibling(key.getFileName() + ".used"));
  }

  /// Notes the sum, durably, before anything is decrypted. The same sum again is no news: its
  /// publication may have failed.
  ///
  /// @throws CommandRefused if the key has been used for anything else
  void bind(ElectionPackage election, EncryptedTally tally) throws IOException, CommandRefused {
    String use =
        "chain %d contract %s manifest %s ballots %d sum %s%n"
            .formatted(
                election.chain().chainId(),
                election.chain().contract(),
                election.manifestHash(),
                tally.ballots(),
                Bytes.of(
                    Keccak256.hash(
                        tally.toWords().stream().map(Bytes::word).toArray(byte[][]::new))));
    if (!Files.exists(file)) {
      WholeFile.write(file, use.getBytes(StandardCharsets.UTF_8));
      return;
    }
    String known = Files.readString(file);
    if (!known.equals(use)) {
      throw new CommandRefused(
          new Failure(
              FailureCode.KEY_USED_ALREADY,
              "this key has decrypted another sum and decrypts no second one: " + known.strip()));
    }
  }
}
