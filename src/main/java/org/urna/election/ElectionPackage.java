package org.urna.election;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.urna.files.WholeFolder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// A verified election package: the manifest, its media, where its contract lives, and the
/// organiser's signature that binds the first to the third ([PackageSignature]). An object of this
/// class exists only if everything in it has been checked, except whether it may run on this
/// machine ([ElectionMode]) and whether the key ceremony adds up (`tally`).
///
/// A package is a folder or a zip file of `manifest.json`, `chain.json`, `signature.json` and
/// `media/`, and nothing else.
public final class ElectionPackage {
  private static final String CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int CODE_LENGTH = 12;
  private static final int MAX_SMALL_FILE = 4096;

  private final ElectionManifest manifest;
  private final Bytes manifestHash;
  private final ChainReference chain;
  private final PackageSignature signature;
  private final Map<String, Bytes> media;

  private ElectionPackage(
      ElectionManifest manifest,
      Bytes manifestHash,
      ChainReference chain,
      PackageSignature signature,
      Map<String, Bytes> media) {
    this.manifest = manifest;
    this.manifestHash = manifestHash;
    this.chain = chain;
    this.signature = signature;
    this.media = Map.copyOf(media);
  }

  /// Reads and verifies the package at `path`.
  ///
  /// @param organiser whose signature it must carry; a station gets this from its settings
  /// @throws ElectionPackageException if a file is missing, unknown, too large, malformed or not
  ///   the one that the manifest pins, or if the signature is not the organiser's
  public static ElectionPackage open(Path path, Address organiser) throws ElectionPackageException {
    Map<String, byte[]> files = PackageFiles.read(path);
    byte[] manifestJson = required(files, "manifest.json");
    ElectionManifest manifest = ElectionManifest.fromJson(manifestJson);
    Bytes manifestHash = manifest.manifestHash();
    ChainReference chain = small(files, "chain.json", ManifestJson::chain);
    PackageSignature signature =
        small(
            files,
            "signature.json",
            json -> {
              json.text(
                  "scheme",
                  scheme -> {
                    Checks.that(scheme.equals("eip-191"), "scheme", "must be \"eip-191\"");
                    return scheme;
                  });
              return new PackageSignature(
                  json.text("organiser", Address::parse),
                  json.text("signature", hex -> EcdsaSignature.ofBytes(Bytes.ofHex(hex))));
            });
    if (!signature.organiser().equals(organiser)) {
      throw new ElectionPackageException(
          "signature.json: signed by "
              + signature.organiser()
              + ", but this station trusts "
              + organiser);
    }
    if (!signature.covers(manifestHash, chain)) {
      throw new ElectionPackageException(
          "signature.json: the signature does not cover this manifest and contract");
    }
    return new ElectionPackage(manifest, manifestHash, chain, signature, media(manifest, files));
  }

  /// Writes a package folder, so that [#open] accepts it. For organisers and rehearsals. After a
  /// power cut the whole package is there or nothing under its name.
  ///
  /// @param media the bytes of each photo by its file name
  /// @throws ElectionPackageException if `folder` exists, cannot be written, or would not be
  ///   accepted
  public static ElectionPackage create(
      Path folder,
      ElectionManifest manifest,
      ChainReference chain,
      PackageSignature signature,
      Map<String, byte[]> media)
      throws ElectionPackageException {
    JsonMapper mapper = JsonMapper.shared();
    Map<String, byte[]> files = new HashMap<>();
    files.put("manifest.json", manifest.canonicalJson());
    files.put("chain.json", mapper.writeValueAsBytes(ManifestJson.node(chain)));
    files.put(
        "signature.json",
        mapper.writeValueAsBytes(
            JsonNodeFactory.instance
                .objectNode()
                .put("scheme", "eip-191")
                .put("organiser", signature.organiser().toString())
                .put("signature", signature.signature().toBytes().toString())));
    // The constructor refuses every name that is not plain.
    media.forEach(
        (name, content) ->
            files.put("media/" + new MediaFile(name, sha256(content)).file(), content));
    try {
      WholeFolder.write(folder.toAbsolutePath(), files);
    } catch (IOException e) {
      throw new ElectionPackageException("package " + folder + " cannot be written", e);
    }
    return open(folder, signature.organiser());
  }

  /// Writes the package to a new folder, for a station that keeps its own copy, and reads it again
  /// from there.
  public ElectionPackage copyTo(Path folder) throws ElectionPackageException {
    Map<String, byte[]> files = new HashMap<>();
    media.forEach((name, content) -> files.put(name, content.toByteArray()));
    return create(folder, manifest, chain, signature, files);
  }

  private static Map<String, Bytes> media(ElectionManifest manifest, Map<String, byte[]> files)
      throws ElectionPackageException {
    Map<String, Bytes> media = new HashMap<>();
    Set<String> unused = new HashSet<>(files.keySet());
    unused.removeAll(List.of("manifest.json", "chain.json", "signature.json"));
    for (BallotOption option : manifest.options()) {
      if (option.photoFile().isEmpty()) {
        continue;
      }
      MediaFile photo = option.photoFile().get();
      byte[] content = required(files, "media/" + photo.file());
      if (!sha256(content).equals(photo.sha256())) {
        throw new ElectionPackageException(
            "media/" + photo.file() + ": is not the file that the manifest pins");
      }
      media.put(photo.file(), Bytes.of(content));
      unused.remove("media/" + photo.file());
    }
    if (!unused.isEmpty()) {
      throw new ElectionPackageException("package: holds files no option uses " + unused);
    }
    return media;
  }

  private static byte[] required(Map<String, byte[]> files, String name)
      throws ElectionPackageException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new ElectionPackageException("package: \"" + name + "\" is missing");
    }
    return content;
  }

  private static <T> T small(
      Map<String, byte[]> files, String name, java.util.function.Function<StrictJson, T> reader)
      throws ElectionPackageException {
    try {
      return StrictJson.read(required(files, name), MAX_SMALL_FILE, reader);
    } catch (IllegalArgumentException e) {
      throw new ElectionPackageException(name + ": " + e.getMessage(), e);
    }
  }

  private static Bytes sha256(byte[] content) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public ElectionManifest manifest() {
    return manifest;
  }

  public ChainReference chain() {
    return chain;
  }

  public Address organiser() {
    return signature.organiser();
  }

  public Bytes manifestHash() {
    return manifestHash;
  }

  /// The public signal `electionId`.
  public BigInteger electionId() {
    return manifestHash.toInteger().mod(Checks.FIELD);
  }

  /// The bytes of a photo, already compared with its hash.
  public byte[] media(MediaFile file) {
    Bytes bytes = media.get(file.file());
    if (bytes == null) {
      throw new IllegalArgumentException("no such media file in the package: " + file.file());
    }
    return bytes.toByteArray();
  }

  /// Twelve letters and digits in three groups (Crockford's alphabet, 60 bits of the keccak-256 of
  /// what the organiser signed), for screens, reports and paper. It names manifest, chain and
  /// contract together. 60 bits tell two honest packages apart and make a forger's search for
  /// another one with the same code expensive, not impossible: the QR with the whole hash is the
  /// check.
  public String shortCode() {
    BigInteger bits =
        new BigInteger(
            1,
            Keccak256.hash(
                PackageSignature.message(manifestHash, chain).getBytes(StandardCharsets.US_ASCII)));
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < CODE_LENGTH; i++) {
      if (i > 0 && i % 4 == 0) {
        code.append('-');
      }
      code.append(CODE_ALPHABET.charAt(bits.shiftRight(256 - 5 * (i + 1)).intValue() & 31));
    }
    return code.toString();
  }
}
