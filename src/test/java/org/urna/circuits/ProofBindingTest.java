package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.PublicSignals;
import org.urna.proof.VerifyingKey;
import org.urna.proof.Witness;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;

/// A real proof of a ballot holds for its own statement and for no other: also the signals that the
/// circuit says nothing about (election, station) are bound.
class ProofBindingTest {
  @Test
  void ballotProofHoldsForItsOwnStatementOnly() throws Exception {
    CircuitUnderTest ballot = CircuitUnderTest.load("ballot-4");
    CircuitFiles files = CircuitUnderTest.files();
    DevelopmentKeys.ensure(files, "ballot-4");
    VerifyingKey key = files.verifyingKey("ballot-4");
    Groth16Verifier verifier = new Groth16Verifier();
    try (ProvingKey provingKey = ProvingKey.open(files.provingKey("ballot-4"));
        Witness witness = ballot.witness(BallotCircuitTest.honestInputs())) {
      PublicSignals signals = ballot.circuit().signalsOf(witness);
      Proof proof = new Groth16Prover(new SecureRandom(), 2).prove(provingKey, witness, _ -> {});
      assertThat(verifier.verify(key, signals, proof)).isTrue();
      for (int i = 0; i < signals.asList().size(); i++) {
        List<BigInteger> other = new ArrayList<>(signals.asList());
        other.set(i, other.get(i).add(BigInteger.ONE));
        assertThat(verifier.verify(key, PublicSignals.of(ballot.circuit(), other), proof))
            .as("public signal %d changed", i)
            .isFalse();
      }
    }
  }
}
