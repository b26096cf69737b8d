package org.urna.enrolment;

import java.util.Optional;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.NullifierKey;
import org.urna.proof.Circuit;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.PublicSignals;
import org.urna.proof.VerifyingKey;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.circom.WitnessException;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.tree.MerklePath;
import org.urna.trust.tree.TrustedKeys;

/// Makes enrolments under one variant of an election.
///
/// Nothing is believed on the way: every public signal is computed twice, from the passport's bytes
/// here and by the circuit, and must agree; the proof is verified before it is handed out. The
/// witness is wiped whatever happens. Not for two threads at once.
public final class EnrolmentProver {
  private final EnrolmentTerms terms;
  private final EnrolmentForm form;
  private final TrustedKeys trusted;
  private final WitnessCalculator calculator;
  private final ProvingKey provingKey;
  private final VerifyingKey verifyingKey;
  private final Groth16Prover prover;
  private final Groth16Verifier verifier;

  /// @param trusted the variant's keys
  /// @param calculator of the variant's circuit, as both keys
  /// @throws IllegalArgumentException if no inputs are known for the variant's circuit, or the
  ///   trusted keys do not have its type and the variant's root
  public EnrolmentProver(
      EnrolmentTerms terms,
      TrustedKeys trusted,
      WitnessCalculator calculator,
      ProvingKey provingKey,
      VerifyingKey verifyingKey,
      Groth16Prover prover,
      Groth16Verifier verifier) {
    this.form =
        EnrolmentForm.ofCircuit(terms.circuit().name())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no inputs are known for " + terms.circuit().name()));
    if (trusted.type() != form.keys() || !trusted.tree().root().equals(terms.trustRoot())) {
      throw new IllegalArgumentException("the keys are not those of the trust root");
    }
    this.terms = terms;
    this.trusted = trusted;
    this.calculator = calculator;
    this.provingKey = provingKey;
    this.verifyingKey = verifyingKey;
    this.prover = prover;
    this.verifier = verifier;
  }

  EnrolmentTerms terms() {
    return terms;
  }

  /// How much room the circuit has: of two that read a passport the one with less is faster.
  int econtentBlocks() {
    return form.econtentBlocks();
  }

  /// The same circuit, keys and calculator under other terms, for a rehearsal: what this one shares
  /// with it is not for two threads at once.
  ///
  /// @throws IllegalArgumentException if the terms are of another circuit, or the trusted keys do
  ///   not have its type and the terms' root
  public EnrolmentProver under(EnrolmentTerms other, TrustedKeys keys) {
    if (!other.circuit().equals(terms.circuit())) {
      throw new IllegalArgumentException("these terms are of another circuit");
    }
    return new EnrolmentProver(other, keys, calculator, provingKey, verifyingKey, prover, verifier);
  }

  /// The circuit.
  public Circuit circuit() {
    return terms.circuit();
  }

  /// What stands in the way of a proof for an eligible passport, if anything; takes no time.
  public Optional<EnrolmentObstacle> obstacle(AuthenticPassport passport) {
    if (!passport.signer().keyType().equals(Optional.of(form.keys()))) {
      return Optional.of(EnrolmentObstacle.UNSUPPORTED_ALGORITHM);
    }
    if (trusted.pathOf(passport).isEmpty()) {
      return Optional.of(EnrolmentObstacle.SIGNER_NOT_LISTED);
    }
    return DocumentLayout.isReadable(passport, form)
        ? Optional.empty()
        : Optional.of(EnrolmentObstacle.UNSUPPORTED_LAYOUT);
  }

  /// Proves that the holder of `passport` may vote, bound to `badge`. Takes seconds; interrupt the
  /// thread to cancel. The passport stays open, the caller closes it.
  ///
  /// @throws EnrolmentException if there is an obstacle, the key is another election's, or the
  ///   circuit does not accept a passport that [EligibilityCheck] finds eligible (it checks the
  ///   same rules, so call that first)
  /// @throws InterruptedException if the thread was interrupted; the witness is wiped
  public Enrolment prove(
      AuthenticPassport passport,
      BadgeCommitment badge,
      NullifierKey key,
      ProgressListener listener)
      throws EnrolmentException, InterruptedException {
    EnrolmentStatement statement = statement(passport, badge, key);
    PublicSignals signals = statement.toSignals(terms.circuit());
    try (Witness witness = witness(statement, signals, passport, key)) {
      Proof proof = prover.prove(provingKey, witness, listener);
      if (!verifier.verify(verifyingKey, signals, proof)) {
        throw new EnrolmentException(EnrolmentFault.PROOF_WRONG);
      }
      return new Enrolment(terms.variant(), signals, proof);
    }
  }

  /// Does everything that [#prove] does up to the proof itself and throws the witness away. Takes
  /// about a second; interrupt the thread to cancel.
  ///
  /// @throws EnrolmentException as [#prove]
  /// @throws InterruptedException if the thread was interrupted; the witness is wiped
  public void rehearseWitness(AuthenticPassport passport, BadgeCommitment badge, NullifierKey key)
      throws EnrolmentException, InterruptedException {
    EnrolmentStatement statement = statement(passport, badge, key);
    witness(statement, statement.toSignals(terms.circuit()), passport, key).close();
  }

  private EnrolmentStatement statement(
      AuthenticPassport passport, BadgeCommitment badge, NullifierKey key)
      throws EnrolmentException {
    Optional<EnrolmentObstacle> obstacle = obstacle(passport);
    if (obstacle.isPresent()) {
      throw new EnrolmentException(obstacle.orElseThrow());
    }
    if (!key.commitment().equals(terms.nullifierKeyCommitment())) {
      throw new EnrolmentException(EnrolmentFault.WRONG_NULLIFIER_KEY);
    }
    return EnrolmentStatement.of(terms, PassportSubject.nullifier(passport, terms, key), badge);
  }

  /// The witness of a statement, with these public signals; the caller closes it.
  private Witness witness(
      EnrolmentStatement statement,
      PublicSignals signals,
      AuthenticPassport passport,
      NullifierKey key)
      throws EnrolmentException, InterruptedException {
    MerklePath path = trusted.pathOf(passport).orElseThrow();
    try (EnrolmentWitness inputs = EnrolmentWitness.of(form, statement, passport, path, key)) {
      Witness witness = calculate(inputs);
      if (!terms.circuit().signalsOf(witness).equals(signals)) {
        witness.close();
        throw new EnrolmentException(EnrolmentFault.NOT_PROVABLE);
      }
      return witness;
    }
  }

  private Witness calculate(EnrolmentWitness inputs)
      throws EnrolmentException, InterruptedException {
    try {
      return calculator.calculate(inputs.inputs());
    } catch (WitnessException e) {
      throw new EnrolmentException(EnrolmentFault.NOT_PROVABLE, e);
    }
  }
}
