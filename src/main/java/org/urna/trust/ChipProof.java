package org.urna.trust;

/// How a chip showed that it is the one that the state made and no copy of it.
public enum ChipProof {
  /// Chip Authentication (ICAO Doc 9303-11 §6.2), shown by a read under its keys: whoever answers
  /// on this very channel owns the private key.
  CHIP_AUTHENTICATION,
  /// Active Authentication (ICAO Doc 9303-11 §6.1): someone who owns the private key has signed our
  /// challenge just now. It does not bind the channel, so a relay to the true chip passes it.
  ACTIVE_AUTHENTICATION
}
