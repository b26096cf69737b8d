package org.urna.verify;

import java.math.BigInteger;
import java.util.List;
import org.urna.election.CircuitPin;
import org.urna.proof.Proof;
import org.urna.proof.PublicSignals;

/// A proof, the statement it must prove, and where it was found.
///
/// @param ballot the one that it belongs to
/// @param words the proof's eight words
record ProofClaim(
    String where,
    CastBallot ballot,
    CircuitPin pin,
    PublicSignals signals,
    List<BigInteger> words) {
  ProofClaim {
    words = List.copyOf(words);
  }

  Proof proof() {
    return Proof.fromWords(words);
  }
}
