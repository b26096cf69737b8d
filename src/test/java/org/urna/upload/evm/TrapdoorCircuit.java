package org.urna.upload.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.urna.proof.Proof;
import org.urna.proof.ProofFileException;
import org.urna.proof.VerifyingKey;

/// A Groth16 set-up whose trapdoor was kept, so that it proves *any* statement in a millisecond and
/// no circuit is needed (ePrint 2016/260 §3.2, the simulator). The contract cannot tell such a
/// proof from an honest one: it is the right test double for everything the contract does around
/// proofs. That honest proofs of the real circuits are accepted is another test.
public final class TrapdoorCircuit {
  private final Random random;
  private final BigInteger alpha;
  private final BigInteger beta;
  private final BigInteger gamma;
  private final BigInteger delta;
  private final List<BigInteger> ic = new ArrayList<>();
  private final VerifyingKey key;

  public TrapdoorCircuit(int publicSignals, long seed) {
    random = new Random(seed);
    alpha = scalar();
    beta = scalar();
    gamma = scalar();
    delta = scalar();
    for (int i = 0; i <= publicSignals; i++) {
      ic.add(scalar());
    }
    try {
      key =
          VerifyingKey.of(
              SlowBn254.g1(alpha),
              SlowBn254.g2(beta),
              SlowBn254.g2(gamma),
              SlowBn254.g2(delta),
              ic.stream().map(SlowBn254::g1).toList());
    } catch (ProofFileException e) {
      throw new AssertionError(e);
    }
  }

  private BigInteger scalar() {
    return new BigInteger(SlowBn254.R.bitLength() + 64, random).mod(SlowBn254.R);
  }

  public VerifyingKey key() {
    return key;
  }

  /// A proof that the verifying key accepts for `signals`, whatever they say.
  public Proof prove(List<BigInteger> signals) {
    if (signals.size() != ic.size() - 1) {
      throw new IllegalArgumentException("wrong number of signals");
    }
    BigInteger statement = ic.getFirst();
    for (int i = 0; i < signals.size(); i++) {
      statement = statement.add(signals.get(i).multiply(ic.get(i + 1)));
    }
    BigInteger a = scalar();
    BigInteger b = scalar();
    BigInteger c =
        a.multiply(b)
            .subtract(alpha.multiply(beta))
            .subtract(gamma.multiply(statement))
            .multiply(delta.modInverse(SlowBn254.R))
            .mod(SlowBn254.R);
    return new Proof(SlowBn254.g1(a), SlowBn254.g2(b), SlowBn254.g1(c));
  }
}
