package org.urna.election;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Everything that defines one round of an election (protocol §4). Its canonical JSON (RFC 8785) is
/// what the election's identity is computed from, so two manifests that differ in one character are
/// two elections.
///
/// @param practice whether this is a rehearsal; see [ElectionMode]
/// @param languages ISO 639-1 codes; every text exists in exactly these
/// @param batchMax the most ballots that one batch may hold, measured against the chain's gas cap
///   and what nodes' pools take
public record ElectionManifest(
    boolean practice,
    List<String> languages,
    Localized title,
    Localized description,
    Round round,
    OptionOrder optionOrder,
    List<BallotOption> options,
    Schedule schedule,
    EligibilityRule eligibility,
    List<StateCertificate> anchors,
    List<ElectionVariant> variants,
    CircuitPin ballotCircuit,
    CircuitPin decryptionCircuit,
    BigInteger nullifierKeyCommitment,
    TrusteeBoard trustees,
    List<AccreditedStation> stations,
    RunoffRule runoff,
    int batchMax) {

  /// The widest ballot circuit has 16 places.
  public static final int MAX_OPTIONS = 16;

  public ElectionManifest {
    Checks.range(languages.size(), 1, 20, "languages");
    Checks.unique(languages, language -> language, "languages");
    Checks.range(options.size(), 2, MAX_OPTIONS, "options");
    Checks.unique(options, BallotOption::id, "options.id");
    Checks.that(
        options.stream().anyMatch(BallotOption.Candidate.class::isInstance),
        "options",
        "must hold at least one candidate");
    Checks.that(
        options.stream().filter(BallotOption.AgainstAll.class::isInstance).count() <= 1,
        "options",
        "must not hold against-all twice");
    Checks.that(
        options.stream().filter(BallotOption.Blank.class::isInstance).count() <= 1,
        "options",
        "must not hold blank twice");
    Set<String> spoken = new TreeSet<>(languages);
    speaks(spoken, title, "title");
    speaks(spoken, description, "description");
    for (BallotOption option : options) {
      speaks(spoken, option.name(), "options." + option.id() + ".name");
      speaks(spoken, option.line(), "options." + option.id() + ".line");
      option
          .manifestoText()
          .ifPresent(text -> speaks(spoken, text, "options." + option.id() + ".manifesto"));
    }
    Checks.range(anchors.size(), 1, 1000, "anchors");
    Checks.unique(anchors, StateCertificate::der, "anchors");
    String citizenship = eligibility.citizenship();
    Checks.that(
        anchors.stream().anyMatch(anchor -> anchor.state().equals(citizenship)),
        "anchors",
        "must hold one of the state in eligibility.citizenship");
    Checks.range(variants.size(), 1, 16, "variants");
    Checks.unique(variants, variant -> variant.circuit().name(), "variants.circuit.name");
    Checks.inField(nullifierKeyCommitment, "nullifierKeyCommitment");
    Checks.that(nullifierKeyCommitment.signum() != 0, "nullifierKeyCommitment", "must not be zero");
    Checks.range(stations.size(), 1, 10_000, "stations");
    Checks.unique(stations, AccreditedStation::address, "stations.address");
    Checks.unique(stations, AccreditedStation::x25519Key, "stations.x25519Key");
    Checks.that(
        round.number() == 1 || !runoff.followedByRunoff(),
        "runoff.followedByRunoff",
        "must be false after the first round");
    Checks.range(batchMax, 1, 1000, "batchMax");
    languages = List.copyOf(languages);
    options = List.copyOf(options);
    anchors = List.copyOf(anchors);
    variants = List.copyOf(variants);
    stations = List.copyOf(stations);
  }

  private static void speaks(Set<String> languages, Localized text, String field) {
    Checks.that(text.languages().equals(languages), field, "must exist in exactly " + languages);
  }

  /// Reads a manifest strictly: unknown, missing or repeated keys, wrong types and values in
  /// another than their one written form are refused with the path of the field.
  ///
  /// @throws ElectionPackageException if `json` is not a manifest; nothing is left behind
  public static ElectionManifest fromJson(byte[] json) throws ElectionPackageException {
    return ManifestJson.read(json);
  }

  /// The canonical JSON of RFC 8785 in UTF-8: what is hashed, signed and shipped.
  public byte[] canonicalJson() {
    return ManifestJson.write(this);
  }

  /// keccak-256 of [#canonicalJson()].
  public Bytes manifestHash() {
    return Bytes.of(Keccak256.hash(canonicalJson()));
  }

  /// [#manifestHash()] as a number, reduced into F: the public signal `electionId`. It takes the
  /// time of writing the whole manifest; keep it.
  public BigInteger electionId() {
    return manifestHash().toInteger().mod(Checks.FIELD);
  }

  public int optionCount() {
    return options.size();
  }

  /// The station with this address.
  ///
  /// @throws IllegalArgumentException if it is not accredited in this election
  public AccreditedStation station(Address address) {
    return stations.stream()
        .filter(station -> station.address().equals(address))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("station " + address + " is not accredited"));
  }
}
