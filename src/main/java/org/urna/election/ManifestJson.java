package org.urna.election;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.erdtman.jcs.JsonCanonicalizer;
import org.urna.election.BallotOption.AgainstAll;
import org.urna.election.BallotOption.Blank;
import org.urna.election.BallotOption.Candidate;
import org.urna.election.EligibilityRule.ChipRule;
import org.urna.election.EligibilityRule.UniqueBy;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The manifest's written form. Numbers of the proof field and hashes are `0x` and lower-case
/// hexadecimal (field elements always 64 digits), certificates Base64, moments ISO 8601 in UTC,
/// addresses with their checksum. After reading, the manifest is written again and compared with
/// what was read, so every value has exactly one written form and no two files mean the same
/// election.
final class ManifestJson {
  /// A thousand certificates and twenty manifestos fit; more is an attack on the reader.
  static final int MAX_SIZE = 8 << 20;

  static final String PROTOCOL = "urna/1";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ManifestJson() {}

  static ElectionManifest read(byte[] json) throws ElectionPackageException {
    ElectionManifest manifest;
    try {
      manifest = StrictJson.read(json, MAX_SIZE, ManifestJson::manifest);
    } catch (IllegalArgumentException e) {
      throw new ElectionPackageException("manifest.json: " + e.getMessage(), e);
    }
    if (!Arrays.equals(canonical(json), write(manifest))) {
      throw new ElectionPackageException(
          "manifest.json: a value is not in its one written form"
              + " (hexadecimal in lower case, moments as 2026-11-22T08:00:00Z)");
    }
    return manifest;
  }

  static byte[] write(ElectionManifest manifest) {
    byte[] json = MAPPER.writeValueAsString(node(manifest)).getBytes(StandardCharsets.UTF_8);
    try {
      return canonical(json);
    } catch (ElectionPackageException e) {
      throw new IllegalStateException("our own JSON is not canonicalizable", e);
    }
  }

  /// RFC 8785.
  static byte[] canonical(byte[] json) throws ElectionPackageException {
    try {
      return new JsonCanonicalizer(new String(json, StandardCharsets.UTF_8)).getEncodedUTF8();
    } catch (IOException e) {
      throw new ElectionPackageException("manifest.json: is not JSON", e);
    }
  }

  private static ElectionManifest manifest(StrictJson json) {
    json.text(
        "protocol",
        text -> {
          Checks.that(text.equals(PROTOCOL), "protocol", "must be \"" + PROTOCOL + "\"");
          return text;
        });
    return new ElectionManifest(
        json.flag("practice"),
        json.texts("languages", text -> text),
        localized(json, "title"),
        localized(json, "description"),
        json.object("round", ManifestJson::round),
        word(OptionOrder.class, json, "optionOrder"),
        json.objects("options", ManifestJson::option),
        json.object("schedule", ManifestJson::schedule),
        json.object("eligibility", ManifestJson::eligibility),
        json.objects("anchors", ManifestJson::certificate),
        json.objects("variants", ManifestJson::variant),
        json.object("ballotCircuit", ManifestJson::circuit),
        json.object("decryptionCircuit", ManifestJson::circuit),
        number(json, "nullifierKeyCommitment"),
        json.object("trustees", ManifestJson::board),
        json.objects("stations", ManifestJson::station),
        json.object("runoff", ManifestJson::runoff),
        json.integer("batchMax"));
  }

  private static ObjectNode node(ElectionManifest manifest) {
    ObjectNode node = NODES.objectNode();
    node.put("protocol", PROTOCOL);
    node.put("practice", manifest.practice());
    manifest.languages().forEach(node.putArray("languages")::add);
    node.set("title", node(manifest.title()));
    node.set("description", node(manifest.description()));
    node.set("round", node(manifest.round()));
    node.put("optionOrder", word(manifest.optionOrder()));
    node.set("options", list(manifest.options(), ManifestJson::node));
    node.set("schedule", node(manifest.schedule()));
    node.set("eligibility", node(manifest.eligibility()));
    node.set("anchors", list(manifest.anchors(), ManifestJson::node));
    node.set("variants", list(manifest.variants(), ManifestJson::node));
    node.set("ballotCircuit", node(manifest.ballotCircuit()));
    node.set("decryptionCircuit", node(manifest.decryptionCircuit()));
    node.put("nullifierKeyCommitment", hex(manifest.nullifierKeyCommitment()));
    node.set("trustees", node(manifest.trustees()));
    node.set("stations", list(manifest.stations(), ManifestJson::node));
    node.set("runoff", node(manifest.runoff()));
    node.put("batchMax", manifest.batchMax());
    return node;
  }

  static Localized localized(StrictJson json, String key) {
    return json.object(
        key,
        texts -> {
          Map<String, String> byLanguage = new HashMap<>();
          texts.keys().forEach(language -> byLanguage.put(language, texts.text(language)));
          return Localized.of(byLanguage);
        });
  }

  private static ObjectNode node(Localized text) {
    ObjectNode node = NODES.objectNode();
    text.byLanguage().forEach(node::put);
    return node;
  }

  private static Round round(StrictJson json) {
    int number = json.integer("number");
    if (number == 1) {
      return new Round.First();
    }
    return new Round.Later(
        number,
        number(json, "previousElectionId"),
        json.object("previousContract", ManifestJson::chain));
  }

  private static ObjectNode node(Round round) {
    ObjectNode node = NODES.objectNode().put("number", round.number());
    switch (round) {
      case Round.First() -> {}
      case Round.Later(_, BigInteger previous, ChainReference contract) -> {
        node.put("previousElectionId", hex(previous));
        node.set("previousContract", node(contract));
      }
    }
    return node;
  }

  static ChainReference chain(StrictJson json) {
    return new ChainReference(
        json.number("chainId"), json.text("contract", Address::parse), json.text("name"));
  }

  static ObjectNode node(ChainReference chain) {
    return NODES
        .objectNode()
        .put("chainId", chain.chainId())
        .put("contract", chain.contract().toString())
        .put("name", chain.name());
  }

  private static BallotOption option(StrictJson json) {
    String kind = json.text("kind");
    String id = json.text("id");
    Localized name = localized(json, "name");
    Localized line = localized(json, "line");
    return switch (kind) {
      case "candidate" ->
          new Candidate(
              id,
              name,
              line,
              localized(json, "manifesto"),
              json.object(
                  "photo", photo -> new MediaFile(photo.text("file"), hash(photo, "sha256"))));
      case "against-all" -> new AgainstAll(id, name, line);
      case "blank" -> new Blank(id, name, line);
      default ->
          throw new IllegalArgumentException("kind: must be candidate, against-all or blank");
    };
  }

  private static ObjectNode node(BallotOption option) {
    ObjectNode node = NODES.objectNode().put("id", option.id()).put("kind", option.kind());
    node.set("name", node(option.name()));
    node.set("line", node(option.line()));
    if (option instanceof Candidate candidate) {
      node.set("manifesto", node(candidate.manifesto()));
      node.putObject("photo")
          .put("file", candidate.photo().file())
          .put("sha256", candidate.photo().sha256().toString());
    }
    return node;
  }

  private static Schedule schedule(StrictJson json) {
    return new Schedule(
        json.text("opening", Instant::parse),
        json.text("legalClose", Instant::parse),
        json.text("declarationDeadline", Instant::parse),
        json.text("uploadDeadline", Instant::parse));
  }

  private static ObjectNode node(Schedule schedule) {
    return NODES
        .objectNode()
        .put("opening", schedule.opening().toString())
        .put("legalClose", schedule.legalClose().toString())
        .put("declarationDeadline", schedule.declarationDeadline().toString())
        .put("uploadDeadline", schedule.uploadDeadline().toString());
  }

  private static EligibilityRule eligibility(StrictJson json) {
    return new EligibilityRule(
        json.text("citizenship"),
        json.text("bornOnOrBefore", LocalDate::parse),
        json.text("passportValidOn", LocalDate::parse),
        word(UniqueBy.class, json, "uniqueBy"),
        word(ChipRule.class, json, "chip"));
  }

  private static ObjectNode node(EligibilityRule rule) {
    return NODES
        .objectNode()
        .put("citizenship", rule.citizenship())
        .put("bornOnOrBefore", rule.bornOnOrBefore().toString())
        .put("passportValidOn", rule.passportValidOn().toString())
        .put("uniqueBy", word(rule.uniqueBy()))
        .put("chip", word(rule.chip()));
  }

  private static StateCertificate certificate(StrictJson json) {
    return new StateCertificate(
        json.text("state"),
        json.text("certificate", text -> Bytes.of(Base64.getDecoder().decode(text))));
  }

  private static ObjectNode node(StateCertificate certificate) {
    return NODES
        .objectNode()
        .put("state", certificate.state())
        .put("certificate", Base64.getEncoder().encodeToString(certificate.der().toByteArray()));
  }

  private static ElectionVariant variant(StrictJson json) {
    return new ElectionVariant(
        json.object("circuit", ManifestJson::circuit),
        number(json, "trustRoot"),
        json.objects("signers", ManifestJson::certificate));
  }

  private static ObjectNode node(ElectionVariant variant) {
    ObjectNode node = NODES.objectNode();
    node.set("circuit", node(variant.circuit()));
    node.put("trustRoot", hex(variant.trustRoot()));
    node.set("signers", list(variant.signers(), ManifestJson::node));
    return node;
  }

  private static CircuitPin circuit(StrictJson json) {
    return new CircuitPin(
        json.text("name"),
        hash(json, "verifyingKeyHash"),
        hash(json, "provingKeySha256"),
        json.flag("development"));
  }

  private static ObjectNode node(CircuitPin circuit) {
    return NODES
        .objectNode()
        .put("name", circuit.name())
        .put("verifyingKeyHash", circuit.verifyingKeyHash().toString())
        .put("provingKeySha256", circuit.provingKeySha256().toString())
        .put("development", circuit.development());
  }

  private static TrusteeBoard board(StrictJson json) {
    return new TrusteeBoard(
        json.integer("threshold"),
        json.objects("trustees", ManifestJson::trustee),
        hash(json, "ceremonyId"),
        hash(json, "transcriptHash"),
        json.object("jointKey", ManifestJson::point));
  }

  private static ObjectNode node(TrusteeBoard board) {
    ObjectNode node = NODES.objectNode().put("threshold", board.threshold());
    node.set("trustees", list(board.trustees(), ManifestJson::node));
    node.put("ceremonyId", board.ceremonyId().toString());
    node.put("transcriptHash", board.transcriptHash().toString());
    node.set("jointKey", node(board.jointKey()));
    return node;
  }

  private static Trustee trustee(StrictJson json) {
    return new Trustee(
        json.text("name"),
        json.objects("commitments", ManifestJson::point),
        json.object("proofCommitment", ManifestJson::point),
        number(json, "proofResponse"));
  }

  private static ObjectNode node(Trustee trustee) {
    ObjectNode node = NODES.objectNode().put("name", trustee.name());
    node.set("commitments", list(trustee.commitments(), ManifestJson::node));
    node.set("proofCommitment", node(trustee.proofCommitment()));
    node.put("proofResponse", hex(trustee.proofResponse()));
    return node;
  }

  private static CurvePoint point(StrictJson json) {
    return new CurvePoint(number(json, "x"), number(json, "y"));
  }

  private static ObjectNode node(CurvePoint point) {
    return NODES.objectNode().put("x", hex(point.x())).put("y", hex(point.y()));
  }

  private static AccreditedStation station(StrictJson json) {
    return new AccreditedStation(
        json.text("address", Address::parse),
        hash(json, "x25519Key"),
        json.text("venueGroup"),
        json.integer("maxBallots"));
  }

  private static ObjectNode node(AccreditedStation station) {
    return NODES
        .objectNode()
        .put("address", station.address().toString())
        .put("x25519Key", station.x25519Key().toString())
        .put("venueGroup", station.venueGroup())
        .put("maxBallots", station.maxBallots());
  }

  private static RunoffRule runoff(StrictJson json) {
    return new RunoffRule(
        json.flag("followedByRunoff"),
        json.flag("againstAllAdvances"),
        word(RunoffRule.Tie.class, json, "tie"));
  }

  private static ObjectNode node(RunoffRule rule) {
    return NODES
        .objectNode()
        .put("followedByRunoff", rule.followedByRunoff())
        .put("againstAllAdvances", rule.againstAllAdvances())
        .put("tie", word(rule.tie()));
  }

  private static <T> ArrayNode list(List<T> items, Function<T, ObjectNode> node) {
    ArrayNode array = NODES.arrayNode();
    items.forEach(item -> array.add(node.apply(item)));
    return array;
  }

  private static Bytes hash(StrictJson json, String key) {
    return json.text(key, Bytes::ofHex);
  }

  private static BigInteger number(StrictJson json, String key) {
    return json.text(
        key,
        text -> {
          Checks.that(
              text.matches("0x[0-9a-f]{64}"), "number", "must be 0x and 64 lower-case digits");
          return new BigInteger(text.substring(2), 16);
        });
  }

  private static String hex(BigInteger number) {
    return Bytes.ofWord(number).toString();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> E word(Class<E> type, StrictJson json, String key) {
    return json.text(
        key,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "must be one of "
                                + Arrays.stream(type.getEnumConstants())
                                    .map(ManifestJson::word)
                                    .toList())));
  }
}
