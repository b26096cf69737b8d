package org.urna.station;

import java.nio.file.Path;
import java.util.Locale;
import org.urna.election.Bytes;
import org.urna.election.ElectionMode;

/// Where a station keeps what it keeps. Practice and real elections never share a folder.
///
/// @param path the folder of one mode
public record StationFolder(Path path) {

  /// The folder of `mode` below the station's data folder.
  public static StationFolder of(Path data, ElectionMode mode) {
    return new StationFolder(data.resolve(mode.name().toLowerCase(Locale.ROOT)));
  }

  /// How many wrong passphrases were typed lately.
  public Path wrongTries() {
    return path.resolve("wrong-passphrases");
  }

  public Path keys() {
    return path.resolve("keys");
  }

  public Path log() {
    return path.resolve("station-log.jsonl");
  }

  /// What keeps a second program out.
  Path lock() {
    return path.resolve("station.lock");
  }

  /// The station's copy of the package with this manifest.
  public Path election(Bytes manifestHash) {
    return path.resolve("election-" + name(manifestHash));
  }

  /// The ballot box of the election with this manifest.
  public Path ballotBox(Bytes manifestHash) {
    return path.resolve("ballots-" + name(manifestHash) + ".sqlite");
  }

  /// Whether `file` is called as a ballot box is.
  static boolean isBallotBox(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("ballots-") && name.endsWith(".sqlite");
  }

  /// Whether `file` is called as a station's copy of a package is.
  static boolean isElection(Path file) {
    return file.getFileName().toString().matches("election-[0-9a-f]{16}");
  }

  private static String name(Bytes manifestHash) {
    return manifestHash.hex().substring(0, 16);
  }
}
