package org.urna.tally;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.urna.proof.Circuit;
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
import org.urna.proof.hash.BabyJubJub.Point;

/// Makes a trustee's partial decryption of a sum, with its proof.
///
/// It decrypts whatever it is given. That the sum is the one of a whole election, recomputed from
/// chain data after the close, is for the trustee's tool to establish first (protocol §7).
public final class PartialDecryptor {
  private final Circuit circuit;
  private final WitnessCalculator calculator;
  private final ProvingKey provingKey;
  private final Groth16Prover prover;
  private final Groth16Verifier verifier = new Groth16Verifier();

  /// @param circuit of the family `decryption`
  /// @param calculator of that circuit
  /// @param provingKey of that circuit
  public PartialDecryptor(
      Circuit circuit, WitnessCalculator calculator, ProvingKey provingKey, Groth16Prover prover) {
    this.circuit = circuit;
    this.calculator = calculator;
    this.provingKey = provingKey;
    this.prover = prover;
  }

  /// Decrypts `tally` with one share. Takes seconds.
  ///
  /// @throws TallyException if the proof does not come about or does not verify
  /// @throws InterruptedException if the thread is interrupted
  public PartialDecryption decrypt(
      TrusteeKey key, BigInteger electionId, EncryptedTally tally, ProgressListener listener)
      throws TallyException, InterruptedException {
    List<Point> partials =
        tally.sums().stream().map(sum -> BabyJubJub.multiply(sum.c1(), key.share())).toList();
    PublicSignals statement =
        DecryptionStatement.of(circuit, electionId, key.verificationKey(), tally, partials);
    Map<String, List<BigInteger>> inputs = new HashMap<>();
    circuit.publicSignals().forEach(g -> inputs.put(g.name(), statement.values(g.name())));
    inputs.put("share", List.of(key.share()));
    Proof proof;
    try (Witness witness = calculator.calculate(inputs)) {
      proof = prover.prove(provingKey, witness, listener);
    } catch (WitnessException e) {
      throw new TallyException("the decryption circuit refuses this sum", e);
    }
    if (!verifier.verify(provingKey.verifyingKey(), statement, proof)) {
      throw new TallyException("the proof of the decryption does not verify", null);
    }
    return new PartialDecryption(key.trustee(), partials, proof);
  }
}
