package org.urna.ballot;

import java.math.BigInteger;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;

/// A station's signed promise that a ballot will be on chain: the voter's receipt (protocol §4). It
/// is made only after *Cast* and the durable write. A promise without a ballot on chain is evidence
/// against the station.
///
/// @param electionId the election
/// @param code the promised ballot
/// @param signature the station's, over [#digest]
public record Promise(BigInteger electionId, BallotCode code, EcdsaSignature signature) {
  private static final byte[] TYPE_HASH =
      Eip712Domain.typeHash("Promise(uint256 electionId,bytes32 ballotCode)");

  /// The EIP-712 digest a station signs.
  public static Bytes digest(Eip712Domain domain, BigInteger electionId, BallotCode code) {
    return domain.digest(TYPE_HASH, Bytes.word(electionId), code.value().toByteArray());
  }

  /// Whether `station` made this promise for the contract of `domain`.
  public boolean isBy(Address station, Eip712Domain domain) {
    return signature.recover(digest(domain, electionId, code)).filter(station::equals).isPresent();
  }
}
