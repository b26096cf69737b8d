package org.urna.command;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.StateCertificate;
import org.urna.election.StrictJson;
import org.urna.failure.CommandRefused;
import org.urna.failure.ExitCode;
import org.urna.files.UnusableFile;
import org.urna.files.WholeFile;
import org.urna.office.PinnedCertificates;
import org.urna.trust.StateCode;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;
import org.urna.trust.lists.CertificateFacts;
import org.urna.trust.lists.ImportPlan;
import org.urna.trust.lists.Origin;
import org.urna.trust.lists.RefusedCertificate;
import org.urna.trust.lists.StateNames;
import org.urna.trust.lists.TrustEntry;
import org.urna.trust.lists.TrustFolder;
import org.urna.trust.lists.TrustImport;
import org.urna.trust.lists.TrustReport;
import org.urna.trust.lists.TrustSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `urna trust`: which states' keys an election may pin.
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    description = {
      "Keep the certificates of the states whose passports may count.",
      "A trust folder is what organisers review; 'election manifest' takes certificates from it."
    })
final class TrustCommand {
  private static final int MAX_STATES_FILE = 8 << 20;

  /// Where a person's typed answers come from.
  interface Answers {
    String answer(String question) throws IOException;
  }

  @Spec private @Nullable CommandSpec spec;

  private final Answers answers;
  private final Clock clock;

  TrustCommand() {
    this(Prompts::line, Clock.systemUTC());
  }

  TrustCommand(Answers answers, Clock clock) {
    this.answers = answers;
    this.clock = clock;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Read master lists, LDIF downloads and certificates into a trust folder.",
        "Shows first what would change; nothing is written before you agree."
      })
  int importFiles(
      @Option(
              names = "--into",
              required = true,
              description = "trust folder, or where to begin one")
          Path into,
      @Option(
              names = "--publisher",
              description =
                  "certificate of the authority of a master list's publisher, from the publisher itself; STATE=FILE or FILE")
          @Nullable List<String> publishers,
      @Option(
              names = "--state",
              description = "state of all certificates in files of single ones, as RUS")
          @Nullable String state,
      @Option(names = "--states", description = "TOML file: fingerprint = \"RUS\"")
          @Nullable Path states,
      @Option(
              names = "--accept-suggested-states",
              description = "believe what certificates say about their own state")
          boolean acceptSuggested,
      @Option(
              names = "--suggest",
              description = "write a new file for --states with the certificates' suggestions")
          @Nullable Path suggest,
      @Option(names = "--reviewed", description = "fingerprint of an authority you looked into")
          @Nullable List<String> reviewed,
      @Option(names = "--drop", description = "fingerprint of a certificate to take out")
          @Nullable List<String> dropped,
      @Option(names = "--yes", description = "write without asking") boolean yes,
      @Parameters(arity = "0..*", paramLabel = "FILE", description = "master lists, LDIF, DER, PEM")
          @Nullable List<Path> files)
      throws Exception {
    requireState(state);
    TrustFolder folder = TrustFolder.openOrBegin(into);
    TrustList known = publishers(publishers == null ? List.of() : publishers);
    List<TrustSource.Found> found = new ArrayList<>();
    for (Path file : files == null ? List.<Path>of() : files) {
      found.add(TrustSource.read(file, known, clock));
    }
    if (state != null && found.stream().anyMatch(TrustCommand::isCollection)) {
      throw usage(
          "--state is for files of single certificates; a list holds those of many states: use --states");
    }
    if (suggest != null) {
      if (Files.exists(suggest)) {
        throw UnusableFile.refused(
            suggest, "is there already, and somebody may have written in it");
      }
      WholeFile.write(suggest, suggestions(found).getBytes(StandardCharsets.UTF_8));
    }
    StateNames names = new StateNames(written(states), state == null ? "" : state, acceptSuggested);
    ImportPlan plan =
        TrustImport.plan(folder, found, names, set(reviewed), set(dropped), clock.instant());
    TrustText.print(plan, System.out::println);
    if (plan.isEmpty()) {
      System.out.println("nothing to write");
      return ExitCode.DONE.value();
    }
    if (plan.changes() == 0) {
      System.out.println(
          "no certificate comes or goes; where they were seen and what was refused would be noted");
    }
    String word = "write " + plan.changes();
    if (!yes && !answers.answer("Type '" + word + "' to write " + into).equals(word)) {
      throw Prompts.refused("nothing was written");
    }
    TrustFolder made = plan.write();
    System.out.println(into + " holds " + made.entries().size() + " certificates");
    return ExitCode.DONE.value();
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description =
          "Which pinned certificates differ, from one folder, manifest or package to another.")
  int diff(
      @Parameters(paramLabel = "OLD", description = "trust folder, manifest.json or package")
          Path older,
      @Parameters(paramLabel = "NEW", description = "the same") Path newer,
      @Option(names = "--organiser", description = "address that must have signed packages")
          @Nullable Address organiser)
      throws Exception {
    PinnedCertificates.printDiff(
        PinnedCertificates.read(older, organiser),
        PinnedCertificates.read(newer, organiser),
        System.out::println);
    return ExitCode.DONE.value();
  }

  @Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = "What a trust folder is good for, state by state, and what it could not use.")
  int report(
      @Parameters(paramLabel = "FOLDER", description = "trust folder") Path path,
      @Option(names = "--json", description = "file to write the report to") @Nullable Path json)
      throws Exception {
    TrustReport report = TrustReport.of(TrustFolder.open(path), clock.instant());
    TrustText.print(report, System.out::println);
    if (json != null) {
      WholeFile.write(json, report.toJson());
    }
    return ExitCode.DONE.value();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Every certificate of a trust folder, with where it is from.")
  int show(
      @Parameters(paramLabel = "FOLDER", description = "trust folder") Path path,
      @Option(names = "--state", description = "only this state, as RUS") @Nullable String state)
      throws Exception {
    requireState(state);
    TrustFolder folder = TrustFolder.open(path);
    for (TrustEntry entry : folder.entries()) {
      if (state == null || state.equals(entry.state())) {
        TrustText.print(entry, System.out::println);
      }
    }
    return ExitCode.DONE.value();
  }

  // ------------------------------------------------------------------ parts

  private ParameterException usage(String message) {
    return Usage.wrong(requireNonNull(spec), message);
  }

  private void requireState(@Nullable String code) {
    try {
      if (code != null) {
        StateCode.require(code);
      }
    } catch (IllegalArgumentException e) {
      throw usage("--state: " + e.getMessage());
    }
  }

  /// The label of a publisher is written into origins and decides nothing.
  private TrustList publishers(List<String> options) throws IOException, TrustListException {
    List<StateCertificate> pinned = new ArrayList<>();
    for (String option : options) {
      boolean isNamed = option.matches("[A-Z<]{3}=.*");
      for (CertificateFacts facts :
          TrustSource.authorities(Path.of(isNamed ? option.substring(4) : option), clock)) {
        String own = StateCode.suggestedBy(facts.country());
        pinned.add(
            new StateCertificate(
                isNamed ? option.substring(0, 3) : own.isEmpty() ? "XXX" : own, facts.der()));
      }
    }
    return TrustList.of(pinned);
  }

  private static Map<String, String> written(@Nullable Path file)
      throws IOException, CommandRefused {
    if (file == null) {
      return Map.of();
    }
    try {
      return StrictJson.readToml(
          Files.readAllBytes(file),
          MAX_STATES_FILE,
          toml -> {
            Map<String, String> states = new HashMap<>();
            for (String fingerprint : toml.keys()) {
              String code = toml.text(fingerprint, StateCode::require);
              if (!fingerprint.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(fingerprint + ": is no fingerprint");
              }
              states.put(fingerprint, code);
            }
            return states;
          });
    } catch (IllegalArgumentException e) {
      throw UnusableFile.refused(file, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isCollection(TrustSource.Found found) {
    return !found.lists().isEmpty()
        || found.offered().stream()
            .anyMatch(offered -> offered.origin().source() != Origin.Source.CERTIFICATES);
  }

  private static Set<String> set(@Nullable List<String> fingerprints) {
    return Optional.ofNullable(fingerprints).orElse(List.of()).stream().collect(Collectors.toSet());
  }

  /// A commented line for each authority: who removes the `#` says so.
  private static String suggestions(List<TrustSource.Found> found) {
    StringBuilder text =
        new StringBuilder(
            "# What each authority says about itself. Compare with another source, correct, and take the # away.\n");
    found.stream()
        .flatMap(file -> file.offered().stream())
        .map(TrustSource.Offered::facts)
        .filter(facts -> facts.kind().isAuthority())
        .distinct()
        .sorted(
            java.util.Comparator.comparing(CertificateFacts::country)
                .thenComparing(CertificateFacts::notBefore)
                .thenComparing(CertificateFacts::fingerprint))
        .forEach(
            facts -> {
              String code = StateCode.suggestedBy(facts.country());
              text.append("\n# ").append(PinnedCertificates.words(facts));
              if (!StateCode.besides(code).isEmpty()) {
                text.append("; passports may also say ").append(StateCode.besides(code));
              }
              text.append("\n#")
                  .append(facts.fingerprint())
                  .append(" = \"")
                  .append(code)
                  .append("\"\n");
            });
    return text.toString();
  }

  static String named(RefusedCertificate refused) {
    String state = StateCode.suggestedBy(refused.country());
    return "%s  country %s, serial %s: %s\n    %s"
        .formatted(
            state.isEmpty() ? "???" : state,
            refused.country().isEmpty() ? "none" : refused.country(),
            refused.serialNumber().isEmpty() ? "unknown" : refused.serialNumber(),
            refused.reason(),
            refused.fingerprint());
  }
}
