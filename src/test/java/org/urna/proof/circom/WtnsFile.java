package org.urna.proof.circom;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.urna.proof.Iden3File;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.PrimeField;

/// Witnesses as snarkjs keeps them on disk. For tests and for checks with other tools: the kiosk's
/// own witnesses never leave memory.
public final class WtnsFile {
  private WtnsFile() {}

  /// Reads a `.wtns` file.
  ///
  /// @throws ProofFileException if it cannot be read, is not over BN254, is cut short, or is no
  ///   witness
  public static Witness read(Path file) throws ProofFileException {
    try (Arena arena = Arena.ofConfined()) {
      Iden3File sections = Iden3File.map(file, "wtns", 2, arena);
      MemorySegment header = sections.section(1, 4 + 32 + 4);
      long[] limbs = new long[PrimeField.LIMBS];
      for (int i = 0; i < limbs.length; i++) {
        limbs[i] = header.get(Iden3File.U64, 4 + 8L * i);
      }
      if (header.get(Iden3File.U32, 0) != 32 || !PrimeField.number(limbs, 0).equals(Fr.MODULUS)) {
        throw new ProofFileException("the witness is not over BN254");
      }
      long count = Integer.toUnsignedLong(header.get(Iden3File.U32, 36));
      try {
        return Witness.ofLittleEndian(sections.section(2, 32 * count));
      } catch (IllegalArgumentException e) {
        throw new ProofFileException("not a witness: " + e.getMessage(), e);
      }
    }
  }

  /// Writes a `.wtns` file. **Writes a secret to disk.**
  ///
  /// @throws ProofFileException if it cannot be written, or exists
  public static void write(Path file, Witness witness) throws ProofFileException {
    ByteBuffer head = ByteBuffer.allocate(12 + 12 + 40 + 12).order(ByteOrder.LITTLE_ENDIAN);
    head.put("wtns".getBytes(StandardCharsets.US_ASCII)).putInt(2).putInt(2);
    head.putInt(1).putLong(40).putInt(32);
    for (long limb : PrimeField.limbs(Fr.MODULUS)) {
      head.putLong(limb);
    }
    head.putInt(witness.size()).putInt(2).putLong(32L * witness.size()).flip();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeFully(channel, head);
      writeFully(channel, witness.littleEndian().asByteBuffer());
    } catch (IOException e) {
      throw new ProofFileException("cannot write " + file, e);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
