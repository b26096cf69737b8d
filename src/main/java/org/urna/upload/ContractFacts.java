package org.urna.upload;

import java.math.BigInteger;
import java.util.List;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.CurvePoint;
import org.urna.election.Schedule;

/// Everything an election's contract was made with, read back from it.
///
/// @param trusteeKeys by trustee number, from 1
/// @param stations by ascending address
public record ContractFacts(
    Bytes manifestHash,
    BigInteger electionId,
    BigInteger nullifierKeyCommitment,
    BigInteger citizenship,
    BigInteger bornOnOrBefore,
    BigInteger passportValidOn,
    BigInteger uniqueBy,
    List<Variant> variants,
    Bytes ballotVerifyingKeyHash,
    Bytes decryptionVerifyingKeyHash,
    CurvePoint jointKey,
    List<CurvePoint> trusteeKeys,
    int threshold,
    int optionCount,
    List<Station> stations,
    Schedule schedule) {
  /// One admitted way to prove eligibility.
  public record Variant(BigInteger trustRoot, Bytes verifyingKeyHash) {}

  /// One accredited station.
  public record Station(Address address, long maxBallots) {}

  public ContractFacts {
    variants = List.copyOf(variants);
    trusteeKeys = List.copyOf(trusteeKeys);
    stations = List.copyOf(stations);
  }
}
