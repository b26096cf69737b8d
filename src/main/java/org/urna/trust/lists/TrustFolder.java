package org.urna.trust.lists;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.urna.election.StateCertificate;
import org.urna.files.WholeFile;
import org.urna.trust.Certificate;
import org.urna.trust.DocumentSigner;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.Refusal;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustListException;

/// The certificates that an organiser keeps and reviews: one DER file each, named by its
/// fingerprint, and `index.json`, which says what each is, which state it is taken for, and where
/// it is from. Public data; whoever may write here decides whose passports count.
///
/// A file of the folder that the index does not name is not looked at. The index is written last
/// and moved into place, so that a crash leaves the old folder or the new one.
public final class TrustFolder {
  static final String INDEX = "index.json";

  private static final int MAX_INDEX = 64 << 20;
  private static final String OURS = "([0-9a-f]{64}\\.der|index\\.json)(\\.new)?";

  /// Writes one file whole or not at all; a test lets it fail.
  interface Disk {
    void write(Path file, byte[] content) throws IOException;
  }

  private final Path path;
  private final byte[] index;
  private final TrustIndex.Content content;

  private TrustFolder(Path path, byte[] index, TrustIndex.Content content) {
    this.path = path;
    this.index = index;
    this.content = content;
  }

  /// Opens a folder and checks all of it: each certificate against its fingerprint and its line in
  /// the index, links and signers by their signatures, no key for two states. Some seconds for a
  /// whole master list.
  ///
  /// @throws TrustListException naming what is wrong
  public static TrustFolder open(Path path) throws IOException, TrustListException {
    byte[] index = readIndex(path);
    if (index.length == 0) {
      throw new TrustListException(path.getFileName() + " is not a trust folder: no " + INDEX);
    }
    try {
      TrustIndex.Content content = TrustIndex.read(index, name -> certificate(path, name));
      FolderCheck.requireSound(content);
      return new TrustFolder(path, index, content);
    } catch (IllegalArgumentException e) {
      throw new TrustListException(INDEX + ": " + e.getMessage(), e);
    }
  }

  /// Opens a folder, or begins one where there is none yet; nothing is written.
  ///
  /// @throws TrustListException also if there is a folder of something else
  public static TrustFolder openOrBegin(Path path) throws IOException, TrustListException {
    if (readIndex(path).length > 0) {
      return open(path);
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.list(path)) {
        if (!files.allMatch(file -> file.getFileName().toString().matches(OURS))) {
          throw new TrustListException(
              path.getFileName() + " holds other files; give a new folder");
        }
      }
    }
    return new TrustFolder(path, new byte[0], TrustIndex.Content.EMPTY);
  }

  private static byte[] readIndex(Path path) throws IOException, TrustListException {
    try (InputStream in = Files.newInputStream(path.resolve(INDEX))) {
      byte[] index = in.readNBytes(MAX_INDEX + 1);
      if (index.length == 0) {
        throw new TrustListException(INDEX + ": is empty; take it from a copy of the folder");
      }
      if (index.length > MAX_INDEX) {
        throw new TrustListException(INDEX + ": is larger than it may be");
      }
      return index;
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private static CertificateFacts certificate(Path path, String fingerprint) {
    if (!fingerprint.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("must be 64 lower-case hexadecimal digits");
    }
    try (InputStream in = Files.newInputStream(path.resolve(fingerprint + ".der"))) {
      byte[] der = in.readNBytes(Certificate.MAX_SIZE + 1);
      if (!CertificateFacts.fingerprintOf(der).equals(fingerprint)) {
        throw new IllegalArgumentException("the file " + fingerprint + ".der has another content");
      }
      return CertificateFacts.read(der);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + fingerprint + ".der cannot be read", e);
    } catch (Refusal e) {
      throw new IllegalArgumentException("the certificate cannot be used: " + e.defect(), e);
    }
  }

  TrustIndex.Content content() {
    return content;
  }

  public List<TrustEntry> entries() {
    return content.entries();
  }

  /// The certificates of imported files that were not taken, each with the reason.
  public List<RefusedCertificate> refused() {
    return content.refused();
  }

  /// All authorities that may be pinned, of every state and age.
  public List<StateCertificate> anchors() {
    return entries().stream().filter(TrustEntry::isAnchor).map(TrustEntry::pinned).toList();
  }

  /// All document signers.
  public List<StateCertificate> signers() {
    return entries().stream()
        .filter(entry -> entry.facts().kind() == CertificateKind.DOCUMENT_SIGNER)
        .map(TrustEntry::pinned)
        .toList();
  }

  /// The authorities of `states` that an election may pin: accepted or linked, and not expired at
  /// `time`.
  ///
  /// @throws TrustListException if a state has none
  public List<StateCertificate> anchors(Collection<String> states, Instant time)
      throws TrustListException {
    List<StateCertificate> anchors = new ArrayList<>();
    for (String state : states) {
      List<StateCertificate> own =
          entries().stream()
              .filter(entry -> entry.state().equals(state) && entry.isAnchor())
              .filter(entry -> !entry.facts().notAfter().isBefore(time))
              .map(TrustEntry::pinned)
              .toList();
      if (own.isEmpty()) {
        throw new TrustListException(
            path.getFileName() + " holds no authority of " + state + " that may be pinned");
      }
      anchors.addAll(own);
    }
    return anchors;
  }

  /// The document signers of `states` that a listed variant may admit: with a key of that type, not
  /// signed with SHA-1, not expired at `time`, signed by one of [#anchors(Collection, Instant)].
  ///
  /// @throws TrustListException if a state has none
  public List<StateCertificate> signers(Collection<String> states, SignerKeyType type, Instant time)
      throws TrustListException {
    VouchingAuthorities vouchers =
        new VouchingAuthorities(
            entries().stream().filter(entry -> !entry.facts().notAfter().isBefore(time)).toList());
    List<StateCertificate> signers = new ArrayList<>();
    for (String state : states) {
      List<StateCertificate> own =
          entries().stream()
              .filter(entry -> entry.state().equals(state))
              .filter(entry -> entry.facts().kind() == CertificateKind.DOCUMENT_SIGNER)
              .filter(entry -> entry.facts().scheme().hash() != HashAlgorithm.SHA_1)
              .filter(entry -> !entry.facts().notAfter().isBefore(time))
              .filter(entry -> DocumentSigner.fits(entry.facts().key(), type))
              .filter(entry -> vouchers.issuerOf(entry.facts()).isPresent())
              .map(TrustEntry::pinned)
              .toList();
      if (own.isEmpty()) {
        throw new TrustListException(
            path.getFileName() + " holds no document signer of " + state + " for " + type);
      }
      signers.addAll(own);
    }
    return signers;
  }

  /// Writes what an import makes of this folder, and reads the files again.
  ///
  /// @throws TrustListException if the folder has been changed since it was opened
  TrustFolder write(TrustIndex.Content next, Disk disk) throws IOException, TrustListException {
    FolderCheck.requireSound(next);
    if (!Arrays.equals(readIndex(path), index)) {
      throw new TrustListException(
          path.getFileName() + " was changed by somebody else; nothing was written");
    }
    Files.createDirectories(path);
    Set<String> known = new HashSet<>();
    entries().forEach(entry -> known.add(entry.facts().fingerprint()));
    Set<String> kept = new HashSet<>();
    for (TrustEntry entry : next.entries()) {
      String fingerprint = entry.facts().fingerprint();
      kept.add(fingerprint);
      if (!known.contains(fingerprint)) {
        disk.write(path.resolve(fingerprint + ".der"), entry.facts().der().toByteArray());
      }
    }
    WholeFile.forceFolderOf(path.resolve(INDEX));
    byte[] written = TrustIndex.write(next);
    disk.write(path.resolve(INDEX), written);
    WholeFile.forceFolderOf(path.resolve(INDEX));
    for (TrustEntry entry : entries()) {
      if (!kept.contains(entry.facts().fingerprint())) {
        Files.deleteIfExists(path.resolve(entry.facts().fingerprint() + ".der"));
      }
    }
    return new TrustFolder(path, written, next);
  }
}
