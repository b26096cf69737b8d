package org.urna.circuits;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Inputs of the P-256 circuits for a prover who does not play fair. Written from the statement in
/// lib/p256/ecdsa.circom and the table in src/main/circom/README.md, without `EcdsaHints`,
/// `P256Point` and `EcLeaf`: so it is also a second opinion about them.
///
/// Nothing is refused here. Points need not be on the curve, limbs not in range; where a slope is
/// free (equal points) the tangent is taken, so that the *true* sum comes out and only a guard can
/// object; where none exists (opposite points), zero. Whatever the circuit checks must be refused
/// by its constraints.
final class EcdsaForger {
  static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
  static final Point G =
      new Point(
          new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
          new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16));
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  /// Where limb 0 is at 2^0, limb 1 at 2^32, ...
  private static final BigInteger LIMB = TWO.pow(32);

  private EcdsaForger() {}

  /// An affine point of any curve y² = x³ − 3x + b: none of the formulas contains b.
  record Point(BigInteger x, BigInteger y) {
    static Point ofAbscissa(BigInteger x) {
      BigInteger square = x.pow(3).subtract(THREE.multiply(x)).add(B).mod(P);
      BigInteger y = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P); // p = 3 modulo 4
      if (!y.multiply(y).mod(P).equals(square)) {
        throw new ArithmeticException("no point has this abscissa");
      }
      return new Point(x, y);
    }

    Point negate() {
      return new Point(x, y.negate().mod(P));
    }

    /// The chord's slope; the tangent's for equal points; 0 for opposite ones, where there is none.
    BigInteger slope(Point other) {
      BigInteger run = other.x.subtract(x).mod(P);
      if (run.signum() != 0) {
        return other.y.subtract(y).multiply(run.modInverse(P)).mod(P);
      }
      if (!other.y.subtract(y).mod(P).equals(BigInteger.ZERO)) {
        return BigInteger.ZERO;
      }
      BigInteger rise = THREE.multiply(x).multiply(x).subtract(THREE);
      BigInteger twiceY = y.shiftLeft(1).mod(P);
      return twiceY.signum() == 0 ? BigInteger.ZERO : rise.multiply(twiceY.modInverse(P)).mod(P);
    }

    Point plus(Point other) {
      return along(slope(other), other);
    }

    Point along(BigInteger slope, Point other) {
      BigInteger sum = slope.multiply(slope).subtract(x).subtract(other.x).mod(P);
      return new Point(sum, slope.multiply(x.subtract(sum)).subtract(y).mod(P));
    }

    /// Double-and-add in Jacobian coordinates (x = X/Z², y = Y/Z³): one inversion for all of it,
    /// where the chord's formula takes one for each step.
    Point times(BigInteger scalar) {
      BigInteger k = scalar.mod(N);
      if (k.signum() == 0) {
        throw new ArithmeticException("the identity is not affine");
      }
      BigInteger[] sum = {x, y, BigInteger.ONE};
      for (int bit = k.bitLength() - 2; bit >= 0; bit--) {
        sum = twice(sum);
        if (k.testBit(bit)) {
          sum = plusThis(sum);
        }
      }
      BigInteger inverse = sum[2].modInverse(P);
      BigInteger square = inverse.multiply(inverse).mod(P);
      return new Point(
          sum[0].multiply(square).mod(P), sum[1].multiply(square).multiply(inverse).mod(P));
    }

    private static BigInteger[] twice(BigInteger[] point) {
      BigInteger zz = point[2].multiply(point[2]).mod(P);
      BigInteger yy = point[1].multiply(point[1]).mod(P);
      BigInteger s = point[0].multiply(yy).shiftLeft(2).mod(P);
      BigInteger m = THREE.multiply(point[0].subtract(zz)).multiply(point[0].add(zz)).mod(P);
      BigInteger doubledX = m.multiply(m).subtract(s.shiftLeft(1)).mod(P);
      return new BigInteger[] {
        doubledX,
        m.multiply(s.subtract(doubledX)).subtract(yy.multiply(yy).shiftLeft(3)).mod(P),
        point[1].multiply(point[2]).shiftLeft(1).mod(P)
      };
    }

    private BigInteger[] plusThis(BigInteger[] point) {
      BigInteger zz = point[2].multiply(point[2]).mod(P);
      BigInteger run = x.multiply(zz).subtract(point[0]).mod(P);
      BigInteger rise = y.multiply(zz).multiply(point[2]).subtract(point[1]).mod(P);
      BigInteger square = run.multiply(run).mod(P);
      BigInteger cube = square.multiply(run).mod(P);
      BigInteger v = point[0].multiply(square).mod(P);
      BigInteger sumX = rise.multiply(rise).subtract(cube).subtract(v.shiftLeft(1)).mod(P);
      return new BigInteger[] {
        sumX,
        rise.multiply(v.subtract(sumX)).subtract(point[1].multiply(cube)).mod(P),
        point[2].multiply(run).mod(P)
      };
    }

    Point times(long scalar) {
      return times(BigInteger.valueOf(scalar));
    }
  }

  /// A claim in the form of the key that is private to the proof: a·Q + b·R' + c·G = O, a·s = b·r,
  /// c·s = b·e. Any of it may be wrong.
  ///
  /// @param a, b below 2^129
  /// @param c odd, below 2^256 in absolute value
  /// @param nonceX what is claimed as x of R'; as an integer below 2^256
  record Claim(
      Point key,
      Point nonce,
      BigInteger nonceX,
      BigInteger s,
      BigInteger a,
      BigInteger b,
      BigInteger c,
      BigInteger e) {

    /// The true claim about R' = −R with multipliers as wanted: s, c and e follow from them, as e
    /// is the forger's to choose here.
    static Claim of(BigInteger secret, BigInteger nonce, BigInteger a, BigInteger b) {
      Point key = G.times(secret);
      Point point = G.times(nonce);
      BigInteger r = point.x();
      BigInteger c = odd(a.multiply(secret).add(b.multiply(nonce)).negate().mod(N));
      BigInteger s = b.multiply(r).multiply(a.modInverse(N)).mod(N);
      BigInteger e = c.multiply(s).multiply(b.modInverse(N)).mod(N);
      return new Claim(key, point, r, s, a, b, c, e);
    }

    Claim withNonceX(BigInteger other) {
      BigInteger otherS = b.multiply(other).multiply(a.modInverse(N)).mod(N);
      BigInteger otherE = c.multiply(otherS).multiply(b.modInverse(N)).mod(N);
      return new Claim(key, nonce, other, otherS, a, b, c, otherE);
    }

    /// The inputs of `EcdsaP256(8)`.
    Map<String, List<BigInteger>> inputs() {
      Map<String, List<BigInteger>> in = new LinkedHashMap<>();
      in.put("digest", wordsOf(e));
      in.put("keyX", plain(key.x()));
      in.put("keyY", plain(key.y()));
      in.put("nonceX", plain(nonceX));
      in.put("nonceY", signed(nonce.y(), P));
      in.put("s", signed(s, N));
      List<Point> table = table(in, key, nonce);

      BigInteger[] scalars = {a, b};
      int[][] digits = new int[2][];
      for (int i = 0; i < 2; i++) {
        digits[i] = quaternary(scalars[i].testBit(0) ? scalars[i] : scalars[i].add(BigInteger.ONE));
      }
      List<BigInteger> windows = new ArrayList<>();
      List<BigInteger> doublingSlopes = new ArrayList<>();
      List<BigInteger> doubledX = new ArrayList<>();
      Walk walk = new Walk(table.get(0));
      for (int step = 0; step < 64; step++) {
        int digitA = digits[0][step];
        int digitB = digits[1][step];
        int choice =
            (Math.abs(digitA) == 3 ? 1 : 0)
                + (Math.abs(digitB) == 3 ? 2 : 0)
                + ((digitA < 0) == (digitB < 0) ? 0 : 4);
        windows.add(bit(digitA < 0));
        for (int j = 0; j < 3; j++) {
          windows.add(bit((choice >> j & 1) == 1));
        }
        doublingSlopes.addAll(signed(walk.at.slope(walk.at), P));
        walk.at = walk.at.plus(walk.at);
        doubledX.addAll(signed(walk.at.x(), P));
        Point entry = table.get(choice);
        walk.doubleAndAdd(digitA < 0 ? entry.negate() : entry);
      }
      in.put("windows", windows);
      in.put("doublingSlopes", doublingSlopes);
      in.put("doubledX", doubledX);
      in.put("firstSlopes", walk.first);
      in.put("secondSlopes", walk.second);

      List<BigInteger> isEven = new ArrayList<>();
      List<BigInteger> correctionX = new ArrayList<>();
      List<BigInteger> correctionSlopes = new ArrayList<>();
      Point sum = walk.at;
      Point[] taken = {key.negate(), nonce.negate()};
      for (int i = 0; i < 2; i++) {
        boolean isTaken = !scalars[i].testBit(0);
        isEven.add(bit(isTaken));
        correctionX.addAll(signed(sum.x(), P));
        correctionSlopes.addAll(signed(sum.slope(taken[i]), P));
        sum = isTaken ? sum.plus(taken[i]) : sum;
      }
      in.put("isEven", isEven);
      in.put("correctionX", correctionX);
      in.put("correctionSlopes", correctionSlopes);
      generator(in, c);
      return in;
    }

    private static List<Point> table(Map<String, List<BigInteger>> in, Point q, Point r) {
      List<BigInteger> slopes = new ArrayList<>();
      List<BigInteger> xs = new ArrayList<>();
      Point twiceQ = q.plus(q);
      Point twiceR = r.plus(r);
      for (Point single : List.of(q, r)) {
        slopes.addAll(signed(single.slope(single), P));
        xs.addAll(signed(single.plus(single).x(), P));
      }
      List<Point> entries = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        boolean minus = i >= 4;
        Point left;
        Point right;
        switch (i % 4) {
          case 0 -> {
            left = q;
            right = minus ? r.negate() : r;
          }
          case 1 -> {
            left = entries.get(i - 1);
            right = twiceQ;
          }
          default -> {
            left = entries.get(i - 2);
            right = minus ? twiceR.negate() : twiceR;
          }
        }
        slopes.addAll(signed(left.slope(right), P));
        entries.add(left.plus(right));
        xs.addAll(signed(entries.get(i).x(), P));
      }
      in.put("tableSlopes", slopes);
      in.put("tableX", xs);
      return entries;
    }
  }

  /// A claim in the form of the listed key: u2·s = r, c·s = e, R = u2·Q + c·G with x = nonceX.
  ///
  /// @param u2 2^257 plus an odd integer below 2^256 in absolute value
  record ListedClaim(
      Point key, BigInteger nonceX, BigInteger s, BigInteger u2, BigInteger c, BigInteger e) {

    /// A true claim with the scalars as wanted; s and e follow.
    static ListedClaim of(BigInteger secret, BigInteger u2, BigInteger c) {
      Point key = G.times(secret);
      BigInteger nonceX = G.times(u2.multiply(secret).add(c)).x();
      BigInteger s = nonceX.multiply(u2.modInverse(N)).mod(N);
      return new ListedClaim(key, nonceX, s, u2, c, c.multiply(s).mod(N));
    }

    static BigInteger u2Of(BigInteger residue) {
      BigInteger start = TWO.pow(257);
      return start.add(odd(residue.subtract(start).mod(N)));
    }

    /// The inputs of `EcdsaP256Listed(8)`.
    Map<String, List<BigInteger>> inputs() {
      Map<String, List<BigInteger>> in = new LinkedHashMap<>();
      in.put("digest", wordsOf(e));
      in.put("multiples", multiples(key));
      in.put("nonceX", plain(nonceX));
      in.put("s", signed(s, N));
      BigInteger digits = u2.subtract(TWO.pow(257));
      List<BigInteger> windows = new ArrayList<>();
      Walk walk = new Walk(key.times(TWO.pow(193)));
      for (int step = 0; step < 64; step++) {
        boolean[] isMinus = new boolean[4];
        BigInteger multiplier = BigInteger.ZERO;
        for (int lane = 0; lane < 4; lane++) {
          isMinus[lane] = isMinus(digits, 64 * lane + 63 - step);
          BigInteger power = TWO.pow(64 * lane);
          multiplier = isMinus[lane] ? multiplier.subtract(power) : multiplier.add(power);
        }
        windows.add(bit(isMinus[3]));
        for (int lane = 0; lane < 3; lane++) {
          windows.add(bit(isMinus[lane] != isMinus[3]));
        }
        walk.doubleAndAdd(key.times(multiplier));
      }
      in.put("windows", windows);
      in.put("firstSlopes", walk.first);
      in.put("secondSlopes", walk.second);
      Point multiple = generator(in, c);
      in.put("sumDifference", signed(walk.at.x().subtract(multiple.x()), P));
      in.put("sumSlope", signed(walk.at.slope(multiple), P));
      return in;
    }
  }

  /// The numbers of the leaf, by the formula in src/main/circom/README.md.
  static List<BigInteger> multiples(Point key) {
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      BigInteger scalar = TWO.pow(192);
      for (int j = 0; j < 3; j++) {
        BigInteger power = TWO.pow(64 * j);
        scalar = (i >> j & 1) == 1 ? scalar.subtract(power) : scalar.add(power);
      }
      Point sum = key.times(scalar);
      numbers.addAll(plain(sum.x()));
      numbers.add(sum.y().mod(ConstraintSystem.FIELD));
      numbers.add(sum.y().mod(TWO.pow(96)));
    }
    Point start = key.times(TWO.pow(193));
    numbers.addAll(plain(start.x()));
    numbers.addAll(plain(start.y()));
    return numbers;
  }

  private static final class Walk {
    private Point at;
    private final List<BigInteger> first = new ArrayList<>();
    private final List<BigInteger> second = new ArrayList<>();

    Walk(Point at) {
      this.at = at;
    }

    void doubleAndAdd(Point added) {
      Point sum = at.plus(added);
      first.addAll(signed(at.slope(added), P));
      second.addAll(signed(at.slope(sum), P));
      at = sum.plus(at);
    }
  }

  /// c·G for the odd integer c in 32 signed digits to the base 256.
  private static Point generator(Map<String, List<BigInteger>> in, BigInteger c) {
    List<BigInteger> windows = new ArrayList<>();
    List<BigInteger> slopes = new ArrayList<>();
    Point sum = null;
    BigInteger rest = c;
    for (int w = 0; w < 32; w++) {
      // The odd digit that leaves an odd number: c modulo 512, less 256.
      int digit = rest.mod(BigInteger.valueOf(512)).intValueExact() - 256;
      if (w == 31) {
        digit = rest.intValueExact();
      }
      rest = rest.subtract(BigInteger.valueOf(digit)).shiftRight(8);
      for (int j = 1; j < 8; j++) {
        windows.add(bit((Math.abs(digit) >> j & 1) == 1));
      }
      windows.add(bit(digit < 0));
      Point added = G.times(BigInteger.valueOf(digit).shiftLeft(8 * w));
      if (sum == null) {
        sum = added;
      } else {
        slopes.addAll(signed(sum.slope(added), P));
        sum = sum.plus(added);
      }
    }
    in.put("generatorWindows", windows);
    in.put("generatorSlopes", slopes);
    return java.util.Objects.requireNonNull(sum);
  }

  /// 64 odd digits below 4 of an odd number below 2^129, most significant first, above 2^128.
  private static int[] quaternary(BigInteger scalar) {
    int[] digits = new int[64];
    BigInteger rest = scalar;
    for (int i = 63; i >= 0; i--) {
      int digit = rest.mod(BigInteger.valueOf(8)).intValueExact() - 4;
      digits[i] = digit;
      rest = rest.subtract(BigInteger.valueOf(digit)).shiftRight(2);
    }
    if (!rest.equals(BigInteger.ONE)) {
      throw new IllegalArgumentException("not below 2^129");
    }
    return digits;
  }

  /// Whether digit k is −1 in an odd number's sum of ±2^k for k = 0..255.
  private static boolean isMinus(BigInteger odd, int k) {
    return !odd.add(TWO.pow(256)).testBit(k + 1);
  }

  static BigInteger odd(BigInteger residue) {
    return residue.testBit(0) ? residue : residue.subtract(N);
  }

  static List<BigInteger> wordsOf(BigInteger e) {
    return plain(e).reversed();
  }

  /// A limb of a signed element is 2^31 less than its hint.
  static List<BigInteger> signed(BigInteger value, BigInteger modulus) {
    BigInteger offset = LIMB.pow(8).subtract(BigInteger.ONE).divide(LIMB.subtract(BigInteger.ONE));
    return plain(value.add(offset.shiftLeft(31)).mod(modulus));
  }

  static List<BigInteger> plain(BigInteger value) {
    List<BigInteger> limbs = new ArrayList<>();
    BigInteger rest = value;
    for (int i = 0; i < 8; i++) {
      limbs.add(rest.mod(LIMB));
      rest = rest.shiftRight(32);
    }
    return limbs;
  }

  static BigInteger bit(boolean value) {
    return value ? BigInteger.ONE : BigInteger.ZERO;
  }
}
