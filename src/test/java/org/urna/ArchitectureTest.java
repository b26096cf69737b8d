package org.urna;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.urna.time.RealTime;

/// Who may know whom. The table of packages in docs/guides/developer.md is held equal to the
/// classes, row by row, so that every new acquaintance is written down; the rules below say which
/// may never be, whatever the table says, and why. No package is exempt from any of them.
class ArchitectureTest {
  private static final JavaClasses URNA =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.urna");

  private static final Path TABLE = Path.of("docs/guides/developer.md");

  private static final String[] PRACTICE = {"org.urna.practice..", "org.urna.rehearsal.."};

  private static final String[] IDENTITY_HALF = {"org.urna.passport..", "org.urna.trust.."};

  private static final String[] BALLOT_HALF = {
    "org.urna.ballot..", "org.urna.queue..", "org.urna.upload..", "org.urna.tally.."
  };

  @Test
  void theTableOfPackagesIsAsTheClassesAre() throws IOException {
    assertThat(table().differences(PackageTable.of(URNA)))
        .as("rows of the table of packages in %s", TABLE)
        .isEmpty();
  }

  @Test
  void noPackageKnowsItselfRoundAbout() {
    assertThat(PackageTable.of(URNA).cycles()).isEmpty();
  }

  @Test
  void aTableThatLiesIsFound() throws IOException {
    PackageTable real = PackageTable.of(URNA);
    List<String> lines = Files.readAllLines(TABLE);
    int mutated = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (!PackageTable.isRow(lines.get(i))) {
        continue;
      }
      String[] cells = lines.get(i).split(" \\| ");
      for (int cell = 2; cell <= 3; cell++) {
        String[] changed = cells.clone();
        String end = cell == 3 ? " |" : "";
        String before = cells[cell].replace(" |", "");
        changed[cell] = (before.equals("–") ? "election" : "–") + end;
        assertThat(replaced(lines, i, String.join(" | ", changed)).differences(real))
            .as(lines.get(i))
            .hasSize(1);
        mutated++;
      }
      assertThat(replaced(lines, i, "").differences(real)).as(lines.get(i)).hasSize(1);
    }
    assertThat(mutated).isGreaterThan(80);
  }

  private static PackageTable replaced(List<String> lines, int row, String by) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(row, by);
    return PackageTable.written(changed);
  }

  private static PackageTable table() throws IOException {
    return PackageTable.written(Files.readAllLines(TABLE));
  }

  @Test
  void onlyTheRehearsalKnowsPractice() {
    neverFrom("org.urna.practice..", "org.urna.rehearsal..")
        .dependOnClassesThat()
        .resideInAPackage("org.urna.practice..")
        .because("a kiosk for real elections has no simulated chip and no invented state in it")
        .check(URNA);
  }

  @Test
  void nobodyKnowsTheRehearsal() {
    neverFrom("org.urna.rehearsal..")
        .dependOnClassesThat()
        .resideInAPackage("org.urna.rehearsal..")
        .because("it is a jar that can be left out; the command line finds it as a service")
        .check(URNA);
  }

  @Test
  void theKioskStandsBelowTheCommandsAndTheOffice() {
    never("org.urna.kiosk..")
        .dependOnClassesThat()
        .resideInAnyPackage("org.urna.command..", "org.urna.office..", "picocli..")
        .because("a station knows nothing of how elections are prepared")
        .check(URNA);
  }

  @Test
  void screensAreKnownByTheirAssemblyAlone() {
    neverFrom("org.urna.ui..", "org.urna.kiosk..", "org.urna.rehearsal..")
        .dependOnClassesThat()
        .resideInAnyPackage("org.urna.ui..", "javafx..", "atlantafx..", "org.kordamp..")
        .because("screens render states; everything else must run without a display")
        .check(URNA);
  }

  @Test
  void theIdentityHalfDoesNotKnowTheBallotHalf() {
    never(IDENTITY_HALF)
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(BALLOT_HALF)
                .or(JavaClass.Predicates.resideInAPackage("org.urna.verify..")))
        .because("the type graph is the privacy argument: the halves share only the badge")
        .check(URNA);
  }

  @Test
  void theBallotHalfDoesNotKnowPassports() {
    never(BALLOT_HALF)
        .dependOnClassesThat()
        .resideInAnyPackage(IDENTITY_HALF)
        .because("a choice must never stand beside a passport")
        .check(URNA);
  }

  @Test
  void passportsAreJudgedWithoutTheOrganisersFolder() {
    neverFrom("org.urna.trust.lists..", "org.urna.office..", "org.urna.command..")
        .dependOnClassesThat()
        .resideInAPackage("org.urna.trust.lists..")
        .because("a kiosk believes the manifest; how it came about is the organisers' tool")
        .check(URNA);
  }

  @Test
  void theVerifierReadsNoStationState() {
    never("org.urna.verify..")
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.urna.station..",
            "org.urna.queue..",
            "org.urna.upload..",
            "org.urna.flow..",
            "org.urna.ui..",
            "org.urna.kiosk..")
        .because("an auditor trusts nothing of ours")
        .check(URNA);
  }

  @Test
  void theFlowIsPure() {
    never("org.urna.flow..")
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "org.web3j..", "org.jmrtd..", "java.sql..", "java.net..")
        .because("the same flow drives the kiosk and the headless demo")
        .check(URNA);
  }

  @Test
  void smallProgramsWithinTheProgramCanBeReadOnTheirOwn() {
    knowsOfOurs("org.urna.proof.bn254..", "org.urna.proof.bn254..");
    knowsOfOurs("org.urna.proof.wasm..", "org.urna.proof.wasm..", "org.urna.proof.bn254..");
    knowsOfOurs(
        "org.urna.ceremony..", "org.urna.ceremony..", "org.urna.proof..", "org.urna.failure..");
    knowsOfOurs("org.urna.sqlite..", "org.urna.sqlite..", "org.urna.files..");
    knowsOfOurs("org.urna.passport.mrz..", "org.urna.passport.mrz..");
    knowsOfOurs("org.urna.passport.scan..", "org.urna.passport.scan..", "org.urna.passport.mrz..");
  }

  /// A kernel, a ceremony's tool, what a scanner typed: whoever checks them reads nothing else.
  private static void knowsOfOurs(String reader, String... known) {
    never(reader)
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("org.urna..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(known)))
        .because("it can be read and tested on its own")
        .check(URNA);
  }

  @Test
  void libraryTypesStopAtTheirAdapter() {
    onlyIn(List.of("org.urna.upload.evm.."), "org.web3j..", "okhttp3..");
    onlyIn(
        List.of("org.urna.passport.chip..", "org.urna.passport.pcsc..", "org.urna.practice.."),
        "org.jmrtd..",
        "net.sf.scuba..");
    onlyIn(
        List.of("org.urna.passport.pcsc..", "org.urna.practice.."),
        "javax.smartcardio..",
        "sun.security.smartcardio..");
    onlyIn(List.of("org.urna.passport.serial.."), "com.fazecast..");
    onlyIn(
        List.of("org.urna.sqlite..", "org.urna.queue.sqlite..", "org.urna.upload.sqlite.."),
        "java.sql..",
        "org.sqlite..",
        "org.urna.sqlite..");
    onlyIn(
        List.of("org.urna.report.."),
        "org.apache.pdfbox..",
        "org.apache.fontbox..",
        "com.google.zxing..");
    // Practice plays the issuing state and signs.
    onlyIn(
        List.of("org.urna.trust..", "org.urna.practice.."),
        "org.bouncycastle.asn1.cms..",
        "org.bouncycastle.cms..");
    onlyIn(List.of("org.urna.proof.circom..", "org.urna.proof.wasm.."), "org.urna.proof.wasm..");
    onlyIn(List.of("org.urna.command..", "org.urna.rehearsal..", "org.urna"), "picocli..");
  }

  private static void onlyIn(List<String> adapters, String... libraries) {
    neverFrom(adapters.toArray(String[]::new))
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .because("types and exceptions of a library stop at its adapter")
        .check(URNA);
  }

  @Test
  void timeComesFromAClockThatIsPassedIn() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .because("tests own the clock")
        .check(URNA);
  }

  @Test
  void threadsSleepInOnePlace() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(RealTime.class)
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(
                DescribedPredicate.describe(
                    "sleeps",
                    target ->
                        target.getName().equals("sleep")
                            || target.getOwner().isEquivalentTo(LockSupport.class))))
        .because("a deadline is a value, not a sleep")
        .check(URNA);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      List<Path> packages =
          files
              .filter(Files::isDirectory)
              .filter(ArchitectureTest::holdsClasses)
              .filter(
                  dir -> {
                    Path info = dir.resolve("package-info.java");
                    return !Files.exists(info)
                        || !read(info).contains("@NullMarked")
                        || !read(info).startsWith("///");
                  })
              .toList();
      assertThat(packages).as("packages without a described, @NullMarked package-info").isEmpty();
    }
  }

  private static boolean holdsClasses(Path dir) {
    try (var files = Files.list(dir)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassesShould never(String... packages) {
    return noClasses().that().resideInAnyPackage(packages).should();
  }

  private static ClassesShould neverFrom(String... exceptFrom) {
    return noClasses().that().resideOutsideOfPackages(exceptFrom).should();
  }
}
