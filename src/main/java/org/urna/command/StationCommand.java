package org.urna.command;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javax.print.PrintService;
import javax.print.PrintServiceLookup;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.Wei;
import org.urna.failure.CommandRefused;
import org.urna.failure.ExitCode;
import org.urna.failure.Failure;
import org.urna.files.UnusableFile;
import org.urna.files.WholeFile;
import org.urna.hardware.HardwareProfiles;
import org.urna.hardware.UsbDevices;
import org.urna.keys.Passphrase;
import org.urna.keys.PinnedKeys;
import org.urna.kiosk.ChainConnection;
import org.urna.kiosk.PollingStation;
import org.urna.kiosk.StickDesk;
import org.urna.office.Installation;
import org.urna.office.NotYet;
import org.urna.office.PublicFiles;
import org.urna.passport.PassportReadException;
import org.urna.passport.pcsc.PcscReaders;
import org.urna.passport.pcsc.PluggedReader;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchId;
import org.urna.queue.BoxFigures;
import org.urna.queue.SetAside;
import org.urna.report.BatchReceiptFile;
import org.urna.station.Argon2Cost;
import org.urna.station.NullifierKeyVault;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.SealedKeyPart;
import org.urna.station.StationFigures;
import org.urna.station.StationIdentity;
import org.urna.station.StationKeyException;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.station.StationSession;
import org.urna.station.StationSettings;
import org.urna.station.StepResult;
import org.urna.upload.BatchInclusion;
import org.urna.upload.BatchReceipt;
import org.urna.upload.ChainException;
import org.urna.upload.UploadPreflight;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;
import org.urna.upload.UploadTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `urna station`: what is done to a station outside its screens.
@Command(
    name = "station",
    mixinStandardHelpOptions = true,
    subcommands = StationRescueCommand.class,
    description =
        "Provision a station; look at its readers and its state; upload batches from a stick; rescue ballots.")
final class StationCommand {
  @Spec private @Nullable CommandSpec spec;

  private static final String SETTINGS =
      "station.toml (default: /etc/urna/station.toml, else the installation's)";

  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = "Make the station's keys under its officials' passphrases; write station.json.")
  int create(
      @Option(names = "--settings", description = SETTINGS) Path settings,
      @Option(names = "--out", required = true, description = "station.json, which is public")
          Path out,
      @Option(names = "--officials", defaultValue = "2", description = "how many, 2 to 8")
          int officials)
      throws Exception {
    if (officials < 2 || officials > 8) {
      throw Usage.wrong(requireNonNull(spec), "--officials: a station has 2 to 8");
    }
    StationSettings station = settings(settings);
    // Before anything is asked, and not by the shell's redirection, which empties the file that the
    // command then refuses to make again.
    if (StationKeys.identity(station.folder().keys()).isPresent()) {
      throw new CommandRefused(
          StationKeyException.Reason.KEYS_EXIST.failure(
              station.folder().keys() + "; station identity writes their station.json again"));
    }
    refuseExisting(out);
    List<Passphrase> passphrases = new ArrayList<>();
    try {
      for (int i = 1; i <= officials; i++) {
        Passphrase next =
            Prompts.newPassphrase("Passphrase of official " + i, Passphrase::ofNewForScreen);
        boolean taken = passphrases.stream().anyMatch(next::isSameAs);
        passphrases.add(next);
        if (taken) {
          throw Prompts.refused(
              "official "
                  + i
                  + " chose the passphrase of another, who would then open the station alone;"
                  + " nothing was made");
        }
      }
      WholeFile.privateFolder(station.folder().path());
      StationIdentity identity =
          StationKeys.create(
              station.folder().keys(), passphrases, Argon2Cost.STATION, new SecureRandom());
      write(identity, out);
    } finally {
      passphrases.forEach(Passphrase::close);
    }
    return ExitCode.DONE.value();
  }

  @Command(
      name = "identity",
      mixinStandardHelpOptions = true,
      description = "Write station.json again, from the keys that the station has.")
  int identity(
      @Option(names = "--settings", description = SETTINGS) Path settings,
      @Option(names = "--out", required = true, description = "station.json, which is public")
          Path out)
      throws Exception {
    Path keys = settings(settings).folder().keys();
    StationIdentity identity =
        StationKeys.identity(keys)
            .orElseThrow(
                () -> UnusableFile.refused(keys, "holds no keys; make them by station new"));
    refuseExisting(out);
    write(identity, out);
    return ExitCode.DONE.value();
  }

  private static void refuseExisting(Path out) throws CommandRefused {
    if (Files.exists(out)) {
      throw UnusableFile.refused(out, "is there already, and is not replaced");
    }
  }

  private static void write(StationIdentity identity, Path out) throws IOException {
    WholeFile.write(out, (PublicFiles.write(identity) + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.println("station " + identity.address());
  }

  @Command(
      name = "receive",
      mixinStandardHelpOptions = true,
      description =
          "Put the nullifier key together from the trustees' sealed parts; print its commitment.")
  int receive(
      @Option(names = "--settings", description = SETTINGS) Path settings,
      @Option(names = "--ceremony", required = true, description = "ceremony.json") Path ceremony,
      @Parameters(arity = "1..*", description = "the parts sealed to this station")
          List<Path> parts)
      throws Exception {
    StationSettings station = settings(settings);
    var board = PublicFiles.ceremony(ceremony);
    List<SealedKeyPart> sealed = new ArrayList<>();
    for (Path part : parts) {
      sealed.add(sealedPart(part));
    }
    try (StationSession session = session(station)) {
      switch (session.state()) {
        case UNCONFIGURED, PROVISIONED -> {}
        case OPEN, PAUSED, DAY_CLOSED, CLOSED, UPLOADED, SETTLED ->
            throw new CommandRefused(
                StationKeyException.Reason.PART_REFUSED.failure(
                    "the station is "
                        + session.state()
                        + ": its key is not exchanged once the polls have opened"));
      }
      Optional<BigInteger> pinned =
          session.election().map(election -> election.manifest().nullifierKeyCommitment());
      try (StationKeys keys = openKeys(station)) {
        System.out.println(
            "nullifier key commitment "
                + new NullifierKeyVault(station.folder().keys(), new SecureRandom())
                    .receive(sealed, board.trustees().size(), board.ceremonyId(), pinned, keys));
      }
    }
    return ExitCode.DONE.value();
  }

  @Command(
      name = "provision",
      mixinStandardHelpOptions = true,
      description = "Accept an election package.")
  int provision(
      @Option(names = "--settings", description = SETTINGS) Path settings,
      @Option(names = "--package", required = true, description = "folder or zip") Path folder)
      throws Exception {
    StationSettings station = settings(settings);
    ElectionManifest manifest = ElectionPackage.open(folder, station.organiser()).manifest();
    PinnedKeys.requireCeremony(manifest, Installation.circuits(null));
    Optional<BigInteger> held =
        new NullifierKeyVault(station.folder().keys(), new SecureRandom()).commitment();
    if (held.isPresent() && !held.get().equals(manifest.nullifierKeyCommitment())) {
      throw new CommandRefused(
          StationKeyException.Reason.COMMITMENT_MISMATCH.failure(
              "the package pins "
                  + manifest.nullifierKeyCommitment()
                  + ", the station holds "
                  + held.get()
                  + "; nothing was accepted"));
    }
    WholeFile.privateFolder(station.folder().path());
    StationLog log = StationLog.open(station.folder().log(), Clock.systemUTC());
    boolean isRestored =
        StationSession.restorePackage(station.folder(), station.organiser(), log, folder);
    try (StationSession session = session(station, log)) {
      if (isRestored) {
        System.out.println("the station's damaged copy of its package was made anew");
        return ExitCode.DONE.value();
      }
      return outcome(session.provision(folder), session);
    }
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = {
        "What state the station is in, and how many ballots and batches it holds.",
        "Only reads: nothing of the station changes. While the kiosk runs it is refused."
      })
  int status(@Option(names = "--settings", description = SETTINGS) Path settings) throws Exception {
    StationSettings station = settings(settings);
    StationFigures figures =
        StationFigures.read(
            station.folder(),
            station.organiser(),
            StationLog.open(station.folder().log(), Clock.systemUTC()));
    System.out.println("state   " + figures.state());
    figures.torn().ifPresent(torn -> System.out.println("log     " + torn));
    figures.shortCode().ifPresent(code -> System.out.println("package " + code));
    figures.box().ifPresent(StationCommand::print);
    return ExitCode.DONE.value();
  }

  private static void print(BoxFigures box) {
    System.out.println("ballots " + (box.ballots() + box.setAside().size()));
    System.out.println("waiting " + box.waiting());
    System.out.println("damaged " + box.setAside().size() + " (set aside)");
    Set<Long> damaged = box.setAside().stream().map(SetAside::batch).collect(Collectors.toSet());
    for (BatchEntry batch : box.batches()) {
      System.out.printf(
          "batch %d of day %d: %d ballots, %s%s%n",
          batch.id().sequence(),
          batch.day(),
          batch.ballotCount(),
          batch.state(),
          damaged.contains(batch.id().sequence()) ? ", lacks a ballot: cannot be uploaded" : "");
    }
  }

  @Command(
      name = "import-receipts",
      mixinStandardHelpOptions = true,
      description = {
        "Take up the receipts that another machine made when it uploaded this station's batches.",
        "They are compared with the batches; the block that each names is that machine's word."
      })
  int importReceipts(
      @Option(names = "--settings", description = SETTINGS) Path settings,
      @Parameters(
              arity = "1..*",
              description = "receipts (.json), or folders with those of this station among others")
          List<Path> receipts)
      throws Exception {
    StationSettings station = settings(settings);
    Address address =
        StationKeys.identity(station.folder().keys())
            .orElseThrow(() -> UnusableFile.refused(station.folder().keys(), "holds no keys"))
            .address();
    try (StationSession session = session(station)) {
      if (session.box().isEmpty()) {
        throw UnusableFile.refused(station.folder().path(), "holds no ballot box yet");
      }
      StickDesk desk =
          StickDesk.of(
              session,
              station.folder(),
              address,
              KioskCommand.exportPlace(station),
              Clock.systemUTC());
      for (BatchReceipt receipt : desk.takeReceipts(StickDesk.receiptsAmong(receipts, address))) {
        System.out.printf(
            "batch %d: %d counted, %d counted earlier; block %d, as the receipt says%n",
            receipt.id().sequence(), receipt.accepted(), receipt.refused().size(), receipt.block());
      }
      System.out.println("the station is " + session.state());
    }
    return ExitCode.DONE.value();
  }

  @Command(
      name = "close",
      mixinStandardHelpOptions = true,
      description =
          "Close the station for good and destroy the nullifier key. It cannot be undone.")
  int close(@Option(names = "--settings", description = SETTINGS) Path settings) throws Exception {
    try (StationSession session = session(settings(settings))) {
      int outcome =
          switch (session.state()) {
            case CLOSED, UPLOADED, SETTLED -> ExitCode.DONE.value();
            case UNCONFIGURED, PROVISIONED, OPEN, PAUSED, DAY_CLOSED ->
                outcome(session.closeForGood(), session);
          };
      System.out.println(
          session.destroyNullifierKeyIfDue()
              ? "the nullifier key is destroyed"
              : "the nullifier key is still here, locked: repeat this");
      return outcome;
    }
  }

  @Command(
      name = "readers",
      mixinStandardHelpOptions = true,
      description =
          "What chip readers, scanners and printers are plugged in, and what Urna thinks of them. Exit code 3 if no chip reader can be used, 4 if the smart card service (package pcscd) does not run.")
  int readers(@Option(names = "--settings", description = SETTINGS) Path settings)
      throws Exception {
    StationSettings station = settings(settings);
    HardwareProfiles profiles =
        HardwareProfiles.load(Installation.home().resolve("hardware-profiles"));
    boolean answers = true;
    List<PluggedReader> slots = List.of();
    try {
      slots = new PcscReaders(profiles, station.mode() == ElectionMode.PRACTICE).list();
    } catch (PassportReadException e) {
      answers = false;
    }
    PrintService printer = PrintServiceLookup.lookupDefaultPrintService();
    ReaderReport report =
        new ReaderReport(
            profiles,
            slots,
            answers,
            UsbDevices.list(UsbDevices.SYSFS),
            Optional.ofNullable(printer).map(PrintService::getName),
            station.scannerSettings());
    report.lines().forEach(System.out::println);
    return report.exitCode().value();
  }

  @Command(
      name = "upload",
      mixinStandardHelpOptions = true,
      description =
          "Upload batches that a station without a network exported to a stick. A file that cannot be used is named, the others go on. Exit code 3 if a file or the contract refused.")
  int upload(
      @Option(names = "--package", required = true, description = "folder or zip") Path folder,
      @Option(names = "--organiser", required = true, description = "address that must have signed")
          Address organiser,
      @Option(names = "--rpc", required = true, description = "RPC endpoint") URI rpc,
      @Option(names = "--payer", required = true, description = "file with the key of who pays")
          Path payer,
      @Option(
              names = "--second-rpc",
              description = "RPC endpoint of another provider, asked before anything is final")
          @Nullable URI second,
      @Option(
              names = "--depth",
              description =
                  "blocks until final, where the chain does not say so itself (default: the chain's)")
          @Nullable Integer depth,
      @Option(
              names = "--fee-cap",
              paramLabel = "GWEI",
              description = "the most to offer for a unit of gas (default: the chain's)")
          @Nullable Long feeCap,
      @Option(names = "--receipts", required = true, description = "folder for receipts")
          Path receipts,
      @Option(
              names = "--wait",
              defaultValue = "60",
              description =
                  "minutes until the command ends though batches are not final; repeat it to go on")
          int wait,
      @Parameters(arity = "1..*", description = "batch files") List<Path> files)
      throws Exception {
    ElectionPackage election = ElectionPackage.open(folder, organiser);
    BatchFile format = new BatchFile(election.chain().domain(), election.electionId());
    BatchFiles read = BatchFiles.read(format, files);
    read.unreadable().forEach(System.err::println);
    List<Batch> batches = read.batches();
    if (batches.isEmpty()) {
      return ExitCode.REFUSED.value();
    }
    Files.createDirectories(receipts);
    ChainConnection.Terms terms =
        new ChainConnection.Terms(
            rpc,
            Optional.ofNullable(second),
            Prompts.account(payer),
            new UploadTerms.Changes(
                depth == null ? OptionalInt.empty() : OptionalInt.of(depth),
                feeCap == null ? OptionalLong.empty() : OptionalLong.of(feeCap),
                OptionalLong.empty()),
            Duration.ofSeconds(2));
    try (ChainConnection line =
        ChainConnection.open(
            election.chain(), receipts.resolve("uploads.sqlite"), terms, Clock.systemUTC())) {
      look(line, election.manifest(), batches);
      List<UploadProgress> ends =
          uploadAll(line, batches, receipts, Clock.systemUTC(), Duration.ofMinutes(wait));
      int outcome = report(line, batches, ends, receipts);
      return read.unreadable().isEmpty() ? outcome : ExitCode.REFUSED.value();
    }
  }

  /// Says what the upload needs and whether it can start. What the contract says of single batches
  /// stops nothing here: they are asked about again, and the others go.
  ///
  /// @throws CommandRefused naming what has to be put right first
  private static void look(ChainConnection line, ElectionManifest manifest, List<Batch> batches)
      throws ChainException, CommandRefused {
    UploadPreflight.Report found = line.preflight(manifest, batches);
    System.err.printf(
        "%s pays: has %s, needs at most %s; %d hours %d minutes are left%s%n",
        line.sender(),
        Wei.coin(found.balance()),
        Wei.coin(found.costAtMost()),
        found.timeLeft().toHours(),
        found.timeLeft().toMinutesPart(),
        found.isUrgent() ? ": do not put it off" : "");
    List<Failure> inTheWay =
        found.findings().stream()
            .filter(finding -> !(finding instanceof UploadPreflight.Finding.BatchRefused))
            .map(UploadPreflight.Finding::failure)
            .toList();
    inTheWay.stream().skip(1).forEach(System.err::println);
    if (!inTheWay.isEmpty()) {
      throw new CommandRefused(inTheWay.getFirst());
    }
  }

  /// Steps until each batch is final or refused, and says on the error stream what each waits for.
  ///
  /// @throws CommandRefused if that takes longer than `patience`, or the polls have not opened;
  ///   what was sent is kept, and another run goes on from there
  private static List<UploadProgress> uploadAll(
      ChainConnection line, List<Batch> batches, Path receipts, Clock clock, Duration patience)
      throws Exception {
    Instant deadline = clock.instant().plus(patience);
    Map<BatchId, UploadProgress.Hold> said = new HashMap<>();
    while (true) {
      List<UploadProgress> progress = new ArrayList<>();
      for (Batch batch : batches) {
        UploadProgress now = line.step(batch);
        progress.add(now);
        if (said.put(batch.id(), now.hold()) != now.hold()) {
          System.err.println(words(now));
          now.said().ifPresent(failure -> System.err.println("  " + failure));
        }
        if (now.isUndone()) {
          BatchReceiptFile.withdraw(receipts, batch.id());
        }
      }
      List<UploadProgress> open = progress.stream().filter(p -> !p.isSettled()).toList();
      if (open.isEmpty()) {
        return progress;
      }
      boolean tooEarly = open.stream().allMatch(p -> p.hold() == UploadProgress.Hold.OPENING);
      if (tooEarly || !clock.instant().isBefore(deadline)) {
        throw NotYet.refused(
            open.stream().map(StationCommand::words).collect(Collectors.joining("; ")));
      }
      line.pause();
    }
  }

  private static int report(
      ChainConnection line, List<Batch> batches, List<UploadProgress> ends, Path receipts)
      throws Exception {
    ExitCode code = ExitCode.DONE;
    for (int i = 0; i < batches.size(); i++) {
      UploadProgress end = ends.get(i);
      System.out.println(row(end));
      if (end.state() instanceof UploadState.Refused) {
        code = ExitCode.REFUSED;
      }
      if (end.state() instanceof UploadState.Final last) {
        WholeFile.write(
            receipts.resolve(BatchReceiptFile.nameOf(end.id()) + ".json"),
            line.receipt(batches.get(i), last).toJson().getBytes(StandardCharsets.UTF_8));
      }
    }
    return code.value();
  }

  private static String words(UploadProgress progress) {
    return "batch %d of %s %s"
        .formatted(
            progress.id().sequence(),
            progress.id().station(),
            switch (progress.hold()) {
              case TURN -> "has not been looked at";
              case SETTLED -> "is settled";
              case OPENING -> "waits for the opening of the polls";
              case CHEAPER_GAS -> "waits for cheaper gas";
              case MONEY -> "waits for money in the payer's account";
              case NODE -> "waits for a node that takes it";
              case EARLIER_BATCH -> "waits for the batch before it";
              case BLOCK -> "waits for a block";
              case DEPTH -> "waits for more blocks on top of its own";
              case SECOND_LOOK ->
                  "is looked at again: a node said something that is not believed at once";
            });
  }

  // ------------------------------------------------------------------ parts

  private static String row(UploadProgress progress) {
    return "batch %d of %s: %d ballots, %s"
        .formatted(
            progress.id().sequence(),
            progress.id().station(),
            progress.ballots(),
            switch (progress.state()) {
              case UploadState.Sealed _ -> "not sent";
              case UploadState.Submitted submitted ->
                  "sent, transaction " + submitted.attempts().getLast().transaction().hash();
              case UploadState.Included included -> "included; " + row(included.inclusion());
              case UploadState.Final settled -> "final; " + row(settled.inclusion());
              case UploadState.Refused refused ->
                  String.valueOf(refused.refusal().failure(progress.id()));
            });
  }

  private static String row(BatchInclusion inclusion) {
    return "%d counted, %d counted earlier; gas %,d, cost %s; transaction %s"
        .formatted(
            inclusion.accepted(),
            inclusion.refused(),
            inclusion.gasUsed(),
            Wei.coin(inclusion.cost()),
            inclusion.transaction());
  }

  static StationSettings settings(@Nullable Path chosen) throws Exception {
    Path system = Path.of("/etc/urna/station.toml");
    Path own =
        Files.exists(system) ? system : Installation.home().resolve("kiosk-config/station.toml");
    return StationSettings.read(chosen != null ? chosen : own);
  }

  private static SealedKeyPart sealedPart(Path file) throws IOException, CommandRefused {
    try {
      return SealedKeyPart.fromJson(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw UnusableFile.refused(file, String.valueOf(e.getMessage()));
    }
  }

  private static StationKeys openKeys(StationSettings station) throws Exception {
    return withOfficials(
        1, 2, (first, second) -> StationKeys.open(station.folder().keys(), first, second));
  }

  /// What two officials open.
  interface Opening {
    StationKeys open(OfficialEntry first, OfficialEntry second) throws StationKeyException;
  }

  /// Asks two officials for their passphrases.
  static StationKeys withOfficials(int one, int other, Opening opening) throws Exception {
    try (Passphrase first = Prompts.passphrase("Passphrase of official " + one);
        Passphrase second = Prompts.passphrase("Passphrase of official " + other)) {
      return opening.open(new OfficialEntry(one, first), new OfficialEntry(other, second));
    }
  }

  private static StationSession session(StationSettings station) throws Exception {
    WholeFile.privateFolder(station.folder().path());
    return session(station, StationLog.open(station.folder().log(), Clock.systemUTC()));
  }

  private static StationSession session(StationSettings station, StationLog log) throws Exception {
    return PollingStation.session(
        station.folder(),
        station.mode(),
        station.organiser(),
        log,
        new SecureRandom(),
        Clock.systemUTC());
  }

  private static int outcome(StepResult result, StationSession session) throws CommandRefused {
    return switch (result) {
      case StepResult.Done(var state) -> {
        System.out.println("the station is " + state);
        session.election().ifPresent(e -> System.out.println("short code " + e.shortCode()));
        yield ExitCode.DONE.value();
      }
      case StepResult.Refused refused -> throw new CommandRefused(refused.failure());
    };
  }
}
