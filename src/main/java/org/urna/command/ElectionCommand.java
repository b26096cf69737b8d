package org.urna.command;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.ChainReference;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionSource;
import org.urna.election.EligibilityRule;
import org.urna.failure.ExitCode;
import org.urna.files.UnusableFile;
import org.urna.files.WholeFile;
import org.urna.office.ElectionKit;
import org.urna.office.Installation;
import org.urna.office.PinnedCertificates;
import org.urna.office.PublicFiles;
import org.urna.office.Recount;
import org.urna.office.Tallying;
import org.urna.tally.Outcome;
import org.urna.tally.Result;
import org.urna.tally.Runoff;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.EvmNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna election`: the organiser's commands.
@Command(
    name = "election",
    mixinStandardHelpOptions = true,
    description = "Prepare, deploy and inspect an election; publish its result.")
final class ElectionCommand {
  @Command(
      name = "manifest",
      mixinStandardHelpOptions = true,
      description = "Join election.toml with what organisers gathered, and write the manifest.")
  int manifest(
      @Option(names = "--source", required = true, description = "election.toml") Path source,
      @Option(names = "--gathered", required = true, description = "gathered.toml") Path gathered,
      @Option(
              names = "--previous",
              description = "an earlier manifest.json: prints how the pinned certificates differ")
          @Nullable Path previous,
      @Option(names = "--out", required = true, description = "manifest.json to write") Path out)
      throws Exception {
    Optional<ElectionManifest> before =
        previous == null
            ? Optional.empty()
            : Optional.of(ElectionManifest.fromJson(Files.readAllBytes(previous)));
    ElectionManifest manifest =
        joined(ElectionSource.read(source), PublicFiles.gathered(gathered), gathered);
    if (before.isPresent()) {
      PinnedCertificates.printDiff(
          PinnedCertificates.of(before.orElseThrow()),
          PinnedCertificates.of(manifest),
          System.out::println);
    }
    WholeFile.write(out, manifest.canonicalJson());
    System.out.println("manifest hash " + manifest.manifestHash());
    Recount.warnings(manifest).forEach(System.out::println);
    return ExitCode.DONE.value();
  }

  @Command(
      name = "deploy",
      mixinStandardHelpOptions = true,
      description = "Deploy the contract that pins a manifest, and write the signed package.")
  int deploy(
      @Option(names = "--source", required = true, description = "election.toml, for the photos")
          Path source,
      @Option(names = "--manifest", required = true, description = "manifest.json") Path manifest,
      @Option(names = "--rpc", required = true, description = "RPC endpoint") URI rpc,
      @Option(names = "--chain-name", required = true, description = "the chain's name for people")
          String chainName,
      @Option(names = "--key", required = true, description = "file with the organiser's key")
          Path key,
      @Option(names = "--out", required = true, description = "package folder to make") Path out)
      throws Exception {
    ElectionManifest read = ElectionManifest.fromJson(Files.readAllBytes(manifest));
    ChainReference chain =
        new ElectionKit(Installation.circuits(null))
            .deploy(read, rpc, chainName, Prompts.account(key), Clock.systemUTC());
    ElectionPackage made =
        ElectionKit.pack(out, read, chain, Prompts.privateKey(key), ElectionSource.read(source));
    System.out.println("contract   " + chain.contract());
    System.out.println("short code " + made.shortCode());
    return ExitCode.DONE.value();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Check a package's signature and content, and print what it is.")
  int show(
      @Option(names = "--package", required = true, description = "folder or zip") Path folder,
      @Option(names = "--organiser", required = true, description = "address that must have signed")
          Address organiser)
      throws Exception {
    ElectionPackage election = ElectionPackage.open(folder, organiser);
    ElectionManifest manifest = election.manifest();
    System.out.println(manifest.title().in(manifest.languages().getFirst()));
    System.out.println("short code    " + election.shortCode());
    System.out.println("practice      " + manifest.practice());
    System.out.println("chips         " + words(manifest.eligibility().chip()));
    System.out.println("manifest hash " + election.manifestHash());
    System.out.println(
        "contract      " + election.chain().contract() + " on chain " + election.chain().chainId());
    System.out.println(
        "polls         "
            + manifest.schedule().opening()
            + " to "
            + manifest.schedule().legalClose());
    System.out.println("uploads until " + manifest.schedule().uploadDeadline());
    System.out.println(
        "trustees      "
            + manifest.trustees().threshold()
            + " of "
            + manifest.trustees().trustees().size());
    System.out.println("stations      " + manifest.stations().size());
    Recount.warnings(manifest).forEach(System.out::println);
    return ExitCode.DONE.value();
  }

  @Command(
      name = "result",
      mixinStandardHelpOptions = true,
      description = "Open the sum with the trustees' published shares and publish the counts.")
  int result(
      @Option(names = "--package", required = true, description = "folder or zip") Path folder,
      @Option(names = "--organiser", required = true, description = "address that must have signed")
          Address organiser,
      @Option(names = "--rpc", required = true, description = "RPC endpoint") URI rpc,
      @Option(names = "--payer", required = true, description = "file with the key of who pays")
          Path payer)
      throws Exception {
    ElectionPackage election = ElectionPackage.open(folder, organiser);
    try (EvmNode node = EvmNode.at(rpc, Duration.ofSeconds(30))) {
      Result result = tallying(election, node, payer).publish();
      List<String> names =
          election.manifest().options().stream().map(option -> option.name().in("en")).toList();
      for (int i = 0; i < names.size(); i++) {
        System.out.printf("%6d  %s%n", result.counts().get(i), names.get(i));
      }
      if (result.ballots() < 30) {
        System.out.println("warning: so few ballots that counts may speak for single voters");
      }
      Outcome outcome =
          Runoff.outcome(election.manifest().options(), election.manifest().runoff(), result);
      System.out.println(words(outcome));
    }
    return ExitCode.DONE.value();
  }

  /// A manifest checks what its two sources can only say together.
  private static ElectionManifest joined(
      ElectionSource source, ElectionKit.Gathered gathered, Path file) throws Exception {
    try {
      return new ElectionKit(Installation.circuits(null)).manifest(source, gathered);
    } catch (IllegalArgumentException e) {
      throw UnusableFile.refused(file, String.valueOf(e.getMessage()));
    }
  }

  static Tallying tallying(ElectionPackage election, EvmNode node, Path payer) throws Exception {
    Clock clock = Clock.systemUTC();
    EvmElection contract =
        EvmElection.at(
            node,
            election.chain(),
            Prompts.account(payer),
            GasPolicy.standard(),
            Duration.ofMinutes(10),
            clock,
            Pause.real());
    return new Tallying(
        election, node, contract, Installation.circuits(null), new SecureRandom(), clock);
  }

  private static String words(EligibilityRule.ChipRule rule) {
    return switch (rule) {
      case MUST_PROVE_ITSELF -> "must prove that they are no copies";
      case SIGNATURE_IS_ENOUGH -> "may be such that cannot prove that they are no copies";
    };
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Elected(var candidate) -> "elected: " + candidate.name().in("en");
      case Outcome.NobodyElected() -> "nobody is elected";
      case Outcome.SecondRound(var options) ->
          "second round: "
              + String.join(", ", options.stream().map(option -> option.name().in("en")).toList());
      case Outcome.Tied(var options, var settledBy) ->
          "tied: "
              + String.join(", ", options.stream().map(option -> option.name().in("en")).toList())
              + "; settled by "
              + settledBy;
    };
  }
}
