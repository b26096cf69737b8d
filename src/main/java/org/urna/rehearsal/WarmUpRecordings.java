package org.urna.rehearsal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.urna.kiosk.warmup.ChipRecording;
import org.urna.proof.Circuit;
import org.urna.proof.Circuits;
import org.urna.proof.ProofFileException;
import org.urna.trust.SignerKeyType;

/// A step of the build: packs a recording for every enrolment circuit, so that the kiosk gets warm
/// without practice code.
///
/// Recordings are kept in `${URNA_CACHE:-~/.cache/urna}/warm-up/<hash>`, where the hash is over all
/// that they follow from: the classes that read, judge and simulate chips, the libraries and the
/// list of circuits. They are used only if they are those of the entry's `SHA256SUMS`, which is
/// written last; else all are made anew. Finding them there loads no class of ours but this one.
final class WarmUpRecordings {
  /// What takes part in a reading, on either side.
  private static final List<String> PACKAGES =
      List.of(
          "election",
          "failure",
          "hardware",
          "kiosk/warmup",
          "passport",
          "practice",
          "rehearsal",
          "trust");

  /// Where [ChipRecording] looks for them.
  private static final String PACKED = "org/urna/kiosk/warmup";

  private static final String FORMAT = ".bin";
  private static final String SUMS = "SHA256SUMS";

  private record Recording(String file, byte[] content) {}

  private WarmUpRecordings() {}

  /// @param args the folder of `circuits.json`, the folder with our compiled classes
  public static void main(String[] args) throws Exception {
    pack(Path.of(args[0]), Path.of(args[1]), cacheFolder());
  }

  static void pack(Path circuits, Path classes, Path cache) throws Exception {
    Path entry = cache.resolve("warm-up").resolve(hash(circuits, classes));
    List<Recording> recordings = kept(entry);
    if (recordings.isEmpty()) {
      recordings = made(circuits);
      keep(recordings, entry);
    }
    pack(recordings, classes.resolve(PACKED));
  }

  private static Path cacheFolder() {
    String configured = System.getenv("URNA_CACHE");
    return configured == null || configured.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "urna")
        : Path.of(configured);
  }

  /// The circuits that want a recording: the enrolment circuits of the list in `folder`.
  static List<String> circuits(Path folder) throws ProofFileException {
    return Circuits.load(folder).all().stream()
        .map(Circuit::name)
        .filter(name -> SignerKeyType.ofCircuit(name).isPresent())
        .toList();
  }

  private static List<Recording> made(Path circuits) throws Exception {
    List<Recording> recordings = new ArrayList<>();
    for (String circuit : circuits(circuits)) {
      byte[] content = SpecimenRecorder.record(circuit).encode();
      recordings.add(new Recording(ChipRecording.fileName(circuit), content));
      System.out.println("warm-up: recorded " + circuit + ", " + content.length + " bytes");
    }
    return recordings;
  }

  /// The recordings of a whole entry; none if it is not there or damaged.
  private static List<Recording> kept(Path entry) throws IOException {
    Path sums = entry.resolve(SUMS);
    List<Recording> recordings = new ArrayList<>();
    if (Files.exists(sums)) {
      for (String line : Files.readAllLines(sums)) {
        String[] parts = line.split("  ", 2);
        Path file = entry.resolve(parts[parts.length - 1]);
        byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        if (!parts[0].equals(hex(sha256().digest(content)))) {
          System.out.println("warm-up: " + file + " is damaged");
          return List.of();
        }
        recordings.add(new Recording(parts[1], content));
      }
    }
    return recordings;
  }

  private static void keep(List<Recording> recordings, Path entry) throws IOException {
    Files.createDirectories(entry);
    StringBuilder sums = new StringBuilder();
    for (Recording each : recordings) {
      place(entry.resolve(each.file), each.content);
      sums.append(hex(sha256().digest(each.content))).append("  ").append(each.file).append('\n');
    }
    place(entry.resolve(SUMS), sums.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Another build may be at the same entry, with the same content.
  private static void place(Path file, byte[] content) throws IOException {
    Path beside = Files.createTempFile(file.getParent(), "making", ".part");
    Files.write(beside, content);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Makes these the recordings in `folder`, and the only ones.
  private static void pack(List<Recording> recordings, Path folder) throws IOException {
    List<Path> files = recordings.stream().map(each -> folder.resolve(each.file)).toList();
    try (Stream<Path> present = Files.list(folder)) {
      for (Path each : present.filter(file -> file.toString().endsWith(FORMAT)).toList()) {
        if (!files.contains(each)) {
          Files.delete(each);
        }
      }
    }
    for (Recording each : recordings) {
      Path file = folder.resolve(each.file);
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), each.content)) {
        Files.write(file, each.content);
      }
    }
  }

  private static String hash(Path circuits, Path classes) throws IOException {
    MessageDigest hash = sha256();
    hash.update((byte) Runtime.version().feature());
    hash.update(Files.readAllBytes(circuits.resolve(Circuits.FILE_NAME)));
    for (String each : PACKAGES) {
      try (Stream<Path> files = Files.walk(classes.resolve("org/urna").resolve(each))) {
        for (Path file :
            files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
          hash.update(Files.readAllBytes(file));
        }
      }
    }
    // A library's name has its version.
    String[] libraries = System.getProperty("java.class.path").split(File.pathSeparator);
    for (int i = 0; i < libraries.length; i++) {
      libraries[i] = Path.of(libraries[i]).getFileName() + "\n";
    }
    Arrays.sort(libraries);
    for (String library : libraries) {
      hash.update(library.getBytes(StandardCharsets.UTF_8));
    }
    return hex(hash.digest()).substring(0, 32);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
