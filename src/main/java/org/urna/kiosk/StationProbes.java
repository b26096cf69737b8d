package org.urna.kiosk;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Address;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.election.StateCertificate;
import org.urna.hardware.MemoryExposure;
import org.urna.hardware.PowerSupply;
import org.urna.station.ReadinessProbes;
import org.urna.tally.CeremonyException;
import org.urna.tally.JointKey;
import org.urna.trust.Certificate;
import org.urna.trust.Refusal;
import org.urna.ui.KioskApp;
import org.urna.upload.CastGas;
import org.urna.upload.ChainException;
import org.urna.upload.ChainGateway;
import org.urna.upload.FeeMarket;
import org.urna.upload.Fees;
import org.urna.upload.GasPolicy;
import org.urna.upload.UploadTerms;
import org.urna.upload.evm.EvmChainGateway;
import org.urna.upload.evm.EvmNode;

/// What the readiness check asks of this kiosk's other capabilities.
final class StationProbes implements ReadinessProbes {
  private static final Logger LOG = LoggerFactory.getLogger(StationProbes.class);

  /// One call of three; the check waits longer than for all of them.
  private static final Duration CALL_LIMIT = Duration.ofSeconds(4);

  private static final int FINGERPRINT = 8;

  private final Address station;
  private final Provers provers;
  private final Supplier<Optional<String>> readerName;
  private final Supplier<Optional<ChainConnection.Terms>> upload;
  private final LongSupplier nanoTime;

  /// @param station this station's address
  StationProbes(
      Address station,
      Provers provers,
      Supplier<Optional<String>> readerName,
      Supplier<Optional<ChainConnection.Terms>> upload,
      LongSupplier nanoTime) {
    this.station = station;
    this.provers = provers;
    this.readerName = readerName;
    this.upload = upload;
    this.nanoTime = nanoTime;
  }

  @Override
  public Program program() {
    return new Program(version(), programFile().map(StationProbes::fingerprint));
  }

  /// From the jar's manifest.
  private static String version() {
    String version = StationProbes.class.getPackage().getImplementationVersion();
    return version == null ? "built from source" : version;
  }

  /// The jar that this class was loaded from; nothing if it was a folder of classes.
  private static Optional<Path> programFile() {
    CodeSource source = StationProbes.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    try {
      return location == null
          ? Optional.empty()
          : Optional.of(Path.of(location.toURI())).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static String fingerprint(Path file) {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, FINGERPRINT);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public List<String> keyCeremonyProblems(ElectionManifest election) {
    try {
      JointKey.of(election.trustees());
      return List.of();
    } catch (CeremonyException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<String> reader() {
    return readerName.get();
  }

  @Override
  public Optional<String> printer() {
    return ReceiptPrinter.name();
  }

  @Override
  public Optional<ScreenSize> screen() {
    return KioskApp.screen().map(screen -> new ScreenSize(screen.width(), screen.height()));
  }

  @Override
  public PowerSupply power() {
    return PowerSupply.read(PowerSupply.SYSFS);
  }

  @Override
  public MemoryExposure exposure(Path folder) {
    return MemoryExposure.read(
        MemoryExposure.Places.LINUX,
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        folder);
  }

  @Override
  public Optional<ChainAnswer> chain(ElectionPackage election) throws ChainException {
    Optional<ChainConnection.Terms> terms = upload.get();
    if (terms.isEmpty()) {
      return Optional.empty();
    }
    ChainConnection.Terms now = terms.get();
    try (EvmNode node = EvmNode.at(now.endpoint(), CALL_LIMIT)) {
      ChainGateway gateway = new EvmChainGateway(node, election.chain(), now.account());
      return Optional.of(
          new ChainAnswer(
              String.valueOf(now.endpoint().getHost()),
              gateway.chainId(),
              gateway.balance(),
              fullBox(
                  election.manifest(),
                  station,
                  UploadTerms.of(election.chain().chainId()).with(now.changes()).gas(),
                  gateway.feeMarket())));
    }
  }

  /// What all batches of a full box cost.
  static BigInteger fullBox(
      ElectionManifest election, Address station, GasPolicy policy, FeeMarket market) {
    int ballots = election.station(station).maxBallots();
    int options = election.optionCount();
    int variants = election.variants().size();
    long empty = CastGas.atMost(options, variants, 0);
    long batches = Math.ceilDiv(ballots, election.batchMax());
    long gas = CastGas.atMost(options, variants, ballots) - empty + batches * empty;
    BigInteger price = policy.first(market).map(Fees::maxFee).orElse(market.baseFee());
    return price.multiply(BigInteger.valueOf(gas));
  }

  @Override
  public Optional<NewestSigner> newestSigner(ElectionManifest election) {
    return newest(election);
  }

  /// Where every variant lists its signers, the newest of them; else authorities vouch for signers,
  /// and the newest authority of the voters' state is what tells the list's age.
  static Optional<NewestSigner> newest(ElectionManifest election) {
    boolean listed = election.variants().stream().noneMatch(one -> one.signers().isEmpty());
    List<StateCertificate> certificates = new ArrayList<>();
    if (listed) {
      election.variants().forEach(variant -> certificates.addAll(variant.signers()));
    } else {
      certificates.addAll(election.anchors());
    }
    String state = election.eligibility().citizenship();
    return certificates.stream()
        .filter(certificate -> certificate.state().equals(state))
        .flatMap(certificate -> began(certificate).stream())
        .max(Comparator.naturalOrder())
        .map(time -> new NewestSigner(!listed, LocalDate.ofInstant(time, ZoneOffset.UTC)));
  }

  private static Optional<Instant> began(StateCertificate certificate) {
    try {
      return Optional.of(Certificate.read(certificate.der().toByteArray()).notBefore());
    } catch (Refusal e) {
      LOG.info("a certificate of the manifest has no date that can be read", e);
      return Optional.empty();
    }
  }

  @Override
  public Duration proveAndVerify(ElectionManifest election) throws Exception {
    try (ProverWarmUp.Turn _ = provers.warmUp().voterTurn()) {
      long start = nanoTime.getAsLong();
      provers.sealer().selfTest();
      return Duration.ofNanos(nanoTime.getAsLong() - start);
    }
  }

  @Override
  public Optional<String> warmingUp() {
    return provers.warmUp().remaining();
  }
}
