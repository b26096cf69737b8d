package org.urna.ceremony;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.urna.ceremony.CeremonyTranscript.Step;
import org.urna.ceremony.KeyFile.Part;
import org.urna.proof.ProgressListener;
import org.urna.proof.ProofFileException;
import org.urna.proof.ProvingKey;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.MultiScalar;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.Workers;
import org.urna.proof.circom.R1csFile;

/// The ceremony of one circuit, as its organiser starts it and anybody checks it, over files: the
/// circuit's `.r1cs`, a powers-of-τ file, and the key before and after each step.
public final class KeyCeremony {
  private static final int CHUNK = 1 << 16;
  private static final int COEFFICIENT_BITS = 128;

  private final String name;
  private final Path r1cs;
  private final Path powersFile;
  private final int threads;
  private final SecureRandom random;
  private final ProgressListener listener;

  /// @param name the circuit's name, for the transcript
  /// @param r1cs its constraint system
  /// @param powersFile powers of τ prepared for phase 2
  /// @param threads how many threads work
  /// @param random draws the coefficients of the checks
  public KeyCeremony(
      String name,
      Path r1cs,
      Path powersFile,
      int threads,
      SecureRandom random,
      ProgressListener listener) {
    this.name = name;
    this.r1cs = r1cs;
    this.powersFile = powersFile;
    this.threads = threads;
    this.random = random;
    this.listener = listener;
  }

  /// What was found out about a powers-of-τ file.
  ///
  /// @param power it serves circuits of up to 2^power constraints
  /// @param ceremonyPower the power of the ceremony it was cut from
  /// @param blake2b BLAKE2b-512 of the file, hex
  /// @param published the published file that it is, empty if it is none
  public record Powers(int power, int ceremonyPower, String blake2b, String published) {}

  /// Checks a powers-of-τ file: its structure, then its hash, then, if asked, every point.
  ///
  /// @param expectedHash a SHA-512 or BLAKE2b-512 hash in hex that the file must have, empty for
  ///   none
  /// @param sha512 whether the expected hash is SHA-512
  /// @param everyPoint whether the points are to be checked as well: minutes for 2²⁰ powers
  /// @throws CeremonyFileException if anything is not as it should be; a hash is only required if
  ///   one is expected
  /// @throws InterruptedException if this thread was interrupted
  public static Powers checkPowers(
      Path file,
      String expectedHash,
      boolean sha512,
      boolean everyPoint,
      int threads,
      SecureRandom random,
      ProgressListener listener)
      throws CeremonyFileException, InterruptedException {
    try (PowersOfTau powers = PowersOfTau.open(file)) {
      String blake2b = FileHashes.blake2b(file);
      if (!expectedHash.isEmpty()) {
        String found = sha512 ? FileHashes.sha512(file) : blake2b;
        if (!found.equals(expectedHash.toLowerCase(Locale.ROOT))) {
          throw powers.refusal("has another hash than expected: " + found);
        }
      }
      if (everyPoint) {
        PowersOfTauCheck.run(powers, random, threads, listener);
      }
      return new Powers(
          powers.power(),
          powers.ceremonyPower(),
          blake2b,
          PublishedPowers.name(blake2b).orElse(""));
    }
  }

  /// Makes the key that the first contributor takes.
  ///
  /// @param out must not exist
  /// @return the circuit hash in hex, which every later key of this ceremony carries
  /// @throws CeremonyFileException if circuit or powers cannot be used, or the key not be written
  /// @throws InterruptedException if this thread was interrupted; nothing is left behind
  public String start(Path out) throws CeremonyFileException, InterruptedException {
    R1csFile circuit = InitialKey.circuit(r1cs);
    try (PowersOfTau powers = PowersOfTau.open(powersFile)) {
      return HexFormat.of().formatHex(InitialKey.make(circuit, powers, out, threads, listener));
    }
  }

  /// Verifies a key of this ceremony from nothing but the circuit and the powers of τ: makes the
  /// initial key anew, checks the chain of contributions, and that the key is the initial one with
  /// its points for C and H divided by the product of all factors.
  ///
  /// Powers of τ that are no published file have all their points checked.
  ///
  /// @param zkey the key to verify
  /// @param work an existing folder with room for another such key; nothing stays there
  /// @return what to publish; whether a real election may use the key is what its
  ///   [CeremonyTranscript#shortcomings()] say
  /// @throws CeremonyFileException that names the file and the section that is not as it must be
  /// @throws InterruptedException if this thread was interrupted
  public CeremonyTranscript verify(Path zkey, Path work)
      throws CeremonyFileException, InterruptedException {
    R1csFile circuit = InitialKey.circuit(r1cs);
    String powersHash = FileHashes.blake2b(powersFile);
    String published = PublishedPowers.name(powersHash).orElse("");
    Path initialFile = work.resolve("initial-" + HexFormat.of().toHexDigits(random.nextLong()));
    try (KeyFile key = KeyFile.open(zkey);
        PowersOfTau powers = PowersOfTau.open(powersFile)) {
      key.log().requireSound(key.sections());
      if (published.isEmpty()) {
        PowersOfTauCheck.run(powers, random, threads, ProgressListener.NONE);
      }
      InitialKey.make(circuit, powers, initialFile, threads, listener);
      try (KeyFile initial = KeyFile.open(initialFile)) {
        requireSameKeyUpToDelta(key, initial);
      }
      return new CeremonyTranscript(
          name,
          FileHashes.sha256(r1cs),
          HexFormat.of().formatHex(key.log().circuitHash()),
          powersHash,
          published,
          steps(key.log()),
          FileHashes.sha256(zkey),
          HexFormat.of().formatHex(verifyingKeyHash(zkey)));
    } finally {
      try {
        Files.deleteIfExists(initialFile);
      } catch (IOException e) {
        throw new CeremonyFileException(initialFile + ": cannot be removed", e);
      }
    }
  }

  private static List<Step> steps(ContributionLog log) {
    List<Step> steps = new ArrayList<>();
    for (Contribution one : log.contributions()) {
      steps.add(
          new Step(
              one.name(),
              HexFormat.of().formatHex(one.hash()),
              one.beacon().map(Beacon::hex).orElse(""),
              one.beacon().map(Beacon::iterationsLog2).orElse(0)));
    }
    return steps;
  }

  /// Opens the key as a prover would, with all the prover's checks.
  private static byte[] verifyingKeyHash(Path zkey) throws CeremonyFileException {
    try (ProvingKey key = ProvingKey.open(zkey)) {
      if (key.development()) {
        throw new CeremonyFileException(
            zkey + ": is a development key, whose trapdoor everybody knows");
      }
      return key.verifyingKey().hash();
    } catch (ProofFileException e) {
      throw new CeremonyFileException(zkey + ": " + e.getMessage(), e);
    }
  }

  private void requireSameKeyUpToDelta(KeyFile key, KeyFile initial)
      throws CeremonyFileException, InterruptedException {
    if (!Arrays.equals(key.log().circuitHash(), initial.log().circuitHash())) {
      throw key.refusal(Part.LOG, "carries the circuit hash of another circuit or other powers");
    }
    MemorySegment header = key.section(Part.HEADER);
    if (header
            .asSlice(0, KeyFile.DELTA_1_AT)
            .mismatch(initial.section(Part.HEADER).asSlice(0, KeyFile.DELTA_1_AT))
        >= 0) {
      throw key.refusal(Part.HEADER, "is not that of the initial key");
    }
    for (Part part : List.of(Part.PROTOCOL, Part.IC, Part.COEFFICIENTS, Part.A, Part.B1, Part.B2)) {
      if (key.section(part).mismatch(initial.section(part)) >= 0) {
        throw key.refusal(part, "is not that of the initial key");
      }
    }
    long[] delta2 = requireDelta(key);
    Workers workers = new Workers(threads);
    requireDivided(key, initial, Part.C, delta2, workers);
    requireDivided(key, initial, Part.H, delta2, workers);
  }

  private static long[] requireDelta(KeyFile key) throws CeremonyFileException {
    long[] delta1 = key.headerG1(KeyFile.DELTA_1_AT);
    long[] delta2 = key.headerG2(KeyFile.DELTA_2_AT);
    if (!Arrays.equals(delta1, key.log().delta1())) {
      throw key.refusal(Part.HEADER, "holds another delta than the last contribution");
    }
    if (!G2.isInSubgroup(delta2)
        || !ContributionLog.sameRatio(G1.generator(), delta1, G2.generator(), delta2)) {
      throw key.refusal(Part.HEADER, "holds different deltas in G1 and G2");
    }
    return delta2;
  }

  /// Pᵢ' = Pᵢ/δ for all i: e(Σ cᵢPᵢ', \[δ\]₂) = e(Σ cᵢPᵢ, \[1\]₂) for random cᵢ of 128 bits. A
  /// single wrong point passes with probability 2⁻¹²⁸.
  private void requireDivided(
      KeyFile key, KeyFile initial, Part part, long[] delta2, Workers workers)
      throws CeremonyFileException, InterruptedException {
    key.requireOnCurve(part, workers);
    MemorySegment now = key.section(part);
    MemorySegment then = initial.section(part);
    long points = now.byteSize() / PowersOfTau.G1_BYTES;
    long[] sumNow = new long[G1.WIDTH];
    long[] sumThen = new long[G1.WIDTH];
    for (long at = 0; at < points; at += CHUNK) {
      int count = (int) Math.min(CHUNK, points - at);
      long[] scalars = coefficients(count);
      sumNow = Group.G1.sum(sumNow, combination(now, at, scalars, count, workers));
      sumThen = Group.G1.sum(sumThen, combination(then, at, scalars, count, workers));
    }
    if (!ContributionLog.sameRatio(sumNow, sumThen, G2.generator(), delta2)) {
      throw key.refusal(part, "is not that of the initial key divided by delta");
    }
  }

  private long[] coefficients(int count) {
    long[] scalars = new long[count * PrimeField.LIMBS];
    byte[] bytes = new byte[count * COEFFICIENT_BITS / 8];
    random.nextBytes(bytes);
    long[] words = new long[bytes.length / Long.BYTES];
    java.nio.ByteBuffer.wrap(bytes).asLongBuffer().get(words);
    for (int i = 0; i < count; i++) {
      scalars[i * PrimeField.LIMBS] = words[2 * i];
      scalars[i * PrimeField.LIMBS + 1] = words[2 * i + 1];
    }
    return scalars;
  }

  private static long[] combination(
      MemorySegment section, long from, long[] scalars, int count, Workers workers)
      throws InterruptedException {
    return MultiScalar.compute(
        Group.G1, Sections.points(section, Group.G1, from, count), scalars, count, workers);
  }
}
