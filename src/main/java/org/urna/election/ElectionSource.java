package org.urna.election;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an organiser writes about an election: languages, texts, options, who may vote. The rest of
/// a manifest is made by tools (keys, anchors, circuits, stations) and joined to it by [#manifest].
/// A TOML file, read strictly; photos lie beside it in `media`.
///
/// @param minimumAge in years on the day of the opening
/// @param chip every chip must prove itself unless the file says otherwise
/// @param media the photos by file name
public record ElectionSource(
    boolean practice,
    List<String> languages,
    Localized title,
    Localized description,
    OptionOrder optionOrder,
    List<BallotOption> options,
    String citizenship,
    int minimumAge,
    EligibilityRule.UniqueBy uniqueBy,
    EligibilityRule.ChipRule chip,
    RunoffRule runoff,
    Map<String, Bytes> media) {
  private static final int MAX_SIZE = 4 << 20;

  public ElectionSource {
    languages = List.copyOf(languages);
    options = List.copyOf(options);
    media = Map.copyOf(media);
    Checks.range(minimumAge, 1, 120, "minimum-age");
  }

  /// Reads `file` and the photos that it names.
  ///
  /// @throws ElectionPackageException if a key is unknown, missing or wrong, or a photo is not
  ///   there
  public static ElectionSource read(Path file) throws ElectionPackageException {
    Path folder = file.toAbsolutePath().resolveSibling("media");
    Map<String, Bytes> media = new HashMap<>();
    try {
      return StrictJson.readToml(
          Files.readAllBytes(file), MAX_SIZE, toml -> of(toml, folder, media));
    } catch (IOException e) {
      throw ElectionPackageException.ofSource(file.getFileName() + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw ElectionPackageException.ofSource(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static ElectionSource of(StrictJson toml, Path folder, Map<String, Bytes> media) {
    return new ElectionSource(
        toml.flag("practice"),
        toml.texts("languages", text -> text),
        ManifestJson.localized(toml, "title"),
        ManifestJson.localized(toml, "description"),
        toml.text("option-order", text -> OptionOrder.valueOf(text.toUpperCase(Locale.ROOT))),
        new ArrayList<>(toml.objects("option", option -> option(option, folder, media))),
        toml.text("citizenship"),
        toml.integer("minimum-age"),
        toml.text(
            "unique-by", text -> EligibilityRule.UniqueBy.valueOf(text.toUpperCase(Locale.ROOT))),
        toml.has("chip")
            ? ManifestJson.word(EligibilityRule.ChipRule.class, toml, "chip")
            : EligibilityRule.ChipRule.MUST_PROVE_ITSELF,
        toml.object(
            "runoff",
            rule ->
                new RunoffRule(
                    rule.flag("followed-by-runoff"),
                    rule.flag("against-all-advances"),
                    rule.text(
                        "tie",
                        text ->
                            RunoffRule.Tie.valueOf(
                                text.toUpperCase(Locale.ROOT).replace('-', '_'))))),
        media);
  }

  private static BallotOption option(StrictJson toml, Path folder, Map<String, Bytes> media) {
    String kind = toml.text("kind");
    String id = toml.text("id");
    Localized name = ManifestJson.localized(toml, "name");
    Localized line = ManifestJson.localized(toml, "line");
    return switch (kind) {
      case "candidate" ->
          new BallotOption.Candidate(
              id,
              name,
              line,
              ManifestJson.localized(toml, "manifesto"),
              toml.text("photo", photo -> photo(photo, folder, media)));
      case "against-all" -> new BallotOption.AgainstAll(id, name, line);
      case "blank" -> new BallotOption.Blank(id, name, line);
      default ->
          throw new IllegalArgumentException("kind: must be candidate, against-all or blank");
    };
  }

  private static MediaFile photo(String name, Path folder, Map<String, Bytes> media) {
    // The constructor refuses a name that could leave the folder, so it comes before the reading.
    MediaFile plain = new MediaFile(name, Bytes.of(new byte[32]));
    try {
      byte[] content = Files.readAllBytes(folder.resolve(plain.file()));
      media.put(plain.file(), Bytes.of(content));
      return new MediaFile(
          plain.file(), Bytes.of(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (IOException e) {
      throw new IllegalArgumentException("media/" + name + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// What tools make and the source does not say.
  public record Made(
      Round round,
      Schedule schedule,
      List<StateCertificate> anchors,
      List<ElectionVariant> variants,
      CircuitPin ballotCircuit,
      CircuitPin decryptionCircuit,
      BigInteger nullifierKeyCommitment,
      TrusteeBoard trustees,
      List<AccreditedStation> stations,
      int batchMax) {}

  /// The whole manifest. Age and validity of the passport are asked for on the UTC day of the
  /// opening.
  public ElectionManifest manifest(Made made) {
    LocalDate day = LocalDate.ofInstant(made.schedule().opening(), ZoneOffset.UTC);
    return new ElectionManifest(
        practice,
        languages,
        title,
        description,
        made.round(),
        optionOrder,
        options,
        made.schedule(),
        new EligibilityRule(citizenship, day.minusYears(minimumAge), day, uniqueBy, chip),
        made.anchors(),
        made.variants(),
        made.ballotCircuit(),
        made.decryptionCircuit(),
        made.nullifierKeyCommitment(),
        made.trustees(),
        made.stations(),
        runoff,
        made.batchMax());
  }

  /// The photos, as [ElectionPackage#create] takes them.
  public Map<String, byte[]> mediaFiles() {
    Map<String, byte[]> files = new HashMap<>();
    media.forEach((name, content) -> files.put(name, content.toByteArray()));
    return files;
  }
}
