package org.urna.station;

import org.urna.election.Address;
import org.urna.election.Bytes;

/// What a station shows the organiser before the election, so that the manifest can name it.
///
/// @param address of its secp256k1 key
/// @param x25519Key the raw public key that trustees seal nullifier key parts to
public record StationIdentity(Address address, Bytes x25519Key) {}
