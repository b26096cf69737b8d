package org.urna.queue.sqlite;

import java.math.BigInteger;
import org.urna.election.Address;
import org.urna.election.Eip712Domain;
import org.urna.election.ElectionPackage;

/// Which box a file is. It is written into the file when it is made and compared ever after, so
/// that ballots of two elections or two stations can never mix.
public record BoxIdentity(
    BigInteger electionId, Address station, Eip712Domain domain, int optionCount, int maxBallots) {

  /// The box of the accredited station `station` in `election`.
  ///
  /// @throws IllegalArgumentException if the station is not accredited
  public static BoxIdentity of(ElectionPackage election, Address station) {
    return new BoxIdentity(
        election.electionId(),
        station,
        election.chain().domain(),
        election.manifest().optionCount(),
        election.manifest().station(station).maxBallots());
  }
}
