package org.urna.proof.circom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;

class CircomFilesTest {
  @TempDir Path folder;
  private final SyntheticCircuit circuit = new SyntheticCircuit(60, 4);
  private byte[] r1cs;

  @BeforeEach
  void write() throws Exception {
    r1cs = Files.readAllBytes(circuit.writeR1cs(folder.resolve("c.r1cs")));
  }

  private Path file(byte[] bytes) throws IOException {
    Path file = Files.createTempFile(folder, "f", ".bin");
    Files.write(file, bytes);
    return file;
  }

  private void assertRefused(byte[] bytes) throws IOException {
    Path file = file(bytes);
    assertThatThrownBy(() -> R1csFile.read(file)).isInstanceOf(ProofFileException.class);
  }

  @Test
  void findsTheFirstConstraintThatAWitnessBreaks() throws Exception {
    R1csFile read = R1csFile.read(folder.resolve("c.r1cs"));
    assertThat(read.constraints()).isEqualTo(60);
    assertThat(read.wires()).isEqualTo(circuit.wireCount());
    assertThat(read.publicSignals()).isEqualTo(3);
    try (Witness good = circuit.witness()) {
      assertThat(read.firstUnsatisfied(good)).isEmpty();
    }
    for (int wire = 1; wire < circuit.wireCount(); wire++) {
      try (Witness bad = circuit.witness(wire, BigInteger.TWO)) {
        assertThat(read.firstUnsatisfied(bad)).as("wire %d", wire).isPresent();
      }
    }
    try (Witness bad = circuit.witness(1, BigInteger.ONE)) {
      assertThat(read.firstUnsatisfied(bad)).hasValue(0);
    }
    try (Witness other = new SyntheticCircuit(80, 4).witness()) {
      assertThatThrownBy(() -> read.firstUnsatisfied(other))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesMalformedConstraintSystems() throws Exception {
    for (int length = 0; length < r1cs.length; length += 97) {
      assertRefused(Arrays.copyOf(r1cs, length));
    }
    assertRefused(Arrays.copyOf(r1cs, r1cs.length + 1));
    int constraints = 24;
    int constraintBytes = (int) ByteBuffer.wrap(r1cs).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
    int header = constraints + constraintBytes + 12;
    for (int[] change :
        new int[][] {
          {0, 'z'}, // type
          {4, 2}, // version
          {12, 3}, // no constraints
          {header, 31}, // field width
          {header + 4, r1cs[header + 4] ^ 1}, // prime
          {header + 36, 0}, // wires
          {header + 39, 0x80},
          {header + 40, 0xff}, // outputs
          {header + 43, 0x80},
          {header + 47, 0x7f}, // inputs
          {header + 60, 59}, // constraints
          {header + 60, 61},
          {header + 60, 0},
          {header + 63, 0x7f},
          {constraints + 3, 0x80}, // terms
          {constraints + 1, 1},
          {constraints + 6, 0x7f}, // wire
          {constraints + 7, 0x80},
          {constraints + 39, 0xff} // value
        }) {
      byte[] bytes = r1cs.clone();
      bytes[change[0]] = (byte) change[1];
      Path changed = file(bytes);
      assertThatThrownBy(() -> R1csFile.read(changed), "byte %d := %d", change[0], change[1])
          .isInstanceOf(ProofFileException.class);
    }
    assertThatThrownBy(() -> R1csFile.read(folder.resolve("none")))
        .isInstanceOf(ProofFileException.class);
  }

  @Test
  void refusesMalformedWitnesses() throws Exception {
    Path good = folder.resolve("w.wtns");
    try (Witness witness = circuit.witness()) {
      WtnsFile.write(good, witness);
      assertThatThrownBy(() -> WtnsFile.write(good, witness))
          .isInstanceOf(ProofFileException.class);
    }
    byte[] bytes = Files.readAllBytes(good);
    try (Witness read = WtnsFile.read(good)) {
      assertThat(read.size()).isEqualTo(circuit.wireCount());
    }
    for (int[] change :
        new int[][] {
          {0, 'x'},
          {4, 3},
          {12, 7},
          {24, 31},
          {28, 0},
          {60, 0},
          {63, 0xff},
          {76, 2},
          {108 + 31, 0xff}
        }) {
      byte[] changed = bytes.clone();
      changed[change[0]] = (byte) change[1];
      Path file = file(changed);
      assertThatThrownBy(() -> WtnsFile.read(file), "byte %d", change[0])
          .isInstanceOf(ProofFileException.class);
    }
    for (int length : new int[] {0, 11, 40, 76, 100, bytes.length - 1}) {
      Path file = file(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> WtnsFile.read(file)).isInstanceOf(ProofFileException.class);
    }
  }
}
