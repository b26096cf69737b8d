package org.urna.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.BallotOption;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.station.StationFolder;

/// Nothing of a voter's person and nothing of a choice lies in any file of a station or in its log,
/// and nothing of the person is left in the kiosk's memory when the visit is over (data map:
/// docs/data-map.md).
class CanaryTest {
  private static final long LONGEST_VISIT_SECONDS = 600;
  private static final List<Charset> WRITTEN_IN = List.of(UTF_8, UTF_16BE, UTF_16LE);

  /// Bytes from one character to the next: text, `char[]`, `int[]`, `long[]`, field elements of 32
  /// bytes, and circom's of 40.
  private static final int[] STRIDES = {1, 2, 4, 8, 32, 40};

  // ---------------------------------------------------------------- words to look for

  private static List<SpecimenHolder> people() {
    SpecimenLibrary specimens = PracticeFixture.day().specimens();
    List<SpecimenHolder> holders = new ArrayList<>();
    specimens.citizens().forEach(citizen -> holders.add(citizen.holder()));
    holders.add(specimens.minor().holder());
    holders.add(specimens.foreigner().holder());
    holders.add(specimens.cloned().holder());
    return holders;
  }

  /// What of a person would be recognised. A birth date alone is six digits, which a proof's
  /// numbers also hold; with its check digit and the sex it is the person's.
  private static Set<String> traces(SpecimenHolder holder) {
    String line = holder.machineReadableZone();
    Set<String> traces =
        new LinkedHashSet<>(
            List.of(
                holder.surname() + "<",
                holder.givenNames(),
                holder.documentNumber(),
                line.substring(44 + 13, 44 + 13 + 8)));
    // Whoever comes of age on the polling day was born on the day that the manifest names.
    LocalDate comingOfAge = PracticeFixture.day().manifest().eligibility().bornOnOrBefore();
    if (!holder.birthDate().equals(comingOfAge)) {
      traces.add(holder.birthDate().toString());
    }
    return traces;
  }

  private static Set<String> choices() {
    Set<String> words = new LinkedHashSet<>();
    for (BallotOption option : PracticeFixture.day().manifest().options()) {
      words.add(option.id());
      option.name().languages().forEach(language -> words.add(option.name().in(language)));
    }
    return words;
  }

  private static boolean holds(byte[] content, String word) {
    return WRITTEN_IN.stream().anyMatch(charset -> holds(content, word.getBytes(charset)));
  }

  private static boolean holds(byte[] content, byte[] word) {
    return new String(content, ISO_8859_1).contains(new String(word, ISO_8859_1));
  }

  // ---------------------------------------------------------------- files and log

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /// A file as it lies there, and a PDF also as it is read.
  private static byte[] content(Path file) throws IOException {
    byte[] raw = Files.readAllBytes(file);
    if (!file.toString().endsWith(".pdf")) {
      return raw;
    }
    try (var document = Loader.loadPDF(raw)) {
      byte[] text = new PDFTextStripper().getText(document).getBytes(UTF_8);
      return ByteBuffer.allocate(raw.length + text.length).put(raw).put(text).array();
    }
  }

  @Test
  void noFileHoldsAnythingOfAPerson() throws Exception {
    List<Path> files = files(PracticeFixture.day().folder());
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .anyMatch(name -> name.startsWith("ballots-") && name.endsWith(".sqlite"))
        .anyMatch(name -> name.startsWith("uploads-"))
        .anyMatch(name -> name.equals("station-log.jsonl"))
        .anyMatch(name -> name.startsWith("batch-"));
    for (Path file : files) {
      byte[] content = content(file);
      for (SpecimenHolder person : people()) {
        for (String trace : traces(person)) {
          assertThat(holds(content, trace)).as("%s in %s", trace, file).isFalse();
        }
      }
    }
  }

  @Test
  void noFileOfAStationHoldsAChoice() throws Exception {
    int looked = 0;
    for (Path file : files(PracticeFixture.day().folder())) {
      String path = PracticeFixture.day().folder().relativize(file).toString();
      // The package names the options to everybody; each station keeps a copy.
      if (path.startsWith("package") || path.contains("election-")) {
        continue;
      }
      looked++;
      byte[] content = content(file);
      for (String word : choices()) {
        assertThat(holds(content, word)).as("%s in %s", word, path).isFalse();
      }
    }
    assertThat(looked).isGreaterThan(10);
  }

  @Test
  void logHoldsNeitherPersonNorChoice() {
    List<String> logged = PracticeFixture.day().logged();
    assertThat(logged)
        .filteredOn(
            line ->
                line.endsWith(PracticeFixture.MARK) || line.contains(PracticeFixture.MARK + " "))
        .hasSize(2);
    for (String line : logged) {
      for (SpecimenHolder person : people()) {
        assertThat(line).doesNotContain(traces(person));
      }
      assertThat(line).doesNotContain(choices());
    }
  }

  @Test
  void lookerFindsWhatIsThere(@TempDir Path temp) throws Exception {
    SpecimenHolder person = people().getFirst();
    for (String trace : traces(person)) {
      for (Charset charset : WRITTEN_IN) {
        Path file = temp.resolve("planted");
        Files.write(file, ("\0x" + trace + "y").getBytes(charset));
        assertThat(holds(content(file), trace)).as("%s in %s", trace, charset).isTrue();
      }
    }
    for (int stride : STRIDES) {
      Path file = temp.resolve("planted-" + stride);
      byte[] spread = new byte[3 + stride * 20];
      byte[] word = "KANAREIKA".getBytes(US_ASCII);
      for (int i = 0; i < word.length; i++) {
        spread[3 + i * stride] = word[i];
      }
      Files.write(file, spread);
      assertThat(found(file, List.of("KANAREIKA"))).containsExactly("KANAREIKA every " + stride);
    }
  }

  // ---------------------------------------------------------------- memory

  @Test
  void memoryHoldsNothingOfThePersonAfterTheVisit(@TempDir Path temp) throws Exception {
    PracticeFixture day = PracticeFixture.day();
    SpecimenHolder canary =
        new SpecimenHolder(
            SpecimenLibrary.STATE,
            "K4N4R31KA",
            "KANAREIKA",
            "TSCHIRPITA",
            LocalDate.of(1961, 8, 23),
            'F',
            day.specimens().citizens().getFirst().holder().expiryDate());
    SpecimenPassport passport = SpecimenPassport.issue(day.specimens().authority(), canary);
    StationFolder station = day.morningOf(2, temp.resolve("station"));

    serve(passport, temp);

    List<String> traces = List.copyOf(traces(canary));
    assertThat(found(temp.resolve("during.hprof"), traces))
        .as("while the passport is held its zone is in memory")
        .contains("KANAREIKA< every 1", "TSCHIRPITA every 1");
    assertThat(found(temp.resolve("after.hprof"), traces)).isEmpty();
    for (Path file : files(station.path())) {
      for (String trace : traces) {
        assertThat(holds(content(file), trace)).as("%s in %s", trace, file).isFalse();
      }
    }
  }

  /// Plays the reader and the voter's fingers for the kiosk in the other process.
  private static void serve(SpecimenPassport passport, Path temp) throws Exception {
    Process kiosk =
        KilledProgram.start(
            CanaryKiosk.class,
            List.of("-Xmx3g", "-Durna.circuits=" + System.getProperty("urna.circuits")),
            StationProcess.arguments(temp.resolve("station"), temp));
    try (DataOutputStream out = new DataOutputStream(kiosk.getOutputStream());
        DataInputStream in = new DataInputStream(kiosk.getInputStream())) {
      SpecimenHolder holder = passport.holder();
      for (String field :
          List.of(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone())) {
        for (char c : field.toCharArray()) {
          out.writeByte(c ^ CanaryKiosk.MASK);
        }
      }
      out.flush();
      ChipSimulator chip = passport.chip();
      for (int what = in.read(); what != CanaryKiosk.ENDED; what = in.read()) {
        switch (what) {
          case CanaryKiosk.RESET -> chip.reset();
          case CanaryKiosk.COMMAND -> {
            byte[] response = chip.transmit(in.readNBytes(in.readInt())).orElseThrow();
            out.writeInt(response.length);
            out.write(response);
            out.flush();
          }
          default -> throw new AssertionError("the kiosk ended early: " + what);
        }
      }
      assertThat(kiosk.waitFor(LONGEST_VISIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(kiosk.exitValue()).isZero();
    } finally {
      kiosk.destroyForcibly();
    }
  }

  /// Which words a heap dump holds, and how far apart their characters stand.
  private static List<String> found(Path dump, List<String> words) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    int overlap = 40 * words.stream().mapToInt(String::length).max().orElseThrow();
    try (FileChannel channel = FileChannel.open(dump)) {
      byte[] window = new byte[1 << 24];
      int kept = 0;
      while (true) {
        int read = channel.read(ByteBuffer.wrap(window, kept, window.length - kept));
        if (read <= 0) {
          break;
        }
        int filled = kept + read;
        for (String word : words) {
          byte[] ascii = word.getBytes(US_ASCII);
          for (int stride : STRIDES) {
            if (contains(window, filled, ascii, stride)) {
              found.add(word + " every " + stride);
            }
          }
        }
        kept = Math.min(overlap, filled);
        System.arraycopy(window, filled - kept, window, 0, kept);
      }
    }
    return List.copyOf(found);
  }

  private static boolean contains(byte[] window, int filled, byte[] word, int stride) {
    int last = filled - (word.length - 1) * stride;
    for (int at = 0; at < last; at++) {
      int i = 0;
      while (i < word.length && window[at + i * stride] == word[i]) {
        i++;
      }
      if (i == word.length) {
        return true;
      }
    }
    return false;
  }
}
