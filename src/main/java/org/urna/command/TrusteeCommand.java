package org.urna.command;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.urna.badge.NullifierKey;
import org.urna.election.Address;
import org.urna.election.ElectionPackage;
import org.urna.failure.ExitCode;
import org.urna.files.WholeFile;
import org.urna.office.DecryptionRecord;
import org.urna.office.PublicFiles;
import org.urna.station.SealedKeyPart;
import org.urna.station.StationIdentity;
import org.urna.tally.SoleTrusteeCeremony;
import org.urna.tally.TrusteeKey;
import org.urna.upload.evm.EvmNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna trustee`: a trustee's commands. This version knows elections with one trustee.
@Command(
    name = "trustee",
    mixinStandardHelpOptions = true,
    description = "Make a trustee's key; decrypt the sum after the upload deadline.")
final class TrusteeCommand {
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = {
        "Hold a ceremony of one trustee: draw the key, and seal a part of the nullifier key to every station.",
        "The part is kept nowhere: only the stations can open it."
      })
  int create(
      @Option(names = "--name", required = true, description = "the trustee's public name")
          String name,
      @Option(
              names = "--station",
              required = true,
              description = "station.json of every station, spares included")
          List<Path> stations,
      @Option(names = "--out", required = true, description = "folder to make") Path out)
      throws Exception {
    Files.createDirectories(out.toAbsolutePath().getParent());
    char[] passphrase = Prompts.newPassphrase("Passphrase for the new key (12 characters or more)");
    if (passphrase.length < TrusteeKey.MIN_PASSPHRASE) {
      Arrays.fill(passphrase, '\0');
      throw Prompts.refused(
          "a trustee's passphrase has at least " + TrusteeKey.MIN_PASSPHRASE + " characters");
    }
    Files.createDirectory(out);
    SecureRandom random = new SecureRandom();
    SoleTrusteeCeremony.Outcome ceremony = SoleTrusteeCeremony.hold(name, random);
    try (TrusteeKey key = ceremony.key()) {
      key.write(out.resolve("trustee.key"), passphrase, random);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
    WholeFile.write(
        out.resolve("ceremony.json"), ceremony.transcript().getBytes(StandardCharsets.UTF_8));
    BigInteger part = NullifierKey.drawPart(random);
    for (Path file : stations) {
      StationIdentity station = PublicFiles.station(file);
      WholeFile.write(
          out.resolve("part-1-" + station.address() + ".json"),
          SealedKeyPart.seal(part, ceremony.board().ceremonyId(), 1, station).toJson());
    }
    System.out.println("ceremony " + ceremony.board().ceremonyId());
    System.out.println("keep trustee.key; hand out ceremony.json and the parts");
    return ExitCode.DONE.value();
  }

  @Command(
      name = "decrypt",
      mixinStandardHelpOptions = true,
      description =
          "Verify the whole election, decrypt its sum, and publish the share with its proof.")
  int decrypt(
      @Option(names = "--key", required = true, description = "trustee.key") Path key,
      @Option(names = "--package", required = true, description = "folder or zip") Path folder,
      @Option(names = "--organiser", required = true, description = "address that must have signed")
          Address organiser,
      @Option(names = "--rpc", required = true, description = "RPC endpoint") URI rpc,
      @Option(names = "--payer", required = true, description = "file with the key of who pays")
          Path payer)
      throws Exception {
    ElectionPackage election = ElectionPackage.open(folder, organiser);
    char[] passphrase = Prompts.passphrase("Passphrase of " + key.getFileName());
    try (EvmNode node = EvmNode.at(rpc, Duration.ofSeconds(30));
        TrusteeKey opened = TrusteeKey.open(key, passphrase)) {
      ElectionCommand.tallying(election, node, payer).decrypt(opened, DecryptionRecord.beside(key));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
    System.out.println("the share is published and was verified by the contract");
    return ExitCode.DONE.value();
  }

  @Command(
      name = "destroy",
      mixinStandardHelpOptions = true,
      description = "Overwrite and delete a trustee's key when the audit period has ended.")
  int destroy(@Option(names = "--key", required = true, description = "trustee.key") Path key)
      throws IOException {
    byte[] zeros = new byte[Math.toIntExact(Files.size(key))];
    try (var channel =
        java.nio.channels.FileChannel.open(key, java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(zeros));
      channel.force(true);
    }
    Files.delete(key);
    System.out.println("destroyed: " + key);
    return ExitCode.DONE.value();
  }
}
