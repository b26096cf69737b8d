package org.urna.command;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.urna.badge.NullifierKey;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ElectionPackage;
import org.urna.failure.ExitCode;
import org.urna.files.UnusableFile;
import org.urna.files.WholeFile;
import org.urna.keys.Passphrase;
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
    if (Files.exists(out)) {
      throw UnusableFile.refused(out, "is there already; name a folder that is to be made");
    }
    List<StationIdentity> identities = new ArrayList<>();
    for (Path file : stations) {
      identities.add(PublicFiles.station(file));
    }
    Path parent = out.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    try (Passphrase passphrase =
        Prompts.newPassphrase(
            "Passphrase for the new key (12 characters or more)", Passphrase::ofNew)) {
      // Beside its place first: what is refused or fails on the way leaves no folder behind.
      Path making = Files.createTempDirectory(parent, "." + out.getFileName() + "-");
      try {
        Bytes ceremony = make(making, name, identities, passphrase, new SecureRandom());
        Files.move(making, out, StandardCopyOption.ATOMIC_MOVE);
        System.out.println("ceremony " + ceremony);
      } catch (Exception failed) {
        remove(making);
        throw failed;
      }
    }
    System.out.println("keep trustee.key; hand out ceremony.json and the parts");
    return ExitCode.DONE.value();
  }

  /// Holds the ceremony and writes its files into `folder`.
  ///
  /// @return the ceremony's id
  private static Bytes make(
      Path folder,
      String name,
      List<StationIdentity> stations,
      Passphrase passphrase,
      SecureRandom random)
      throws Exception {
    SoleTrusteeCeremony.Outcome ceremony = SoleTrusteeCeremony.hold(name, random);
    try (TrusteeKey key = ceremony.key()) {
      key.write(folder.resolve("trustee.key"), passphrase, random);
    }
    WholeFile.write(
        folder.resolve("ceremony.json"), ceremony.transcript().getBytes(StandardCharsets.UTF_8));
    BigInteger part = NullifierKey.drawPart(random);
    Bytes id = ceremony.board().ceremonyId();
    for (StationIdentity station : stations) {
      WholeFile.write(
          folder.resolve("part-1-" + station.address() + ".json"),
          SealedKeyPart.seal(part, id, 1, station).toJson());
    }
    return id;
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
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
    try (Passphrase passphrase = Prompts.passphrase("Passphrase of " + key.getFileName());
        EvmNode node = EvmNode.at(rpc, Duration.ofSeconds(30));
        TrusteeKey opened = TrusteeKey.open(key, passphrase)) {
      ElectionCommand.tallying(election, node, payer).decrypt(opened, DecryptionRecord.beside(key));
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
