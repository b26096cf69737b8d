package org.urna.command;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.ballot.BallotVerifier;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.election.ElectionVariant;
import org.urna.failure.CommandRefused;
import org.urna.failure.ExitCode;
import org.urna.files.UnusableFile;
import org.urna.office.Installation;
import org.urna.proof.ProofFileException;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.rescue.Rescue;
import org.urna.rescue.RescuePlan;
import org.urna.rescue.RescueReport;
import org.urna.rescue.SourceFiles;
import org.urna.rescue.Survey;
import org.urna.station.StationKeyException;
import org.urna.station.StationKeys;
import org.urna.upload.CastGas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `urna station rescue`: from the remains of a station to batches that can be counted.
@Command(
    name = "rescue",
    mixinStandardHelpOptions = true,
    description = {
      "Bring every whole ballot out of a damaged station, or of copies of it, into batch files that"
          + " any machine uploads. Reads only; believes nothing but proofs and signatures.",
      "Exit code 5 if something is missing, or nobody can say that nothing is."
    })
final class StationRescueCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(StationRescueCommand.class);

  /// Where the officials' passphrases come from.
  interface Asking {
    StationKeys open(Path keys, int one, int other) throws Exception;
  }

  private final Asking asking;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--organiser",
      required = true,
      description = "address that must have signed the package")
  private @Nullable Address organiser;

  @Option(
      names = "--package",
      description = "folder or zip (default: the whole copy in the station's folder)")
  private @Nullable Path packagePath;

  @Option(
      names = "--station",
      description =
          "address of the station, where its key files cannot be read (default: what they say)")
  private @Nullable Address named;

  @Option(
      names = "--signed-by",
      split = ",",
      defaultValue = "1,2",
      description = "the numbers of the two officials who are here (default: ${DEFAULT-VALUE})")
  private List<Integer> officials = List.of();

  @Option(
      names = "--unsigned",
      description =
          "ask for no passphrase: ballots that no signed batch holds become evidence, which cannot be counted")
  private boolean unsigned;

  @Option(
      names = "--circuits",
      description = "folder with circuits.json and verifying keys (default: this build's)")
  private @Nullable Path circuits;

  @Option(
      names = "--out",
      required = true,
      description = "folder for the batch files, outside of what is rescued")
  private @Nullable Path out;

  @Parameters(
      arity = "1..*",
      description =
          "the station's folder, or copies of it, and any further file that may hold its ballots")
  private List<Path> sources = List.of();

  StationRescueCommand() {
    this(
        (keys, one, other) ->
            StationCommand.withOfficials(
                one, other, (first, second) -> StationKeys.openForSigning(keys, first, second)));
  }

  StationRescueCommand(Asking asking) {
    this.asking = asking;
  }

  /// Key files of a station that this election lists, or why there are none.
  private record Keys(
      Address station, @Nullable Path folder, @Nullable StationKeyException fault) {}

  @Override
  public Integer call() throws Exception {
    CommandSpec command = requireNonNull(spec);
    if (officials.size() != 2
        || officials.get(0).equals(officials.get(1))
        || officials.stream().anyMatch(number -> number < 1)) {
      throw Usage.wrong(command, "--signed-by: two different officials, as 1,3");
    }
    Path folder = Rescue.outside(requireNonNull(out), sources);
    // What an earlier run wrote comes first: its batches keep their numbers.
    List<Path> all = new ArrayList<>(List.of(folder));
    all.addAll(sources);
    SourceFiles files = SourceFiles.of(all);
    ElectionPackage election = election(files);
    Keys keys = keys(files, election.manifest());
    AccreditedStation station = accredited(election.manifest(), keys.station());
    System.out.printf(
        "election %s%s, station %s%n",
        election.shortCode(), election.manifest().practice() ? " (PRACTICE)" : "", keys.station());
    files
        .leftOut()
        .forEach(line -> System.out.println(FailureWords.printable("left out: " + line)));
    Survey survey =
        Survey.of(
            files, election, verifier(election, Installation.circuits(circuits)), keys.station());
    RescuePlan plan = RescuePlan.of(survey, batchMax(election.manifest()), station.maxBallots());
    RescueReport report = new RescueReport(survey, plan);
    report.sources().forEach(line -> System.out.println(FailureWords.printable(line)));
    report.summary().forEach(line -> System.out.println(FailureWords.printable(line)));
    Rescue rescue = new Rescue(survey, plan, folder);
    write(rescue, plan, keys, election);
    rescue.requireAll();
    return ExitCode.DONE.value();
  }

  private void write(Rescue rescue, RescuePlan plan, Keys keys, ElectionPackage election)
      throws Exception {
    boolean isSigned = true;
    if (plan.cut().isEmpty()) {
      say(rescue.writeSigned(), election);
    } else if (unsigned || keys.folder() == null) {
      isSigned = false;
      say(rescue.writeSigned(), election);
    } else {
      // Before anything is written: with wrong passphrases nothing is done.
      try (StationKeys open = asking.open(keys.folder(), officials.get(0), officials.get(1))) {
        List<Path> files = new ArrayList<>(rescue.writeSigned());
        files.addAll(rescue.writeCut(open.batchSigner(election.chain())));
        say(files, election);
      }
    }
    rescue
        .writeEvidence(!isSigned)
        .ifPresent(
            file ->
                System.out.println(
                    "wrote " + file + ": unsigned evidence, which cannot be counted"));
    if (!isSigned) {
      throw keys.fault() != null && !unsigned ? keys.fault() : rescue.unsigned();
    }
  }

  private static void say(List<Path> files, ElectionPackage election) {
    files.forEach(file -> System.out.println("wrote " + file));
    if (!files.isEmpty()) {
      System.out.println(
          "upload them with `urna station upload` before "
              + election.manifest().schedule().legalClose()
              + "; ballots that were counted before are skipped");
    }
  }

  // ------------------------------------------------------------------ what it is about

  private ElectionPackage election(SourceFiles files)
      throws ElectionPackageException, CommandRefused {
    Address signer = requireNonNull(organiser);
    if (packagePath != null) {
      return ElectionPackage.open(packagePath, signer);
    }
    Map<String, ElectionPackage> whole = new LinkedHashMap<>();
    for (Path folder : files.foldersWith("manifest.json")) {
      try {
        ElectionPackage copy = ElectionPackage.open(folder, signer);
        whole.putIfAbsent(copy.shortCode(), copy);
      } catch (ElectionPackageException e) {
        LOG.debug("{} is no whole package", folder, e);
      }
    }
    if (whole.size() != 1) {
      throw UnusableFile.refused(
          sources.getFirst(),
          whole.isEmpty()
              ? "holds no whole copy of an election package that "
                  + signer
                  + " signed; name one with --package"
              : "holds several election packages, " + whole.keySet() + "; name one with --package");
    }
    return whole.values().iterator().next();
  }

  /// The first key files of a station that the election lists. Key files of others are none.
  private Keys keys(SourceFiles files, ElectionManifest manifest) throws CommandRefused {
    StationKeyException fault = null;
    Address other = null;
    for (Path folder : files.foldersWith("signing-key.json")) {
      try {
        Address address = StationKeys.signingAddress(folder);
        boolean isListed =
            manifest.stations().stream().anyMatch(each -> each.address().equals(address));
        if (isListed && (named == null || named.equals(address))) {
          return new Keys(address, folder, null);
        }
        other = address;
      } catch (StationKeyException e) {
        LOG.debug("{} cannot be read", folder, e);
        fault = e;
      }
    }
    if (named == null) {
      throw UnusableFile.refused(
          sources.getFirst(),
          other == null
              ? "holds no key files that can be read; say with --station whose ballots these are"
              : "holds the keys of " + other + ", which this election does not list");
    }
    return new Keys(named, null, fault == null ? StationKeys.missing(sources.getFirst()) : fault);
  }

  private AccreditedStation accredited(ElectionManifest manifest, Address station)
      throws CommandRefused {
    try {
      return manifest.station(station);
    } catch (IllegalArgumentException e) {
      throw UnusableFile.refused(sources.getFirst(), String.valueOf(e.getMessage()));
    }
  }

  private static BallotVerifier verifier(ElectionPackage election, CircuitFiles files)
      throws ProofFileException {
    ElectionManifest manifest = election.manifest();
    Map<String, VerifyingKey> keys = new HashMap<>();
    for (ElectionVariant variant : manifest.variants()) {
      keys.put(variant.circuit().name(), files.verifyingKey(variant.circuit().name()));
    }
    String ballot = manifest.ballotCircuit().name();
    keys.put(ballot, files.verifyingKey(ballot));
    try {
      return BallotVerifier.of(manifest, election.electionId(), files.circuits(), keys);
    } catch (IllegalArgumentException e) {
      throw new ProofFileException(
          "the keys here are not those of the manifest: " + e.getMessage(), e);
    }
  }

  /// As many as the manifest allows, and no more than this build's uploader sends.
  private static int batchMax(ElectionManifest manifest) {
    return Math.min(
        manifest.batchMax(), CastGas.batchMax(manifest.optionCount(), manifest.variants().size()));
  }
}
