package org.urna.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.election.StateCertificate;
import org.urna.failure.CommandRefused;
import org.urna.files.UnusableFile;
import org.urna.trust.TrustListException;
import org.urna.trust.lists.CertificateFacts;
import org.urna.trust.lists.TrustDiff;
import org.urna.trust.lists.TrustFolder;

/// The certificates that a trust folder, a manifest or a package would have an election pin.
///
/// @param anchors authorities
/// @param signers document signers of all listed variants, each once
public record PinnedCertificates(List<StateCertificate> anchors, List<StateCertificate> signers) {

  public static PinnedCertificates of(ElectionManifest manifest) {
    LinkedHashSet<StateCertificate> signers = new LinkedHashSet<>();
    manifest.variants().forEach(variant -> signers.addAll(variant.signers()));
    return new PinnedCertificates(manifest.anchors(), List.copyOf(signers));
  }

  /// Reads a trust folder, a manifest, or a package as a folder or zip.
  ///
  /// @param organiser who must have signed a package; without it a package *folder's* manifest is
  ///   read without its signature
  public static PinnedCertificates read(Path path, @Nullable Address organiser)
      throws IOException, TrustListException, ElectionPackageException, CommandRefused {
    if (Files.exists(path.resolve("index.json"))) {
      TrustFolder folder = TrustFolder.open(path);
      return new PinnedCertificates(folder.anchors(), folder.signers());
    }
    if (path.toString().endsWith(".json")) {
      return of(ElectionManifest.fromJson(Files.readAllBytes(path)));
    }
    if (organiser != null) {
      return of(ElectionPackage.open(path, organiser).manifest());
    }
    Path manifest = path.resolve("manifest.json");
    if (!Files.exists(manifest)) {
      throw UnusableFile.refused(
          path, "is no trust folder, manifest or package folder; a zip needs --organiser");
    }
    return of(ElectionManifest.fromJson(Files.readAllBytes(manifest)));
  }

  /// Prints what comes and goes from one set to the other, by state.
  public static void printDiff(
      PinnedCertificates older, PinnedCertificates newer, Consumer<String> out)
      throws TrustListException {
    print("authorities", TrustDiff.of(older.anchors(), newer.anchors()), out);
    print("signers", TrustDiff.of(older.signers(), newer.signers()), out);
  }

  private static void print(String what, TrustDiff diff, Consumer<String> out) {
    for (TrustDiff.Line line : diff.lines()) {
      switch (line) {
        case TrustDiff.Line.Added(var state, var facts, var needsReview) ->
            out.accept(row("+", state, facts) + (needsReview ? "  A NEW KEY WITHOUT A LINK" : ""));
        case TrustDiff.Line.Removed(var state, var facts) -> out.accept(row("-", state, facts));
        case TrustDiff.Line.Moved(var before, var state, var facts) ->
            out.accept(row("~", state, facts) + "  WAS OF " + before);
      }
    }
    out.accept(
        "%s: %d differ, %d are the same".formatted(what, diff.lines().size(), diff.unchanged()));
  }

  private static String row(String sign, String state, CertificateFacts facts) {
    return "%s %s %s\n    %s".formatted(sign, state, words(facts), facts.fingerprint());
  }

  /// One line about a certificate: kind, validity, key, algorithm, key identifier.
  public static String words(CertificateFacts facts) {
    return "%-15s %s to %s  %s, %s, key id %s"
        .formatted(
            facts.kind().word(),
            day(facts.notBefore()),
            day(facts.notAfter()),
            facts.keyWords(),
            facts.algorithmWords(),
            facts.subjectKeyIdentifier().isEmpty() ? "none" : facts.subjectKeyIdentifier());
  }

  public static String day(java.time.Instant time) {
    return time.toString().substring(0, 10);
  }
}
