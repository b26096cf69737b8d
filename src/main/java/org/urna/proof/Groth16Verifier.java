package org.urna.proof;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.Pairing;
import org.urna.proof.bn254.PrimeField;

/// Checks Groth16 proofs (ePrint 2016/260, §3.2): e(A, B) = e(α, β)·e(IC(signals), γ)·e(C, δ),
/// after A and C are found on the curve and B in the subgroup. Every signal is below r by its type.
///
/// It accepts what the contract's precompiles accept, so that a ballot that passes here passes
/// there. Stateless; safe for several threads.
public final class Groth16Verifier {
  private static final int COEFFICIENT_BITS = 128;

  /// Whether `proof` proves `signals` under `key`. Three to six milliseconds.
  ///
  /// @return false for a proof that is wrong in any way, or if key and signals differ in number
  public boolean verify(VerifyingKey key, PublicSignals signals, Proof proof) {
    return check(key, List.of(signals), List.of(proof), List.of(BigInteger.ONE));
  }

  /// Whether every proof proves its signals: one multi-pairing over random linear combinations. A
  /// wrong proof passes with probability 2⁻¹²⁸.
  ///
  /// @param signals the statements
  /// @param proofs as many proofs, in the same order
  /// @param random draws the coefficients; whoever made the proofs must not foresee it
  /// @return false if any proof is wrong in any way, or if key and signals differ in number; true
  ///   for no proofs
  /// @throws IllegalArgumentException if there are not as many proofs as statements
  public boolean verifyBatch(
      VerifyingKey key, List<PublicSignals> signals, List<Proof> proofs, SecureRandom random) {
    if (signals.size() != proofs.size()) {
      throw new IllegalArgumentException("not as many proofs as statements");
    }
    List<BigInteger> coefficients = new ArrayList<>();
    for (int i = 0; i < proofs.size(); i++) {
      // 0 would let a wrong proof drop out
      coefficients.add(new BigInteger(COEFFICIENT_BITS, random).setBit(COEFFICIENT_BITS));
    }
    return check(key, signals, proofs, coefficients);
  }

  private static boolean check(
      VerifyingKey key,
      List<PublicSignals> signals,
      List<Proof> proofs,
      List<BigInteger> coefficients) {
    int inputs = key.publicSignalCount();
    Group group = Group.G1;
    List<long[]> g1 = new ArrayList<>();
    List<long[]> g2 = new ArrayList<>();
    BigInteger coefficientSum = BigInteger.ZERO;
    BigInteger[] combined = new BigInteger[inputs];
    java.util.Arrays.fill(combined, BigInteger.ZERO);
    List<long[]> c = new ArrayList<>();
    List<long[]> scalars = new ArrayList<>();
    for (int i = 0; i < proofs.size(); i++) {
      Proof proof = proofs.get(i);
      List<BigInteger> values = signals.get(i).asList();
      if (values.size() != inputs
          || !proof.a().isOnCurve()
          || !proof.c().isOnCurve()
          || !proof.b().isInSubgroup()) {
        return false;
      }
      BigInteger z = coefficients.get(i);
      long[] scalar = PrimeField.limbs(z);
      g1.add(group.multiply(proof.a().limbs(), scalar));
      g2.add(proof.b().limbs());
      c.add(proof.c().limbs());
      scalars.add(scalar);
      coefficientSum = coefficientSum.add(z).mod(Fr.MODULUS);
      for (int k = 0; k < inputs; k++) {
        combined[k] = combined[k].add(z.multiply(values.get(k))).mod(Fr.MODULUS);
      }
    }
    List<long[]> ic = new ArrayList<>();
    List<long[]> inputScalars = new ArrayList<>();
    for (int k = 0; k <= inputs; k++) {
      ic.add(key.ic().get(k).limbs());
      inputScalars.add(PrimeField.limbs(k == 0 ? coefficientSum : combined[k - 1]));
    }
    g1.add(group.negate(group.multiply(key.alpha().limbs(), PrimeField.limbs(coefficientSum))));
    g2.add(key.beta().limbs());
    g1.add(group.negate(group.linearCombination(ic, inputScalars)));
    g2.add(key.gamma().limbs());
    g1.add(group.negate(group.linearCombination(c, scalars)));
    g2.add(key.delta().limbs());
    return Pairing.productIsOne(g1, g2);
  }
}
