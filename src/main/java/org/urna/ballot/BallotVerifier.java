package org.urna.ballot;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.election.Address;
import org.urna.election.CircuitPin;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.EligibilityRule;
import org.urna.proof.Circuit;
import org.urna.proof.Circuits;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.PublicSignals;
import org.urna.proof.VerifyingKey;
import org.urna.proof.hash.ElGamal.Ciphertext;

/// Checks ballots as the contract does: every public signal that the manifest fixes is taken from
/// the manifest, never from the ballot, and the same badge enters both proofs.
///
/// A valid ballot's points lie in the subgroup, because the ballot proof makes them multiples of B8
/// and of the joint key.
public final class BallotVerifier {
  private final ElectionManifest manifest;
  private final BigInteger electionId;
  private final List<PinnedCircuit> enrolments;
  private final PinnedCircuit ballot;
  private final Groth16Verifier verifier = new Groth16Verifier();

  private record PinnedCircuit(Circuit circuit, VerifyingKey key) {}

  private BallotVerifier(
      ElectionManifest manifest,
      BigInteger electionId,
      List<PinnedCircuit> enrolments,
      PinnedCircuit ballot) {
    this.manifest = manifest;
    this.electionId = electionId;
    this.enrolments = List.copyOf(enrolments);
    this.ballot = ballot;
  }

  /// A verifier for one election.
  ///
  /// @param electionId of this manifest
  /// @param circuits the list the pinned circuits are named in
  /// @param keys verifying keys by circuit name; those of the manifest's variants and of its ballot
  ///   circuit are needed
  /// @throws IllegalArgumentException if a circuit or key is missing, or a key is not the one that
  ///   the manifest pins
  public static BallotVerifier of(
      ElectionManifest manifest,
      BigInteger electionId,
      Circuits circuits,
      Map<String, VerifyingKey> keys) {
    List<PinnedCircuit> enrolments = new ArrayList<>();
    for (ElectionVariant variant : manifest.variants()) {
      enrolments.add(pinned(variant.circuit(), "enrolment", circuits, keys));
    }
    PinnedCircuit ballot = pinned(manifest.ballotCircuit(), "ballot", circuits, keys);
    if (BallotCircuits.size(ballot.circuit) < manifest.optionCount()) {
      throw new IllegalArgumentException(
          "circuit " + ballot.circuit.name() + " has too few places for this election");
    }
    return new BallotVerifier(manifest, electionId, enrolments, ballot);
  }

  private static PinnedCircuit pinned(
      CircuitPin pin, String family, Circuits circuits, Map<String, VerifyingKey> keys) {
    Circuit circuit = circuits.byName(pin.name());
    if (!circuit.family().equals(family)) {
      throw new IllegalArgumentException("circuit " + pin.name() + " is no " + family + " circuit");
    }
    VerifyingKey key = keys.get(pin.name());
    if (key == null) {
      throw new IllegalArgumentException("the verifying key of " + pin.name() + " is missing");
    }
    if (!pin.verifyingKeyHash().contentEquals(key.hash())
        || key.publicSignalCount() != circuit.publicSignalCount()) {
      throw new IllegalArgumentException(
          "the verifying key of " + pin.name() + " is not the one that the manifest pins");
    }
    return new PinnedCircuit(circuit, key);
  }

  /// The context of ballots that `station` makes.
  public BallotContext context(Address station) {
    return BallotContext.of(manifest, electionId, station);
  }

  /// The ballot circuit of this election.
  public Circuit ballotCircuit() {
    return ballot.circuit;
  }

  /// The verifying key of ballot proofs.
  public VerifyingKey ballotKey() {
    return ballot.key;
  }

  /// The verifying key of enrolment proofs of `variant`.
  ///
  /// @throws IndexOutOfBoundsException if the election has no such variant
  public VerifyingKey enrolmentKey(int variant) {
    return enrolments.get(variant).key;
  }

  /// The statement that an enrolment proof must prove.
  ///
  /// @throws IndexOutOfBoundsException if the election has no such variant
  public PublicSignals enrolmentSignals(int variant, Nullifier nullifier, BadgeCommitment badge) {
    EligibilityRule rule = manifest.eligibility();
    return enrolments
        .get(variant)
        .circuit
        .signals()
        .set("nullifier", nullifier.value())
        .set("badge", badge.value())
        .set("electionId", electionId)
        .set("trustRoot", manifest.variants().get(variant).trustRoot())
        .set("nullifierKeyCommitment", manifest.nullifierKeyCommitment())
        .set("citizenship", rule.citizenshipSignal())
        .set("bornOnOrBefore", BigInteger.valueOf(rule.bornOnOrBeforeSignal()))
        .set("passportValidOn", BigInteger.valueOf(rule.passportValidOnSignal()))
        .set("uniqueBy", BigInteger.valueOf(rule.uniqueBy().signal()))
        .build();
  }

  /// The statement that a ballot proof from `station` must prove.
  ///
  /// @throws IllegalArgumentException if there are not as many ciphertexts as options
  public PublicSignals ballotSignals(
      BadgeCommitment badge, List<Ciphertext> ciphertexts, Address station) {
    return BallotCircuits.signals(ballot.circuit, context(station), badge, ciphertexts);
  }

  /// Whether a proof makes the holder of its badge a voter of this election. Takes some
  /// milliseconds.
  public boolean admits(EnrolmentProof enrolment) {
    if (enrolment.variant() >= enrolments.size()) {
      return false;
    }
    return verifier.verify(
        enrolmentKey(enrolment.variant()),
        enrolmentSignals(enrolment.variant(), enrolment.nullifier(), enrolment.badge()),
        enrolment.proof());
  }

  /// Checks a ballot that came from `station`. Takes some milliseconds.
  public BallotCheck check(SealedBallot sealed, Address station) {
    if (sealed.variant() >= enrolments.size()) {
      return new BallotCheck.UnknownVariant(sealed.variant());
    }
    if (sealed.optionCount() != manifest.optionCount()) {
      return new BallotCheck.WrongOptionCount(sealed.optionCount(), manifest.optionCount());
    }
    if (!admits(
        new EnrolmentProof(
            sealed.variant(), sealed.nullifier(), sealed.badge(), sealed.enrolmentProof()))) {
      return new BallotCheck.EnrolmentProofRefused();
    }
    PublicSignals statement = ballotSignals(sealed.badge(), sealed.ciphertextList(), station);
    return verifier.verify(ballot.key, statement, sealed.ballotProof())
        ? new BallotCheck.Valid()
        : new BallotCheck.BallotProofRefused();
  }
}
