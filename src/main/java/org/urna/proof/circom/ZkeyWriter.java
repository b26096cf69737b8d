package org.urna.proof.circom;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.PrimeField;

/// Writes snarkjs' `.zkey`, section by section in the order of their numbers. Closing forces the
/// file to disk.
final class ZkeyWriter implements Closeable {
  private static final int SECTIONS = 10;
  private static final int CONTRIBUTION_HASH_BYTES = 64;

  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  private ZkeyWriter(FileChannel channel) {
    this.channel = channel;
  }

  static ZkeyWriter create(Path file) throws IOException {
    return new ZkeyWriter(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  /// Sections 1 and 2.
  ///
  /// @param g1 \[α\]₁, \[β\]₁, \[δ\]₁
  /// @param g2 \[α\]₂ (not written), \[β\]₂, \[δ\]₂
  /// @param gamma2 \[γ\]₂
  void header(int wires, int publicSignals, int domain, long[] g1, long[] g2, long[] gamma2)
      throws IOException {
    buffer.put("zkey".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(SECTIONS);
    section(1, 4);
    buffer.putInt(1);
    section(2, 2 * 36 + 3 * 4 + 3 * 64 + 3 * 128);
    modulus(Fq.MODULUS);
    modulus(Fr.MODULUS);
    buffer.putInt(wires).putInt(publicSignals).putInt(domain);
    limbs(g1, 0, 2 * G1.WIDTH);
    limbs(g2, G2.WIDTH, 2 * G2.WIDTH);
    limbs(gamma2, 0, G2.WIDTH);
    limbs(g1, 2 * G1.WIDTH, 3 * G1.WIDTH);
    limbs(g2, 2 * G2.WIDTH, 3 * G2.WIDTH);
  }

  private void modulus(BigInteger modulus) throws IOException {
    buffer.putInt(32);
    limbs(PrimeField.limbs(modulus), 0, PrimeField.LIMBS);
  }

  /// Section 4: the terms of A and B, then one term of A for the constant and each public signal.
  void coefficients(R1csFile r1cs) throws IOException {
    int count = r1cs.termsOfAandB() + r1cs.publicSignals() + 1;
    section(4, 4 + 44L * count);
    buffer.putInt(count);
    try {
      r1cs.visit(
          (constraint, matrix, wire, value) -> {
            if (matrix < 2) {
              coefficient(matrix, constraint, wire, value);
            }
          });
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    long[] one = PrimeField.limbs(BigInteger.ONE);
    for (int signal = 0; signal <= r1cs.publicSignals(); signal++) {
      coefficient(0, r1cs.constraints() + signal, signal, one);
    }
  }

  private void coefficient(int matrix, int constraint, int wire, long[] value) {
    try {
      reserve(44);
      buffer.putInt(matrix).putInt(constraint).putInt(wire);
      long[] element = new long[PrimeField.LIMBS];
      Fr.FIELD.toMontgomery(element, 0, value, 0);
      Fr.FIELD.toMontgomery(element, 0, element, 0);
      limbs(element, 0, element.length);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// A section of points.
  void points(int id, long[] points) throws IOException {
    points(id, points, 0, points.length);
  }

  /// A section of points, from limb `from` to limb `to`.
  void points(int id, long[] points, int from, int to) throws IOException {
    section(id, 8L * (to - from));
    limbs(points, from, to);
  }

  /// Section 10 without contributions, `text` in the place of the circuit's hash.
  void contributions(String text) throws IOException {
    byte[] hash = new byte[CONTRIBUTION_HASH_BYTES];
    byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(letters, 0, hash, 0, letters.length);
    section(10, CONTRIBUTION_HASH_BYTES + 4);
    reserve(CONTRIBUTION_HASH_BYTES + 4);
    buffer.put(hash).putInt(0);
  }

  private void section(int id, long length) throws IOException {
    reserve(12 + 36);
    buffer.putInt(id).putLong(length);
  }

  private void limbs(long[] limbs, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      if (buffer.remaining() < Long.BYTES) {
        drain();
      }
      buffer.putLong(limbs[i]);
    }
  }

  private void reserve(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      drain();
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      drain();
      channel.force(true);
    }
  }
}
