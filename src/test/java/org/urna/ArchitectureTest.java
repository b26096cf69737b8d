package org.urna;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may know whom: the last column of the package table in docs/guides/developer.md, and the
/// privacy argument that the identity half and the ballot half never meet.
class ArchitectureTest {
  private static final JavaClasses URNA =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.urna");

  private static final DescribedPredicate<JavaClass> THE_ASSEMBLY =
      DescribedPredicate.describe(
          "the assembly (package org.urna itself)", c -> c.getPackageName().equals("org.urna"));

  private static final String[] IDENTITY_HALF = {
    "org.urna.passport..", "org.urna.trust..", "org.urna.practice.."
  };

  private static final String[] BALLOT_HALF = {
    "org.urna.ballot..",
    "org.urna.queue..",
    "org.urna.upload..",
    "org.urna.tally..",
    "org.urna.verify.."
  };

  @Test
  void onlyScreensKnowJavaFx() {
    only("org.urna.ui..", "screens render states; everything else must run without a display")
        .mayDependOn("javafx..", "atlantafx..", "org.kordamp..");
  }

  @Test
  void onlyTheEvmAdapterAndTheKeysKnowWeb3j() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.urna.upload.evm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.web3j..")
        .because("chain types stop at the adapter")
        .check(URNA);
  }

  @Test
  void onlyThePcscAdapterKnowsJmrtdAndSmartcards() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.urna.passport.pcsc..", "org.urna.practice..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jmrtd..", "net.sf.scuba..", "javax.smartcardio..")
        .because("card types and their exceptions stop at the adapter")
        .check(URNA);
  }

  @Test
  void onlyTheSerialAdapterKnowsSerialPorts() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.urna.passport.serial..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fazecast..")
        .because("ports and their silent failures stop at the adapter")
        .check(URNA);
  }

  @Test
  void zonesAreDecodedWithoutADevice() {
    classes()
        .that()
        .resideInAnyPackage("org.urna.passport.mrz..", "org.urna.passport.scan..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", "org.urna.passport.mrz..", "org.urna.passport.scan..")
        .because("what a scanner typed or sent is decided by pure code that tests feed")
        .check(URNA);
  }

  @Test
  void onlySqliteAdaptersKnowSql() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.urna.queue.sqlite..", "org.urna.upload.sqlite..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .because("SQL stops at the adapter")
        .check(URNA);
  }

  @Test
  void theIdentityHalfDoesNotKnowTheBallotHalf() {
    noClasses()
        .that()
        .resideInAnyPackage(IDENTITY_HALF)
        .and()
        .resideOutsideOfPackage("org.urna.practice..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BALLOT_HALF)
        .because("the type graph is the privacy argument: the halves share only the badge")
        .check(URNA);
  }

  @Test
  void passportsAreJudgedWithoutTheOrganisersFolder() {
    noClasses()
        .that(DescribedPredicate.not(THE_ASSEMBLY))
        .and()
        .resideOutsideOfPackages("org.urna.trust.lists..", "org.urna.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.urna.trust.lists..")
        .because("a kiosk believes the manifest; how it came about is the organisers' tool")
        .check(URNA);
  }

  @Test
  void theBallotHalfDoesNotKnowPassports() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.urna.ballot..", "org.urna.queue..", "org.urna.upload..", "org.urna.tally..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.urna.passport..", "org.urna.trust..")
        .because("a choice must never stand beside a passport")
        .check(URNA);
  }

  @Test
  void nothingImportsPracticeOrUiButTheAssembly() {
    noClasses()
        .that(DescribedPredicate.not(THE_ASSEMBLY))
        .and()
        .resideOutsideOfPackages("org.urna.practice..", "org.urna.ui..", "org.urna.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.urna.practice..", "org.urna.ui..")
        .because("simulated passports and screens are chosen by the assembly alone")
        .check(URNA);
  }

  @Test
  void theVerifierReadsNoStationState() {
    noClasses()
        .that()
        .resideInAPackage("org.urna.verify..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.urna.station..", "org.urna.queue.sqlite..", "org.urna.flow..", "org.urna.ui..")
        .because("an auditor trusts nothing of ours")
        .check(URNA);
  }

  @Test
  void theFlowIsPure() {
    noClasses()
        .that()
        .resideInAPackage("org.urna.flow..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "org.web3j..", "org.jmrtd..", "java.sql..")
        .because("the same flow drives the kiosk and the headless demo")
        .check(URNA);
  }

  @Test
  void kernelsImportJavaOnly() {
    classes()
        .that()
        .resideInAPackage("org.urna.proof.bn254..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "jdk.incubator.vector..", "org.jspecify..", "org.urna.proof.bn254..")
        .because("a kernel can be read and tested on its own")
        .check(URNA);
  }

  @Test
  void theKeyCeremonyKnowsProofsOnly() {
    noClasses()
        .that()
        .resideInAPackage("org.urna.ceremony..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("org.urna..")
                .and(
                    JavaClass.Predicates.resideOutsideOfPackages(
                        "org.urna.ceremony..", "org.urna.proof..", "org.urna.failure..")))
        .because("whoever contributes or checks reads a small program, not a polling station")
        .check(URNA);
  }

  @Test
  void noPackageCycles() {
    slices().matching("org.urna.(*)..").should().beFreeOfCycles().check(URNA);
  }

  @Test
  void timeComesFromAClockThatIsPassedIn() {
    noClasses()
        .that(DescribedPredicate.not(THE_ASSEMBLY))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .because("a deadline is a value, not a sleep, and tests own the clock")
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
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Only only(String allowedPackage, String because) {
    return packages -> {
      ArchRule rule =
          noClasses()
              .that()
              .resideOutsideOfPackage(allowedPackage)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(packages)
              .because(because);
      rule.check(URNA);
    };
  }

  private interface Only {
    void mayDependOn(String... packages);
  }
}
