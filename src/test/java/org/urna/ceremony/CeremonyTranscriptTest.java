package org.urna.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.urna.ceremony.CeremonyTranscript.Step;

class CeremonyTranscriptTest {
  private static final String PUBLISHED =
      "bca9d8b04242f175189872c42ceaa21e2951e0f0f272a0cc54fc37193ff6648600eaf1c555c70cdedfaf9fb74927de7aa1d33dc1e2a7f1a50619484989da0887";

  private static Step person(String name) {
    return new Step(name, "ab".repeat(64), "", 0);
  }

  private static Step beacon() {
    return new Step("beacon", "cd".repeat(64), "0123", 10);
  }

  private static List<Step> people(int count) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(person("Person " + i));
    }
    return steps;
  }

  private static CeremonyTranscript transcript(String powers, List<Step> steps) {
    return new CeremonyTranscript(
        "ballot-16",
        "11".repeat(32),
        "22".repeat(64),
        powers,
        PublishedPowers.name(powers).orElse(""),
        steps,
        "33".repeat(32),
        "44".repeat(32));
  }

  private static List<Step> enough() {
    List<Step> steps = people(CeremonyTranscript.FEWEST_CONTRIBUTORS);
    steps.add(beacon());
    return steps;
  }

  @Test
  void fivePeoplePublishedPowersAndABeaconAreEnough() {
    assertThat(transcript(PUBLISHED, enough()).shortcomings()).isEmpty();
  }

  @Test
  void saysWhatARealElectionMisses() {
    assertThat(transcript("00".repeat(64), enough()).shortcomings())
        .containsExactly("the powers of tau are not a published file");
    List<Step> four = people(4);
    four.add(beacon());
    assertThat(transcript(PUBLISHED, four).shortcomings())
        .containsExactly("4 named contributors, at least 5 are needed");
    assertThat(transcript(PUBLISHED, people(5)).shortcomings())
        .containsExactly("no public beacon closes the ceremony");
    List<Step> beaconFirst = new ArrayList<>(List.of(beacon()));
    beaconFirst.addAll(people(5));
    assertThat(transcript(PUBLISHED, beaconFirst).shortcomings())
        .containsExactly("no public beacon closes the ceremony");
    assertThat(transcript(PUBLISHED, List.of()).shortcomings()).hasSize(2);
  }

  @Test
  void onePersonFiveTimesAndNobodyFiveTimesAreNotFive() {
    List<Step> same = new ArrayList<>();
    List<Step> nameless = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      same.add(person(i % 2 == 0 ? "Ada" : " Ada "));
      nameless.add(person(""));
    }
    same.add(beacon());
    nameless.add(beacon());
    assertThat(transcript(PUBLISHED, same).shortcomings()).hasSize(1);
    assertThat(transcript(PUBLISHED, nameless).shortcomings()).hasSize(1);
  }

  @Test
  void isReadAsItIsWritten() throws Exception {
    CeremonyTranscript written = transcript(PUBLISHED, enough());
    CeremonyTranscript read = CeremonyTranscript.parse(written.toJson());
    assertThat(read).isEqualTo(written);
    assertThat(read.differences(written)).isEmpty();
  }

  @Test
  void refusesWhatIsNotCanonicalOrIncomplete() {
    String json = new String(transcript(PUBLISHED, enough()).toJson(), StandardCharsets.UTF_8);
    for (String wrong :
        List.of(
            "",
            "{}",
            "[]",
            json + " ",
            " " + json,
            json.replace("{\"circuit\"", "{\"a\":1,\"circuit\""),
            json.replace("key-ceremony/1", "key-ceremony/2"),
            json.replace("33333333", "3333333G"),
            json.replace("3333", "333"),
            json.replace("_19.ptau", "_20.ptau"),
            json.replace("\"iterationsLog2\":10", "\"iterationsLog2\":5"),
            json.replace("\"value\":\"0123\"", "\"value\":\"012\""),
            json.replace("\"name\":\"Person 0\"", "\"nom\":\"Person 0\""))) {
      assertThat(wrong).isNotEqualTo(json);
      assertThatThrownBy(() -> CeremonyTranscript.parse(wrong.getBytes(StandardCharsets.UTF_8)))
          .as(wrong)
          .isInstanceOf(CeremonyFileException.class);
    }
  }

  @Test
  void namesEveryDifference() {
    CeremonyTranscript one = transcript(PUBLISHED, enough());
    CeremonyTranscript other =
        new CeremonyTranscript(
            "other",
            "12".repeat(32),
            "23".repeat(64),
            "00".repeat(64),
            "",
            people(1),
            "34".repeat(32),
            "45".repeat(32));
    assertThat(one.differences(other)).hasSize(7);
  }
}
