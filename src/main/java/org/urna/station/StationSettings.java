package org.urna.station;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.ElectionMode;
import org.urna.election.StrictJson;

/// What a machine is set up with, from `station.toml`. Nothing here is secret and nothing here can
/// weaken an election: what matters for that is in the signed package. A key that the program does
/// not know is refused with its name, because a misspelt setting would otherwise be silently
/// absent.
///
/// @param mode practice or real
/// @param dataFolder where keys, ballots and log lie; each mode has its own folder in it
/// @param organiser whose packages this station accepts
/// @param proverThreads how many threads make a proof
/// @param chainEndpoint the JSON-RPC endpoint for uploading; a station without network has none
/// @param finalityDepth how many blocks must follow before a batch counts as final
/// @param exportFolder an absolute path where exports go instead of to a stick; null for sticks
/// @param scanner the scanner of machine readable zones; null if there is none, or one that types
///   like a keyboard, which needs no setting
public record StationSettings(
    ElectionMode mode,
    Path dataFolder,
    Address organiser,
    int proverThreads,
    @Nullable String chainEndpoint,
    int finalityDepth,
    @Nullable Path exportFolder,
    @Nullable Scanner scanner) {
  private static final int MAX_SIZE = 64 << 10;

  /// The first development account of anvil and hardhat, which the sample settings name: everybody
  /// can sign packages with its key.
  private static final Address EVERYBODY =
      Address.parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

  public StationSettings {
    if (proverThreads < 1 || proverThreads > 256) {
      throw new IllegalArgumentException("prover.threads: must be from 1 to 256");
    }
    if (finalityDepth < 0 || finalityDepth > 10_000) {
      throw new IllegalArgumentException("chain.finality-depth: must be from 0 to 10000");
    }
    if (chainEndpoint != null && !chainEndpoint.matches("https?://[^\\s]+")) {
      throw new IllegalArgumentException("chain.endpoint: must be an http or https address");
    }
    if (exportFolder != null && !exportFolder.isAbsolute()) {
      throw new IllegalArgumentException("export.folder: must be an absolute path");
    }
    if (mode == ElectionMode.REAL && organiser.equals(EVERYBODY)) {
      throw new IllegalArgumentException(
          "organiser: is the sample's, whose key everybody knows; a real station needs its own");
    }
    if (mode == ElectionMode.REAL && finalityDepth < 1) {
      throw new IllegalArgumentException(
          "chain.finality-depth: must be at least 1 in a real election");
    }
  }

  /// Reads `file`. A relative `data-folder` is taken from the folder that `file` lies in.
  ///
  /// @throws StationSettingsException naming the key that is unknown, missing or wrong
  public static StationSettings read(Path file) throws StationSettingsException {
    try {
      return StrictJson.readToml(Files.readAllBytes(file), MAX_SIZE, toml -> of(toml, file));
    } catch (IOException e) {
      throw new StationSettingsException(file.getFileName() + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new StationSettingsException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static StationSettings of(StrictJson toml, Path file) {
    ElectionMode mode =
        toml.text("mode", text -> ElectionMode.valueOf(text.toUpperCase(Locale.ROOT)));
    Path data =
        toml.text("data-folder", text -> file.toAbsolutePath().resolveSibling(text).normalize());
    Address organiser = toml.text("organiser", Address::parse);
    int threads =
        toml.has("prover")
            ? toml.object("prover", prover -> prover.integer("threads"))
            : Runtime.getRuntime().availableProcessors();
    Path export =
        toml.has("export") ? toml.object("export", table -> table.text("folder", Path::of)) : null;
    Scanner scanner = toml.has("scanner") ? toml.object("scanner", StationSettings::scanner) : null;
    if (!toml.has("chain")) {
      return new StationSettings(mode, data, organiser, threads, null, 12, export, scanner);
    }
    return toml.object(
        "chain",
        chain ->
            new StationSettings(
                mode,
                data,
                organiser,
                threads,
                chain.text("endpoint"),
                chain.has("finality-depth") ? chain.integer("finality-depth") : 12,
                export,
                scanner));
  }

  private static Scanner scanner(StrictJson table) {
    return new Scanner(table.text("profile"), table.has("device") ? table.text("device") : null);
  }

  /// @param profile a file of `hardware-profiles/` without `.toml`
  /// @param device the serial port, an absolute path; null for a scanner that types
  public record Scanner(String profile, @Nullable String device) {
    public Scanner {
      if (!profile.matches("[a-z0-9-]{1,64}")) {
        throw new IllegalArgumentException("scanner.profile: must be the name of a profile");
      }
      if (device != null && !device.matches("/[^\\s]{1,255}")) {
        throw new IllegalArgumentException("scanner.device: must be an absolute path");
      }
    }

    /// The serial port, if the scanner has one.
    public Optional<String> devicePath() {
      return Optional.ofNullable(device);
    }
  }

  /// The scanner, if one is set.
  public Optional<Scanner> scannerSettings() {
    return Optional.ofNullable(scanner);
  }

  /// Where exports go, if the settings name a folder.
  public Optional<Path> exportFolderPath() {
    return Optional.ofNullable(exportFolder);
  }

  /// The endpoint, if this station uploads itself.
  public Optional<String> endpoint() {
    return Optional.ofNullable(chainEndpoint);
  }

  /// The folder of this station's mode.
  public StationFolder folder() {
    return StationFolder.of(dataFolder, mode);
  }
}
