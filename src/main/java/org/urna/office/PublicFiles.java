package org.urna.office;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.CurvePoint;
import org.urna.election.Round;
import org.urna.election.Schedule;
import org.urna.election.StateCertificate;
import org.urna.election.StrictJson;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.failure.CommandRefused;
import org.urna.files.UnusableFile;
import org.urna.station.StationIdentity;
import org.urna.trust.SignerKeyType;
import org.urna.trust.StateCode;
import org.urna.trust.TrustListException;
import org.urna.trust.lists.TrustFolder;
import tools.jackson.databind.json.JsonMapper;

/// The public files that people of an election hand to each other on sticks. All are read strictly:
/// an unknown or missing key is refused with its name.
public final class PublicFiles {
  private static final int MAX_SIZE = 1 << 20;

  private PublicFiles() {}

  private static <T> T read(Path file, Function<StrictJson, T> reader)
      throws IOException, CommandRefused {
    try {
      return StrictJson.read(Files.readAllBytes(file), MAX_SIZE, reader);
    } catch (IllegalArgumentException e) {
      throw UnusableFile.refused(file, String.valueOf(e.getMessage()));
    }
  }

  /// What a station shows the organiser: `station.json`.
  public static String write(StationIdentity identity) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("format", "urna-station-1")
        .put("address", identity.address().toString())
        .put("x25519Key", identity.x25519Key().hex())
        .toPrettyString();
  }

  public static StationIdentity station(Path file) throws IOException, CommandRefused {
    return read(
        file,
        json -> {
          format(json, "urna-station-1");
          return new StationIdentity(
              json.text("address", Address::parse), json.text("x25519Key", Bytes::ofHex));
        });
  }

  /// The transcript of a key ceremony; its SHA-256 stands in the manifest.
  public static TrusteeBoard ceremony(Path file) throws IOException, CommandRefused {
    Bytes transcriptHash = sha256(Files.readAllBytes(file));
    return read(
        file,
        json -> {
          json.text(
              "ceremony",
              name -> {
                if (!name.equals("urna.ceremony.v1")) {
                  throw new IllegalArgumentException("must be \"urna.ceremony.v1\"");
                }
                return name;
              });
          Bytes id = json.text("ceremonyId", Bytes::ofHex);
          int threshold = json.integer("threshold");
          List<Trustee> trustees = json.objects("trustees", PublicFiles::trustee);
          if (trustees.size() != 1) {
            throw new IllegalArgumentException("this version reads ceremonies of one trustee");
          }
          return new TrusteeBoard(
              threshold,
              trustees,
              id,
              transcriptHash,
              trustees.getFirst().commitments().getFirst());
        });
  }

  private static Trustee trustee(StrictJson json) {
    return new Trustee(
        json.text("name"),
        json.objects("commitments", PublicFiles::point),
        json.object("proofCommitment", PublicFiles::point),
        json.text("proofResponse", BigInteger::new));
  }

  private static CurvePoint point(StrictJson json) {
    return new CurvePoint(json.text("x", BigInteger::new), json.text("y", BigInteger::new));
  }

  private static void format(StrictJson json, String expected) {
    json.text(
        "format",
        format -> {
          if (!format.equals(expected)) {
            throw new IllegalArgumentException("must be \"" + expected + "\"");
          }
          return format;
        });
  }

  private static Bytes sha256(byte[] content) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// What an organiser gathered for a round: a TOML file whose paths are relative to it.
  public static ElectionKit.Gathered gathered(Path file) throws IOException, CommandRefused {
    try {
      return StrictJson.readToml(
          Files.readAllBytes(file), MAX_SIZE, toml -> gathered(toml, file.toAbsolutePath()));
    } catch (IllegalArgumentException e) {
      throw UnusableFile.refused(file, String.valueOf(e.getMessage()));
    }
  }

  private static ElectionKit.Gathered gathered(StrictJson toml, Path file) {
    Schedule schedule =
        new Schedule(
            toml.text("opening", Instant::parse),
            toml.text("legal-close", Instant::parse),
            toml.text("declaration-deadline", Instant::parse),
            toml.text("upload-deadline", Instant::parse));
    Gathering gathering = new Gathering(file, schedule.opening(), new HashMap<>());
    return new ElectionKit.Gathered(
        new Round.First(),
        schedule,
        gathering.anchors(toml),
        toml.objects("variant", gathering::admitted),
        toml.text("nullifier-key-commitment", BigInteger::new),
        toml.text("ceremony", name -> unchecked(() -> ceremony(file.resolveSibling(name)))),
        toml.objects("station", entry -> accredited(entry, file)));
  }

  /// Reads what a gathered file says about certificates.
  ///
  /// @param file the paths in it are relative to it
  /// @param opening certificates of trust folders that have expired then are left out
  /// @param folders those opened so far: opening checks every certificate
  private record Gathering(Path file, Instant opening, Map<Path, TrustFolder> folders) {

    /// `[[anchor]]`, one certificate each, and `[[anchors-from]]`, states of a trust folder.
    List<StateCertificate> anchors(StrictJson toml) {
      List<StateCertificate> anchors = new ArrayList<>();
      if (toml.has("anchor") || !toml.has("anchors-from")) {
        anchors.addAll(toml.objects("anchor", this::certificate));
      }
      if (toml.has("anchors-from")) {
        toml.objects(
                "anchors-from",
                entry -> fromFolder(entry, (folder, states) -> folder.anchors(states, opening)))
            .forEach(anchors::addAll);
      }
      return anchors;
    }

    ElectionKit.Admitted admitted(StrictJson entry) {
      String circuit = entry.text("circuit");
      List<StateCertificate> signers = new ArrayList<>();
      if (entry.has("signer")) {
        signers.addAll(entry.objects("signer", this::certificate));
      }
      if (entry.has("signers-from")) {
        SignerKeyType type =
            SignerKeyType.ofCircuit(circuit)
                .filter(known -> known.form() == SignerKeyType.Form.LISTED)
                .orElseThrow(() -> new IllegalArgumentException("this variant lists no signers"));
        entry
            .objects(
                "signers-from",
                from -> fromFolder(from, (folder, states) -> folder.signers(states, type, opening)))
            .forEach(signers::addAll);
      }
      return new ElectionKit.Admitted(circuit, signers);
    }

    private interface Choice {
      List<StateCertificate> of(TrustFolder folder, List<String> states) throws TrustListException;
    }

    private List<StateCertificate> fromFolder(StrictJson entry, Choice choice) {
      TrustFolder folder =
          entry.text(
              "folder",
              name -> {
                Path path = file.resolveSibling(name);
                TrustFolder known = folders.get(path);
                TrustFolder opened =
                    known != null ? known : unchecked(() -> TrustFolder.open(path));
                folders.put(path, opened);
                return opened;
              });
      List<String> states = entry.texts("states", StateCode::require);
      if (states.isEmpty() || Set.copyOf(states).size() < states.size()) {
        throw new IllegalArgumentException("states: must name each state once, and at least one");
      }
      return unchecked(() -> choice.of(folder, states));
    }

    private StateCertificate certificate(StrictJson entry) {
      return new StateCertificate(
          entry.text("state"),
          entry.text(
              "der",
              name -> unchecked(() -> Bytes.of(Files.readAllBytes(file.resolveSibling(name))))));
    }
  }

  private static AccreditedStation accredited(StrictJson entry, Path file) {
    StationIdentity identity =
        entry.text("file", name -> unchecked(() -> station(file.resolveSibling(name))));
    return new AccreditedStation(
        identity.address(),
        identity.x25519Key(),
        entry.text("venue-group"),
        entry.integer("max-ballots"));
  }

  private interface Reading<T> {
    T read() throws IOException, CommandRefused, TrustListException;
  }

  /// The strict reader wants its own kind of refusal, to put the key's name in front.
  private static <T> T unchecked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException | CommandRefused | TrustListException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }
}
