package org.urna.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.ProgressListener;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;

class PowersOfTauTest {
  @TempDir static Path folder;
  private static Path goodFile;
  private static SectionedBytes good;

  @BeforeAll
  static void make() throws Exception {
    goodFile = KnownPowers.write(folder.resolve("good.ptau"), 4);
    good = SectionedBytes.read(goodFile);
  }

  private static KeyCeremony.Powers check(Path file) throws Exception {
    return KeyCeremony.checkPowers(
        file, "", false, true, 2, new SecureRandom(), ProgressListener.NONE);
  }

  private static void assertRefused(SectionedBytes forged, String words) throws Exception {
    Path file = forged.write(folder, ".ptau");
    assertThatThrownBy(() -> check(file))
        .isInstanceOf(CeremonyFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(words);
  }

  @Test
  void acceptsWhatSnarkjsMade() throws Exception {
    KeyCeremony.Powers found = check(CeremonyFixtures.powers());
    assertThat(found.power()).isEqualTo(CeremonyFixtures.POWER);
    assertThat(found.published()).isEmpty();
  }

  @Test
  void knowsThePublishedFilesByTheirHashes() {
    assertThat(PublishedPowers.count()).isEqualTo(21);
    // From the README of snarkjs, letter by letter, for the largest circuits.
    assertThat(
            PublishedPowers.name(
                "BCA9D8B04242F175189872C42CEAA21E2951E0F0F272A0CC54FC37193FF6648600EAF1C555C70CDEDFAF9FB74927DE7AA1D33DC1E2A7F1A50619484989DA0887"))
        .contains("powersOfTau28_hez_final_19.ptau");
    assertThat(PublishedPowers.name("00".repeat(64))).isEmpty();
  }

  @Test
  void comparesTheHashItIsGiven() throws Exception {
    String blake2b = FileHashes.blake2b(goodFile);
    String sha512 = FileHashes.sha512(goodFile);
    for (boolean isSha512 : new boolean[] {false, true}) {
      String right = isSha512 ? sha512 : blake2b;
      String wrong = isSha512 ? blake2b : sha512;
      assertThat(
              KeyCeremony.checkPowers(
                      goodFile,
                      right.toUpperCase(java.util.Locale.ROOT),
                      isSha512,
                      false,
                      1,
                      new SecureRandom(),
                      ProgressListener.NONE)
                  .blake2b())
          .isEqualTo(blake2b);
      assertThatThrownBy(
              () ->
                  KeyCeremony.checkPowers(
                      goodFile,
                      wrong,
                      isSha512,
                      false,
                      1,
                      new SecureRandom(),
                      ProgressListener.NONE))
          .hasMessageContaining("another hash");
    }
  }

  @Test
  void hashesFilesAsTheWorldDoes() throws Exception {
    Path abc = Files.writeString(folder.resolve("abc"), "abc");
    // RFC 7693, appendix A
    assertThat(FileHashes.blake2b(abc))
        .isEqualTo(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    // FIPS 180-2, appendix B.1
    assertThat(FileHashes.sha256(abc))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void refusesAPointOffTheCurveInEverySection() throws Exception {
    for (PowersOfTau.Points points : PowersOfTau.Points.values()) {
      for (int at : new int[] {0, good.section(points.id).length - 1}) {
        byte[] bytes = good.section(points.id).clone();
        bytes[at] ^= 1;
        assertRefused(good.with(points.id, bytes), "section " + points.id + " ");
      }
    }
  }

  @Test
  void refusesAnotherPointInEverySectionAtEveryPlace() throws Exception {
    for (PowersOfTau.Points points : PowersOfTau.Points.values()) {
      int width = points.group.affineWidth() * 8;
      byte[] whole = good.section(points.id);
      int step = Math.max(1, whole.length / width / 9);
      for (int i = 0; i < whole.length / width; i += step) {
        byte[] bytes = whole.clone();
        ByteBuffer place =
            ByteBuffer.wrap(bytes, i * width, width).order(ByteOrder.LITTLE_ENDIAN).slice();
        place.order(ByteOrder.LITTLE_ENDIAN);
        long[] point = new long[width / 8];
        place.asLongBuffer().get(point);
        place.asLongBuffer().put(points.group.negate(point));
        assertRefused(good.with(points.id, bytes), "section ");
      }
    }
  }

  @Test
  void refusesPowersThatAreAllOfThePointAtInfinity() throws Exception {
    for (PowersOfTau.Points points : PowersOfTau.Points.values()) {
      assertRefused(good.with(points.id, new byte[good.section(points.id).length]), "section ");
    }
  }

  /// A point on the twist of order other than r: a random one, times r, is in no sum's way but must
  /// not pass.
  @Test
  void refusesAPointOutsideOfG2() throws Exception {
    long[] stray = pointOutsideG2();
    assertThat(Group.G2.isOnCurve(stray, 0)).isTrue();
    assertThat(G2.isInSubgroup(stray)).isFalse();
    for (PowersOfTau.Points points :
        new PowersOfTau.Points[] {
          PowersOfTau.Points.TAU_2, PowersOfTau.Points.LAGRANGE_TAU_2, PowersOfTau.Points.BETA_2
        }) {
      byte[] bytes = good.section(points.id).clone();
      ByteBuffer place = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int at = bytes.length - 128;
      long[] point = new long[16];
      place.position(at).slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(point);
      place
          .position(at)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer()
          .put(Group.G2.sum(point, stray));
      assertRefused(good.with(points.id, bytes), "section " + points.id + " ");
    }
  }

  /// The r-th multiple of a point of the whole twist: x = n + u for the first n that has one.
  private static long[] pointOutsideG2() {
    BigInteger q = org.urna.proof.bn254.Fq.MODULUS;
    for (int n = 0; ; n++) {
      BigInteger[] found = TwistPoints.withX(BigInteger.valueOf(n), BigInteger.ONE, q);
      if (found.length == 2) {
        long[] point = G2.toLimbs(BigInteger.valueOf(n), BigInteger.ONE, found[0], found[1]);
        long[] multiple =
            Group.G2.multiply(
                point, org.urna.proof.bn254.PrimeField.limbs(org.urna.proof.bn254.Fr.MODULUS));
        if (!Arrays.equals(multiple, new long[16])) {
          return multiple;
        }
      }
    }
  }

  @Test
  void refusesWrongHeadersAndLengths() throws Exception {
    for (int section : new int[] {1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15}) {
      byte[] bytes = good.section(section);
      assertRefused(good.without(section), "section " + section + " ");
      if (section != 7) {
        assertRefused(
            good.with(section, Arrays.copyOf(bytes, bytes.length - 1)), "section " + section + " ");
        assertRefused(
            good.with(section, Arrays.copyOf(bytes, bytes.length + 64)),
            "section " + section + " ");
      }
    }
    for (int power : new int[] {0, 3, 5, 29, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      byte[] header = good.section(1).clone();
      ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(36, power);
      assertRefused(good.with(1, header), "section ");
    }
    byte[] otherCurve = good.section(1).clone();
    otherCurve[5] ^= 1;
    assertRefused(good.with(1, otherCurve), "section 1 ");
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    byte[] bytes = good.toBytes();
    for (int length = 0; length < bytes.length; length += 1009) {
      Path file = Files.write(folder.resolve("cut.ptau"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> check(file))
          .isInstanceOf(CeremonyFileException.class)
          .hasMessageContaining("cut.ptau");
    }
  }
}
