package org.urna.rehearsal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.urna.election.StateCertificate;
import org.urna.failure.ExitCode;
import org.urna.files.WholeFile;
import org.urna.practice.specimen.SpecimenLibrary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna election practice-authorities`: whose passports a practice election may pin.
@Command(
    name = "practice-authorities",
    mixinStandardHelpOptions = true,
    description = {
      "Write the certificates of the practice passports' invented authorities, for a practice gathered.toml.",
      "A real election refuses them."
    })
final class PracticeAuthoritiesCommand implements Callable<Integer> {
  @Option(names = "--out", required = true, description = "folder for the certificates")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws Exception {
    SpecimenLibrary specimens = SpecimenLibrary.forPollingDay(LocalDate.EPOCH);
    Files.createDirectories(out);
    write("RUS-csca.der", specimens.authority().anchor());
    write("RUS-second-csca.der", specimens.listedAuthority().anchor());
    write("RUS-second-signer.der", specimens.listedAuthority().signer());
    write("UTO-csca.der", specimens.foreignAuthority().anchor());
    return ExitCode.DONE.value();
  }

  private void write(String name, StateCertificate certificate) throws Exception {
    WholeFile.write(out.resolve(name), certificate.der().toByteArray());
  }
}
