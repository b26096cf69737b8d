package org.urna.election;

/// The manifest's written form.
final class ManifestJson {
  private ManifestJson() {}

  static ElectionManifest read(byte[] json) throws ElectionPackageException {
    throw new UnsupportedOperationException();
  }

  static byte[] write(ElectionManifest manifest) {
    throw new UnsupportedOperationException();
  }
}
