package org.urna.proof.circom;

import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.urna.proof.bn254.Fr;

/// The field functions in which a circom calculator spends its time, in Java.
///
/// A calculator multiplies with 32-bit limbs, and divides and inverts byte by byte. The runtime
/// asks the machine for every function that it was told not to compile; this machine answers for a
/// few of them by name and hands all others on. Their meaning is that of iden3's `wasmcurves`
/// (`build_int`, `build_f1m`), the source of circom's field code: operands are addresses of 256-bit
/// little-endian numbers, Montgomery form has R = 2^256.
final class FieldIntrinsics implements Machine {
  private static final int LIMBS = 4;

  private static final long[] NOTHING = new long[0];

  private static final long[] ONE = {1, 0, 0, 0};

  private static final long[] Q = limbs(Fr.MODULUS);

  /// −q⁻¹ mod 2^64.
  private static final long Q_INVERSE =
      Fr.MODULUS.modInverse(BigInteger.ONE.shiftLeft(64)).negate().longValue();

  private enum Intrinsic {
    /// (x, y, r): r = x·y/R mod q.
    MULTIPLY("Fr_F1m_mul"),
    /// (x, r): r = x²/R mod q.
    SQUARE("Fr_F1m_square"),
    /// (x, r): r = x/R mod q.
    FROM_MONTGOMERY("Fr_F1m_fromMontgomery"),
    /// (x, y, c, r): c = x div y, r = x mod y; c or r may be 0 for "not wanted".
    DIVIDE("Fr_int_div"),
    /// (x, m, r): r = x⁻¹ mod m, and 0 for x = 0.
    INVERT("Fr_int_inverseMod");

    private final String functionName;

    Intrinsic(String functionName) {
      this.functionName = functionName;
    }
  }

  private final Machine compiled;
  private final WipedMemory memory;
  private final Intrinsic[] byFunction;
  private final long[] a = new long[LIMBS];
  private final long[] b = new long[LIMBS];
  private final long[] product = new long[LIMBS];

  /// @param compiled answers for every other function
  /// @param memory of the instance that this machine is for
  FieldIntrinsics(Machine compiled, WipedMemory memory, WasmModule module) {
    this.compiled = compiled;
    this.memory = memory;
    Map<Integer, Intrinsic> found = find(module);
    int length = found.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
    this.byFunction = new Intrinsic[length];
    found.forEach((id, intrinsic) -> byFunction[id] = intrinsic);
  }

  /// The functions of `module` that this machine answers for; none if the module has no names.
  static Set<Integer> functions(WasmModule module) {
    return Set.copyOf(find(module).keySet());
  }

  private static Map<Integer, Intrinsic> find(WasmModule module) {
    Map<Integer, Intrinsic> found = new HashMap<>();
    if (module.nameSection() == null) {
      return found;
    }
    int imports = module.importSection().importCount();
    int count = imports + module.functionSection().functionCount();
    for (int id = imports; id < count; id++) {
      String name = module.nameSection().nameOfFunction(id);
      for (Intrinsic intrinsic : Intrinsic.values()) {
        if (intrinsic.functionName.equals(name)) {
          found.put(id, intrinsic);
        }
      }
    }
    return found;
  }

  @Override
  public long[] call(int function, long[] arguments) throws ChicoryException {
    Intrinsic intrinsic = function < byFunction.length ? byFunction[function] : null;
    if (intrinsic == null) {
      return compiled.call(function, arguments);
    }
    switch (intrinsic) {
      case MULTIPLY -> multiply((int) arguments[0], (int) arguments[1], (int) arguments[2]);
      case SQUARE -> multiply((int) arguments[0], (int) arguments[0], (int) arguments[1]);
      case FROM_MONTGOMERY -> {
        load((int) arguments[0], a);
        montgomery(a, ONE, product);
        store(product, (int) arguments[1]);
      }
      case DIVIDE ->
          divide((int) arguments[0], (int) arguments[1], (int) arguments[2], (int) arguments[3]);
      case INVERT -> invert((int) arguments[0], (int) arguments[1], (int) arguments[2]);
    }
    return NOTHING;
  }

  private void multiply(int x, int y, int result) {
    load(x, a);
    load(y, b);
    montgomery(a, b, product);
    store(product, result);
  }

  private void divide(int x, int y, int quotient, int remainder) {
    BigInteger divisor = read(y);
    if (divisor.signum() == 0) {
      throw new ChicoryException("division by zero");
    }
    BigInteger[] parts = read(x).divideAndRemainder(divisor);
    if (quotient != 0) {
      store(limbs(parts[0]), quotient);
    }
    if (remainder != 0) {
      store(limbs(parts[1]), remainder);
    }
  }

  private void invert(int x, int modulus, int result) {
    BigInteger m = read(modulus);
    BigInteger number = read(x).mod(m);
    store(limbs(number.signum() == 0 ? number : number.modInverse(m)), result);
  }

  private void load(int address, long[] target) {
    for (int i = 0; i < LIMBS; i++) {
      target[i] = memory.readLong(address + Long.BYTES * i);
    }
  }

  private void store(long[] number, int address) {
    for (int i = 0; i < LIMBS; i++) {
      memory.writeLong(address + Long.BYTES * i, number[i]);
    }
  }

  private BigInteger read(int address) {
    byte[] bigEndian = new byte[LIMBS * Long.BYTES];
    for (int i = 0; i < LIMBS; i++) {
      long limb = memory.readLong(address + Long.BYTES * i);
      for (int j = 0; j < Long.BYTES; j++) {
        bigEndian[bigEndian.length - 1 - Long.BYTES * i - j] = (byte) (limb >>> (8 * j));
      }
    }
    return new BigInteger(1, bigEndian);
  }

  private static long[] limbs(BigInteger number) {
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = number.shiftRight(64 * i).longValue();
    }
    return limbs;
  }

  /// r = x·y/2^256 mod q by the coarsely integrated operand scanning of Koç, Acar and Kaliski
  /// (1996, §5). For x, y < q the sum before the last subtraction is below 2q < 2^256.
  static void montgomery(long[] x, long[] y, long[] r) {
    long t0 = 0;
    long t1 = 0;
    long t2 = 0;
    long t3 = 0;
    for (int i = 0; i < LIMBS; i++) {
      long xi = x[i];
      // t += xi·y
      long low = xi * y[0];
      t0 += low;
      long carry = Math.unsignedMultiplyHigh(xi, y[0]) + carry(t0, low);
      low = xi * y[1];
      long sum = low + carry;
      t1 += sum;
      carry = Math.unsignedMultiplyHigh(xi, y[1]) + carry(sum, low) + carry(t1, sum);
      low = xi * y[2];
      sum = low + carry;
      t2 += sum;
      carry = Math.unsignedMultiplyHigh(xi, y[2]) + carry(sum, low) + carry(t2, sum);
      low = xi * y[3];
      sum = low + carry;
      t3 += sum;
      long t4 = Math.unsignedMultiplyHigh(xi, y[3]) + carry(sum, low) + carry(t3, sum);
      // t += m·q, which makes the lowest limb 0; t is shifted by that limb
      long m = t0 * Q_INVERSE;
      low = m * Q[0];
      carry = Math.unsignedMultiplyHigh(m, Q[0]) + carry(t0 + low, low);
      low = m * Q[1];
      sum = low + carry;
      t0 = t1 + sum;
      carry = Math.unsignedMultiplyHigh(m, Q[1]) + carry(sum, low) + carry(t0, sum);
      low = m * Q[2];
      sum = low + carry;
      t1 = t2 + sum;
      carry = Math.unsignedMultiplyHigh(m, Q[2]) + carry(sum, low) + carry(t1, sum);
      low = m * Q[3];
      sum = low + carry;
      t2 = t3 + sum;
      t3 = t4 + Math.unsignedMultiplyHigh(m, Q[3]) + carry(sum, low) + carry(t2, sum);
    }
    long s0 = t0 - Q[0];
    long borrow = Long.compareUnsigned(t0, Q[0]) < 0 ? 1 : 0;
    long d1 = t1 - Q[1];
    long s1 = d1 - borrow;
    borrow = (Long.compareUnsigned(t1, Q[1]) < 0 ? 1 : 0) | (d1 == 0 ? borrow : 0);
    long d2 = t2 - Q[2];
    long s2 = d2 - borrow;
    borrow = (Long.compareUnsigned(t2, Q[2]) < 0 ? 1 : 0) | (d2 == 0 ? borrow : 0);
    long d3 = t3 - Q[3];
    long s3 = d3 - borrow;
    borrow = (Long.compareUnsigned(t3, Q[3]) < 0 ? 1 : 0) | (d3 == 0 ? borrow : 0);
    boolean reduced = borrow == 1;
    r[0] = reduced ? t0 : s0;
    r[1] = reduced ? t1 : s1;
    r[2] = reduced ? t2 : s2;
    r[3] = reduced ? t3 : s3;
  }

  /// 1 if a sum with `addend` as one part overflowed to `sum`.
  private static long carry(long sum, long addend) {
    return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
  }
}
