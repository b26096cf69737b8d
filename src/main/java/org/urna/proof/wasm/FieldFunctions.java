package org.urna.proof.wasm;

import java.math.BigInteger;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.PrimeField;

/// The field functions in which a circom calculator spends its time, in Java: each computes the
/// same element from the same elements as the function of its name.
///
/// A field element (iden3's `ffwasm`, `build_fr`) is 40 bytes, little-endian: a number of 32 bits;
/// a tag of 32 bits; a number of 256 bits. Of the tag, bit 31 says that the element is the long
/// number, otherwise it is the short one, negative ones standing for p − |x|; bit 30 says that the
/// long number is in Montgomery form, with R = 2^256. A function may rewrite its operands to
/// another form of the same element, and none depends on the form. Every long number is below p.
///
/// circom's functions make long numbers of bits as soon as one is taken from a long number, and of
/// a loop's index as soon as it is the distance of a shift, and stay with them. These make short
/// numbers of small results and leave operands as they are: most of a hash is then done on short
/// numbers.
final class FieldFunctions {
  /// The functions, by the names that circom gives them. Parameters are addresses of elements, the
  /// result's first, unless it says otherwise.
  enum Intrinsic {
    COPY("Fr_copy", 2, 0),
    ADD("Fr_add", 3, 0),
    SUBTRACT("Fr_sub", 3, 0),
    MULTIPLY("Fr_mul", 3, 0),
    EQUAL("Fr_eq", 3, 0),
    LESS("Fr_lt", 3, 0),
    IS_TRUE("Fr_isTrue", 1, 1),
    TO_INT("Fr_toInt", 1, 1),
    AND_BITS("Fr_band", 3, 0),
    SHIFT_RIGHT("Fr_shr", 3, 0),
    SHIFT_LEFT("Fr_shl", 3, 0),
    /// (r, x, n): n elements.
    COPY_MANY("Fr_copyn", 3, 0),
    NEGATE("Fr_neg", 2, 0),
    NOT_EQUAL("Fr_neq", 3, 0),
    GREATER("Fr_gt", 3, 0),
    LESS_OR_EQUAL("Fr_leq", 3, 0),
    GREATER_OR_EQUAL("Fr_geq", 3, 0),
    AND("Fr_land", 3, 0),
    OR("Fr_lor", 3, 0),
    NOT("Fr_lnot", 2, 0),
    INVERT("Fr_inv", 2, 0),
    QUOTIENT("Fr_idiv", 3, 0),
    REMAINDER("Fr_mod", 3, 0),
    /// (x, y).
    ARE_EQUAL("Fr_eqR", 2, 1),
    TO_MONTGOMERY("Fr_toMontgomery", 1, 0),
    TO_LONG_NORMAL("Fr_toLongNormal", 1, 0),
    /// (x, y, r) of 256-bit numbers: r = x·y/R mod p.
    LONG_MULTIPLY("Fr_F1m_mul", 3, 0),
    /// (x, r) of 256-bit numbers: r = x²/R mod p.
    LONG_SQUARE("Fr_F1m_square", 2, 0),
    /// (x, r) of 256-bit numbers: r = x/R mod p.
    LONG_FROM_MONTGOMERY("Fr_F1m_fromMontgomery", 2, 0);

    private static final Intrinsic[] ALL = values();

    private final String function;
    private final WasmModule.FunctionType type;

    Intrinsic(String function, int parameters, int results) {
      this.function = function;
      this.type = new WasmModule.FunctionType(parameters, results);
    }

    String function() {
      return function;
    }

    WasmModule.FunctionType type() {
      return type;
    }

    static Intrinsic of(int ordinal) {
      return ALL[ordinal];
    }
  }

  /// An element, in bytes.
  static final int ELEMENT = 40;

  private static final int LONG = 8;
  private static final int NORMAL = 0x80000000;
  private static final int MONTGOMERY = 0xc0000000;
  private static final int SHORT_MONTGOMERY = 0x40000000;

  /// The Montgomery bit in the first eight bytes.
  private static final long MONTGOMERY_BIT = 1L << 62;

  private static final PrimeField F = Fr.FIELD;
  private static final long[] P = PrimeField.limbs(Fr.MODULUS);
  private static final long P0 = P[0];
  private static final long P1 = P[1];
  private static final long P2 = P[2];
  private static final long P3 = P[3];
  private static final long[] RADIX_CUBED =
      PrimeField.limbs(BigInteger.ONE.shiftLeft(3 * 256).mod(Fr.MODULUS));
  private static final long[] HALF = PrimeField.limbs(Fr.MODULUS.shiftRight(1));
  private static final int BITS = 254;

  private final CalculatorMemory memory;
  private final long[] a = new long[PrimeField.LIMBS];
  private final long[] b = new long[PrimeField.LIMBS];
  private final FieldInverse inverse = new FieldInverse();

  FieldFunctions(CalculatorMemory memory) {
    this.memory = memory;
  }

  /// Overwrites what the last operations left here.
  void wipe() {
    java.util.Arrays.fill(a, 0);
    java.util.Arrays.fill(b, 0);
    inverse.wipe();
  }

  void copy(int r, int x) {
    long header = memory.getLong(x);
    long x0 = memory.getLong(x + 8);
    long x1 = memory.getLong(x + 16);
    long x2 = memory.getLong(x + 24);
    long x3 = memory.getLong(x + 32);
    memory.putLong(r, header);
    store(r + LONG, x0, x1, x2, x3);
  }

  /// @return false if copying upwards would meet what it has written; nothing is done then
  private boolean copyMany(int r, int x, int count) {
    if (count < 0 || (r > x && r < x + ELEMENT * count)) {
      return false;
    }
    memory.copy(x, r, ELEMENT * count);
    return true;
  }

  void add(int r, int x, int y) {
    long headerX = memory.getLong(x);
    long headerY = memory.getLong(y);
    if ((headerX | headerY) >= 0) {
      putSmall(r, (long) (int) headerX + (int) headerY);
      return;
    }
    if (isLongMontgomery(headerX) || isLongMontgomery(headerY)) {
      toMontgomery(x);
      toMontgomery(y);
      loadLong(x + LONG, a);
      loadLong(y + LONG, b);
      F.add(a, 0, a, 0, b, 0);
      memory.putInt(r + 4, MONTGOMERY);
      storeLong(r + LONG, a);
    } else {
      load(x, headerX, a);
      load(y, headerY, b);
      F.add(a, 0, a, 0, b, 0);
      putNormal(r);
    }
  }

  void subtract(int r, int x, int y) {
    long headerX = memory.getLong(x);
    long headerY = memory.getLong(y);
    if ((headerX | headerY) >= 0) {
      putSmall(r, (long) (int) headerX - (int) headerY);
      return;
    }
    if (isLongMontgomery(headerX) || isLongMontgomery(headerY)) {
      toMontgomery(x);
      toMontgomery(y);
      loadLong(x + LONG, a);
      loadLong(y + LONG, b);
      F.subtract(a, 0, a, 0, b, 0);
      memory.putInt(r + 4, MONTGOMERY);
      storeLong(r + LONG, a);
    } else {
      load(x, headerX, a);
      load(y, headerY, b);
      F.subtract(a, 0, a, 0, b, 0);
      putNormal(r);
    }
  }

  void multiply(int r, int x, int y) {
    long headerX = memory.getLong(x);
    long headerY = memory.getLong(y);
    if ((headerX | headerY) >= 0) {
      putSmall(r, (long) (int) headerX * (int) headerY);
      return;
    }
    if ((headerX & headerY) < 0) {
      boolean montgomeryX = (headerX & MONTGOMERY_BIT) != 0;
      boolean montgomeryY = (headerY & MONTGOMERY_BIT) != 0;
      product(r, x, y, montgomeryX == montgomeryY, !montgomeryX && !montgomeryY);
    } else if (headerX < 0) {
      multiplySmall(r, x, headerX, y, (int) headerY);
    } else {
      multiplySmall(r, y, headerY, x, (int) headerX);
    }
  }

  /// r = x·y of a long number at x and a short one at y.
  private void multiplySmall(int r, int x, long headerX, int y, int small) {
    if (small == 1) {
      copy(r, x);
    } else if (small == 0) {
      memory.putLong(r, 0);
    } else {
      toMontgomery(y);
      product(r, x, y, (headerX & MONTGOMERY_BIT) != 0, false);
    }
  }

  /// r = the Montgomery product of the long numbers of x and y.
  ///
  /// @param montgomery whether that is in Montgomery form
  /// @param neither whether neither is and so the product is short of R²
  private void product(int r, int x, int y, boolean montgomery, boolean neither) {
    loadLong(x + LONG, a);
    loadLong(y + LONG, b);
    F.multiply(a, 0, a, 0, b, 0);
    if (neither) {
      // x·y/R to x·y·R
      F.multiply(a, 0, a, 0, RADIX_CUBED, 0);
    }
    if (montgomery) {
      memory.putInt(r + 4, MONTGOMERY);
      storeLong(r + LONG, a);
    } else {
      putNormal(r);
    }
  }

  void negate(int r, int x) {
    long header = memory.getLong(x);
    if (header >= 0) {
      putSmall(r, -(long) (int) header);
      return;
    }
    memory.putInt(r + 4, isLongMontgomery(header) ? MONTGOMERY : NORMAL);
    loadLong(x + LONG, a);
    F.negate(a, 0, a, 0);
    storeLong(r + LONG, a);
  }

  boolean isTrue(int x) {
    long header = memory.getLong(x);
    return header < 0
        ? (memory.getLong(x + 8)
                | memory.getLong(x + 16)
                | memory.getLong(x + 24)
                | memory.getLong(x + 32))
            != 0
        : (int) header != 0;
  }

  int toInt(int x) {
    long header = memory.getLong(x);
    if (header >= 0) {
      return (int) header;
    }
    loadNormal(x, header, a);
    return (int) (compare(a, HALF) > 0 ? a[0] - P0 : a[0]);
  }

  boolean areEqual(int x, int y) {
    long headerX = memory.getLong(x);
    long headerY = memory.getLong(y);
    if ((headerX | headerY) >= 0) {
      return (int) headerX == (int) headerY;
    }
    if (isLongMontgomery(headerX) && isLongMontgomery(headerY)) {
      loadLong(x + LONG, a);
      loadLong(y + LONG, b);
    } else {
      loadNormal(x, headerX, a);
      loadNormal(y, headerY, b);
    }
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
  }

  /// Whether x > y as signed numbers in (−p/2, p/2].
  private boolean isGreater(int x, int y) {
    long headerX = memory.getLong(x);
    long headerY = memory.getLong(y);
    if ((headerX | headerY) >= 0) {
      return (int) headerX > (int) headerY;
    }
    loadNormal(x, headerX, a);
    loadNormal(y, headerY, b);
    boolean negativeX = compare(a, HALF) > 0;
    boolean negativeY = compare(b, HALF) > 0;
    return negativeX == negativeY ? compare(a, b) > 0 : negativeY;
  }

  void equal(int r, int x, int y) {
    memory.putLong(r, areEqual(x, y) ? 1 : 0);
  }

  void less(int r, int x, int y) {
    memory.putLong(r, areEqual(x, y) || isGreater(x, y) ? 0 : 1);
  }

  private void greater(int r, int x, int y) {
    memory.putLong(r, !areEqual(x, y) && isGreater(x, y) ? 1 : 0);
  }

  private void lessOrEqual(int r, int x, int y) {
    memory.putLong(r, areEqual(x, y) || !isGreater(x, y) ? 1 : 0);
  }

  private void greaterOrEqual(int r, int x, int y) {
    memory.putLong(r, areEqual(x, y) || isGreater(x, y) ? 1 : 0);
  }

  void andBits(int r, int x, int y) {
    long headerX = memory.getLong(x);
    long headerY = memory.getLong(y);
    if ((headerX | headerY) >= 0 && ((int) headerX | (int) headerY) >= 0) {
      memory.putLong(r, headerX & headerY & 0xffffffffL);
      return;
    }
    loadNormal(x, headerX, a);
    loadNormal(y, headerY, b);
    for (int i = 0; i < PrimeField.LIMBS; i++) {
      a[i] &= b[i];
    }
    putReduced(r);
  }

  /// x shifted right by y bits.
  ///
  /// @return false if y is none of 0 to 253; nothing is done then
  boolean shiftRight(int r, int x, int y) {
    int bits = distance(y);
    if (bits < 0) {
      return false;
    }
    long header = memory.getLong(x);
    if (header >= 0 && (int) header >= 0) {
      memory.putLong(r, bits < 32 ? (int) header >>> bits : 0);
      return true;
    }
    loadNormal(x, header, a);
    int limbs = bits >> 6;
    int rest = bits & 63;
    for (int i = 0; i < PrimeField.LIMBS; i++) {
      long low = limbs + i < PrimeField.LIMBS ? a[limbs + i] : 0;
      long high = limbs + i + 1 < PrimeField.LIMBS ? a[limbs + i + 1] : 0;
      a[i] = rest == 0 ? low : low >>> rest | high << (64 - rest);
    }
    putNormal(r);
    return true;
  }

  /// x shifted left by y bits, modulo 2^254 and then modulo p.
  ///
  /// @return false if y is none of 0 to 253; nothing is done then
  boolean shiftLeft(int r, int x, int y) {
    int bits = distance(y);
    if (bits < 0) {
      return false;
    }
    long header = memory.getLong(x);
    if (header >= 0 && (int) header >= 0 && bits <= 30) {
      putSmall(r, (long) (int) header << bits);
      return true;
    }
    loadNormal(x, header, a);
    int limbs = bits >> 6;
    int rest = bits & 63;
    for (int i = PrimeField.LIMBS - 1; i >= 0; i--) {
      long high = i - limbs >= 0 ? a[i - limbs] : 0;
      long low = i - limbs - 1 >= 0 ? a[i - limbs - 1] : 0;
      a[i] = rest == 0 ? high : high << rest | low >>> (64 - rest);
    }
    putReduced(r);
    return true;
  }

  /// The number at y if it is in [0, 254), otherwise −1.
  private int distance(int y) {
    long header = memory.getLong(y);
    if (header < 0) {
      loadNormal(y, header, a);
      return (a[1] | a[2] | a[3]) == 0 && a[0] >= 0 && a[0] < BITS ? (int) a[0] : -1;
    }
    int bits = (int) header;
    return bits >= 0 && bits < BITS ? bits : -1;
  }

  /// r = x div y, or x mod y, of the numbers in [0, p).
  private void divide(int r, int x, int y, boolean remainder) {
    loadNormal(x, memory.getLong(x), a);
    loadNormal(y, memory.getLong(y), b);
    if ((a[1] | a[2] | a[3] | b[1] | b[2] | b[3]) == 0) {
      a[0] = remainder ? Long.remainderUnsigned(a[0], b[0]) : Long.divideUnsigned(a[0], b[0]);
    } else {
      BigInteger dividend = PrimeField.number(a, 0);
      BigInteger divisor = PrimeField.number(b, 0);
      BigInteger result = remainder ? dividend.mod(divisor) : dividend.divide(divisor);
      System.arraycopy(PrimeField.limbs(result), 0, a, 0, PrimeField.LIMBS);
    }
    putNormal(r);
  }

  /// r = x⁻¹, and 0 for x = 0.
  private void invert(int r, int x) {
    long header = memory.getLong(x);
    boolean montgomery = isLongMontgomery(header);
    if (montgomery) {
      loadLong(x + LONG, a);
    } else {
      load(x, header, a);
    }
    inverse.invert(a);
    if (montgomery) {
      // (x·R)⁻¹ to x⁻¹·R
      F.multiply(a, 0, a, 0, RADIX_CUBED, 0);
    }
    memory.putInt(r + 4, montgomery ? MONTGOMERY : NORMAL);
    storeLong(r + LONG, a);
  }

  /// Any function, by its ordinal, with results as numbers.
  ///
  /// @return the result, 0 for none; [#NOT_DONE] if the function must be asked itself
  long apply(int intrinsic, int p0, int p1, int p2) {
    switch (Intrinsic.of(intrinsic)) {
      case COPY -> copy(p0, p1);
      case ADD -> add(p0, p1, p2);
      case SUBTRACT -> subtract(p0, p1, p2);
      case MULTIPLY -> multiply(p0, p1, p2);
      case EQUAL -> equal(p0, p1, p2);
      case LESS -> less(p0, p1, p2);
      case IS_TRUE -> {
        return isTrue(p0) ? 1 : 0;
      }
      case TO_INT -> {
        return toInt(p0);
      }
      case AND_BITS -> andBits(p0, p1, p2);
      case SHIFT_RIGHT -> {
        return shiftRight(p0, p1, p2) ? 0 : NOT_DONE;
      }
      case SHIFT_LEFT -> {
        return shiftLeft(p0, p1, p2) ? 0 : NOT_DONE;
      }
      case COPY_MANY -> {
        return copyMany(p0, p1, p2) ? 0 : NOT_DONE;
      }
      case NEGATE -> negate(p0, p1);
      case NOT_EQUAL -> memory.putLong(p0, areEqual(p1, p2) ? 0 : 1);
      case GREATER -> greater(p0, p1, p2);
      case LESS_OR_EQUAL -> lessOrEqual(p0, p1, p2);
      case GREATER_OR_EQUAL -> greaterOrEqual(p0, p1, p2);
      case AND -> memory.putLong(p0, isTrue(p1) & isTrue(p2) ? 1 : 0);
      case OR -> memory.putLong(p0, isTrue(p1) | isTrue(p2) ? 1 : 0);
      case NOT -> memory.putLong(p0, isTrue(p1) ? 0 : 1);
      case INVERT -> invert(p0, p1);
      case QUOTIENT -> divide(p0, p1, p2, false);
      case REMAINDER -> divide(p0, p1, p2, true);
      case ARE_EQUAL -> {
        return areEqual(p0, p1) ? 1 : 0;
      }
      case TO_MONTGOMERY -> toMontgomery(p0);
      case TO_LONG_NORMAL -> {
        loadNormal(p0, memory.getLong(p0), a);
        memory.putInt(p0 + 4, NORMAL);
        storeLong(p0 + LONG, a);
      }
      case LONG_MULTIPLY -> {
        loadLong(p0, a);
        loadLong(p1, b);
        F.multiply(a, 0, a, 0, b, 0);
        storeLong(p2, a);
      }
      case LONG_SQUARE -> {
        loadLong(p0, a);
        F.multiply(a, 0, a, 0, a, 0);
        storeLong(p1, a);
      }
      case LONG_FROM_MONTGOMERY -> {
        loadLong(p0, a);
        F.fromMontgomery(a, 0, a, 0);
        storeLong(p1, a);
      }
    }
    return 0;
  }

  /// What [#apply] returns when it has done nothing; no function returns it.
  static final long NOT_DONE = Long.MIN_VALUE;

  private static boolean isLongMontgomery(long header) {
    // bits 63 and 62
    return header >>> 62 == 3;
  }

  /// A result of two short numbers.
  private void putSmall(int r, long value) {
    if (value == (int) value) {
      memory.putLong(r, value & 0xffffffffL);
    } else {
      memory.putInt(r + 4, NORMAL);
      putAsLong(r + LONG, value);
    }
  }

  /// The long number that stands for `value`.
  private void putAsLong(int address, long value) {
    if (value >= 0) {
      store(address, value, 0, 0, 0);
    } else {
      store(address, P0 + value, Long.compareUnsigned(P0, -value) < 0 ? P1 - 1 : P1, P2, P3);
    }
  }

  private void toMontgomery(int x) {
    long header = memory.getLong(x);
    if ((header & MONTGOMERY_BIT) != 0) {
      return;
    }
    if (header < 0) {
      memory.putInt(x + 4, MONTGOMERY);
      loadLong(x + LONG, a);
    } else {
      memory.putInt(x + 4, SHORT_MONTGOMERY);
      loadSmall((int) header, a);
    }
    F.toMontgomery(a, 0, a, 0);
    storeLong(x + LONG, a);
  }

  /// The number of an element.
  private void loadNormal(int x, long header, long[] target) {
    load(x, header, target);
    if (isLongMontgomery(header)) {
      F.fromMontgomery(target, 0, target, 0);
    }
  }

  /// The number of an element that is not in Montgomery form.
  private void load(int x, long header, long[] target) {
    if (header < 0) {
      loadLong(x + LONG, target);
    } else {
      loadSmall((int) header, target);
    }
  }

  private static void loadSmall(long value, long[] target) {
    if (value >= 0) {
      clear(target);
      target[0] = value;
    } else {
      target[0] = P0 + value;
      target[1] = Long.compareUnsigned(P0, -value) < 0 ? P1 - 1 : P1;
      target[2] = P2;
      target[3] = P3;
    }
  }

  private static void clear(long[] target) {
    target[0] = 0;
    target[1] = 0;
    target[2] = 0;
    target[3] = 0;
  }

  private void loadLong(int address, long[] target) {
    target[0] = memory.getLong(address);
    target[1] = memory.getLong(address + 8);
    target[2] = memory.getLong(address + 16);
    target[3] = memory.getLong(address + 24);
  }

  private void storeLong(int address, long[] number) {
    store(address, number[0], number[1], number[2], number[3]);
  }

  private void store(int address, long x0, long x1, long x2, long x3) {
    memory.putLong(address, x0);
    memory.putLong(address + 8, x1);
    memory.putLong(address + 16, x2);
    memory.putLong(address + 24, x3);
  }

  /// r = the number in a.
  private void putNormal(int r) {
    if ((a[1] | a[2] | a[3]) == 0 && a[0] >>> 31 == 0) {
      memory.putLong(r, a[0]);
    } else {
      memory.putInt(r + 4, NORMAL);
      storeLong(r + LONG, a);
    }
  }

  /// r = the number in a modulo 2^254, less p if it is not below p.
  private void putReduced(int r) {
    a[3] &= (1L << (BITS - 192)) - 1;
    if (compare(a, P) >= 0) {
      F.subtract(a, 0, a, 0, P, 0);
    }
    putNormal(r);
  }

  private static int compare(long[] x, long[] y) {
    for (int i = PrimeField.LIMBS - 1; i > 0; i--) {
      if (x[i] != y[i]) {
        return Long.compareUnsigned(x[i], y[i]);
      }
    }
    return Long.compareUnsigned(x[0], y[0]);
  }
}
