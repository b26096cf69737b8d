package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.proof.Witness;

/// The instrument of the circuit tests itself: it must find what is broken and what is free.
class ConstraintSystemTest {
  @TempDir Path folder;

  /// w1 · w1 = w2, 0 · w3 = 0: wire 3 is named but free.
  private ConstraintSystem square() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    file.put("r1cs".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(1).putInt(2);
    file.putInt(1).putLong(64).putInt(32).put(new byte[32]);
    file.putInt(4).putInt(0).putInt(2).putInt(1).putLong(4).putInt(2);
    int body = 2 * (3 * 4) + 36 * 4;
    file.putInt(2).putLong(body);
    term(file, 1);
    term(file, 1);
    term(file, 2);
    file.putInt(0);
    term(file, 3);
    file.putInt(0);
    Path path = folder.resolve("square.r1cs");
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    Files.write(path, bytes);
    return ConstraintSystem.read(path);
  }

  private static void term(ByteBuffer file, int wire) {
    file.putInt(1).putInt(wire).put((byte) 1).put(new byte[31]);
  }

  private static Assignment assign(ConstraintSystem system, int... values) {
    byte[] elements = new byte[32 * values.length];
    for (int i = 0; i < values.length; i++) {
      elements[32 * i] = (byte) values[i];
    }
    try (Witness witness = Witness.ofLittleEndian(elements)) {
      return system.assign(witness);
    }
  }

  @Test
  void countsWhatDoesNotHold() throws IOException {
    assertThat(assign(square(), 1, 3, 9, 5).violations()).isZero();
    assertThat(assign(square(), 1, 3, 8, 5).violations()).isEqualTo(1);
  }

  @Test
  void findsTheFreeWire() throws IOException {
    Assignment honest = assign(square(), 1, 3, 9, 5);
    List<Boolean> broken =
        List.of(
            honest.breaksWith(1, BigInteger.TWO),
            honest.breaksWith(2, BigInteger.TEN),
            honest.breaksWith(3, BigInteger.TEN));
    assertThat(broken).containsExactly(true, true, false);
    // (-3)² = 3²: another value of one wire need not break anything, which is why several are
    // tried.
    assertThat(honest.breaksWith(1, BigInteger.valueOf(-3))).isFalse();
  }
}
