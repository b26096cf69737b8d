package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.circuits.EcdsaForger.G;
import static org.urna.circuits.EcdsaForger.N;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.circuits.EcdsaForger.Claim;
import org.urna.circuits.EcdsaForger.ListedClaim;
import org.urna.circuits.EcdsaForger.Point;
import org.urna.enrolment.SignatureHints;
import org.urna.trust.tree.P256Point;

/// One claimed signature (r, s) of a SHA-256 digest, held against both forms of the ECDSA circuit.
///
/// The circuits state that *some* (r, s) with 0 < r, s < n signs the digest. So r + n instead of r
/// is for Java to refuse, not for the circuit, which never sees r: whoever holds r + n holds r.
record EcdsaVectors(CircuitUnderTest privateKey, CircuitUnderTest listedKey) {
  private static final BigInteger TWO = BigInteger.TWO;

  /// @param digest 32 bytes
  record Vector(String name, Point key, byte[] digest, BigInteger r, BigInteger s) {
    BigInteger e() {
      return new BigInteger(1, digest);
    }

    /// FIPS 186-5, 6.4.2, with the tests' own points.
    boolean isSignature(BigInteger r, BigInteger s) {
      if (r.signum() <= 0 || r.compareTo(N) >= 0 || s.signum() <= 0 || s.compareTo(N) >= 0) {
        return false;
      }
      return nonce(r, s).map(R -> R.x().mod(N).equals(r)).orElse(false);
    }

    /// u1·G + u2·Q, empty for the identity.
    private Optional<Point> nonce(BigInteger r, BigInteger s) {
      BigInteger w = s.modInverse(N);
      BigInteger u1 = e().multiply(w).mod(N);
      Point ofKey = key.times(r.multiply(w).mod(N));
      if (u1.signum() == 0) {
        return Optional.of(ofKey);
      }
      Point ofGenerator = G.times(u1);
      return ofGenerator.equals(ofKey.negate())
          ? Optional.empty()
          : Optional.of(ofGenerator.plus(ofKey));
    }

    /// u1·G = u2·Q or u1 = 0: valid, but the listed form cannot add the two.
    private boolean isBeyondTheListedForm() {
      BigInteger w = s.modInverse(N);
      BigInteger u1 = e().multiply(w).mod(N);
      return u1.signum() == 0 || G.times(u1).equals(key.times(r.multiply(w).mod(N)));
    }

    /// How many of the constraints `BelowP` refuse the nonce point: 1 for an abscissa of p − 2^96 +
    /// 1 or more, else 0.
    private int refusedOfNonce() {
      return refused(nonce(r, s).orElseThrow().x());
    }

    private int refusedOfKey() {
      return refused(key.x()) + refused(key.y());
    }

    private static int refused(BigInteger number) {
      return number.compareTo(EcdsaForger.P.subtract(TWO.pow(96))) > 0 ? 1 : 0;
    }

    private boolean hasNoDigest() {
      return e().mod(N).signum() == 0;
    }
  }

  /// What became of a vector in each form.
  record Outcomes(Outcome privateKey, Outcome listedKey) {
    static Outcomes both(Outcome outcome) {
      return new Outcomes(outcome, outcome);
    }
  }

  /// What became of a vector in one form.
  enum Outcome {
    ACCEPTED,
    /// Valid, and refused by a documented incompleteness.
    BEYOND,
    REFUSED,
    /// Not for the circuit: modulo n it is a signature.
    ENCODING
  }

  Outcomes check(Vector vector) {
    boolean isValid = vector.isSignature(vector.r(), vector.s());
    Optional<Map<String, List<BigInteger>>> honest =
        SignatureHints.forPrivateKey(
            "", production(vector.key()), vector.digest(), vector.r(), vector.s());
    Optional<Map<String, List<BigInteger>>> honestListed =
        SignatureHints.forListedKey(
            "", production(vector.key()), vector.digest(), vector.r(), vector.s());
    if (isValid) {
      assertThat(honest.isEmpty()).isEqualTo(vector.hasNoDigest());
      assertThat(honestListed.isEmpty()).isEqualTo(vector.isBeyondTheListedForm());
      honest.ifPresent(
          hints -> {
            hints.put("digest", EcdsaForger.wordsOf(vector.e()));
            hints.put("keyX", EcdsaForger.plain(vector.key().x()));
            hints.put("keyY", EcdsaForger.plain(vector.key().y()));
          });
      honestListed.ifPresent(
          hints -> {
            hints.put("digest", EcdsaForger.wordsOf(vector.e()));
            hints.put("multiples", EcdsaForger.multiples(vector.key()));
          });
      return new Outcomes(
          outcome(privateKey, honest, vector.refusedOfNonce() + vector.refusedOfKey()),
          outcome(listedKey, honestListed, vector.refusedOfNonce()));
    }
    assertThat(honest).isEmpty();
    assertThat(honestListed).isEmpty();
    if (vector.isSignature(vector.r().mod(N), vector.s().mod(N))) {
      return Outcomes.both(Outcome.ENCODING);
    }
    forge(vector);
    return Outcomes.both(Outcome.REFUSED);
  }

  /// What a form says to honest hints for a valid signature: as many constraints break as numbers
  /// are in the gap of `BelowP`, and no other.
  private static Outcome outcome(
      CircuitUnderTest form, Optional<Map<String, List<BigInteger>>> hints, int inTheGap) {
    if (hints.isEmpty()) {
      return Outcome.BEYOND;
    }
    assertThat(form.attempt(hints.orElseThrow()).violations())
        .as(form.circuit().name())
        .isEqualTo(inTheGap);
    return inTheGap == 0 ? Outcome.ACCEPTED : Outcome.BEYOND;
  }

  /// Everything as a true proof would have it, but for one equation: the forger can choose which.
  private void forge(Vector vector) {
    BigInteger r = vector.r().mod(N);
    BigInteger s = vector.s().mod(N);
    Optional<Point> nonce =
        r.signum() == 0 || s.signum() == 0 ? Optional.empty() : vector.nonce(r, s);
    BigInteger u2 = s.signum() == 0 ? BigInteger.ONE : r.multiply(s.modInverse(N)).mod(N);
    BigInteger u1 = s.signum() == 0 ? BigInteger.ONE : vector.e().multiply(s.modInverse(N)).mod(N);
    // R as ECDSA computes it, though its abscissa is not r; or the r that is claimed, though it is
    // not R's abscissa.
    List<Point> nonces = new ArrayList<>();
    nonce.ifPresent(nonces::add);
    lift(vector.r()).or(() -> lift(r)).ifPresent(nonces::add);
    if (nonces.isEmpty()) {
      nonces.add(G);
    }
    BigInteger c1 = u1.signum() == 0 ? N : u1;
    for (Point point : nonces) {
      BigInteger c = EcdsaForger.odd(c1.mod(N).signum() == 0 ? BigInteger.ONE : c1);
      ListedClaim listed =
          new ListedClaim(vector.key(), point.x(), s, ListedClaim.u2Of(u2), c, vector.e());
      assertThat(listedKey.accepts(listed.inputs())).as("listed key").isFalse();
      BigInteger[] halves = halves(u2);
      BigInteger a = halves[0];
      BigInteger b = halves[1].abs();
      // a = -b u2 is a = b u2' for the signature (r, n - s), whose nonce is -R.
      boolean isNegative = halves[1].signum() < 0;
      BigInteger signedS = isNegative ? s.negate().mod(N) : s;
      BigInteger cHalf = b.multiply(u1).mod(N);
      cHalf = isNegative ? cHalf.negate().mod(N) : cHalf;
      cHalf = cHalf.signum() == 0 ? BigInteger.ONE : cHalf;
      Claim claim =
          new Claim(
              vector.key(),
              isNegative ? point : point.negate(),
              point.x(),
              signedS,
              a,
              b,
              EcdsaForger.odd(cHalf),
              vector.e());
      assertThat(privateKey.accepts(claim.inputs())).as("private key").isFalse();
    }
  }

  private static Optional<Point> lift(BigInteger abscissa) {
    if (abscissa.signum() < 0 || abscissa.compareTo(EcdsaForger.P) >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Point.ofAbscissa(abscissa));
    } catch (ArithmeticException notOnTheCurve) {
      return Optional.empty();
    }
  }

  /// a > 0 and b with a = b·u2 modulo n, both below 2^129: the middle of Euclid's algorithm.
  static BigInteger[] halves(BigInteger u2) {
    BigInteger r0 = N;
    BigInteger r1 = u2.mod(N);
    BigInteger t0 = BigInteger.ZERO;
    BigInteger t1 = BigInteger.ONE;
    while (r1.compareTo(TWO.pow(128)) >= 0) {
      BigInteger q = r0.divide(r1);
      BigInteger r2 = r0.subtract(q.multiply(r1));
      BigInteger t2 = t0.subtract(q.multiply(t1));
      r0 = r1;
      t0 = t1;
      r1 = r2;
      t1 = t2;
    }
    return new BigInteger[] {r1.max(BigInteger.ONE), t1};
  }

  static P256Point production(Point point) {
    return new P256Point(point.x(), point.y());
  }
}
