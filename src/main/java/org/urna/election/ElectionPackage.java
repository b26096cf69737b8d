package org.urna.election;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;

/// A verified election package: a manifest, its media, where its contract lives, and the organiser's
/// signature over the first and the third. Media are pinned by the manifest's hashes.
public final class ElectionPackage {
  private final ElectionManifest manifest;
  private final ChainReference chain;
  private final Address organiser;
  private final Map<String, Bytes> media;

  ElectionPackage(
      ElectionManifest manifest, ChainReference chain, Address organiser, Map<String, Bytes> media) {
    this.manifest = manifest;
    this.chain = chain;
    this.organiser = organiser;
    this.media = Map.copyOf(media);
  }

  /// Reads a folder or a zip file.
  ///
  /// @param organiser whose signature the package must carry
  public static ElectionPackage open(Path path, Address organiser) throws ElectionPackageException {
    throw new UnsupportedOperationException();
  }

  public ElectionManifest manifest() {
    return manifest;
  }

  public ChainReference chain() {
    return chain;
  }

  public Address organiser() {
    return organiser;
  }

  public BigInteger electionId() {
    return manifest.electionId();
  }

  public Bytes manifestHash() {
    return manifest.manifestHash();
  }

  /// The bytes of a photo, already compared with its hash.
  public byte[] media(MediaFile file) {
    Bytes bytes = media.get(file.file());
    if (bytes == null) {
      throw new IllegalArgumentException("no such media file in the package: " + file.file());
    }
    return bytes.toByteArray();
  }

  /// Twelve letters and digits in three groups, for screens, reports and paper.
  public String shortCode() {
    throw new UnsupportedOperationException();
  }
}
