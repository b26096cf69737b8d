package org.urna.rescue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ElectionPackage;
import org.urna.election.Keccak256;
import org.urna.files.WholeFile;

/// Whole ballots that nobody signed: evidence that they were in the box. No contract takes them.
/// When the station's key is found after all, a rescue reads them from here like from any file.
///
/// Big-endian: the ASCII text `URNAEVD1`, chain id (8 bytes), contract (20), election id (32),
/// station (20), option count (1), number of ballots (4), the ballots ([SealedBallot#toBytes()]),
/// keccak-256 of all before it (32).
final class EvidenceFile {
  private static final byte[] MAGIC = "URNAEVD1".getBytes(StandardCharsets.US_ASCII);

  private EvidenceFile() {}

  /// Writes `ballots` into `folder` under a name of their own: other ballots never replace them.
  ///
  /// @param ballots at least one, in ascending order of nullifier
  static Path write(
      List<SealedBallot> ballots, ElectionPackage election, Address station, Path folder)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeLong(election.chain().domain().chainId().longValueExact());
      out.write(election.chain().domain().verifyingContract().value().toByteArray());
      out.write(Bytes.word(election.electionId()));
      out.write(station.value().toByteArray());
      out.writeByte(ballots.getFirst().optionCount());
      out.writeInt(ballots.size());
      for (SealedBallot ballot : ballots) {
        out.write(ballot.toBytes());
      }
      out.write(Keccak256.hash(bytes.toByteArray()));
    }
    byte[] content = bytes.toByteArray();
    String name = Bytes.of(Keccak256.hash(content)).hex().substring(0, 16);
    Path file = folder.resolve("urna-" + station.value().hex() + "-" + name + ".unsigned");
    WholeFile.write(file, content);
    return file;
  }
}
