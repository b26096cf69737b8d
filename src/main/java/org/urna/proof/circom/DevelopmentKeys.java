package org.urna.proof.circom;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.proof.FileHash;
import org.urna.proof.ProgressListener;
import org.urna.proof.ProofFileException;
import org.urna.proof.VerifyingKey;

/// Development keys of compiled circuits, made once for each constraint system and kept in a cache:
/// `${URNA_CACHE:-~/.cache/urna}/keys/<SHA-256 of the .r1cs>-<set-up version>/`.
///
/// An entry appears whole or not at all (it is written beside its place, forced, then moved) and is
/// checked against its `SHA256SUMS` before it is used; one that does not match is made anew. A file
/// lock keeps two processes from making the same key twice. A process that is killed loses the key
/// it was at, and no other: the next one removes the torn folder and goes on there. The keys are
/// then linked, or copied, into the circuits folder or the one that stands in for it.
///
/// Keys from a ceremony are worth more than ours: where they lie already, they stay.
public final class DevelopmentKeys {
  private static final Logger LOG = LoggerFactory.getLogger(DevelopmentKeys.class);

  private static final String SEED = "urna development keys";
  private static final String PROVING_KEY = "circuit.zkey";
  private static final String VERIFYING_KEY = "circuit.vkey.json";
  private static final String SUMS = "SHA256SUMS";
  private static final String NOTICE = "DEVELOPMENT-ONLY.txt";

  /// Within one process; the file lock works between processes only.
  private static final ReentrantLock LOCK = new ReentrantLock();

  private DevelopmentKeys() {}

  /// Puts the development keys of circuit `name` into the folder, from the cache if it has them.
  /// Seconds the first time, then half a second for the largest circuit's checksums.
  ///
  /// @throws ProofFileException if the constraint system is missing or malformed, or the cache or
  ///   the folder cannot be written
  /// @throws InterruptedException if this thread is interrupted; the cache stays sound
  public static void ensure(CircuitFiles files, String name)
      throws ProofFileException, InterruptedException {
    ensure(files, name, ProgressListener.NONE);
  }

  /// The same, for somebody who waits.
  ///
  /// @param listener hears of nothing if the key is there already
  public static void ensure(CircuitFiles files, String name, ProgressListener listener)
      throws ProofFileException, InterruptedException {
    ensure(files, name, cacheFolder(), listener);
  }

  /// A program's installed circuits, with a folder of this user's cache for development keys.
  public static CircuitFiles beside(Path installedCircuits) {
    return CircuitFiles.at(installedCircuits, cacheFolder().resolve("installed"));
  }

  private static Path cacheFolder() {
    String configured = System.getenv("URNA_CACHE");
    return configured == null || configured.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "urna")
        : Path.of(configured);
  }

  static void ensure(CircuitFiles files, String name, Path cache, ProgressListener listener)
      throws ProofFileException, InterruptedException {
    LOCK.lockInterruptibly();
    try {
      if (hasCeremonyKeys(files, name)) {
        LOG.info("{} has keys from a ceremony; they stay", name);
        return;
      }
      Path r1cs = files.r1cs(name);
      Path keys = Files.createDirectories(cache.resolve("keys"));
      String id = sha256(r1cs) + "-" + DevelopmentSetup.VERSION;
      Path entry = keys.resolve(id);
      try (FileChannel channel =
              FileChannel.open(
                  keys.resolve(id + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (!isWhole(entry)) {
          make(name, r1cs, entry, listener);
        }
        Path target = Files.createDirectories(files.developmentKeys());
        place(entry.resolve(PROVING_KEY), target.resolve(name + ".zkey"));
        place(entry.resolve(VERIFYING_KEY), target.resolve(name + ".vkey.json"));
      }
    } catch (IOException e) {
      throw new ProofFileException(
          "cannot provide the development keys of %s in %s; URNA_CACHE may name another folder"
              .formatted(name, cache),
          e);
    } finally {
      LOCK.unlock();
    }
  }

  /// Whether the folder holds a proving key that is no development key, with its verifying key.
  private static boolean hasCeremonyKeys(CircuitFiles files, String name) {
    if (!Files.exists(files.provingKey(name))) {
      return false;
    }
    try {
      VerifyingKey key = VerifyingKey.fromZkey(files.provingKey(name));
      return !key.development() && key.equals(files.verifyingKey(name));
    } catch (ProofFileException e) {
      return false;
    }
  }

  private static void make(String name, Path r1cs, Path entry, ProgressListener listener)
      throws IOException, ProofFileException, InterruptedException {
    LOG.info("making the development keys of {}", name);
    Path work = entry.resolveSibling(entry.getFileName() + ".making");
    // What a killed process left: the lock says that nobody is at it any more.
    delete(work);
    Files.createDirectory(work);
    try {
      Path zkey = work.resolve(PROVING_KEY);
      int threads = Runtime.getRuntime().availableProcessors();
      new DevelopmentSetup(SEED, threads).make(R1csFile.read(r1cs), zkey, listener);
      Files.writeString(work.resolve(VERIFYING_KEY), VerifyingKey.fromZkey(zkey).toJson());
      Files.writeString(
          work.resolve(NOTICE),
          "Keys from a set-up whose trapdoor is public: anybody can prove anything with them.\nFor development, tests and practice only.\n");
      StringBuilder sums = new StringBuilder();
      for (String file : List.of(PROVING_KEY, VERIFYING_KEY)) {
        sums.append(sha256(work.resolve(file))).append("  ").append(file).append('\n');
      }
      Files.writeString(work.resolve(SUMS), sums);
      delete(entry);
      Files.move(work, entry, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(work);
    }
  }

  /// Whether all files of a cache entry are there and unchanged.
  private static boolean isWhole(Path entry) throws IOException {
    Path sums = entry.resolve(SUMS);
    if (!Files.exists(sums)) {
      return false;
    }
    int files = 0;
    for (String line : Files.readAllLines(sums)) {
      String[] parts = line.split("  ", 2);
      Path file = parts.length == 2 ? entry.resolve(parts[1]) : sums;
      if (!Files.exists(file) || !sha256(file).equals(parts[0])) {
        LOG.warn("development keys in the cache are damaged, making them anew");
        return false;
      }
      files++;
    }
    return files == 2;
  }

  /// Makes `target` the same file as `source`, or a copy where links are impossible.
  private static void place(Path source, Path target) throws IOException {
    if (Files.exists(target)
        && (Files.isSameFile(source, target)
            || (Files.size(source) == Files.size(target)
                && sha256(source).equals(sha256(target))))) {
      return;
    }
    Path sibling = target.resolveSibling(target.getFileName() + ".new");
    Files.deleteIfExists(sibling);
    try {
      Files.createLink(sibling, source);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      copy(source, sibling);
    }
    Files.move(
        sibling, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A copy, whole or not at all.
  private static void copy(Path source, Path target) throws IOException {
    try {
      Files.copy(source, target);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    return HexFormat.of().formatHex(FileHash.sha256(file));
  }
}
