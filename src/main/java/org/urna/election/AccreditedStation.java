package org.urna.election;

/// A station whose batches the contract accepts. Spares are listed like any other.
///
/// @param x25519Key the raw public key that the trustees seal nullifier key parts to
/// @param venueGroup the smallest unit that results and statistics are shown for
/// @param maxBallots how many ballots the contract accepts from it at most
public record AccreditedStation(
    Address address, Bytes x25519Key, String venueGroup, int maxBallots) {
  public AccreditedStation {
    Checks.that(!address.isZero(), "station.address", "must not be zero");
    Checks.size(x25519Key, 32, "station.x25519Key");
    Checks.that(x25519Key.toInteger().signum() != 0, "station.x25519Key", "must not be all zero");
    Checks.name(venueGroup, "station.venueGroup");
    Checks.range(maxBallots, 1, 1_000_000, "station.maxBallots");
  }
}
