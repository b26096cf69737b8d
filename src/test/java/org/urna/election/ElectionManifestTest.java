package org.urna.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ElectionManifestTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  @Test
  void whatIsWrittenIsReadBackEqual() throws Exception {
    ElectionManifest manifest = ElectionFixtures.practice();
    assertThat(ElectionManifest.fromJson(manifest.canonicalJson())).isEqualTo(manifest);
  }

  @Test
  void identityDoesNotDependOnWhiteSpaceOrKeyOrder() throws Exception {
    ElectionManifest manifest = ElectionFixtures.practice();
    ObjectNode tree = (ObjectNode) MAPPER.readTree(manifest.canonicalJson());
    ObjectNode reversed = MAPPER.createObjectNode();
    List<String> names = new ArrayList<>(tree.propertyNames());
    names.reversed().forEach(name -> reversed.set(name, tree.get(name)));
    byte[] pretty = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(reversed);
    assertThat(ElectionManifest.fromJson(pretty).electionId()).isEqualTo(manifest.electionId());
  }

  @Test
  void electionIdIsTheManifestHashInTheProofField() {
    ElectionManifest manifest = ElectionFixtures.practice();
    assertThat(manifest.manifestHash())
        .isEqualTo(Bytes.of(Keccak256.hash(manifest.canonicalJson())));
    assertThat(manifest.electionId())
        .isEqualTo(manifest.manifestHash().toInteger().mod(Checks.FIELD));
  }

  /// Every leaf of the manifest in turn is changed; each change is another election or no election.
  @Test
  void everyFieldIsPartOfTheIdentity() throws Exception {
    ElectionManifest manifest = ElectionFixtures.practice();
    JsonNode tree = MAPPER.readTree(manifest.canonicalJson());
    List<String> pointers = new ArrayList<>();
    leaves(tree, "", pointers);
    assertThat(pointers).hasSizeGreaterThan(70);
    for (String pointer : pointers) {
      JsonNode changed = tree.deepCopy();
      mutate(changed, pointer);
      try {
        assertThat(ElectionManifest.fromJson(MAPPER.writeValueAsBytes(changed)).electionId())
            .as(pointer)
            .isNotEqualTo(manifest.electionId());
      } catch (ElectionPackageException refused) {
        assertThat(refused).as(pointer).hasMessageStartingWith("manifest.json: ");
      }
    }
  }

  @Test
  void everyKeyIsRequiredAndNamedWhenMissing() throws Exception {
    JsonNode tree = MAPPER.readTree(ElectionFixtures.practice().canonicalJson());
    List<String> pointers = new ArrayList<>();
    leaves(tree, "", pointers);
    for (String pointer : pointers) {
      String key = pointer.substring(pointer.lastIndexOf('/') + 1);
      if (key.matches("\\d+")) {
        continue;
      }
      JsonNode changed = tree.deepCopy();
      ((ObjectNode) changed.at(pointer.substring(0, pointer.lastIndexOf('/')))).remove(key);
      assertThatThrownBy(() -> ElectionManifest.fromJson(MAPPER.writeValueAsBytes(changed)))
          .as(pointer)
          .isInstanceOf(ElectionPackageException.class);
    }
  }

  @Test
  void refusesAnUnknownKeyAtEveryLevel() throws Exception {
    JsonNode tree = MAPPER.readTree(ElectionFixtures.practice().canonicalJson());
    List<String> objects = new ArrayList<>();
    objects(tree, "", objects);
    for (String pointer : objects) {
      JsonNode changed = tree.deepCopy();
      ((ObjectNode) changed.at(pointer)).put("zz", "x");
      assertThatThrownBy(() -> ElectionManifest.fromJson(MAPPER.writeValueAsBytes(changed)))
          .as(pointer)
          .isInstanceOf(ElectionPackageException.class);
    }
  }

  static Stream<String[]> otherWrittenForms() {
    return Stream.of(
        new String[] {"\"practice\":true", "\"practice\":true,\"practice\":true"},
        new String[] {"\"practice\":true", "\"practice\":\"true\""},
        new String[] {"\"practice\":true", "\"practice\":null"},
        new String[] {"\"batchMax\":50", "\"batchMax\":\"50\""},
        new String[] {"\"batchMax\":50", "\"batchMax\":50.5"},
        new String[] {"\"batchMax\":50", "\"batchMax\":9007199254740993"},
        new String[] {"2026-11-22T06:00:00Z", "2026-11-22T06:00:00.000Z"},
        new String[] {"2026-11-22T06:00:00Z", "2026-11-22T09:00:00+03:00"},
        new String[] {"2026-11-22T06:00:00Z", "2026-11-22T06:00:00.5Z"},
        new String[] {
          ElectionFixtures.STATION.toString(),
          ElectionFixtures.STATION.toString().toLowerCase(java.util.Locale.ROOT)
        },
        new String[] {"\"uniqueBy\":\"person\"", "\"uniqueBy\":\"PERSON\""},
        new String[] {"\"chip\":\"must-prove-itself\"", "\"chip\":\"MUST_PROVE_ITSELF\""},
        new String[] {"\"chip\":\"must-prove-itself\"", "\"chip\":\"must_prove_itself\""},
        new String[] {"\"chip\":\"must-prove-itself\"", "\"chip\":\"\""},
        new String[] {"\"chip\":\"must-prove-itself\"", "\"chip\":true"},
        new String[] {"\"chip\":\"must-prove-itself\"", "\"chip\":null"},
        new String[] {",\"chip\":\"must-prove-itself\"", ""},
        new String[] {"\"protocol\":\"urna/1\"", "\"protocol\":\"urna/2\""},
        new String[] {"}", "} x"},
        new String[] {"\"kind\":\"against-all\"", "\"kind\":\"nobody\""});
  }

  @ParameterizedTest
  @MethodSource("otherWrittenForms")
  void refusesEveryOtherWrittenForm(String from, String to) {
    assertThatThrownBy(
            () ->
                ElectionFixtures.with(
                    json -> {
                      assertThat(json).contains(from);
                      int at = json.lastIndexOf(from);
                      return json.substring(0, at) + to + json.substring(at + from.length());
                    }))
        .isInstanceOf(ElectionPackageException.class)
        .hasMessageStartingWith("manifest.json: ");
  }

  @Test
  void refusesBytesThatAreNotUtf8AndFilesThatAreTooLarge() {
    byte[] json = ElectionFixtures.practice().canonicalJson();
    byte[] broken = json.clone();
    broken[new String(json, StandardCharsets.ISO_8859_1).indexOf("Candidate")] = (byte) 0xff;
    assertThatThrownBy(() -> ElectionManifest.fromJson(broken)).hasMessageContaining("UTF-8");
    byte[] huge = java.util.Arrays.copyOf(json, ManifestJson.MAX_SIZE + 1);
    assertThatThrownBy(() -> ElectionManifest.fromJson(huge)).hasMessageContaining("larger");
  }

  @Test
  void messageNamesThePathOfTheField() {
    assertThatThrownBy(
            () ->
                ElectionFixtures.with(
                    json -> json.replace("\"maxBallots\":500", "\"maxBallots\":0")))
        .hasMessageContaining("stations[0]")
        .hasMessageContaining("station.maxBallots: must be from 1");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T20:00:00Z, 2026-11-22T06:00:00Z, 2026-11-23T20:00:00Z, 2026-11-25T20:00:00Z",
    "2026-11-22T06:00:00Z, 2026-11-22T20:00:00Z, 2026-11-22T19:59:59Z, 2026-11-25T20:00:00Z",
    "2026-11-22T06:00:00Z, 2026-11-22T20:00:00Z, 2026-11-23T20:00:00Z, 2026-11-23T19:59:59Z"
  })
  void refusesAScheduleOutOfOrder(Instant opening, Instant close, Instant declare, Instant upload) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule(opening, close, declare, upload))
        .withMessageStartingWith("schedule.");
  }

  @Test
  void refusesPointsThatAreNotOnTheCurveOrTheIdentity() {
    CurvePoint base = ElectionFixtures.BASE8;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CurvePoint(base.x(), base.y().add(BigInteger.ONE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CurvePoint(base.x().add(Checks.FIELD), base.y()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CurvePoint(BigInteger.ZERO, BigInteger.ONE));
  }

  @Test
  void signalsAreWhatTheCircuitTakes() {
    EligibilityRule rule = ElectionFixtures.practice().eligibility();
    assertThat(rule.citizenshipSignal()).isEqualTo(BigInteger.valueOf(0x525553));
    assertThat(rule.bornOnOrBeforeSignal()).isEqualTo(20081122);
    assertThat(rule.passportValidOnSignal()).isEqualTo(20261122);
    assertThat(rule.uniqueBy().signal()).isZero();
  }

  @Test
  void aRealElectionRefusesDevelopmentKeysAndPracticeAuthorities() {
    assertThat(ElectionMode.REAL.refusals(ElectionFixtures.manifest(false, false, "Real")))
        .isEmpty();
    assertThat(ElectionMode.REAL.refusals(ElectionFixtures.manifest(false, true, "Real")))
        .containsExactly(ElectionMode.Refusal.DEVELOPMENT_KEYS);
    assertThat(
            ElectionMode.REAL.refusals(
                ElectionFixtures.manifest(false, false, StateCertificate.PRACTICE_MARK)))
        .containsExactly(ElectionMode.Refusal.PRACTICE_AUTHORITY);
    assertThat(ElectionMode.REAL.refusals(ElectionFixtures.practice()))
        .contains(ElectionMode.Refusal.PRACTICE_ELECTION_AS_REAL);
  }

  @Test
  void eachDevelopmentKeyAloneIsRefused() throws Exception {
    ElectionManifest real = ElectionFixtures.manifest(false, false, "Real");
    String json = new String(real.canonicalJson(), StandardCharsets.UTF_8);
    String one = "\"development\":false";
    int found = 0;
    for (int at = json.indexOf(one); at >= 0; at = json.indexOf(one, at + 1)) {
      found++;
      String changed =
          json.substring(0, at) + "\"development\":true" + json.substring(at + one.length());
      assertThat(
              ElectionMode.REAL.refusals(
                  ElectionManifest.fromJson(changed.getBytes(StandardCharsets.UTF_8))))
          .containsExactly(ElectionMode.Refusal.DEVELOPMENT_KEYS);
    }
    assertThat(found).isEqualTo(3);
  }

  /// It is the stations' rule: allowed in both modes, another election, and warned of.
  @Test
  void anElectionMayAdmitChipsThatCannotProveThemselves() throws Exception {
    for (ElectionManifest strict :
        List.of(ElectionFixtures.practice(), ElectionFixtures.manifest(false, false, "Real"))) {
      assertThat(strict.eligibility().chip()).isEqualTo(EligibilityRule.ChipRule.MUST_PROVE_ITSELF);
      assertThat(ElectionMode.warnings(strict)).isEmpty();
      ElectionManifest lenient =
          ElectionManifest.fromJson(
              new String(strict.canonicalJson(), StandardCharsets.UTF_8)
                  .replace("\"must-prove-itself\"", "\"signature-is-enough\"")
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(lenient.eligibility().chip())
          .isEqualTo(EligibilityRule.ChipRule.SIGNATURE_IS_ENOUGH);
      assertThat(lenient.electionId()).isNotEqualTo(strict.electionId());
      assertThat(ElectionMode.warnings(lenient))
          .containsExactly(ElectionMode.Warning.CLONABLE_CHIPS);
      ElectionMode mode = strict.practice() ? ElectionMode.PRACTICE : ElectionMode.REAL;
      assertThat(mode.refusals(lenient)).isEqualTo(mode.refusals(strict)).isEmpty();
    }
  }

  @Test
  void practiceRefusesARealElection() {
    assertThat(ElectionMode.PRACTICE.refusals(ElectionFixtures.practice())).isEmpty();
    assertThat(ElectionMode.PRACTICE.refusals(ElectionFixtures.manifest(false, false, "Real")))
        .containsExactly(ElectionMode.Refusal.REAL_ELECTION_IN_PRACTICE);
  }

  private static void leaves(JsonNode node, String pointer, List<String> found) {
    if (node instanceof ObjectNode object) {
      object.propertyNames().forEach(key -> leaves(object.get(key), pointer + "/" + key, found));
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      for (int i = 0; i < array.size(); i++) {
        leaves(array.get(i), pointer + "/" + i, found);
      }
    } else {
      found.add(pointer);
    }
  }

  private static void objects(JsonNode node, String pointer, List<String> found) {
    if (node instanceof ObjectNode object) {
      found.add(pointer);
      object.propertyNames().forEach(key -> objects(object.get(key), pointer + "/" + key, found));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        objects(array.get(i), pointer + "/" + i, found);
      }
    }
  }

  private static void mutate(JsonNode tree, String pointer) {
    int cut = pointer.lastIndexOf('/');
    JsonNode parent = tree.at(pointer.substring(0, cut));
    String key = pointer.substring(cut + 1);
    JsonNode old = tree.at(pointer);
    JsonNode changed;
    if (old.isBoolean()) {
      changed = MAPPER.getNodeFactory().booleanNode(!old.booleanValue());
    } else if (old.isNumber()) {
      changed = MAPPER.getNodeFactory().numberNode(old.longValue() + 1);
    } else {
      String text = old.stringValue();
      char last = text.charAt(text.length() - 1);
      changed =
          MAPPER
              .getNodeFactory()
              .stringNode(text.substring(0, text.length() - 1) + (last == '1' ? '2' : '1'));
    }
    if (parent instanceof ObjectNode object) {
      object.set(key, changed);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(key), changed);
    }
  }
}
