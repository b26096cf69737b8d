package org.urna.election;

/// A file of the package's `media` folder, pinned by its SHA-256.
///
/// @param file its plain name: no folder, so that no archive entry can leave the media folder
public record MediaFile(String file, Bytes sha256) {
  public MediaFile {
    Checks.that(
        file.matches("[a-z0-9][a-z0-9_-]{0,60}\\.(jpg|png)"),
        "photo.file",
        "must be a plain lower-case name that ends in .jpg or .png, is \"" + file + "\"");
    Checks.size(sha256, 32, "photo.sha256");
  }
}
