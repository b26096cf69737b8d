package org.urna.station;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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
/// @param chain how it uploads; null for a station without a network
/// @param exportFolder an absolute path where exports go instead of to a stick; null for sticks
/// @param scanner the scanner of machine readable zones; null if there is none, or one that types
///   like a keyboard, which needs no setting
public record StationSettings(
    ElectionMode mode,
    Path dataFolder,
    Address organiser,
    int proverThreads,
    @Nullable Chain chain,
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
    if (exportFolder != null && !exportFolder.isAbsolute()) {
      throw new IllegalArgumentException("export.folder: must be an absolute path");
    }
    if (mode == ElectionMode.REAL && organiser.equals(EVERYBODY)) {
      throw new IllegalArgumentException(
          "organiser: is the sample's, whose key everybody knows; a real station needs its own");
    }
    if (mode == ElectionMode.REAL && chain != null && chain.finalityDepth().orElse(1) < 1) {
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
    Chain chain = toml.has("chain") ? toml.object("chain", StationSettings::chain) : null;
    return new StationSettings(mode, data, organiser, threads, chain, export, scanner);
  }

  private static Chain chain(StrictJson table) {
    return new Chain(
        table.text("endpoint"),
        table.has("second-endpoint") ? table.text("second-endpoint") : null,
        number(table, "finality-depth"),
        number(table, "fee-cap-gwei"),
        number(table, "gas-cap"));
  }

  private static OptionalInt number(StrictJson table, String key) {
    return table.has(key) ? OptionalInt.of(table.integer(key)) : OptionalInt.empty();
  }

  /// Where a station uploads; what is left out is what is known to be right for the chain.
  ///
  /// @param endpoint of a JSON-RPC provider
  /// @param second of another provider; null if there is one only
  /// @param finalityDepth how many blocks must follow before a batch counts as final, where the
  ///   chain does not say so itself
  /// @param feeCapGwei the most to offer for a unit of gas
  /// @param gasCap the most gas of a transaction
  public record Chain(
      String endpoint,
      @Nullable String second,
      OptionalInt finalityDepth,
      OptionalInt feeCapGwei,
      OptionalInt gasCap) {
    public Chain {
      requireEndpoint("chain.endpoint", endpoint);
      if (second != null) {
        requireEndpoint("chain.second-endpoint", second);
        if (second.equals(endpoint)) {
          throw new IllegalArgumentException(
              "chain.second-endpoint: must be of another provider than the first");
        }
      }
      requireWithin("chain.finality-depth", finalityDepth, 0, 10_000);
      requireWithin("chain.fee-cap-gwei", feeCapGwei, 1, 100_000);
      requireWithin("chain.gas-cap", gasCap, 1_000_000, 1 << 24);
    }

    private static void requireEndpoint(String key, String address) {
      if (!address.matches("https?://[^\\s]+")) {
        throw new IllegalArgumentException(key + ": must be an http or https address");
      }
    }

    private static void requireWithin(String key, OptionalInt number, int least, int most) {
      if (number.isPresent() && (number.getAsInt() < least || number.getAsInt() > most)) {
        throw new IllegalArgumentException(key + ": must be from " + least + " to " + most);
      }
    }

    /// The other provider, if there are two.
    public Optional<String> secondEndpoint() {
      return Optional.ofNullable(second);
    }
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

  /// How this station uploads, if it does so itself.
  public Optional<Chain> chainSettings() {
    return Optional.ofNullable(chain);
  }

  /// The folder of this station's mode.
  public StationFolder folder() {
    return StationFolder.of(dataFolder, mode);
  }
}
