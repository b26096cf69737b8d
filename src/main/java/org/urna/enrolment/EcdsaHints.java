package org.urna.enrolment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.urna.trust.tree.EcLeaf;
import org.urna.trust.tree.P256Point;

/// The hints of the circuits `EcdsaP256` and `EcdsaP256Listed` (lib/p256/ecdsa.circom) for one
/// signature: every slope, abscissa and digit that the circuit checks instead of computing. Names
/// and sizes are in src/main/circom/README.md; each name gets the caller's prefix.
///
/// The maps are as secret as the signature: they identify a document. A few tens of milliseconds;
/// not constant time, see [P256Point].
final class EcdsaHints {
  private static final BigInteger N = P256Point.ORDER;
  private static final int LIMBS = 8;
  private static final int LIMB_BITS = 32;

  /// What a limb's hint is above the limb: limbs are signed, hints are not.
  private static final BigInteger LIMB_OFFSET = BigInteger.ONE.shiftLeft(LIMB_BITS - 1);

  private static final int STEPS = 64;

  /// The scalars of the half-size form are their odd digits plus this.
  private static final int LEADING_BIT = 2 * STEPS;

  private static final int GENERATOR_WINDOWS = 32;
  private static final int GENERATOR_WINDOW_BITS = 8;
  private static final int LANES = 4;
  private static final int START_EXPONENT = 193 + STEPS;

  private final String prefix;
  private final Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();

  private EcdsaHints(String prefix) {
    this.prefix = prefix;
  }

  /// The hints of `EcdsaP256`.
  ///
  /// @param prefix of all names
  /// @param key the signer's
  /// @param digest SHA-1 or SHA-256, big-endian; taken as an integer as it is
  /// @return empty if (r, s) is no signature of the digest, or one of the few that the circuit
  ///   cannot take (see the circuit; by chance none is)
  static Optional<Map<String, List<BigInteger>>> forPrivateKey(
      String prefix, P256Point key, byte[] digest, BigInteger r, BigInteger s) {
    BigInteger e = new BigInteger(1, digest);
    return nonce(key, e, r, s)
        .flatMap(
            nonce -> {
              for (Halves halves : Halves.of(r.multiply(s.modInverse(N)).mod(N))) {
                try {
                  // (r, n − s) is a signature too, with −R: that turns u2 into −u2.
                  BigInteger signedS = halves.isNegative() ? N.subtract(s) : s;
                  P256Point other = halves.isNegative() ? nonce : nonce.negate();
                  BigInteger c = halves.b().multiply(e).multiply(signedS.modInverse(N)).mod(N);
                  return Optional.of(
                      halfSize(prefix, key, other, signedS, halves.a(), halves.b(), c));
                } catch (ArithmeticException exceptional) {
                  // Two points with the same x met; other multipliers take another way.
                }
              }
              return Optional.empty();
            });
  }

  /// The hints of `EcdsaP256Listed`; otherwise as [#forPrivateKey].
  static Optional<Map<String, List<BigInteger>>> forListedKey(
      String prefix, P256Point key, byte[] digest, BigInteger r, BigInteger s) {
    BigInteger e = new BigInteger(1, digest);
    return nonce(key, e, r, s)
        .flatMap(
            nonce -> {
              try {
                BigInteger w = s.modInverse(N);
                BigInteger u2 = r.multiply(w).mod(N);
                return Optional.of(fullSize(prefix, key, nonce.x(), s, u2, e.multiply(w).mod(N)));
              } catch (ArithmeticException exceptional) {
                return Optional.empty();
              }
            });
  }

  /// R of a signature that is valid (FIPS 186-5, 6.4.2) and whose parts can be added.
  private static Optional<P256Point> nonce(
      P256Point key, BigInteger e, BigInteger r, BigInteger s) {
    if (!isScalar(r) || !isScalar(s)) {
      return Optional.empty();
    }
    BigInteger w = s.modInverse(N);
    P256Point keyPart = key.times(r.multiply(w).mod(N));
    BigInteger u1 = e.multiply(w).mod(N);
    try {
      P256Point nonce;
      if (u1.signum() == 0) {
        nonce = keyPart;
      } else {
        P256Point generatorPart = P256Point.GENERATOR.times(u1);
        nonce = keyPart.equals(generatorPart) ? keyPart.twice() : keyPart.plus(generatorPart);
      }
      return nonce.x().mod(N).equals(r) ? Optional.of(nonce) : Optional.empty();
    } catch (ArithmeticException identity) {
      return Optional.empty();
    }
  }

  private static boolean isScalar(BigInteger value) {
    return value.signum() > 0 && value.compareTo(N) < 0;
  }

  /// a = ±b · u2 modulo n with 0 < a, b < 2¹²⁹.
  private record Halves(BigInteger a, BigInteger b, boolean isNegative) {
    private static final int BITS = 129;

    /// Several, the smallest first: remainders and cofactors of Euclid's algorithm (truncated where
    /// both are short), and sums of neighbours.
    static List<Halves> of(BigInteger u2) {
      List<Halves> found = new ArrayList<>();
      BigInteger r0 = N;
      BigInteger t0 = BigInteger.ZERO;
      BigInteger r1 = u2;
      BigInteger t1 = BigInteger.ONE;
      while (r1.signum() > 0) {
        addIfShort(found, r1, t1);
        BigInteger q = r0.divide(r1);
        BigInteger r2 = r0.subtract(q.multiply(r1));
        BigInteger t2 = t0.subtract(q.multiply(t1));
        // Cofactors alternate in sign: their difference is the longer vector, their sum the
        // shorter.
        addIfShort(found, r1.subtract(r2), t1.subtract(t2));
        addIfShort(found, r1.add(r2), t1.add(t2));
        r0 = r1;
        t0 = t1;
        r1 = r2;
        t1 = t2;
      }
      found.sort(Comparator.comparing(h -> h.a.max(h.b)));
      return found;
    }

    private static void addIfShort(List<Halves> found, BigInteger a, BigInteger b) {
      if (a.signum() > 0 && b.signum() != 0 && a.bitLength() < BITS && b.bitLength() < BITS) {
        found.add(new Halves(a, b.abs(), b.signum() < 0));
      }
    }
  }

  /// The hints that a·Q + b·R' + c·G = O. Whether it is so, and whether the scalars belong to a
  /// signature, is not looked at here: the circuit does that.
  ///
  /// @param other R'
  /// @param a in \[0, 2¹²⁹), as b
  /// @param c modulo n
  /// @throws ArithmeticException if two points to be added have the same x
  static Map<String, List<BigInteger>> halfSize(
      String prefix,
      P256Point key,
      P256Point other,
      BigInteger s,
      BigInteger a,
      BigInteger b,
      BigInteger c) {
    EcdsaHints hints = new EcdsaHints(prefix);
    hints.put("nonceX", plain(other.x()));
    hints.put("nonceY", signed(other.y(), P256Point.FIELD));
    hints.put("s", signed(s, N));
    hints.jointMultiple(key, other, a, b);
    hints.generatorMultiple(c);
    return hints.inputs;
  }

  private void jointMultiple(P256Point key, P256Point other, BigInteger a, BigInteger b) {
    List<P256Point> table = jointTable(key, other);

    int[] digitsOfA = oddDigits(a);
    int[] digitsOfB = oddDigits(b);
    List<BigInteger> windows = new ArrayList<>();
    List<BigInteger> doublingSlopes = new ArrayList<>();
    List<BigInteger> doubledX = new ArrayList<>();
    Steps steps = new Steps(table.getFirst());
    for (int i = 0; i < STEPS; i++) {
      boolean isNegative = digitsOfA[i] < 0;
      boolean isLargeA = Math.abs(digitsOfA[i]) == 3;
      boolean isLargeB = Math.abs(digitsOfB[i]) == 3;
      boolean isOpposite = isNegative != digitsOfB[i] < 0;
      windows.addAll(bits(isNegative, isLargeA, isLargeB, isOpposite));
      P256Point entry = table.get((isLargeA ? 1 : 0) + (isLargeB ? 2 : 0) + (isOpposite ? 4 : 0));
      doublingSlopes.addAll(coordinate(steps.point.tangent()));
      steps.point = steps.point.twice();
      doubledX.addAll(coordinate(steps.point.x()));
      steps.doubleAndAdd(isNegative ? entry.negate() : entry);
    }
    put("windows", windows);
    put("doublingSlopes", doublingSlopes);
    put("doubledX", doubledX);
    put("firstSlopes", steps.first);
    put("secondSlopes", steps.second);

    boolean isEvenA = !a.testBit(0);
    boolean isEvenB = !b.testBit(0);
    put("isEven", bits(isEvenA, isEvenB));
    List<BigInteger> correctionX = new ArrayList<>();
    List<BigInteger> correctionSlopes = new ArrayList<>();
    P256Point sum = steps.point;
    for (P256Point taken : List.of(key, other)) {
      correctionX.addAll(coordinate(sum.x()));
      correctionSlopes.addAll(coordinate(sum.slopeTo(taken.negate())));
      if (taken.equals(key) ? isEvenA : isEvenB) {
        sum = sum.plus(taken.negate());
      }
    }
    put("correctionX", correctionX);
    put("correctionSlopes", correctionSlopes);
  }

  private List<P256Point> jointTable(P256Point key, P256Point other) {
    List<P256Point> made = new ArrayList<>();
    List<BigInteger> slopes = new ArrayList<>();
    P256Point twiceKey = key.twice();
    P256Point twiceOther = other.twice();
    slopes.addAll(coordinate(key.tangent()));
    slopes.addAll(coordinate(other.tangent()));
    for (int i = 0; i < 8; i++) {
      P256Point left = i % 4 == 0 ? key : made.get(i % 4 == 1 ? i - 1 : i - 2);
      P256Point right =
          switch (i % 4) {
            case 0 -> i < 4 ? other : other.negate();
            case 1 -> twiceKey;
            default -> i < 4 ? twiceOther : twiceOther.negate();
          };
      slopes.addAll(coordinate(left.slopeTo(right)));
      made.add(left.plus(right));
    }
    List<BigInteger> xs = new ArrayList<>(coordinate(twiceKey.x()));
    xs.addAll(coordinate(twiceOther.x()));
    made.forEach(point -> xs.addAll(coordinate(point.x())));
    put("tableX", xs);
    put("tableSlopes", slopes);
    return made;
  }

  /// The hints that u2·Q + c·G has the given x; as with [#halfSize], whatever the numbers are.
  static Map<String, List<BigInteger>> fullSize(
      String prefix, P256Point key, BigInteger nonceX, BigInteger s, BigInteger u2, BigInteger c) {
    EcdsaHints hints = new EcdsaHints(prefix);
    hints.put("nonceX", plain(nonceX));
    hints.put("s", signed(s, N));
    P256Point keyPart = hints.laneMultiple(key, u2);
    P256Point generatorPart = hints.generatorMultiple(c);
    hints.put("sumDifference", coordinate(keyPart.x().subtract(generatorPart.x())));
    hints.put("sumSlope", coordinate(keyPart.slopeTo(generatorPart)));
    return hints.inputs;
  }

  /// u2·Q in 64 steps over the public multiples.
  private P256Point laneMultiple(P256Point key, BigInteger u2) {
    BigInteger digits = odd(u2.subtract(BigInteger.ONE.shiftLeft(START_EXPONENT)).mod(N));
    List<P256Point> table = EcLeaf.signedSums(key);
    List<BigInteger> windows = new ArrayList<>();
    Steps steps = new Steps(key.timesPowerOfTwo(START_EXPONENT - STEPS));
    for (int i = 0; i < STEPS; i++) {
      boolean[] isMinus = new boolean[LANES];
      for (int lane = 0; lane < LANES; lane++) {
        isMinus[lane] = signBit(digits, 64 * lane + STEPS - 1 - i);
      }
      int index = 0;
      for (int lane = 0; lane < 3; lane++) {
        index |= (isMinus[lane] != isMinus[3] ? 1 : 0) << lane;
      }
      windows.addAll(bits(isMinus[3], (index & 1) != 0, (index & 2) != 0, (index & 4) != 0));
      steps.doubleAndAdd(isMinus[3] ? table.get(index).negate() : table.get(index));
    }
    put("windows", windows);
    put("firstSlopes", steps.first);
    put("secondSlopes", steps.second);
    return steps.point;
  }

  /// A running point and the slopes of its steps 2P + T.
  private static final class Steps {
    private P256Point point;
    private final List<BigInteger> first = new ArrayList<>();
    private final List<BigInteger> second = new ArrayList<>();

    Steps(P256Point point) {
      this.point = point;
    }

    void doubleAndAdd(P256Point added) {
      P256Point sum = point.plus(added);
      first.addAll(coordinate(point.slopeTo(added)));
      second.addAll(coordinate(point.slopeTo(sum)));
      point = sum.plus(point);
    }
  }

  /// c·G in 32 windows of odd digits, least significant first.
  private P256Point generatorMultiple(BigInteger residue) {
    if (residue.signum() == 0) {
      throw new ArithmeticException("the generator's part is the identity");
    }
    BigInteger c = odd(residue);
    List<BigInteger> windows = new ArrayList<>();
    List<BigInteger> slopes = new ArrayList<>();
    P256Point base = P256Point.GENERATOR;
    P256Point sum = null;
    for (int w = 0; w < GENERATOR_WINDOWS; w++) {
      int digit = 0;
      for (int bit = GENERATOR_WINDOW_BITS - 1; bit >= 0; bit--) {
        digit = 2 * digit + (signBit(c, GENERATOR_WINDOW_BITS * w + bit) ? -1 : 1);
      }
      int magnitude = Math.abs(digit);
      for (int bit = 1; bit < GENERATOR_WINDOW_BITS; bit++) {
        windows.add(BigInteger.valueOf(magnitude >> bit & 1));
      }
      windows.addAll(bits(digit < 0));
      P256Point added = base.times(BigInteger.valueOf(magnitude));
      added = digit < 0 ? added.negate() : added;
      if (sum == null) {
        sum = added;
      } else {
        slopes.addAll(coordinate(sum.slopeTo(added)));
        sum = sum.plus(added);
      }
      base = base.timesPowerOfTwo(GENERATOR_WINDOW_BITS);
    }
    put("generatorWindows", windows);
    put("generatorSlopes", slopes);
    return Objects.requireNonNull(sum);
  }

  /// The odd one of `residue` and `residue` − n.
  private static BigInteger odd(BigInteger residue) {
    return residue.testBit(0) ? residue : residue.subtract(N);
  }

  /// Whether the digit ±1 of 2^position is −1 in the one way to write an odd integer below 2²⁵⁶ in
  /// absolute value as a sum over 256 positions: adding 2²⁵⁶ − 1 makes the digits 0 and 2.
  private static boolean signBit(BigInteger oddNumber, int position) {
    return !oddNumber
        .add(BigInteger.ONE.shiftLeft(256))
        .subtract(BigInteger.ONE)
        .testBit(position + 1);
  }

  /// 64 digits ±1, ±3, most significant first: scalar (or scalar + 1 if it is even) = 2¹²⁸ + Σ
  /// digit · 4^k.
  private static int[] oddDigits(BigInteger scalar) {
    // As in signBit with 128 positions: two neighbours make a digit.
    BigInteger shifted = scalar.setBit(0).subtract(BigInteger.ONE); // minus 2¹²⁸, plus 2¹²⁸ − 1
    if (scalar.signum() < 0 || shifted.bitLength() > LEADING_BIT + 1) {
      throw new ArithmeticException("a scalar of more than 129 bits");
    }
    int[] digits = new int[STEPS];
    for (int i = 0; i < STEPS; i++) {
      int position = 2 * (STEPS - 1 - i);
      digits[i] =
          (shifted.testBit(position + 2) ? 2 : -2) + (shifted.testBit(position + 1) ? 1 : -1);
    }
    return digits;
  }

  private void put(String name, List<BigInteger> values) {
    String full =
        prefix.isEmpty()
            ? name
            : prefix + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    inputs.put(full, List.copyOf(values));
  }

  private static List<BigInteger> bits(boolean... bits) {
    List<BigInteger> values = new ArrayList<>();
    for (boolean bit : bits) {
      values.add(bit ? BigInteger.ONE : BigInteger.ZERO);
    }
    return values;
  }

  private static List<BigInteger> coordinate(BigInteger value) {
    return signed(value, P256Point.FIELD);
  }

  /// Limbs of a residue, each plus 2³¹: the number plus 2³¹·(1 + 2³² + …) modulo the modulus.
  private static List<BigInteger> signed(BigInteger residue, BigInteger modulus) {
    BigInteger offset = BigInteger.ZERO;
    for (int i = 0; i < LIMBS; i++) {
      offset = offset.shiftLeft(LIMB_BITS).add(LIMB_OFFSET);
    }
    return plain(residue.add(offset).mod(modulus));
  }

  private static List<BigInteger> plain(BigInteger number) {
    BigInteger mask = BigInteger.ONE.shiftLeft(LIMB_BITS).subtract(BigInteger.ONE);
    List<BigInteger> limbs = new ArrayList<>();
    for (int i = 0; i < LIMBS; i++) {
      limbs.add(number.shiftRight(i * LIMB_BITS).and(mask));
    }
    return limbs;
  }
}
