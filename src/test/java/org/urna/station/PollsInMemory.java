package org.urna.station;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.urna.badge.NullifierKey;
import org.urna.election.ElectionPackage;
import org.urna.keys.Passphrase;
import org.urna.station.Officials.OfficialEntry;

/// Open polls without a station's day around them: real keys, and an end that a test chooses.
public final class PollsInMemory {
  private static final String[] PASSPHRASES = {"correct horse battery", "staple of officials"};

  private final OpenPolls polls;

  public PollsInMemory(Path folder, ElectionPackage election) throws Exception {
    StationKeys.create(
        folder,
        List.of(passphrase(0), passphrase(1)),
        new Argon2Cost(8 << 10, 1),
        new SecureRandom());
    StationKeys keys =
        StationKeys.open(
            folder, new OfficialEntry(1, passphrase(0)), new OfficialEntry(2, passphrase(1)));
    polls = new OpenPolls(election, keys, NullifierKey.fromParts(List.of(BigInteger.TEN)));
  }

  private static Passphrase passphrase(int official) {
    return Passphrase.of(PASSPHRASES[official].toCharArray());
  }

  public OpenPolls polls() {
    return polls;
  }

  /// What a pause and every close do.
  public void end() {
    polls.wipe();
  }
}
