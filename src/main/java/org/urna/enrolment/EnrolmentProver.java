package org.urna.enrolment;

import java.util.Optional;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.badge.NullifierKey;
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
import org.urna.trust.MerklePath;
import org.urna.trust.SignerKeyType;
import org.urna.trust.SignerList;

/// Makes enrolments under one variant of an election.
///
/// Nothing is believed on the way: every public signal is computed twice, from the passport's bytes
/// here and by the circuit, and must agree; the proof is verified before it is handed out. The
/// witness is wiped whatever happens. Not for two threads at once.
public final class EnrolmentProver {
  /// The circuit that this prover makes inputs for.
  public static final String CIRCUIT = "enrolment-rsa2048-sha256";

  /// The key type of the signers that [#CIRCUIT] verifies.
  public static final SignerKeyType SIGNERS = SignerKeyType.RSA_2048_PKCS1_SHA256;

  private final EnrolmentTerms terms;
  private final SignerList signers;
  private final WitnessCalculator calculator;
  private final ProvingKey provingKey;
  private final VerifyingKey verifyingKey;
  private final Groth16Prover prover;
  private final Groth16Verifier verifier;

  /// @param signers the variant's list; the keys and the calculator are of the variant's circuit
  /// @throws IllegalArgumentException if the variant's circuit is not [#CIRCUIT], or the list does
  ///   not have the variant's root or key type
  public EnrolmentProver(
      EnrolmentTerms terms,
      SignerList signers,
      WitnessCalculator calculator,
      ProvingKey provingKey,
      VerifyingKey verifyingKey,
      Groth16Prover prover,
      Groth16Verifier verifier) {
    if (!terms.circuit().name().equals(CIRCUIT)) {
      throw new IllegalArgumentException("no inputs are known for " + terms.circuit().name());
    }
    if (signers.type() != SIGNERS || !signers.tree().root().equals(terms.trustRoot())) {
      throw new IllegalArgumentException("the signers are not those of the trust root");
    }
    this.terms = terms;
    this.signers = signers;
    this.calculator = calculator;
    this.provingKey = provingKey;
    this.verifyingKey = verifyingKey;
    this.prover = prover;
    this.verifier = verifier;
  }

  /// What stands in the way of a proof for an eligible passport, if anything; takes no time.
  public Optional<EnrolmentFailure> obstacle(AuthenticPassport passport) {
    if (!passport.signer().keyType().equals(Optional.of(SIGNERS))
        || signers.pathOf(passport.signer()).isEmpty()) {
      return Optional.of(EnrolmentFailure.SIGNER_NOT_LISTED);
    }
    return DocumentLayout.isReadable(passport)
        ? Optional.empty()
        : Optional.of(EnrolmentFailure.UNSUPPORTED_LAYOUT);
  }

  /// The nullifier that an enrolment of this passport would have: known before any proof, so that a
  /// person who has voted here is told at once.
  public Nullifier nullifierOf(AuthenticPassport passport, NullifierKey key) {
    return key.nullifierOf(
        PassportSubject.of(passport, terms.rule().uniqueBy()), terms.electionId());
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
    Optional<EnrolmentFailure> obstacle = obstacle(passport);
    if (obstacle.isPresent()) {
      throw new EnrolmentException(obstacle.orElseThrow());
    }
    if (!key.commitment().equals(terms.nullifierKeyCommitment())) {
      throw new EnrolmentException(EnrolmentFailure.WRONG_NULLIFIER_KEY);
    }
    MerklePath path = signers.pathOf(passport.signer()).orElseThrow();
    EnrolmentStatement statement = EnrolmentStatement.of(terms, nullifierOf(passport, key), badge);
    PublicSignals signals = statement.toSignals(terms.circuit());
    try (EnrolmentWitness inputs = EnrolmentWitness.of(statement, passport, path, key);
        Witness witness = calculate(inputs)) {
      if (!terms.circuit().signalsOf(witness).equals(signals)) {
        throw new EnrolmentException(EnrolmentFailure.NOT_PROVABLE);
      }
      Proof proof = prover.prove(provingKey, witness, listener);
      if (!verifier.verify(verifyingKey, signals, proof)) {
        throw new EnrolmentException(EnrolmentFailure.PROOF_WRONG);
      }
      return new Enrolment(terms.variant(), signals, proof);
    }
  }

  private Witness calculate(EnrolmentWitness inputs)
      throws EnrolmentException, InterruptedException {
    try {
      return calculator.calculate(inputs.inputs());
    } catch (WitnessException e) {
      throw new EnrolmentException(EnrolmentFailure.NOT_PROVABLE, e);
    }
  }
}
