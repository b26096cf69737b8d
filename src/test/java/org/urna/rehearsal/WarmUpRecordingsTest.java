package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.kiosk.warmup.ChipRecording;

/// The build's step that packs recordings, and that what it has packed is what it would pack now.
class WarmUpRecordingsTest {
  private static final Path CIRCUITS = Path.of("src/main/circom");
  private static final String QUICKEST = "enrolment-p256-sha256";
  private static final String PACKED = "org/urna/kiosk/warmup/";

  @TempDir private Path folder;
  private Path list;
  private Path classes;
  private Path cache;

  @BeforeEach
  void layOut() throws IOException {
    list = Files.createDirectory(folder.resolve("list"));
    Files.writeString(
        list.resolve("circuits.json"),
        """
        [
          {"name": "ballot-4", "family": "ballot",
           "publicSignals": [{"name": "nullifier", "size": 1}], "maxConstraints": 1},
          {"name": "enrolment-p256-sha256", "family": "enrolment",
           "publicSignals": [{"name": "nullifier", "size": 1}], "maxConstraints": 1}
        ]
        """);
    classes = folder.resolve("classes");
    for (String each :
        List.of(
            "election",
            "failure",
            "hardware",
            "kiosk/warmup",
            "passport",
            "practice",
            "rehearsal",
            "trust")) {
      Path made = Files.createDirectories(classes.resolve("org/urna").resolve(each));
      Files.writeString(made.resolve("Some.class"), each);
    }
    cache = folder.resolve("cache");
  }

  /// All with `-Durna.exhaustive=true`: a practice authority that signs by RSA takes seconds.
  static Stream<String> recorded() throws Exception {
    return WarmUpRecordings.circuits(CIRCUITS).stream()
        .filter(name -> name.contains("p256") || Boolean.getBoolean("urna.exhaustive"));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void comesOutTheSameByteForByteAndIsThePackedOne(String circuit) throws Exception {
    byte[] made = SpecimenRecorder.record(circuit).encode();
    assertThat(SpecimenRecorder.record(circuit).encode()).isEqualTo(made);
    assertThat(ChipRecording.of(circuit).encode()).isEqualTo(made);
  }

  @Test
  void everyEnrolmentCircuitHasOne() throws Exception {
    List<String> circuits = WarmUpRecordings.circuits(CIRCUITS);
    assertThat(circuits).hasSize(6).allMatch(name -> name.startsWith("enrolment-"));
    for (String each : circuits) {
      assertThat(ChipRecording.of(each).circuit()).isEqualTo(each);
    }
  }

  @Test
  void noPassportIsForACircuitThatNobodyKnows() {
    assertThatThrownBy(() -> SpecimenRecorder.record("ballot-4"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isMadeOnceAndThenComesFromTheCache() throws Exception {
    Path packed = classes.resolve(PACKED + ChipRecording.fileName(QUICKEST));
    Path surplus = classes.resolve(PACKED + "enrolment-of-yesterday.bin");
    Files.writeString(surplus, "old");
    WarmUpRecordings.pack(list, classes, cache);
    assertThat(surplus).doesNotExist();
    byte[] content = Files.readAllBytes(packed);
    assertThat(ChipRecording.parse(content).circuit()).isEqualTo(QUICKEST);

    Path kept = entry().resolve(ChipRecording.fileName(QUICKEST));
    FileTime then = FileTime.fromMillis(0);
    Files.setLastModifiedTime(kept, then);
    Files.setLastModifiedTime(packed, then);
    WarmUpRecordings.pack(list, classes, cache);
    assertThat(Files.getLastModifiedTime(packed)).isEqualTo(then);
    Files.delete(packed);
    WarmUpRecordings.pack(list, classes, cache);
    assertThat(Files.readAllBytes(packed)).isEqualTo(content);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(then);
  }

  @Test
  void isMadeAnewWhereTheCacheIsDamagedOrTorn() throws Exception {
    WarmUpRecordings.pack(list, classes, cache);
    Path kept = entry().resolve(ChipRecording.fileName(QUICKEST));
    byte[] content = Files.readAllBytes(kept);
    byte[] damaged = content.clone();
    damaged[damaged.length - 1] ^= 1;
    Files.write(kept, damaged);
    WarmUpRecordings.pack(list, classes, cache);
    assertThat(Files.readAllBytes(kept)).isEqualTo(content);
    Files.delete(kept);
    WarmUpRecordings.pack(list, classes, cache);
    assertThat(Files.readAllBytes(kept)).isEqualTo(content);
    Files.delete(entry().resolve("SHA256SUMS"));
    Files.write(kept, damaged);
    WarmUpRecordings.pack(list, classes, cache);
    assertThat(Files.readAllBytes(kept)).isEqualTo(content);
    assertThat(classes.resolve(PACKED + ChipRecording.fileName(QUICKEST)))
        .hasBinaryContent(content);
  }

  @Test
  void anotherClassIsAnotherEntry() throws Exception {
    WarmUpRecordings.pack(list, classes, cache);
    Path before = entry();
    Files.writeString(classes.resolve("org/urna/passport/Some.class"), "changed");
    WarmUpRecordings.pack(list, classes, cache);
    try (Stream<Path> entries = Files.list(before.getParent())) {
      assertThat(entries).hasSize(2);
    }
  }

  private Path entry() throws IOException {
    try (Stream<Path> entries = Files.list(cache.resolve("warm-up"))) {
      return entries.findFirst().orElseThrow();
    }
  }
}
