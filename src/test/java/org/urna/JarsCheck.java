package org.urna;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.urna.kiosk.warmup.ChipRecording;
import org.urna.proof.Circuit;
import org.urna.proof.Circuits;
import org.urna.trust.SignerKeyType;

/// Looks into the two jars that the build has made, and starts the first without the second: what a
/// package for real elections installs must hold no chip simulator, no authority that anybody can
/// sign with, and no way to reach one.
///
/// A program of the `verify` phase and no test, because tests run before there are jars.
final class JarsCheck {
  private static final List<String> PRACTICE =
      List.of(
          "org/urna/practice/",
          "org/urna/rehearsal/",
          "META-INF/services/org.urna.command.RehearsalCommands");

  private final Path build;
  private final Path program;
  private final Path practice;

  private JarsCheck(Path build, String name) {
    this.build = build;
    this.program = build.resolve(name + ".jar");
    this.practice = build.resolve(name + "-practice.jar");
  }

  /// @param args the build's folder, the jars' common name
  public static void main(String[] args) throws Exception {
    JarsCheck check = new JarsCheck(Path.of(args[0]), args[1]);
    check.everyClassIsInOneOfThem();
    check.theFirstDoesNotKnowTheSecond();
    check.theFirstHasARecordingForEveryCircuit();
    check.theFirstRunsWithoutTheSecond();
    check.bothTogetherRehearse();
    System.out.printf(
        "jars: %s holds no practice code and runs without %s, which holds nothing else%n",
        check.program, check.practice);
  }

  private void everyClassIsInOneOfThem() throws IOException {
    Set<String> compiled;
    Path classes = build.resolve("classes");
    try (Stream<Path> files = Files.walk(classes)) {
      compiled =
          files
              .filter(Files::isRegularFile)
              .map(file -> classes.relativize(file).toString().replace(File.separatorChar, '/'))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> rehearsing =
        compiled.stream()
            .filter(name -> PRACTICE.stream().anyMatch(name::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rehearsing).hasSizeGreaterThan(100).contains(PRACTICE.getLast());
    assertThat(entries(practice)).isEqualTo(rehearsing);
    compiled.removeAll(rehearsing);
    assertThat(entries(program)).isEqualTo(compiled);
  }

  /// Without what Maven adds.
  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .filter(name -> !name.equals(JarFile.MANIFEST_NAME))
          .filter(name -> !name.startsWith("META-INF/maven/"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void theFirstDoesNotKnowTheSecond() throws IOException {
    try (JarFile file = new JarFile(program.toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(Launcher.class.getName());
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.urna.practice..", "org.urna.rehearsal..")
          .because("a package for real elections is made without them")
          .check(new ClassFileImporter().importJar(file));
    }
  }

  private void theFirstHasARecordingForEveryCircuit() throws Exception {
    String folder = ChipRecording.class.getPackageName().replace('.', '/') + "/";
    Set<String> wanted =
        Circuits.load(Path.of("src/main/circom")).all().stream()
            .map(Circuit::name)
            .filter(name -> SignerKeyType.ofCircuit(name).isPresent())
            .map(name -> folder + ChipRecording.fileName(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(wanted).isNotEmpty();
    assertThat(entries(program)).containsAll(wanted);
  }

  private void theFirstRunsWithoutTheSecond() throws Exception {
    Answer help = urna(List.of(program), "--help");
    assertThat(help.exit).as(help.text).isZero();
    assertThat(help.text).contains("kiosk", "verify").doesNotContain("demo");
    Answer demo = urna(List.of(program), "demo", "--headless");
    assertThat(demo.exit).as(demo.text).isNotZero();
    assertThat(demo.text)
        .contains("for real elections")
        .doesNotContain("Usage", "Exception", "\tat ");
  }

  private void bothTogetherRehearse() throws Exception {
    Answer help = urna(List.of(program, practice), "--help");
    assertThat(help.exit).as(help.text).isZero();
    assertThat(help.text).contains("kiosk", "demo");
    assertThat(urna(List.of(program, practice), "station", "--help").text)
        .contains("development-keys");
  }

  private record Answer(int exit, String text) {}

  private Answer urna(List<Path> jars, String... arguments)
      throws IOException, InterruptedException {
    List<String> classpath = new ArrayList<>(jars.stream().map(Path::toString).toList());
    classpath.add(Files.readString(build.resolve("classpath.txt")).strip());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classpath),
                Launcher.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }
}
