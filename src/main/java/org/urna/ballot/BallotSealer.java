package org.urna.ballot;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.urna.badge.VoterBadge;
import org.urna.election.Address;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.PublicSignals;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.circom.WitnessException;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.ElGamal;
import org.urna.proof.hash.ElGamal.Ciphertext;

/// Turns a choice into a sealed ballot: encrypts in the call that consumes the choice, proves, and
/// gives nothing out that it has not verified itself.
///
/// One thread at a time. The calculator and the key belong to the caller, who closes them.
public final class BallotSealer {
  private final BallotVerifier verifier;
  private final Address station;
  private final BallotContext context;
  private final WitnessCalculator calculator;
  private final ProvingKey provingKey;
  private final Groth16Prover prover;
  private final SecureRandom random;

  /// @param verifier of the election, which names the ballot circuit
  /// @param station whose ballots these are
  /// @param calculator of the ballot circuit
  /// @param provingKey of the ballot circuit
  /// @param random where the randomness of the ciphertexts comes from
  /// @throws IllegalArgumentException if the proving key is not of the pinned ballot circuit
  public BallotSealer(
      BallotVerifier verifier,
      Address station,
      WitnessCalculator calculator,
      ProvingKey provingKey,
      Groth16Prover prover,
      SecureRandom random) {
    if (!provingKey.verifyingKey().equals(verifier.ballotKey())) {
      throw new IllegalArgumentException("this proving key is not of the pinned ballot circuit");
    }
    this.verifier = verifier;
    this.station = station;
    this.context = verifier.context(station);
    this.calculator = calculator;
    this.provingKey = provingKey;
    this.prover = prover;
    this.random = random;
  }

  /// Seals `choice` for the holder of `badge`. Takes seconds.
  ///
  /// The choice is consumed even if sealing fails. The badge stays open: a voter who changes their
  /// mind seals again with it.
  ///
  /// @throws SealingException if the enrolment proof or the new ballot does not verify; nothing is
  ///   left behind
  /// @throws InterruptedException if the thread is interrupted; nothing is left behind
  /// @throws IllegalArgumentException if the choice is from another number of options, or the
  ///   enrolment is bound to another badge
  public UncastBallot seal(
      Choice choice, VoterBadge badge, EnrolmentProof enrolment, ProgressListener listener)
      throws SealingException, InterruptedException {
    try (choice) {
      if (choice.optionCount() != context.optionCount()) {
        throw new IllegalArgumentException("this choice is of another election");
      }
      if (!enrolment.badge().equals(badge.commitment())) {
        throw new IllegalArgumentException("this enrolment is bound to another badge");
      }
      if (!verifier.admits(enrolment)) {
        throw new SealingException("the enrolment proof does not verify", null);
      }
      return sealed(choice.consume(), badge, enrolment, listener);
    }
  }

  private UncastBallot sealed(
      int option, VoterBadge badge, EnrolmentProof enrolment, ProgressListener listener)
      throws SealingException, InterruptedException {
    List<BigInteger> randomness = new ArrayList<>();
    List<Ciphertext> ciphertexts = new ArrayList<>();
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < context.optionCount(); i++) {
      BigInteger r = BabyJubJub.randomScalar(random);
      Ciphertext ciphertext = ElGamal.encrypt(context.jointKey(), i == option ? 1 : 0, r);
      randomness.add(r);
      ciphertexts.add(ciphertext);
      words.addAll(ciphertext.toWords());
    }
    PublicSignals statement = verifier.ballotSignals(badge.commitment(), ciphertexts, station);
    Proof proof = prove(statement, badge, option, randomness, listener);
    SealedBallot ballot =
        new SealedBallot(
            enrolment.variant(),
            enrolment.nullifier(),
            badge.commitment(),
            words,
            enrolment.proof(),
            proof);
    if (!(verifier.check(ballot, station) instanceof BallotCheck.Valid)) {
      throw new SealingException("the sealed ballot does not verify", null);
    }
    return new UncastBallot(context, ballot, new BallotOpening(option, randomness));
  }

  private Proof prove(
      PublicSignals statement,
      VoterBadge badge,
      int option,
      List<BigInteger> randomness,
      ProgressListener listener)
      throws SealingException, InterruptedException {
    try (Witness witness = witness(statement, badge, option, randomness)) {
      return prover.prove(provingKey, witness, listener);
    }
  }

  private Witness witness(
      PublicSignals statement, VoterBadge badge, int option, List<BigInteger> randomness)
      throws SealingException, InterruptedException {
    try {
      return calculator.calculate(inputs(statement, badge, option, randomness));
    } catch (WitnessException e) {
      throw new SealingException("the ballot circuit refuses its own ballot", e);
    }
  }

  /// Proves a ballot of nobody and verifies the proof: what a station does before it opens, and
  /// while it gets warm. The ballot is encrypted under a key and for an election that are drawn for
  /// it and forgotten; there is no enrolment and nothing is kept. Takes as long as [#seal].
  ///
  /// @throws SealingException if the proof does not come about or does not verify
  /// @throws InterruptedException if the thread is interrupted
  public void selfTest() throws SealingException, InterruptedException {
    try (VoterBadge nobody = VoterBadge.draw(random)) {
      List<BigInteger> randomness = new ArrayList<>();
      PublicSignals statement = statementOfNobody(nobody, randomness);
      Proof proof = prove(statement, nobody, 0, randomness, ProgressListener.NONE);
      if (!new Groth16Verifier().verify(verifier.ballotKey(), statement, proof)) {
        throw new SealingException("this machine's own proof does not verify", null);
      }
    }
  }

  /// The first part of [#selfTest], up to the witness, which is thrown away.
  ///
  /// @throws SealingException if the circuit refuses the ballot
  /// @throws InterruptedException if the thread is interrupted
  public void rehearseWitness() throws SealingException, InterruptedException {
    try (VoterBadge nobody = VoterBadge.draw(random)) {
      List<BigInteger> randomness = new ArrayList<>();
      PublicSignals statement = statementOfNobody(nobody, randomness);
      witness(statement, nobody, 0, randomness).close();
    }
  }

  /// The statement of a ballot for the first option, of an election that is nowhere.
  ///
  /// @param randomness receives the ciphertexts'
  private PublicSignals statementOfNobody(VoterBadge nobody, List<BigInteger> randomness) {
    BallotContext nowhere =
        new BallotContext(
            BabyJubJub.randomScalar(random),
            station,
            BabyJubJub.multiply(BabyJubJub.BASE8, BabyJubJub.randomScalar(random)),
            context.optionCount());
    List<Ciphertext> ciphertexts = new ArrayList<>();
    for (int i = 0; i < nowhere.optionCount(); i++) {
      BigInteger r = BabyJubJub.randomScalar(random);
      randomness.add(r);
      ciphertexts.add(ElGamal.encrypt(nowhere.jointKey(), i == 0 ? 1 : 0, r));
    }
    return BallotCircuits.signals(
        verifier.ballotCircuit(), nowhere, nobody.commitment(), ciphertexts);
  }

  private Map<String, List<BigInteger>> inputs(
      PublicSignals statement, VoterBadge badge, int option, List<BigInteger> randomness) {
    Map<String, List<BigInteger>> inputs = new HashMap<>();
    statement
        .circuit()
        .publicSignals()
        .forEach(group -> inputs.put(group.name(), statement.values(group.name())));
    List<BigInteger> marks = new ArrayList<>();
    List<BigInteger> allRandomness = new ArrayList<>(randomness);
    for (int i = 0; i < BallotCircuits.size(statement.circuit()); i++) {
      marks.add(i == option ? BigInteger.ONE : BigInteger.ZERO);
      if (i >= randomness.size()) {
        allRandomness.add(BigInteger.ZERO);
      }
    }
    inputs.put("badgeSecret", List.of(badge.secret()));
    inputs.put("marks", marks);
    inputs.put("randomness", allRandomness);
    return inputs;
  }
}
