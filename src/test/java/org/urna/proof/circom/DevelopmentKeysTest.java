package org.urna.proof.circom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.ProgressListener;
import org.urna.proof.ProofFileException;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;

class DevelopmentKeysTest {
  @TempDir Path folder;
  private Path cache;
  private CircuitFiles files;

  @BeforeEach
  void compile() throws Exception {
    cache = folder.resolve("cache");
    files = CircuitFiles.at(Files.createDirectory(folder.resolve("circuits")));
    new SyntheticCircuit(50, 1).writeR1cs(files.r1cs("a"));
    new SyntheticCircuit(51, 1).writeR1cs(files.r1cs("b"));
  }

  private void ensure(String name) throws Exception {
    DevelopmentKeys.ensure(files, name, cache, ProgressListener.NONE);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(cache.resolve("keys"))) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? Files.getLastModifiedTime(file) : key;
  }

  private void assertUsable(String name) throws Exception {
    try (ProvingKey key = ProvingKey.open(files.provingKey(name))) {
      assertThat(key.development()).isTrue();
      assertThat(key.verifyingKey()).isEqualTo(files.verifyingKey(name));
    }
  }

  @Test
  void makesKeysOnceAndUsesThemAgain() throws Exception {
    ensure("a");
    assertUsable("a");
    Object made = identity(files.provingKey("a"));
    ensure("a");
    assertThat(identity(files.provingKey("a"))).isEqualTo(made);
    assertThat(entries()).hasSize(1);
    assertThat(entries().getFirst().resolve("DEVELOPMENT-ONLY.txt")).isNotEmptyFile();
    // A clean build folder gets the same keys from the cache.
    Files.delete(files.provingKey("a"));
    Files.delete(files.verifyingKeyFile("a"));
    ensure("a");
    assertThat(identity(files.provingKey("a"))).isEqualTo(made);
    assertUsable("a");
  }

  @Test
  void eachConstraintSystemHasItsOwnKey() throws Exception {
    ensure("a");
    ensure("b");
    assertThat(entries()).hasSize(2);
    assertThat(files.verifyingKey("a")).isNotEqualTo(files.verifyingKey("b"));
    // A changed circuit replaces its key in the folder.
    VerifyingKey before = files.verifyingKey("a");
    Files.copy(files.r1cs("b"), files.r1cs("a"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    ensure("a");
    assertThat(files.verifyingKey("a")).isNotEqualTo(before).isEqualTo(files.verifyingKey("b"));
    assertUsable("a");
  }

  @Test
  void makesDamagedCacheEntriesAnew() throws Exception {
    ensure("a");
    for (String file : List.of("circuit.zkey", "circuit.vkey.json", "SHA256SUMS")) {
      for (long keep : new long[] {0, 60, -1}) {
        Path damaged = entries().getFirst().resolve(file);
        if (keep < 0) {
          Files.delete(damaged);
        } else {
          try (FileChannel channel = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
            channel.truncate(keep);
          }
        }
        ensure("a");
        assertUsable("a");
        assertThat(entries()).hasSize(1);
      }
    }
  }

  @Test
  void replacesADamagedFileInTheCircuitsFolder() throws Exception {
    ensure("a");
    Files.delete(files.provingKey("a"));
    Files.writeString(files.provingKey("a"), "half a key");
    ensure("a");
    assertUsable("a");
  }

  @Test
  void concurrentCallersShareOneKey() throws Exception {
    Callable<Object> task =
        () -> {
          ensure("a");
          return identity(files.provingKey("a"));
        };
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<Object>> all = pool.invokeAll(List.of(task, task, task, task));
      for (Future<Object> one : all) {
        assertThat(one.get()).isEqualTo(all.getFirst().get());
      }
    }
    assertThat(entries()).hasSize(1);
    assertUsable("a");
  }

  @Test
  void aKilledProcessLosesTheKeyItWasAtAndNothingElse() throws Exception {
    ensure("a");
    Object whole = identity(files.provingKey("a"));
    new SyntheticCircuit(30_000, 4).writeR1cs(files.r1cs("large"));
    for (long bytes : new long[] {0, 1 << 20, 12 << 20}) {
      Process process = DevelopmentKeysProcess.start(files.dir(), "large", cache);
      try {
        assertThat(killAt(process, bytes)).as("killed at %d bytes", bytes).isTrue();
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(files.provingKey("large")).doesNotExist();
      assertThat(torn()).isNotEmpty();
    }
    ensure("a");
    assertThat(identity(files.provingKey("a"))).isEqualTo(whole);
    ensure("large");
    assertUsable("large");
    assertThat(torn()).isEmpty();
    assertThat(entries()).hasSize(2);
    Path again = folder.resolve("again.zkey");
    new DevelopmentSetup("urna development keys", 2)
        .make(R1csFile.read(files.r1cs("large")), again, ProgressListener.NONE);
    assertThat(Files.mismatch(again, files.provingKey("large"))).isEqualTo(-1);
  }

  private List<Path> torn() throws IOException {
    try (Stream<Path> all = Files.list(cache.resolve("keys"))) {
      return all.filter(path -> path.toString().endsWith(".making")).toList();
    }
  }

  /// Kills the process as soon as the key it makes has so many bytes; false if it ended before.
  private boolean killAt(Process process, long bytes) throws IOException {
    while (process.isAlive()) {
      for (Path folder : torn()) {
        Path zkey = folder.resolve("circuit.zkey");
        if (bytes == 0 || (Files.exists(zkey) && Files.size(zkey) >= bytes)) {
          process.destroyForcibly();
          return true;
        }
      }
      LockSupport.parkNanos(200_000);
    }
    return false;
  }

  @Test
  void keysFromACeremonyStay() throws Exception {
    ensure("a");
    Path key = files.provingKey("a");
    VerifyingKey development = files.verifyingKey("a");
    // another alpha makes it nobody's development key
    byte[] bytes = Files.readAllBytes(key);
    int header = 12 + 12 + 4 + 12;
    System.arraycopy(bytes, header + 148, bytes, header + 84, 64);
    Files.delete(key);
    Files.write(key, bytes);
    Files.delete(files.verifyingKeyFile("a"));
    Files.writeString(files.verifyingKeyFile("a"), VerifyingKey.fromZkey(key).toJson());
    ensure("a");
    assertThat(key).hasBinaryContent(bytes);
    assertThat(files.verifyingKey("a").development()).isFalse();
    // half of them is nothing to keep
    Files.delete(files.verifyingKeyFile("a"));
    ensure("a");
    assertThat(files.verifyingKey("a")).isEqualTo(development);
    assertUsable("a");
  }

  @Test
  void anInstalledProgramsFolderStaysAsItIs() throws Exception {
    Path mine = folder.resolve("mine");
    CircuitFiles installed = CircuitFiles.at(files.dir(), mine);
    List<Double> progress = new ArrayList<>();
    DevelopmentKeys.ensure(installed, "a", cache, progress::add);
    assertThat(progress).startsWith(0.0).endsWith(1.0).isSorted();
    assertThat(files.provingKey("a")).doesNotExist();
    assertThat(installed.provingKey("a")).isEqualTo(mine.resolve("a.zkey")).exists();
    try (ProvingKey key = ProvingKey.open(installed.provingKey("a"))) {
      assertThat(key.verifyingKey()).isEqualTo(installed.verifyingKey("a"));
    }
    // The next version's circuit gets its own key.
    VerifyingKey before = installed.verifyingKey("a");
    Files.copy(files.r1cs("b"), files.r1cs("a"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    DevelopmentKeys.ensure(installed, "a", cache, ProgressListener.NONE);
    assertThat(installed.verifyingKey("a")).isNotEqualTo(before);
    // Keys that the installation brings count before those.
    ensure("a");
    Files.writeString(installed.dir().resolve("a.vkey.json"), "the installation's");
    assertThat(installed.provingKey("a")).isEqualTo(files.provingKey("a"));
    assertThat(installed.verifyingKeyFile("a")).hasContent("the installation's");
    assertThat(installed.ceremonyTranscript("a").getParent()).isEqualTo(files.dir());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    Files.writeString(cache, "a file where the cache's folder should be");
    assertThatThrownBy(() -> ensure("a"))
        .isInstanceOf(ProofFileException.class)
        .hasMessageContaining(cache.toString());
    assertThat(files.provingKey("a")).doesNotExist();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> ensure("none"))
        .isInstanceOf(ProofFileException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> files.verifyingKey("a")).isInstanceOf(ProofFileException.class);
  }

  @Test
  void anInterruptedSetUpLeavesNothingBehind() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ensure("a")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(files.provingKey("a")).doesNotExist();
    ensure("a");
    assertUsable("a");
  }
}
