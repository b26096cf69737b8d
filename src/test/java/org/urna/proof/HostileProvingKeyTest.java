package org.urna.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.circom.DevelopmentSetup;
import org.urna.proof.circom.R1csFile;
import org.urna.proof.circom.SyntheticCircuit;

/// Proving keys that somebody has tampered with: an exception that says so, never a crash, a hang
/// or a proof that helps the tamperer.
class HostileProvingKeyTest {
  @TempDir static Path folder;
  private static byte[] good;
  private static final SyntheticCircuit CIRCUIT = new SyntheticCircuit(40, 5);

  /// Where each section's contents start, by its number, and the places of all section headers.
  private static final Map<Integer, Integer> STARTS = new LinkedHashMap<>();

  @BeforeAll
  static void makeKey() throws Exception {
    Path zkey = folder.resolve("good.zkey");
    new DevelopmentSetup("hostile", 1)
        .make(
            R1csFile.read(CIRCUIT.writeR1cs(folder.resolve("good.r1cs"))),
            zkey,
            ProgressListener.NONE);
    good = Files.readAllBytes(zkey);
    ByteBuffer buffer = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (at < good.length) {
      STARTS.put(buffer.getInt(at), at + 12);
      at += 12 + (int) buffer.getLong(at + 4);
    }
    ProvingKey.open(zkey).close();
    assertThat(STARTS).hasSize(10);
  }

  private static Path write(byte[] bytes) throws IOException {
    Path file = Files.createTempFile(folder, "bad", ".zkey");
    Files.write(file, bytes);
    return file;
  }

  private static void assertRefused(byte[] bytes) throws IOException {
    Path file = write(bytes);
    assertThatThrownBy(() -> ProvingKey.open(file)).isInstanceOf(ProvingKeyException.class);
  }

  private static byte[] with(int at, int... values) {
    byte[] bytes = good.clone();
    for (int i = 0; i < values.length; i++) {
      bytes[at + i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    Random random = new Random(1);
    for (int length = 0;
        length < good.length;
        length += length < 900 ? 7 : 200 + random.nextInt(200)) {
      assertRefused(Arrays.copyOf(good, length));
    }
    assertRefused(Arrays.copyOf(good, good.length - 1));
  }

  @Test
  void refusesBytesBehindTheEnd() throws Exception {
    assertRefused(Arrays.copyOf(good, good.length + 1));
    assertRefused(Arrays.copyOf(good, good.length + 12));
  }

  @Test
  void refusesOtherFormatsProtocolsAndCurves() throws Exception {
    assertRefused(with(0, 'w'));
    assertRefused(with(4, 2));
    assertRefused(with(4, 0));
    assertRefused(with(STARTS.get(1), 2)); // plonk
    assertRefused(with(STARTS.get(2), 48)); // field width
    assertRefused(with(STARTS.get(2) + 4, good[STARTS.get(2) + 4] ^ 1)); // q
    assertRefused(with(STARTS.get(2) + 36, 48));
    assertRefused(with(STARTS.get(2) + 40, good[STARTS.get(2) + 40] ^ 1)); // r
  }

  @Test
  void refusesCountsThatDoNotFitTheSections() throws Exception {
    int counts = STARTS.get(2) + 72;
    for (int field = 0; field < 3; field++) {
      for (byte[] value :
          new byte[][] {
            {0, 0, 0, 0},
            {1, 0, 0, 0},
            {-1, -1, -1, -1},
            {-1, -1, -1, 127},
            {0, 0, 0, -128},
            {0, 0, 0, 4}
          }) {
        byte[] bytes = good.clone();
        System.arraycopy(value, 0, bytes, counts + 4 * field, 4);
        assertRefused(bytes);
      }
    }
  }

  @Test
  void refusesSectionsThatAreMissingTwiceOrOfWrongLength() throws Exception {
    for (int start : STARTS.values()) {
      assertRefused(with(start - 12, 99)); // missing
      assertRefused(with(start - 12, start == STARTS.get(1) ? 2 : 1)); // twice
      assertRefused(
          with(start - 8, good[start - 8] + 4)); // the next header is read from the wrong place
      assertRefused(with(start - 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f));
      assertRefused(with(start - 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    }
    assertRefused(with(8, 0xff, 0xff, 0xff, 0x7f));
    assertRefused(with(8, 9));
  }

  @Test
  void refusesCoefficientsOutsideTheMatrices() throws Exception {
    int first = STARTS.get(4) + 4;
    assertRefused(with(first, 2)); // no such matrix
    assertRefused(with(first + 3, 0x80));
    assertRefused(with(first + 4, 0xff, 0xff)); // no such constraint
    assertRefused(with(first + 7, 0x80));
    assertRefused(with(first + 8, 0xff, 0xff)); // no such wire
    assertRefused(with(first + 11, 0x80));
    assertRefused(with(first + 43, 0xff)); // value not below r
    assertRefused(with(STARTS.get(4), good[STARTS.get(4)] + 1)); // count
    assertRefused(with(STARTS.get(4) + 3, 0xff));
  }

  @Test
  void refusesEveryPointThatIsNotOnItsCurve() throws Exception {
    int points = 0;
    for (int section : new int[] {3, 5, 6, 7, 8, 9}) {
      int start = STARTS.get(section);
      ByteBuffer buffer = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
      int length = (int) buffer.getLong(start - 8);
      int width = section == 7 ? 128 : 64;
      for (int at = 0; at < length; at += 5 * width) {
        assertRefused(with(start + at, good[start + at] ^ 1));
        assertRefused(with(start + at + width - 1, 0xff)); // not reduced
        points++;
      }
    }
    int header = STARTS.get(2) + 84;
    for (int at : new int[] {0, 64, 128, 256, 384, 448}) {
      assertRefused(with(header + at, good[header + at] ^ 1));
      points++;
    }
    assertThat(points).isGreaterThan(40);
  }

  @Test
  void anyByteChangedIsRefusedOrHarmless() throws Exception {
    Random random = new Random(2);
    Groth16Verifier verifier = new Groth16Verifier();
    try (Witness witness = CIRCUIT.witness()) {
      PublicSignals signals = SyntheticCircuit.CIRCUIT.signalsOf(witness);
      VerifyingKey honest = VerifyingKey.fromZkey(folder.resolve("good.zkey"));
      for (int i = 0; i < 400; i++) {
        int at = random.nextInt(good.length);
        byte[] bytes = with(at, good[at] ^ (1 << random.nextInt(8)));
        Path file = write(bytes);
        try (ProvingKey key = ProvingKey.open(file)) {
          // What still opens differs in a coefficient or in the free text. The prover works, and
          // the verifier judges by the honest key.
          Proof proof =
              new Groth16Prover(new SecureRandom(), 1).prove(key, witness, ProgressListener.NONE);
          assertThat(at)
              .satisfiesAnyOf(
                  place -> assertThat(place).isGreaterThanOrEqualTo(STARTS.get(10)),
                  place -> assertThat(place).isBetween(STARTS.get(4) + 4, STARTS.get(5) - 13));
          if (at >= STARTS.get(10)) {
            assertThat(verifier.verify(honest, signals, proof)).isTrue();
          }
        } catch (ProvingKeyException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
        Files.delete(file);
      }
    }
  }

  @Test
  void coefficientsInAnyOrderGiveTheSameProof() throws Exception {
    // snarkjs' order is not promised anywhere: reverse the entries.
    byte[] bytes = good.clone();
    int first = STARTS.get(4) + 4;
    int count = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(STARTS.get(4));
    for (int i = 0; i < count; i++) {
      System.arraycopy(good, first + 44 * i, bytes, first + 44 * (count - 1 - i), 44);
    }
    try (Witness witness = CIRCUIT.witness();
        ProvingKey key = ProvingKey.open(write(bytes));
        ProvingKey original = ProvingKey.open(folder.resolve("good.zkey"))) {
      Proof proof =
          new Groth16Prover(new NeitherSecureNorRandom(1, 2), 2)
              .prove(key, witness, ProgressListener.NONE);
      assertThat(proof)
          .isEqualTo(
              new Groth16Prover(new NeitherSecureNorRandom(1, 2), 2)
                  .prove(original, witness, ProgressListener.NONE));
      assertThat(
              new Groth16Verifier()
                  .verify(key.verifyingKey(), SyntheticCircuit.CIRCUIT.signalsOf(witness), proof))
          .isTrue();
    }
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(() -> ProvingKey.open(folder.resolve("none.zkey")))
        .isInstanceOf(ProvingKeyException.class)
        .hasMessageContaining("none.zkey");
    assertThatThrownBy(() -> VerifyingKey.fromZkey(folder.resolve("none.zkey")))
        .isInstanceOf(ProvingKeyException.class);
  }

  @Test
  void anInterruptedOpeningEndsAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ProvingKey.open(folder.resolve("good.zkey")))
        .isInstanceOf(ProvingKeyException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
