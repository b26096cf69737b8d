package org.urna.ceremony;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.jspecify.annotations.Nullable;
import org.urna.ceremony.KeyFile.Part;
import org.urna.proof.ProgressListener;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.ShortSums;
import org.urna.proof.bn254.Workers;

/// One step of phase 2: multiplies δ by a factor that is forgotten afterwards (a person's
/// contribution) or public (the beacon that closes the ceremony), divides the points for C and H by
/// it, and appends the proof that it was done so.
///
/// Before anything is multiplied by a secret, the key is read as hostile: the log of contributions
/// is checked, and every point that the secret will touch lies on the curve. The factor and all
/// that was drawn with it are overwritten before the step returns; copies that the virtual machine
/// made are gone when the process ends. Not constant-time: contribute on a machine of your own.
public final class ContributionStep {
  private static final int POINTS_PER_TASK = 1024;
  private static final int TASKS_PER_WRITE = 32;
  private static final int SEED_BYTES = 64;

  private final Path in;
  private final Path out;
  private final Workers workers;
  private final ProgressListener listener;

  /// @param in the key to contribute to
  /// @param out the key to write; must not exist
  /// @param threads how many threads work
  public ContributionStep(Path in, Path out, int threads, ProgressListener listener) {
    this.in = in;
    this.out = out;
    workers = new Workers(threads);
    this.listener = listener;
  }

  /// Contributes a secret factor. Two to three minutes of one processor for 482,000 constraints.
  ///
  /// @param name what the contributor wants to be called in public, 1 to 64 characters
  /// @param typed letters that the contributor typed, mixed with `random`; the caller wipes them
  /// @param random the system's randomness, on which alone the secret can rest
  /// @return the contribution's hash in hex, which its maker publishes
  /// @throws CeremonyFileException if the key is not sound, is closed by a beacon already, or the
  ///   new one cannot be written
  /// @throws InterruptedException if this thread was interrupted; nothing is left behind
  /// @throws IllegalArgumentException if the name is not printable or has not 1 to 64 characters
  public String contribute(String name, char[] typed, SecureRandom random)
      throws CeremonyFileException, InterruptedException {
    requireName(name);
    byte[] seed = seed(typed, random);
    try (SnarkjsRandom drawn = new SnarkjsRandom(seed)) {
      return step(drawn, name, Optional.empty());
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /// Closes the ceremony with a public random value: the last contributor could not foresee it, and
  /// nobody can contribute after it.
  ///
  /// @param hex the value, 1 to 255 bytes in hexadecimal digits
  /// @param iterationsLog2 it is hashed 2^`iterationsLog2` times, 10 to 30
  /// @return the contribution's hash in hex
  /// @throws CeremonyFileException if the key is not sound, is closed already, or the new one
  ///   cannot be written
  /// @throws InterruptedException if this thread was interrupted; nothing is left behind
  /// @throws IllegalArgumentException if name, value or iterations are not as said
  public String beacon(String name, String hex, int iterationsLog2)
      throws CeremonyFileException, InterruptedException {
    requireName(name);
    Beacon beacon = new Beacon(hex.toLowerCase(java.util.Locale.ROOT), iterationsLog2);
    try (SnarkjsRandom drawn = new SnarkjsRandom(beacon.seed())) {
      return step(drawn, name, Optional.of(beacon));
    }
  }

  private static void requireName(String name) {
    if (name.isBlank()
        || name.length() > Contribution.LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a name has 1 to 64 printable characters");
    }
  }

  /// BLAKE2b of 64 random bytes and what was typed, as snarkjs does it: as good as the better of
  /// the two.
  private static byte[] seed(char[] typed, SecureRandom random) {
    byte[] drawn = new byte[SEED_BYTES];
    random.nextBytes(drawn);
    ByteBuffer letters = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    Blake2bDigest hash = new Blake2bDigest(512);
    try {
      hash.update(drawn, 0, drawn.length);
      hash.update(letters.array(), letters.position(), letters.remaining());
      return PointBytes.finish(hash);
    } finally {
      hash.reset();
      Arrays.fill(drawn, (byte) 0);
      Arrays.fill(letters.array(), (byte) 0);
    }
  }

  private String step(SnarkjsRandom drawn, String name, Optional<Beacon> beacon)
      throws CeremonyFileException, InterruptedException {
    long[] factor = drawn.scalar();
    long[] inverse = new long[PrimeField.LIMBS];
    try (KeyFile key = KeyFile.open(in);
        KeyWriter writer = KeyWriter.create(out)) {
      requireReady(key);
      invert(inverse, factor);
      Contribution mine = contribution(key.log(), factor, drawn.g1(), name, beacon);
      List<Contribution> all = new ArrayList<>(key.log().contributions());
      all.add(mine);
      ContributionLog log = new ContributionLog(key.log().circuitHash(), all);
      listener.progress(0);
      writer.section(1, key.section(Part.PROTOCOL));
      header(key, writer, mine.deltaAfter(), factor);
      for (Part part : List.of(Part.IC, Part.COEFFICIENTS, Part.A, Part.B1, Part.B2)) {
        writer.section(part.id, key.section(part));
      }
      divide(key, writer, Part.C, inverse, 0.05, 0.5);
      divide(key, writer, Part.H, inverse, 0.5, 1);
      writer.section(ContributionLog.SECTION, MemorySegment.ofArray(log.toBytes()));
      writer.finish();
      listener.progress(1);
      return java.util.HexFormat.of().formatHex(mine.hash());
    } finally {
      Arrays.fill(factor, 0L);
      Arrays.fill(inverse, 0L);
    }
  }

  private void requireReady(KeyFile key) throws CeremonyFileException, InterruptedException {
    List<Contribution> before = key.log().contributions();
    if (!before.isEmpty() && before.getLast().beacon().isPresent()) {
      throw key.refusal(Part.LOG, "ends with a beacon: this ceremony is closed");
    }
    key.log().requireSound(key.sections());
    if (!Arrays.equals(key.log().delta1(), key.headerG1(KeyFile.DELTA_1_AT))) {
      throw key.refusal(Part.HEADER, "holds another delta than the last contribution");
    }
    long[] delta2 = key.headerG2(KeyFile.DELTA_2_AT);
    if (!org.urna.proof.bn254.G2.isInSubgroup(delta2)) {
      throw key.refusal(Part.HEADER, "holds a point that is not of G2");
    }
    key.requireOnCurve(Part.C, workers);
    key.requireOnCurve(Part.H, workers);
  }

  private static void invert(long[] inverse, long[] factor) {
    if (PrimeField.isZero(factor, 0)) {
      throw new IllegalStateException("the factor drawn is 0");
    }
    Fr.FIELD.toMontgomery(inverse, 0, factor, 0);
    Fr.FIELD.invert(inverse, 0, inverse, 0);
    Fr.FIELD.fromMontgomery(inverse, 0, inverse, 0);
  }

  private static Contribution contribution(
      ContributionLog log, long[] factor, long[] g1s, String name, Optional<Beacon> beacon) {
    long[] g1sx = Group.G1.multiply(g1s, factor);
    byte[] transcript = log.transcript(g1s, g1sx);
    return new Contribution(
        Group.G1.multiply(log.delta1(), factor),
        g1s,
        g1sx,
        Group.G2.multiply(SnarkjsRandom.hashToG2(transcript), factor),
        transcript,
        name,
        beacon);
  }

  private static void header(KeyFile key, KeyWriter writer, long[] delta1, long[] factor)
      throws CeremonyFileException {
    MemorySegment header = key.section(Part.HEADER);
    writer.section(Part.HEADER.id, KeyFile.HEADER_BYTES);
    writer.bytes(header.asSlice(0, KeyFile.DELTA_1_AT));
    writer.limbs(delta1);
    writer.limbs(Group.G2.multiply(key.headerG2(KeyFile.DELTA_2_AT), factor));
  }

  private void divide(
      KeyFile key, KeyWriter writer, Part part, long[] inverse, double from, double to)
      throws CeremonyFileException, InterruptedException {
    MemorySegment section = key.section(part);
    long points = section.byteSize() / PowersOfTau.G1_BYTES;
    writer.section(part.id, section.byteSize());
    long perWrite = (long) TASKS_PER_WRITE * POINTS_PER_TASK;
    @Nullable ShortSums[] scratch = new ShortSums[workers.threads()];
    try {
      for (long first = 0; first < points; first += perWrite) {
        long start = first;
        long end = Math.min(points, first + perWrite);
        long[] @Nullable [] products =
            new long[(int) ((end - start + POINTS_PER_TASK - 1) / POINTS_PER_TASK)][];
        workers.run(
            products.length,
            (task, worker) -> {
              ShortSums own = scratch[worker];
              if (own == null) {
                own = new ShortSums(Group.G1);
                scratch[worker] = own;
              }
              long begin = start + (long) task * POINTS_PER_TASK;
              int count = (int) Math.min(POINTS_PER_TASK, end - begin);
              products[task] =
                  own.multiply(Sections.points(section, Group.G1, begin, count), count, inverse);
            });
        for (long[] product : products) {
          writer.limbs(java.util.Objects.requireNonNull(product));
        }
        listener.progress(from + (to - from) * end / points);
      }
    } finally {
      for (ShortSums one : scratch) {
        if (one != null) {
          one.wipe();
        }
      }
    }
  }
}
