package org.urna.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.circom.SyntheticCircuit;

/// Keys of a ceremony that somebody has tampered with, each part in turn.
class KeyForgeryTest {
  private static final String BEACON = "00ff".repeat(16);
  private static final int PEOPLE = 3;

  @TempDir static Path folder;
  private static Path powers;
  private static Path r1cs;
  private static KeyCeremony ceremony;
  private static Path goodFile;
  private static SectionedBytes good;

  @BeforeAll
  static void hold() throws Exception {
    powers = KnownPowers.write(folder.resolve("powers.ptau"), 6);
    r1cs = new SyntheticCircuit(45, 2).writeR1cs(folder.resolve("c.r1cs"));
    ceremony = CeremonyFixtures.ceremony(r1cs, powers);
    ceremony.start(at(0));
    for (int i = 0; i < PEOPLE; i++) {
      CeremonyFixtures.step(at(i), at(i + 1))
          .contribute("person " + i, new char[] {'x'}, new SecureRandom());
    }
    goodFile = at(PEOPLE + 1);
    CeremonyFixtures.step(at(PEOPLE), goodFile).beacon("beacon", BEACON, 10);
    good = SectionedBytes.read(goodFile);
    assertThat(ceremony.verify(goodFile, folder).steps()).hasSize(PEOPLE + 1);
  }

  private static Path at(int step) {
    return folder.resolve("k" + step + ".zkey");
  }

  private static void assertRefused(SectionedBytes forged, String... words) throws Exception {
    assertRefused(forged.write(folder, ".zkey"), words);
  }

  private static void assertRefused(Path file, String... words) throws Exception {
    assertThatThrownBy(() -> ceremony.verify(file, folder))
        .isInstanceOf(CeremonyFileException.class)
        .hasMessageContaining(file.toString())
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
    Files.delete(file);
  }

  private static byte[] changed(int section, int at) {
    byte[] bytes = good.section(section).clone();
    bytes[at] ^= 1;
    return bytes;
  }

  private static byte[] withPoint(int section, int at, long[] point) {
    byte[] bytes = good.section(section).clone();
    ByteBuffer.wrap(bytes, at, 8 * point.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .put(point);
    return bytes;
  }

  @Test
  void refusesEverySectionWithAChangedByte() throws Exception {
    for (int section = 1; section <= 10; section++) {
      int size = good.section(section).length;
      for (int at : new int[] {0, size / 2, size - 1}) {
        assertRefused(good.with(section, changed(section, at)), "section ");
      }
    }
  }

  @Test
  void namesTheSectionInWhichAPointWasReplaced() throws Exception {
    for (int section : new int[] {3, 5, 6, 8, 9}) {
      for (long[] point : List.of(G1.generator(), new long[G1.WIDTH])) {
        for (int at : new int[] {firstPoint(section), lastPoint(section)}) {
          assertRefused(good.with(section, withPoint(section, at, point)), "section " + section);
        }
      }
    }
    assertRefused(good.with(7, withPoint(7, 128, G2.generator())), "section 7");
  }

  /// Where the first point other than infinity stands: a wire need not be in every matrix.
  private static int firstPoint(int section) {
    int at = 0;
    while (isInfinity(section, at)) {
      at += 64;
    }
    return at;
  }

  private static int lastPoint(int section) {
    int at = good.section(section).length - 64;
    while (isInfinity(section, at)) {
      at -= 64;
    }
    return at;
  }

  private static boolean isInfinity(int section, int at) {
    return Arrays.equals(good.section(section), at, at + 64, new byte[64], 0, 64);
  }

  @Test
  void namesPointsThatAreNotOnTheCurve() throws Exception {
    for (int section : new int[] {8, 9}) {
      assertRefused(
          good.with(section, changed(section, 70)), "section " + section, "not on the curve");
    }
  }

  @Test
  void refusesPointsThatTradePlaces() throws Exception {
    for (int section : new int[] {8, 9}) {
      byte[] bytes = good.section(section).clone();
      byte[] first = Arrays.copyOf(bytes, 64);
      System.arraycopy(bytes, 64, bytes, 0, 64);
      System.arraycopy(first, 0, bytes, 64, 64);
      assertRefused(good.with(section, bytes), "section " + section, "divided by delta");
    }
  }

  @Test
  void refusesAnotherDeltaInTheHeader() throws Exception {
    assertRefused(good.with(2, withPoint(2, KeyFile.DELTA_1_AT, G1.generator())), "section 2");
    assertRefused(good.with(2, withPoint(2, KeyFile.DELTA_2_AT, G2.generator())), "section 2");
    assertRefused(good.with(2, withPoint(2, KeyFile.DELTA_2_AT, new long[G2.WIDTH])), "section 2");
    for (int at : new int[] {KeyFile.ALPHA_1_AT, KeyFile.BETA_1_AT}) {
      assertRefused(good.with(2, withPoint(2, at, G1.generator())), "section 2");
    }
    for (int at : new int[] {KeyFile.BETA_2_AT, KeyFile.GAMMA_2_AT}) {
      long[] twice = Group.G2.sum(G2.generator(), G2.generator());
      assertRefused(good.with(2, withPoint(2, at, twice)), "section 2");
    }
  }

  @Test
  void refusesSectionsThatAreMissingShortOrLong() throws Exception {
    for (int section = 1; section <= 10; section++) {
      byte[] bytes = good.section(section);
      assertRefused(good.without(section), "section " + section);
      assertRefused(good.with(section, Arrays.copyOf(bytes, bytes.length - 1)), "section");
      assertRefused(good.with(section, Arrays.copyOf(bytes, bytes.length + 1)), "section");
      assertRefused(good.with(section, new byte[0]), "section");
    }
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    byte[] bytes = good.toBytes();
    for (int length = 0; length < bytes.length; length += 997) {
      assertRefused(
          Files.write(folder.resolve("cut.zkey"), Arrays.copyOf(bytes, length)), "cut.zkey");
    }
  }

  @Test
  void refusesHostileLengthsWithoutAllocatingThem() throws Exception {
    for (int at : new int[] {72, 76, 80}) {
      for (int value : new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 28}) {
        byte[] header = good.section(2).clone();
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        assertRefused(good.with(2, header), "section");
      }
    }
    for (int value : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 10_001}) {
      byte[] log = good.section(10).clone();
      ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).putInt(64, value);
      assertRefused(good.with(10, log), "section 10");
      byte[] parameters = good.section(10).clone();
      ByteBuffer.wrap(parameters).order(ByteOrder.LITTLE_ENDIAN).putInt(68 + 388, value);
      assertRefused(good.with(10, parameters), "section 10");
      byte[] coefficients = good.section(4).clone();
      ByteBuffer.wrap(coefficients).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
      assertRefused(good.with(4, coefficients), "section 4");
    }
    byte[] all = good.toBytes();
    ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putLong(16, Long.MAX_VALUE);
    assertRefused(Files.write(folder.resolve("long.zkey"), all), "long.zkey");
  }

  // ------------------------------------------------------------------ contributions

  private static List<Contribution> contributions() throws Exception {
    try (KeyFile key = KeyFile.open(goodFile)) {
      return key.log().contributions();
    }
  }

  private static SectionedBytes withLog(UnaryOperator<List<Contribution>> change) throws Exception {
    byte[] circuitHash = Arrays.copyOf(good.section(10), 64);
    List<Contribution> changed = change.apply(new ArrayList<>(contributions()));
    return good.with(10, new ContributionLog(circuitHash, changed).toBytes());
  }

  @Test
  void aLogThatIsOnlyReadAndWrittenIsTheSame() throws Exception {
    assertThat(withLog(log -> log).toBytes()).isEqualTo(good.toBytes());
  }

  @Test
  void refusesContributionsDroppedDuplicatedAndReordered() throws Exception {
    for (int i = 0; i <= PEOPLE; i++) {
      int place = i;
      assertRefused(
          withLog(
              log -> {
                log.remove(place);
                return log;
              }),
          i == PEOPLE ? "section 2" : "section 10");
      assertRefused(
          withLog(
              log -> {
                log.add(place, log.get(place));
                return log;
              }),
          "section 10",
          "contribution " + (i + 2));
    }
    for (int i = 0; i < PEOPLE; i++) {
      int place = i;
      assertRefused(
          withLog(
              log -> {
                log.add(place, log.remove(place + 1));
                return log;
              }),
          "section 10",
          "contribution " + (i + 1));
    }
    assertRefused(withLog(_ -> List.of()), "section 2");
  }

  @Test
  void refusesEveryFieldOfEveryContribution() throws Exception {
    long[] g1 = Group.G1.sum(G1.generator(), G1.generator());
    long[] g2 = Group.G2.sum(G2.generator(), G2.generator());
    byte[] other = new byte[64];
    for (int i = 0; i <= PEOPLE; i++) {
      int place = i;
      Contribution c = contributions().get(i);
      List<Contribution> forged =
          List.of(
              new Contribution(g1, c.g1s(), c.g1sx(), c.g2spx(), c.transcript(), "", c.beacon()),
              new Contribution(
                  c.deltaAfter(), g1, c.g1sx(), c.g2spx(), c.transcript(), "", c.beacon()),
              new Contribution(
                  c.deltaAfter(), c.g1s(), g1, c.g2spx(), c.transcript(), "", c.beacon()),
              new Contribution(
                  c.deltaAfter(), c.g1s(), c.g1sx(), g2, c.transcript(), "", c.beacon()),
              new Contribution(c.deltaAfter(), c.g1s(), c.g1sx(), c.g2spx(), other, "", c.beacon()),
              new Contribution(
                  c.deltaAfter(),
                  c.g1s(),
                  c.g1sx(),
                  c.g2spx(),
                  c.transcript(),
                  "",
                  java.util.Optional.of(new Beacon("ab", 10))));
      for (Contribution one : forged) {
        assertRefused(
            withLog(
                log -> {
                  log.set(place, one);
                  return log;
                }),
            "section 10",
            "contribution " + (i + 1));
      }
    }
  }

  @Test
  void refusesPointsOutsideOfTheirGroups() throws Exception {
    for (int at : new int[] {68, 68 + 64, 68 + 128}) {
      assertRefused(good.with(10, changed(10, at)), "section 10", "not of G1");
      assertRefused(good.with(10, withPoint(10, at, new long[G1.WIDTH])), "not of G1");
    }
    assertRefused(good.with(10, changed(10, 68 + 192)), "section 10", "not of G2");
    assertRefused(good.with(10, withPoint(10, 68 + 192, new long[G2.WIDTH])), "not of G2");
  }

  @Test
  void refusesBeaconsThatWouldNeverEndAndMalformedParameters() throws Exception {
    byte[] log = good.section(10);
    int size = log.length;
    // the last parameters: 1 6 "beacon" 2 10 3 32 …
    int iterations = size - 32 - 3;
    assertThat(log[iterations]).isEqualTo((byte) 10);
    for (int value : new int[] {0, 9, 31, 63, 255}) {
      byte[] bytes = log.clone();
      bytes[iterations] = (byte) value;
      assertRefused(good.with(10, bytes), "section 10", "beacon");
    }
    for (int at : new int[] {iterations - 1, iterations + 1, iterations + 2}) {
      assertRefused(good.with(10, changed(10, at)), "section 10");
    }
  }

  // ------------------------------------------------------------------ other files

  @Test
  void refusesAnotherCircuitAndOtherPowers() throws Exception {
    Path otherCircuit = new SyntheticCircuit(45, 3).writeR1cs(folder.resolve("other.r1cs"));
    assertThatThrownBy(
            () -> CeremonyFixtures.ceremony(otherCircuit, powers).verify(goodFile, folder))
        .isInstanceOf(CeremonyFileException.class)
        .hasMessageContaining("another circuit or other powers");
    Path otherPowers = CeremonyFixtures.powers();
    assertThatThrownBy(() -> CeremonyFixtures.ceremony(r1cs, otherPowers).verify(goodFile, folder))
        .isInstanceOf(CeremonyFileException.class)
        .hasMessageContaining("another circuit or other powers");
  }

  @Test
  void refusesACircuitThatIsTooLargeForThePowers() throws Exception {
    Path large = new SyntheticCircuit(64, 3).writeR1cs(folder.resolve("large.r1cs"));
    assertThatThrownBy(
            () -> CeremonyFixtures.ceremony(large, powers).start(folder.resolve("large.zkey")))
        .isInstanceOf(CeremonyFileException.class)
        .hasMessageContaining(powers.toString())
        .hasMessageContaining("2^7");
    assertThat(folder.resolve("large.zkey")).doesNotExist();
    assertThat(folder.resolve("large.zkey.part")).doesNotExist();
  }

  @Test
  void refusesACircuitOfImpossiblyManyWires() throws Exception {
    SectionedBytes circuit = SectionedBytes.read(r1cs);
    for (int wires : new int[] {(1 << 24) + 1, Integer.MAX_VALUE, -1}) {
      byte[] header = circuit.section(1).clone();
      ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(36, wires);
      Path hostile = circuit.with(1, header).write(folder, ".r1cs");
      assertThatThrownBy(
              () ->
                  CeremonyFixtures.ceremony(hostile, powers).start(folder.resolve("hostile.zkey")))
          .isInstanceOf(CeremonyFileException.class)
          .hasMessageContaining(hostile.toString());
    }
    assertThat(folder.resolve("hostile.zkey")).doesNotExist();
  }

  @Test
  void saysWhichFileIsMissing() {
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> ceremony.verify(nowhere, folder))
        .isInstanceOf(CeremonyFileException.class)
        .hasMessageContaining(nowhere.toString());
    assertThatThrownBy(
            () -> CeremonyFixtures.ceremony(nowhere, powers).start(folder.resolve("x.zkey")))
        .hasMessageContaining(nowhere.toString());
    assertThatThrownBy(
            () -> CeremonyFixtures.ceremony(r1cs, nowhere).start(folder.resolve("x.zkey")))
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void leavesNothingOfTheInitialKeyBehind() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    ceremony.verify(goodFile, work);
    assertThatThrownBy(() -> ceremony.verify(at(0).resolveSibling("none.zkey"), work))
        .isInstanceOf(CeremonyFileException.class);
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }

  // ------------------------------------------------------------------ a step's own checks

  @Test
  void nobodyContributesToAKeyThatIsNotSoundOrClosed() throws Exception {
    Path out = folder.resolve("never.zkey");
    assertStepRefused(goodFile, out, "closed");
    SectionedBytes open = SectionedBytes.read(at(PEOPLE));
    byte[] offCurve = open.section(8).clone();
    offCurve[3] ^= 1;
    assertStepRefused(open.with(8, offCurve).write(folder, ".zkey"), out, "not on the curve");
    byte[] offCurveH = open.section(9).clone();
    offCurveH[3] ^= 1;
    assertStepRefused(open.with(9, offCurveH).write(folder, ".zkey"), out, "not on the curve");
    SectionedBytes before = SectionedBytes.read(at(1));
    assertStepRefused(
        open.with(10, before.section(10)).write(folder, ".zkey"), out, "another delta");
    byte[] log = open.section(10).clone();
    log[68 + 330] ^= 1;
    assertStepRefused(open.with(10, log).write(folder, ".zkey"), out, "contribution 1");
    assertStepRefused(at(PEOPLE), at(0), "exists");
    assertThat(out).doesNotExist();
  }

  private static void assertStepRefused(Path in, Path out, String words) {
    assertThatThrownBy(
            () ->
                CeremonyFixtures.step(in, out)
                    .contribute("x", new char[] {'x'}, new SecureRandom()))
        .isInstanceOf(CeremonyFileException.class)
        .hasMessageContaining(words);
  }

  @Test
  void refusesNamesAndBeaconsThatCannotBeKept() {
    for (String name : List.of("", "  ", "x".repeat(65), "a\u001b[2Jb", "two\nlines")) {
      assertThatThrownBy(
              () ->
                  CeremonyFixtures.step(at(PEOPLE), folder.resolve("never.zkey"))
                      .contribute(name, new char[0], new SecureRandom()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String hex : List.of("", "abc", "zz", "00".repeat(256))) {
      assertThatThrownBy(
              () ->
                  CeremonyFixtures.step(at(PEOPLE), folder.resolve("never.zkey"))
                      .beacon("b", hex, 10))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int iterations : new int[] {-1, 0, 9, 31, 64}) {
      assertThatThrownBy(
              () ->
                  CeremonyFixtures.step(at(PEOPLE), folder.resolve("never.zkey"))
                      .beacon("b", "ab", iterations))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyContributionIsAnother() throws Exception {
    Set<String> hashes = new java.util.HashSet<>();
    for (int i = 0; i < 3; i++) {
      Path out = folder.resolve("again" + i + ".zkey");
      hashes.add(
          CeremonyFixtures.step(at(0), out).contribute("x", new char[] {'x'}, new SecureRandom()));
    }
    assertThat(hashes).hasSize(3);
  }
}
