package org.urna.command;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.urna.ceremony.CeremonyFileException;
import org.urna.ceremony.CeremonyTranscript;
import org.urna.ceremony.ContributionStep;
import org.urna.ceremony.KeyCeremony;
import org.urna.ceremony.KeyInstallation;
import org.urna.failure.CommandRefused;
import org.urna.failure.ExitCode;
import org.urna.files.WholeFile;
import org.urna.office.Installation;
import org.urna.proof.ProgressListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `urna ceremony`: a circuit's proving key from many people, so that nobody can forge proofs.
@Command(
    name = "ceremony",
    mixinStandardHelpOptions = true,
    description = {
      "Make a circuit's proving key in public, and check that it was made so.",
      "Files are those of snarkjs 0.7: any step may be done with either program."
    })
final class CeremonyCommand {
  @Spec private @Nullable CommandSpec spec;

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Command(
      name = "ptau",
      mixinStandardHelpOptions = true,
      description = {
        "Check a powers-of-tau file: its structure, and that it is a published file or has the hash given.",
        "It holds only if somebody vouches for it, or --points was asked for and holds."
      })
  int powers(
      @Parameters(paramLabel = "FILE", description = "powers of tau prepared for phase 2")
          Path file,
      @Option(names = "--blake2b", description = "BLAKE2b-512 that the file must have (hex)")
          @Nullable String blake2b,
      @Option(names = "--sha512", description = "SHA-512 that the file must have (hex)")
          @Nullable String sha512,
      @Option(names = "--points", description = "check every point as well (minutes)")
          boolean points)
      throws CeremonyFileException, InterruptedException {
    if (blake2b != null && sha512 != null) {
      throw usage("give one hash, --blake2b or --sha512");
    }
    String expected = blake2b != null ? blake2b : sha512 != null ? sha512 : "";
    KeyCeremony.Powers found =
        KeyCeremony.checkPowers(
            file, expected, sha512 != null, points, THREADS, new SecureRandom(), progress());
    System.out.printf(
        "for circuits of up to 2^%d constraints, from a ceremony for 2^%d%n",
        found.power(), found.ceremonyPower());
    System.out.println("blake2b " + found.blake2b());
    if (points) {
      System.out.println("every point is a power of one tau");
    }
    if (!found.published().isEmpty()) {
      System.out.println("published as " + found.published());
      return ExitCode.DONE.value();
    }
    System.out.println("NOT a published file: for rehearsals only");
    if (!points && expected.isEmpty()) {
      throw new CeremonyFileException(
          file + ": is no published file, and neither its hash was given nor --points asked for");
    }
    return ExitCode.DONE.value();
  }

  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = "Make the key that the first contributor takes.")
  int create(
      @Option(names = "--circuit", required = true, description = "name in circuits.json")
          String circuit,
      @Option(names = "--ptau", required = true, description = "powers of tau") Path powers,
      @Option(names = "--out", required = true, description = ".zkey to write") Path out,
      @Option(names = "--circuits", description = "folder of compiled circuits")
          @Nullable Path circuits)
      throws CeremonyFileException, InterruptedException {
    System.out.println("circuit hash " + ceremony(circuit, powers, circuits).start(out));
    return ExitCode.DONE.value();
  }

  @Command(
      name = "contribute",
      mixinStandardHelpOptions = true,
      description = {
        "Contribute to a key: multiply a secret into it and forget the secret.",
        "Asks for random letters (or reads a line from a pipe) and mixes them with the system's randomness."
      })
  int contribute(
      @Option(names = "--in", required = true, description = "the key you were given") Path in,
      @Option(names = "--out", required = true, description = "the key to pass on") Path out,
      @Option(names = "--name", required = true, description = "what you want to be called")
          String name)
      throws CeremonyFileException, CommandRefused, IOException, InterruptedException {
    char[] typed = Prompts.unseen("Type some random letters, then Enter");
    try {
      String hash =
          new ContributionStep(in, out, THREADS, progress())
              .contribute(name, typed, new SecureRandom());
      System.out.println("contribution hash " + hash);
      System.out.println("publish this hash under your name, and pass on " + out);
      return ExitCode.DONE.value();
    } catch (IllegalArgumentException e) {
      throw usage("--name: " + e.getMessage());
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  @Command(
      name = "beacon",
      mixinStandardHelpOptions = true,
      description = "Close the ceremony with a public random value that was announced beforehand.")
  int beacon(
      @Option(names = "--in", required = true, description = "the last contributor's key") Path in,
      @Option(names = "--out", required = true, description = "the final key") Path out,
      @Option(names = "--beacon", required = true, description = "the value (hex)") String beacon,
      @Option(
              names = "--iterations",
              required = true,
              description = "it is hashed 2^N times; 10 to 30")
          int iterations,
      @Option(names = "--name", defaultValue = "beacon", description = "default: beacon")
          String name)
      throws CeremonyFileException, InterruptedException {
    String digits = beacon.startsWith("0x") ? beacon.substring(2) : beacon;
    try {
      String hash =
          new ContributionStep(in, out, THREADS, progress()).beacon(name, digits, iterations);
      System.out.println("contribution hash " + hash);
      return ExitCode.DONE.value();
    } catch (IllegalArgumentException e) {
      throw usage("the beacon is refused: " + e.getMessage());
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Verify a key from the circuit and the powers of tau alone, and print who contributed.",
        "The key holds only if a real election may use it; --rehearsal accepts what only falls short of that."
      })
  int verify(
      @Option(names = "--circuit", required = true, description = "name in circuits.json")
          String circuit,
      @Option(names = "--ptau", required = true, description = "powers of tau") Path powers,
      @Option(names = "--zkey", required = true, description = "the key") Path zkey,
      @Option(names = "--transcript", description = "transcript to write")
          @Nullable Path transcript,
      @Option(names = "--rehearsal", description = "for practice: few contributors, no beacon")
          boolean rehearsal,
      @Option(names = "--circuits", description = "folder of compiled circuits")
          @Nullable Path circuits,
      @Option(names = "--work", description = "folder with room for another key")
          @Nullable Path work)
      throws Exception {
    CeremonyTranscript found = verified(circuit, powers, zkey, circuits, work);
    if (transcript != null) {
      WholeFile.write(transcript, found.toJson());
    }
    judge(found, rehearsal);
    return ExitCode.DONE.value();
  }

  @Command(
      name = "transcript",
      mixinStandardHelpOptions = true,
      description = "Verify a key as 'verify' does, and write the transcript to publish.")
  int transcript(
      @Option(names = "--circuit", required = true, description = "name in circuits.json")
          String circuit,
      @Option(names = "--ptau", required = true, description = "powers of tau") Path powers,
      @Option(names = "--zkey", required = true, description = "the key") Path zkey,
      @Option(names = "--out", required = true, description = "transcript to write") Path out,
      @Option(names = "--rehearsal", description = "for practice: few contributors, no beacon")
          boolean rehearsal,
      @Option(names = "--circuits", description = "folder of compiled circuits")
          @Nullable Path circuits,
      @Option(names = "--work", description = "folder with room for another key")
          @Nullable Path work)
      throws Exception {
    return verify(circuit, powers, zkey, out, rehearsal, circuits, work);
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Check a published transcript: verify the key anew and compare every word.",
        "It holds only if all agree and a real election may use the key."
      })
  int check(
      @Parameters(paramLabel = "TRANSCRIPT", description = "the published transcript") Path file,
      @Option(names = "--ptau", required = true, description = "powers of tau") Path powers,
      @Option(names = "--zkey", required = true, description = "the key") Path zkey,
      @Option(names = "--rehearsal", description = "for practice: few contributors, no beacon")
          boolean rehearsal,
      @Option(names = "--circuits", description = "folder of compiled circuits")
          @Nullable Path circuits,
      @Option(names = "--work", description = "folder with room for another key")
          @Nullable Path work)
      throws Exception {
    CeremonyTranscript published = CeremonyTranscript.parse(Files.readAllBytes(file));
    CeremonyTranscript found = verified(published.circuit(), powers, zkey, circuits, work);
    List<String> differences = published.differences(found);
    if (!differences.isEmpty()) {
      throw new CeremonyFileException(file + " does not say what these files show: " + differences);
    }
    System.out.println("the transcript agrees");
    judge(found, rehearsal);
    return ExitCode.DONE.value();
  }

  @Command(
      name = "install",
      mixinStandardHelpOptions = true,
      description = {
        "Put the key of a checked transcript into the folder of circuits, with its verifying key.",
        "Compares the key's hashes with the transcript; 'check' is what verifies the transcript."
      })
  int install(
      @Parameters(paramLabel = "TRANSCRIPT", description = "the checked transcript") Path file,
      @Option(names = "--zkey", required = true, description = "the key") Path zkey,
      @Option(names = "--rehearsal", description = "for practice: few contributors, no beacon")
          boolean rehearsal,
      @Option(names = "--circuits", description = "folder of compiled circuits")
          @Nullable Path circuits)
      throws Exception {
    CeremonyTranscript transcript = CeremonyTranscript.parse(Files.readAllBytes(file));
    judge(transcript, rehearsal);
    KeyInstallation.install(transcript, zkey, Installation.circuits(circuits));
    System.out.println(
        "installed: " + Installation.circuits(circuits).provingKey(transcript.circuit()));
    return ExitCode.DONE.value();
  }

  // ------------------------------------------------------------------ parts

  private ParameterException usage(String message) {
    return Usage.wrong(requireNonNull(spec), message);
  }

  private static KeyCeremony ceremony(String circuit, Path powers, @Nullable Path circuits) {
    return new KeyCeremony(
        circuit,
        Installation.circuits(circuits).r1cs(circuit),
        powers,
        THREADS,
        new SecureRandom(),
        progress());
  }

  private static CeremonyTranscript verified(
      String circuit, Path powers, Path zkey, @Nullable Path circuits, @Nullable Path work)
      throws CeremonyFileException, InterruptedException {
    Path folder = work != null ? work : Path.of(System.getProperty("java.io.tmpdir"));
    return ceremony(circuit, powers, circuits).verify(zkey, folder);
  }

  /// Prints what was found.
  ///
  /// @throws CeremonyFileException if a real election must not use the key
  private static void judge(CeremonyTranscript found, boolean rehearsal)
      throws CeremonyFileException {
    System.out.println("circuit " + found.circuit() + ", circuit hash " + found.circuitHash());
    System.out.println(
        "powers of tau: "
            + (found.powersPublished().isEmpty() ? "not published" : found.powersPublished()));
    int number = 0;
    for (CeremonyTranscript.Step step : found.steps()) {
      System.out.printf("%3d  %s%n     %s%n", ++number, printable(step.name()), step.hash());
      if (step.isBeacon()) {
        System.out.printf("     beacon %s, 2^%d times%n", step.beacon(), step.iterationsLog2());
      }
    }
    System.out.println("proving key SHA-256 " + found.provingKeySha256());
    System.out.println("verifying key " + found.verifyingKeyHash());
    List<String> shortcomings = found.shortcomings();
    shortcomings.forEach(reason -> System.out.println("NOT for a real election: " + reason));
    if (!shortcomings.isEmpty() && !rehearsal) {
      throw new CeremonyFileException(
          "the key of " + found.circuit() + " is not for a real election; --rehearsal accepts it");
    }
  }

  /// A contributor chose the name, and a terminal obeys some characters.
  private static String printable(String name) {
    return name.isBlank() ? "(no name)" : name.replaceAll("\\p{C}", "?");
  }

  /// Tenths on the error stream, for work of minutes.
  private static ProgressListener progress() {
    int[] said = {0};
    return fraction -> {
      int tenths = (int) (10 * fraction);
      if (tenths > said[0]) {
        said[0] = tenths;
        System.err.println(10 * tenths + " %");
      }
    };
  }
}
