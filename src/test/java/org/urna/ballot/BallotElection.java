package org.urna.ballot;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.urna.badge.Nullifier;
import org.urna.badge.VoterBadge;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.CircuitPin;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.Keccak256;
import org.urna.election.TrusteeBoard;
import org.urna.proof.Circuits;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.hash.BabyJubJub;
import org.urna.rehearsal.Records;
import org.urna.tally.SoleTrusteeCeremony;
import org.urna.upload.evm.TrapdoorCircuit;

/// An election of three options with the real ballot circuit, whose enrolment proofs come from a
/// set-up with a kept trapdoor: for tests of everything behind the enrolment.
public final class BallotElection implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TrapdoorCircuit enrolment = new TrapdoorCircuit(9, 7);
  private final SoleTrusteeCeremony.Outcome ceremony = SoleTrusteeCeremony.hold("Trustee", RANDOM);
  private final ElectionManifest manifest;
  private final BigInteger electionId;
  private final BallotVerifier verifier;
  private final ProvingKey provingKey;
  private final BallotSealer sealer;

  public BallotElection() throws Exception {
    this("ballot-4");
  }

  /// @param circuit the ballot circuit
  public BallotElection(String circuit) throws Exception {
    Circuits circuits = RealCircuits.files().circuits();
    VerifyingKey ballotKey = RealCircuits.verifyingKey(circuit);
    manifest = manifest(pin(circuit, ballotKey), ceremony.board());
    electionId = manifest.electionId();
    verifier =
        BallotVerifier.of(
            manifest,
            electionId,
            circuits,
            Map.of(circuit, ballotKey, enrolmentName(), enrolment.key()));
    provingKey = RealCircuits.provingKey(circuit);
    WitnessCalculator calculator = RealCircuits.calculator(circuit);
    sealer =
        new BallotSealer(
            verifier,
            ElectionFixtures.STATION,
            calculator,
            provingKey,
            new Groth16Prover(RANDOM, 2),
            RANDOM);
  }

  private static String enrolmentName() {
    return ElectionFixtures.practice().variants().getFirst().circuit().name();
  }

  private ElectionManifest manifest(CircuitPin ballotCircuit, TrusteeBoard trustees) {
    ElectionManifest base = ElectionFixtures.practice();
    ElectionVariant variant = base.variants().getFirst();
    return Records.with(
        base,
        Map.of(
            "variants",
            List.of(
                new ElectionVariant(
                    pin(enrolmentName(), enrolment.key()), variant.trustRoot(), variant.signers())),
            "ballotCircuit",
            ballotCircuit,
            "trustees",
            trustees));
  }

  private static CircuitPin pin(String name, VerifyingKey key) {
    return new CircuitPin(
        name,
        Bytes.of(key.hash()),
        Bytes.of(Keccak256.hash(name.getBytes(StandardCharsets.UTF_8))),
        true);
  }

  public ElectionManifest manifest() {
    return manifest;
  }

  public BigInteger electionId() {
    return electionId;
  }

  public SoleTrusteeCeremony.Outcome ceremony() {
    return ceremony;
  }

  public BallotVerifier verifier() {
    return verifier;
  }

  public BallotSealer sealer() {
    return sealer;
  }

  public Address station() {
    return ElectionFixtures.STATION;
  }

  public BallotContext context() {
    return verifier.context(station());
  }

  /// An enrolment of a new person, bound to `badge`.
  public EnrolmentProof enrol(VoterBadge badge) {
    Nullifier nullifier = new Nullifier(BabyJubJub.randomScalar(RANDOM));
    Proof proof =
        enrolment.prove(verifier.enrolmentSignals(0, nullifier, badge.commitment()).asList());
    return new EnrolmentProof(0, nullifier, badge.commitment(), proof);
  }

  @Override
  public void close() {
    provingKey.close();
    ceremony.key().close();
  }
}
