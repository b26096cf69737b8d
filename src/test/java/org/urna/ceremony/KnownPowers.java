package org.urna.ceremony;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.urna.proof.bn254.FixedBase;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.Workers;

/// A powers-of-τ file of any size whose τ, α and β are known: quick to make, and fit for nothing
/// but tests. Without contributions; `groth16 setup` of snarkjs takes it.
final class KnownPowers {
  private static final PrimeField F = Fr.FIELD;
  private static final int L = PrimeField.LIMBS;
  private static final BigInteger TAU = BigInteger.valueOf(0x7a75).pow(15).mod(Fr.MODULUS);
  private static final BigInteger ALPHA = BigInteger.valueOf(0xa1fa).pow(15).mod(Fr.MODULUS);
  private static final BigInteger BETA = BigInteger.valueOf(0xbe7a).pow(15).mod(Fr.MODULUS);

  private final Workers workers = new Workers(2);
  private final FixedBase g1 = new FixedBase(Group.G1, G1.generator(), 12);
  private final FixedBase g2 = new FixedBase(Group.G2, G2.generator(), 12);
  private final OutputStream out;
  private final int power;

  private KnownPowers(OutputStream out, int power) {
    this.out = out;
    this.power = power;
  }

  static Path write(Path file, int power) throws IOException, InterruptedException {
    try (OutputStream out = Files.newOutputStream(file)) {
      new KnownPowers(out, power).write();
    }
    return file;
  }

  private void write() throws IOException, InterruptedException {
    out.write("ptau".getBytes(StandardCharsets.US_ASCII));
    out.write(buffer(8).putInt(1).putInt(11).array());
    section(1, 44);
    out.write(buffer(4).putInt(32).array());
    limbs(PrimeField.limbs(Fq.MODULUS));
    out.write(buffer(8).putInt(power).putInt(power).array());
    int n = 1 << power;
    points(2, Group.G1, powers(BigInteger.ONE, 2 * n - 1));
    points(3, Group.G2, powers(BigInteger.ONE, n));
    points(4, Group.G1, powers(ALPHA, n));
    points(5, Group.G1, powers(BETA, n));
    points(6, Group.G2, powers(BETA, 1));
    section(7, 4);
    out.write(new byte[4]);
    lagrange(12, Group.G1, BigInteger.ONE, power + 1);
    lagrange(13, Group.G2, BigInteger.ONE, power);
    lagrange(14, Group.G1, ALPHA, power);
    lagrange(15, Group.G1, BETA, power);
  }

  private static long[] powers(BigInteger first, int count) {
    long[] scalars = new long[count * L];
    long[] power = F.element(first);
    long[] step = F.element(TAU);
    for (int i = 0; i < count; i++) {
      F.fromMontgomery(scalars, i * L, power, 0);
      F.multiply(power, 0, power, 0, step, 0);
    }
    return scalars;
  }

  private void lagrange(int id, Group group, BigInteger factor, int levels)
      throws IOException, InterruptedException {
    section(id, ((2L << levels) - 1) * group.affineWidth() * 8);
    for (int log = 0; log <= levels; log++) {
      long[] scalars = lagrange(factor, log, log == power + 1);
      for (int at = 0; at < scalars.length; at += L << 14) {
        int end = Math.min(scalars.length, at + (L << 14));
        limbs(product(group, java.util.Arrays.copyOfRange(scalars, at, end)));
      }
    }
  }

  /// factor·wʲ(τⁿ − 1)/(n(τ − wʲ)). The widest basis is made without the last power, which takes
  /// τⁿ⁻¹/(n·wʲ⁽ⁿ⁻¹⁾) = τⁿ⁻¹·wʲ/n away.
  private static long[] lagrange(BigInteger factor, int log, boolean withoutLast) {
    BigInteger n = BigInteger.ONE.shiftLeft(log);
    BigInteger scale = factor.multiply(n.modInverse(Fr.MODULUS));
    long[] whole = F.element(scale.multiply(TAU.modPow(n, Fr.MODULUS).subtract(BigInteger.ONE)));
    long[] last = F.element(scale.multiply(TAU.modPow(n.subtract(BigInteger.ONE), Fr.MODULUS)));
    long[] tau = F.element(TAU);
    long[] w = F.element(Fr.rootOfUnity(log));
    long[] x = F.element(BigInteger.ONE);
    int size = 1 << log;
    long[] s = new long[2 * L];
    long[] scalars = new long[size * L];
    long[] roots = new long[size * L];
    long[] prefixes = new long[size * L];
    long[] running = F.element(BigInteger.ONE);
    for (int j = 0; j < size; j++) {
      System.arraycopy(x, 0, roots, j * L, L);
      System.arraycopy(running, 0, prefixes, j * L, L);
      F.subtract(s, 0, tau, 0, x, 0);
      F.multiply(running, 0, running, 0, s, 0);
      F.multiply(x, 0, x, 0, w, 0);
    }
    F.invert(running, 0, running, 0);
    for (int j = size - 1; j >= 0; j--) {
      F.subtract(s, L, tau, 0, roots, j * L);
      F.multiply(s, 0, running, 0, prefixes, j * L);
      F.multiply(running, 0, running, 0, s, L);
      F.multiply(s, 0, s, 0, whole, 0);
      if (withoutLast) {
        F.subtract(s, 0, s, 0, last, 0);
      }
      F.multiply(s, 0, s, 0, roots, j * L);
      F.fromMontgomery(scalars, j * L, s, 0);
    }
    return scalars;
  }

  private void points(int id, Group group, long[] scalars)
      throws IOException, InterruptedException {
    section(id, (long) scalars.length / L * group.affineWidth() * 8);
    limbs(product(group, scalars));
  }

  private long[] product(Group group, long[] scalars) throws InterruptedException {
    return (group == Group.G1 ? g1 : g2).multiply(scalars, scalars.length / L, workers);
  }

  private void section(int id, long length) throws IOException {
    out.write(buffer(12).putInt(id).putLong(length).array());
  }

  private void limbs(long[] limbs) throws IOException {
    ByteBuffer bytes = buffer(8 * limbs.length);
    bytes.asLongBuffer().put(limbs);
    out.write(bytes.array());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
