package org.urna.station;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.hardware.MemoryExposure;
import org.urna.hardware.PowerSupply;

/// Probes of a machine on which all is well, until a test sets one otherwise.
public final class SettableProbes implements ReadinessProbes {
  Callable<Program> program = () -> new Program("0.1.0", Optional.of("7c410e92"));
  List<String> keyCeremonyProblems = List.of();
  public Callable<Optional<String>> reader = () -> Optional.of("a reader");
  Callable<Optional<String>> printer = () -> Optional.of("a printer");
  Callable<Optional<ScreenSize>> screen = () -> Optional.of(new ScreenSize(1280, 800));
  Callable<PowerSupply> power =
      () -> new PowerSupply(PowerSupply.Source.MAINS, OptionalInt.empty());
  Callable<MemoryExposure> exposure = () -> exposure(MemoryExposure.State.SAFE);
  Callable<Optional<ChainAnswer>> chain =
      () ->
          Optional.of(
              new ChainAnswer(
                  "node.example",
                  BigInteger.valueOf(ElectionFixtures.chain().chainId()),
                  BigInteger.TEN,
                  BigInteger.TEN));
  Callable<Optional<NewestSigner>> newestSigner =
      () -> Optional.of(new NewestSigner(true, LocalDate.of(2024, 3, 1)));
  Callable<Duration> proof = () -> Duration.ofSeconds(7);
  Optional<String> warmingUp = Optional.empty();

  @Override
  public Program program() throws Exception {
    return program.call();
  }

  @Override
  public List<String> keyCeremonyProblems(ElectionManifest election) {
    return keyCeremonyProblems;
  }

  @Override
  public Optional<String> reader() throws Exception {
    return reader.call();
  }

  @Override
  public Optional<String> printer() throws Exception {
    return printer.call();
  }

  @Override
  public Optional<ScreenSize> screen() throws Exception {
    return screen.call();
  }

  @Override
  public PowerSupply power() throws Exception {
    return power.call();
  }

  /// Of a machine on which only swap is as `swap` says.
  static MemoryExposure exposure(MemoryExposure.State swap) {
    MemoryExposure.Fact safe = new MemoryExposure.Fact(MemoryExposure.State.SAFE, "off");
    return new MemoryExposure(new MemoryExposure.Fact(swap, "as it is"), safe, safe, safe, safe);
  }

  @Override
  public MemoryExposure exposure(Path folder) throws Exception {
    return exposure.call();
  }

  @Override
  public Optional<ChainAnswer> chain(ElectionPackage election) throws Exception {
    return chain.call();
  }

  @Override
  public Optional<NewestSigner> newestSigner(ElectionManifest election) throws Exception {
    return newestSigner.call();
  }

  @Override
  public Duration proveAndVerify(ElectionManifest election) throws Exception {
    return proof.call();
  }

  @Override
  public Optional<String> warmingUp() {
    return warmingUp;
  }
}
