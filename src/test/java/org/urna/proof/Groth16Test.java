package org.urna.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.circom.DevelopmentSetup;
import org.urna.proof.circom.R1csFile;
import org.urna.proof.circom.SyntheticCircuit;

/// A round trip, and every single element of it changed in turn.
class Groth16Test {
  private static final BigInteger Q = Fq.MODULUS;
  private static final BigInteger R = Fr.MODULUS;

  @TempDir static Path folder;
  private static SyntheticCircuit circuit;
  private static ProvingKey key;
  private static Witness witness;
  private static PublicSignals signals;
  private static Proof proof;
  private final Groth16Verifier verifier = new Groth16Verifier();

  @BeforeAll
  static void proveOnce() throws Exception {
    circuit = new SyntheticCircuit(400, 3);
    Path zkey = folder.resolve("c.zkey");
    new DevelopmentSetup("groth16", 2)
        .make(
            R1csFile.read(circuit.writeR1cs(folder.resolve("c.r1cs"))),
            zkey,
            ProgressListener.NONE);
    key = ProvingKey.open(zkey);
    witness = circuit.witness();
    signals = SyntheticCircuit.CIRCUIT.signalsOf(witness);
    proof = new Groth16Prover(new SecureRandom(), 2).prove(key, witness, ProgressListener.NONE);
  }

  @AfterAll
  static void close() {
    key.close();
    witness.close();
  }

  private boolean verify(PublicSignals signals, Proof proof) {
    return verifier.verify(key.verifyingKey(), signals, proof);
  }

  @Test
  void opensTheKeyThatIsPinnedAndNoOther() throws Exception {
    Path zkey = folder.resolve("c.zkey");
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(java.nio.file.Files.readAllBytes(zkey));
    try (ProvingKey pinned = ProvingKey.open(zkey, hash)) {
      assertThat(pinned.verifyingKey()).isEqualTo(key.verifyingKey());
    }
    assertThat(ProvingKey.isDevelopment(zkey)).isTrue();
    hash[31] ^= 1;
    assertThatThrownBy(() -> ProvingKey.open(zkey, hash))
        .isInstanceOf(ProvingKeyException.class)
        .hasMessageContaining("pinned");
    assertThatThrownBy(() -> ProvingKey.open(folder.resolve("none.zkey"), hash))
        .isInstanceOf(ProvingKeyException.class);
  }

  @Test
  void acceptsWhatWasProved() {
    assertThat(verify(signals, proof)).isTrue();
  }

  /// Other values that a word of a proof or key could have.
  private static List<BigInteger> otherWords(BigInteger word) {
    List<BigInteger> others = new ArrayList<>();
    others.add(word.add(BigInteger.ONE));
    others.add(word.signum() == 0 ? BigInteger.TEN : word.subtract(BigInteger.ONE));
    others.add(word.signum() == 0 ? BigInteger.TWO : BigInteger.ZERO);
    others.add(word.add(Q)); // the same element, not reduced: the contract refuses it too
    others.add(Q.subtract(word));
    others.add(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    others.removeIf(word::equals);
    return others;
  }

  @Test
  void refusesAProofWithAnyWordChanged() {
    List<BigInteger> words = proof.toWords();
    int tried = 0;
    for (int i = 0; i < words.size(); i++) {
      for (BigInteger other : otherWords(words.get(i))) {
        List<BigInteger> changed = new ArrayList<>(words);
        changed.set(i, other);
        assertThat(verify(signals, Proof.fromWords(changed)))
            .as("word %d := %s", i, other)
            .isFalse();
        tried++;
      }
    }
    assertThat(tried).isGreaterThanOrEqualTo(5 * Proof.WORDS);
  }

  @Test
  void refusesAProofWithAnyTwoWordsSwapped() {
    List<BigInteger> words = proof.toWords();
    for (int i = 0; i < words.size(); i++) {
      for (int j = i + 1; j < words.size(); j++) {
        List<BigInteger> changed = new ArrayList<>(words);
        Collections.swap(changed, i, j);
        assertThat(verify(signals, Proof.fromWords(changed))).isFalse();
      }
    }
  }

  @Test
  void refusesOtherValidPointsInEachPlace() {
    G1Point g = Points.g1(G1.generator());
    G2Point h = Points.g2(G2.generator());
    for (G1Point other : List.of(g, G1Point.INFINITY, negative(proof.a()), proof.c())) {
      assertThat(verify(signals, new Proof(other, proof.b(), proof.c()))).isFalse();
    }
    for (G2Point other :
        List.of(h, G2Point.INFINITY, Points.g2(Group.G2.negate(proof.b().limbs())))) {
      assertThat(verify(signals, new Proof(proof.a(), other, proof.c()))).isFalse();
    }
    for (G1Point other : List.of(g, G1Point.INFINITY, negative(proof.c()), proof.a())) {
      assertThat(verify(signals, new Proof(proof.a(), proof.b(), other))).isFalse();
    }
    assertThat(verify(signals, new Proof(G1Point.INFINITY, G2Point.INFINITY, G1Point.INFINITY)))
        .isFalse();
    // Groth16 proofs are malleable: (−A, −B, C) is valid too. Ballots are therefore named by their
    // ciphertexts, never by their proofs.
    assertThat(
            verify(
                signals,
                new Proof(
                    negative(proof.a()), Points.g2(Group.G2.negate(proof.b().limbs())), proof.c())))
        .isTrue();
  }

  private static G1Point negative(G1Point point) {
    return Points.g1(Group.G1.negate(point.limbs()));
  }

  @Test
  void refusesAPointOfTheTwistOutsideTheSubgroup() {
    // The subgroup test is what stands between the verifier and small-subgroup points: B plus a
    // point of order dividing the cofactor.
    long[] stray = strayPoint();
    G2Point moved = Points.g2(Group.G2.sum(proof.b().limbs(), stray));
    assertThat(Group.G2.isOnCurve(moved.limbs(), 0)).isTrue();
    assertThat(moved.isInSubgroup()).isFalse();
    assertThat(verify(signals, new Proof(proof.a(), moved, proof.c()))).isFalse();
  }

  /// r·P for a point P of the twist: not infinity, and of an order that divides the cofactor. The
  /// first x = (k, 0) that gives one.
  private static long[] strayPoint() {
    BigInteger exponent = Q.add(BigInteger.ONE).shiftRight(2);
    BigInteger half = BigInteger.TWO.modInverse(Q);
    BigInteger scale = BigInteger.valueOf(3).multiply(BigInteger.valueOf(82).modInverse(Q));
    for (long k = 1; ; k++) {
      BigInteger a = BigInteger.valueOf(k).pow(3).add(scale.multiply(BigInteger.valueOf(9))).mod(Q);
      BigInteger b = scale.negate().mod(Q);
      BigInteger root = a.multiply(a).add(b.multiply(b)).mod(Q).modPow(exponent, Q);
      BigInteger c = a.add(root).multiply(half).mod(Q).modPow(exponent, Q);
      BigInteger d = b.multiply(half).multiply(c.modInverse(Q)).mod(Q);
      long[] candidate = G2.toLimbs(BigInteger.valueOf(k), BigInteger.ZERO, c, d);
      if (Group.G2.isOnCurve(candidate, 0) && !G2.isInSubgroup(candidate)) {
        return Group.G2.multiply(candidate, PrimeField.limbs(R));
      }
    }
  }

  @Test
  void refusesEachSignalChanged() {
    List<BigInteger> values = signals.asList();
    for (int i = 0; i < values.size(); i++) {
      for (BigInteger other :
          List.of(
              values.get(i).add(BigInteger.ONE).mod(R),
              values.get(i).subtract(BigInteger.ONE).mod(R),
              BigInteger.ZERO,
              R.subtract(BigInteger.ONE))) {
        List<BigInteger> changed = new ArrayList<>(values);
        changed.set(i, other);
        assertThat(verify(PublicSignals.of(SyntheticCircuit.CIRCUIT, changed), proof)).isFalse();
      }
      // The same value mod r: the type refuses it, or the statement would have two names.
      List<BigInteger> unreduced = new ArrayList<>(values);
      unreduced.set(i, values.get(i).add(R));
      assertThatThrownBy(() -> PublicSignals.of(SyntheticCircuit.CIRCUIT, unreduced))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// The key's 32-byte words in the order of its hash.
  private static List<BigInteger> words(VerifyingKey key) {
    List<BigInteger> words = new ArrayList<>(List.of(key.alpha().x(), key.alpha().y()));
    for (G2Point point : List.of(key.beta(), key.gamma(), key.delta())) {
      words.addAll(List.of(point.x().c1(), point.x().c0(), point.y().c1(), point.y().c0()));
    }
    key.ic().forEach(point -> words.addAll(List.of(point.x(), point.y())));
    return words;
  }

  private static VerifyingKey key(List<BigInteger> w) throws ProofFileException {
    List<G1Point> ic = new ArrayList<>();
    for (int i = 14; i < w.size(); i += 2) {
      ic.add(new G1Point(w.get(i), w.get(i + 1)));
    }
    return VerifyingKey.of(new G1Point(w.get(0), w.get(1)), g2(w, 2), g2(w, 6), g2(w, 10), ic);
  }

  private static G2Point g2(List<BigInteger> w, int at) {
    return new G2Point(
        new Fq2Value(w.get(at + 1), w.get(at)), new Fq2Value(w.get(at + 3), w.get(at + 2)));
  }

  @Test
  void refusesAKeyWithAnyWordChanged() throws Exception {
    List<BigInteger> words = words(key.verifyingKey());
    assertThat(key(words)).isEqualTo(key.verifyingKey());
    assertThat(words).hasSize(2 + 12 + 2 * (1 + signals.asList().size()));
    for (int i = 0; i < words.size(); i++) {
      for (BigInteger other : otherWords(words.get(i))) {
        List<BigInteger> changed = new ArrayList<>(words);
        changed.set(i, other);
        VerifyingKey forged;
        try {
          forged = key(changed);
        } catch (ProofFileException e) {
          continue; // most changes leave the curve, and are no key at all
        }
        assertThat(forged.hash()).isNotEqualTo(key.verifyingKey().hash());
        assertThat(verifier.verify(forged, signals, proof)).as("word %d := %s", i, other).isFalse();
      }
    }
  }

  @Test
  void refusesAKeyWithAnyPointExchanged() throws Exception {
    VerifyingKey k = key.verifyingKey();
    G1Point g =
        Points.g1(Group.G1.multiply(G1.generator(), PrimeField.limbs(BigInteger.valueOf(77))));
    G2Point h =
        Points.g2(Group.G2.multiply(G2.generator(), PrimeField.limbs(BigInteger.valueOf(77))));
    List<VerifyingKey> forged =
        new ArrayList<>(
            List.of(
                VerifyingKey.of(g, k.beta(), k.gamma(), k.delta(), k.ic()),
                VerifyingKey.of(k.alpha(), h, k.gamma(), k.delta(), k.ic()),
                VerifyingKey.of(k.alpha(), k.beta(), h, k.delta(), k.ic()),
                VerifyingKey.of(k.alpha(), k.beta(), k.gamma(), h, k.ic())));
    for (int i = 0; i < k.ic().size(); i++) {
      List<G1Point> ic = new ArrayList<>(k.ic());
      ic.set(i, g);
      forged.add(VerifyingKey.of(k.alpha(), k.beta(), k.gamma(), k.delta(), ic));
    }
    for (VerifyingKey other : forged) {
      assertThat(verifier.verify(other, signals, proof)).isFalse();
    }
    // More or fewer signals than the key has.
    VerifyingKey longer =
        VerifyingKey.of(k.alpha(), k.beta(), k.gamma(), k.delta(), append(k.ic(), g));
    VerifyingKey shorter =
        VerifyingKey.of(
            k.alpha(), k.beta(), k.gamma(), k.delta(), k.ic().subList(0, k.ic().size() - 1));
    assertThat(verifier.verify(longer, signals, proof)).isFalse();
    assertThat(verifier.verify(shorter, signals, proof)).isFalse();
  }

  private static List<G1Point> append(List<G1Point> points, G1Point point) {
    List<G1Point> all = new ArrayList<>(points);
    all.add(point);
    return all;
  }

  @Test
  void keysRefuseInfinityAndStrayPoints() {
    VerifyingKey k = key.verifyingKey();
    G2Point stray = Points.g2(strayPoint());
    for (G2Point bad : List.of(G2Point.INFINITY, stray)) {
      assertThatThrownBy(() -> VerifyingKey.of(k.alpha(), bad, k.gamma(), k.delta(), k.ic()))
          .isInstanceOf(ProofFileException.class);
      assertThatThrownBy(() -> VerifyingKey.of(k.alpha(), k.beta(), bad, k.delta(), k.ic()))
          .isInstanceOf(ProofFileException.class);
      assertThatThrownBy(() -> VerifyingKey.of(k.alpha(), k.beta(), k.gamma(), bad, k.ic()))
          .isInstanceOf(ProofFileException.class);
    }
    assertThatThrownBy(
            () -> VerifyingKey.of(G1Point.INFINITY, k.beta(), k.gamma(), k.delta(), k.ic()))
        .isInstanceOf(ProofFileException.class);
    assertThatThrownBy(
            () ->
                VerifyingKey.of(
                    k.alpha(), k.beta(), k.gamma(), k.delta(), append(k.ic(), G1Point.INFINITY)))
        .isInstanceOf(ProofFileException.class);
    assertThatThrownBy(() -> VerifyingKey.of(k.alpha(), k.beta(), k.gamma(), k.delta(), List.of()))
        .isInstanceOf(ProofFileException.class);
  }

  @Test
  void everyWireOfTheWitnessMatters() throws Exception {
    Groth16Prover prover = new Groth16Prover(new SecureRandom(), 2);
    R1csFile r1cs = R1csFile.read(folder.resolve("c.r1cs"));
    for (int wire = 1; wire < circuit.wireCount(); wire += 13) {
      try (Witness wrong = circuit.witness(wire, BigInteger.TWO)) {
        assertThat(r1cs.firstUnsatisfied(wrong)).isPresent();
        Proof forged = prover.prove(key, wrong, ProgressListener.NONE);
        assertThat(verify(SyntheticCircuit.CIRCUIT.signalsOf(wrong), forged)).isFalse();
        assertThat(verify(signals, forged)).isFalse();
      }
    }
  }

  @Test
  void blindsEveryProofAnew() throws Exception {
    Groth16Prover prover = new Groth16Prover(new SecureRandom(), 1);
    Proof one = prover.prove(key, witness, ProgressListener.NONE);
    Proof two = prover.prove(key, witness, ProgressListener.NONE);
    for (int i = 0; i < Proof.WORDS; i++) {
      assertThat(one.toWords().get(i)).isNotEqualTo(two.toWords().get(i));
    }
    assertThat(verify(signals, one)).isTrue();
    assertThat(verify(signals, two)).isTrue();
  }

  @Test
  void theProofDependsOnTheBlindingAlone() throws Exception {
    Proof[] proofs = new Proof[3];
    for (int threads = 1; threads <= 3; threads++) {
      proofs[threads - 1] =
          new Groth16Prover(new NeitherSecureNorRandom(3, 4), threads)
              .prove(key, witness, ProgressListener.NONE);
    }
    assertThat(proofs[1]).isEqualTo(proofs[0]);
    assertThat(proofs[2]).isEqualTo(proofs[0]);
    assertThat(verify(signals, proofs[0])).isTrue();
  }

  @Test
  void drawsBlindingUniformlyByRejection() throws Exception {
    // 254 one bits are not below r: drawn again. Zero is a legal draw.
    NeitherSecureNorRandom random = new NeitherSecureNorRandom(0xff, 0xff, 5, 0xff, 0);
    Proof rejected = new Groth16Prover(random, 1).prove(key, witness, ProgressListener.NONE);
    assertThat(random.requests()).isEqualTo(5);
    assertThat(rejected)
        .isEqualTo(
            new Groth16Prover(new NeitherSecureNorRandom(5, 0), 1)
                .prove(key, witness, ProgressListener.NONE));
    assertThat(verify(signals, rejected)).isTrue();
    assertThat(
            verify(
                signals,
                new Groth16Prover(new NeitherSecureNorRandom(), 1)
                    .prove(key, witness, ProgressListener.NONE)))
        .isTrue();
  }

  /// Large enough for the vector arithmetic where the processor has it.
  @Test
  void aLargerCircuitMakesTheRoundTripToo() throws Exception {
    SyntheticCircuit large = new SyntheticCircuit(20_000, 9);
    Path zkey = folder.resolve("large.zkey");
    new DevelopmentSetup("large", 2)
        .make(
            R1csFile.read(large.writeR1cs(folder.resolve("large.r1cs"))),
            zkey,
            ProgressListener.NONE);
    try (ProvingKey largeKey = ProvingKey.open(zkey);
        Witness good = large.witness();
        Witness bad = large.witness(17, BigInteger.TWO)) {
      Groth16Prover prover = new Groth16Prover(new SecureRandom(), 2);
      PublicSignals statement = SyntheticCircuit.CIRCUIT.signalsOf(good);
      Proof valid = prover.prove(largeKey, good, ProgressListener.NONE);
      assertThat(verifier.verify(largeKey.verifyingKey(), statement, valid)).isTrue();
      Proof forged = prover.prove(largeKey, bad, ProgressListener.NONE);
      assertThat(verifier.verify(largeKey.verifyingKey(), statement, forged)).isFalse();
    }
  }

  @Test
  void reportsRisingProgressFromNothingToAll() throws Exception {
    List<Double> heard = new ArrayList<>();
    new Groth16Prover(new SecureRandom(), 2).prove(key, witness, heard::add);
    assertThat(heard).isSorted().hasSizeGreaterThan(5);
    assertThat(heard.getFirst()).isZero();
    assertThat(heard.getLast()).isEqualTo(1.0);
  }

  @Test
  void stopsAtEveryStageWhenInterrupted() throws Exception {
    List<Double> stages = new ArrayList<>();
    Groth16Prover prover = new Groth16Prover(new SecureRandom(), 2);
    prover.prove(key, witness, stages::add);
    for (double stage : List.of(0.0, 0.04, 0.15, 0.5)) {
      assertThatThrownBy(
              () ->
                  prover.prove(
                      key,
                      witness,
                      fraction -> {
                        if (fraction >= stage && fraction < 0.9) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(verify(signals, prover.prove(key, witness, ProgressListener.NONE))).isTrue();
  }

  @Test
  void anExceptionOfTheListenerEndsTheProof() {
    assertThatThrownBy(
            () ->
                new Groth16Prover(new SecureRandom(), 2)
                    .prove(
                        key,
                        witness,
                        fraction -> {
                          if (fraction > 0.3) {
                            throw new IllegalStateException("enough");
                          }
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
  }

  @Test
  void refusesAWitnessOfAnotherCircuitAndClosedThings() throws Exception {
    Groth16Prover prover = new Groth16Prover(new SecureRandom(), 1);
    try (Witness other = new SyntheticCircuit(300, 1).witness()) {
      assertThatThrownBy(() -> prover.prove(key, other, ProgressListener.NONE))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Witness closed = circuit.witness();
    closed.close();
    closed.close();
    assertThatThrownBy(() -> prover.prove(key, closed, ProgressListener.NONE))
        .isInstanceOf(IllegalStateException.class);
    ProvingKey shut = ProvingKey.open(folder.resolve("c.zkey"));
    shut.close();
    shut.close();
    assertThatThrownBy(() -> prover.prove(shut, witness, ProgressListener.NONE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Groth16Prover(new SecureRandom(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void batchAcceptsOnlyIfEveryProofIsValid() throws Exception {
    Groth16Prover prover = new Groth16Prover(new SecureRandom(), 2);
    SecureRandom random = new SecureRandom();
    VerifyingKey vk = key.verifyingKey();
    List<Proof> proofs = new ArrayList<>();
    List<PublicSignals> statements = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      proofs.add(prover.prove(key, witness, ProgressListener.NONE));
      statements.add(signals);
    }
    assertThat(verifier.verifyBatch(vk, statements, proofs, random)).isTrue();
    assertThat(verifier.verifyBatch(vk, List.of(), List.of(), random)).isTrue();
    assertThat(verifier.verifyBatch(vk, List.of(signals), List.of(proof), random)).isTrue();
    for (int i = 0; i < proofs.size(); i++) {
      for (int word = 0; word < Proof.WORDS; word++) {
        List<BigInteger> words = new ArrayList<>(proofs.get(i).toWords());
        words.set(word, Q.subtract(words.get(word)));
        List<Proof> changed = new ArrayList<>(proofs);
        changed.set(i, Proof.fromWords(words));
        assertThat(verifier.verifyBatch(vk, statements, changed, random)).isFalse();
      }
      List<PublicSignals> other = new ArrayList<>(statements);
      List<BigInteger> values = new ArrayList<>(signals.asList());
      values.set(0, values.get(0).add(BigInteger.ONE).mod(R));
      other.set(i, PublicSignals.of(SyntheticCircuit.CIRCUIT, values));
      assertThat(verifier.verifyBatch(vk, other, proofs, random)).isFalse();
    }
    // Two errors that would cancel under equal coefficients.
    long[] error = G1.generator();
    List<Proof> cancelling = new ArrayList<>(proofs);
    cancelling.set(0, withC(proofs.get(0), Group.G1.sum(proofs.get(0).c().limbs(), error)));
    cancelling.set(
        1, withC(proofs.get(1), Group.G1.sum(proofs.get(1).c().limbs(), Group.G1.negate(error))));
    assertThat(verifier.verifyBatch(vk, statements, cancelling, random)).isFalse();
    assertThatThrownBy(() -> verifier.verifyBatch(vk, statements, proofs.subList(1, 5), random))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Proof withC(Proof proof, long[] c) {
    return new Proof(proof.a(), proof.b(), Points.g1(c));
  }

  @Test
  void knowsItsDevelopmentKeys() throws Exception {
    assertThat(key.development()).isTrue();
    assertThat(key.verifyingKey().development()).isTrue();
    assertThat(VerifyingKey.fromJson(key.verifyingKey().toJson()).development()).isTrue();
    VerifyingKey k = key.verifyingKey();
    G1Point otherAlpha = negative(k.alpha());
    assertThat(VerifyingKey.of(otherAlpha, k.beta(), k.gamma(), k.delta(), k.ic()).development())
        .isFalse();
  }

  @Test
  void sameSeedGivesTheSameKeyAndAnotherSeedAnother() throws Exception {
    R1csFile r1cs = R1csFile.read(folder.resolve("c.r1cs"));
    Path same = folder.resolve("same.zkey");
    Path other = folder.resolve("other.zkey");
    new DevelopmentSetup("groth16", 1).make(r1cs, same, ProgressListener.NONE);
    new DevelopmentSetup("other", 1).make(r1cs, other, ProgressListener.NONE);
    assertThat(java.nio.file.Files.mismatch(folder.resolve("c.zkey"), same)).isEqualTo(-1);
    VerifyingKey otherKey = VerifyingKey.fromZkey(other);
    assertThat(otherKey).isNotEqualTo(key.verifyingKey());
    assertThat(otherKey.development()).isTrue();
    assertThat(verifier.verify(otherKey, signals, proof)).isFalse();
  }
}
