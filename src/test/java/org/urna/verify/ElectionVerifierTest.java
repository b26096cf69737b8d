package org.urna.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CircuitPin;
import org.urna.election.ContractCode;
import org.urna.election.CurvePoint;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.election.Localized;
import org.urna.election.OptionOrder;
import org.urna.election.Round;
import org.urna.election.RunoffRule;
import org.urna.election.Schedule;
import org.urna.election.StateCertificate;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.proof.Proof;
import org.urna.proof.hash.BabyJubJub;
import org.urna.rehearsal.PracticeFixture;
import org.urna.rehearsal.Records;
import org.urna.verify.ChainEvidence.CastCall;

/// The day's evidence verifies, and with any one thing forged it does not, and the finding that
/// says so is the one that should.
class ElectionVerifierTest {
  private static final BigInteger R =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");
  private static final BigInteger Q =
      new BigInteger(
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");
  private static final BigInteger HIGHEST_WORD =
      BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  private static final String NOT_JUDGED = "";

  /// What must fail when the part at the path (a pattern) is forged; the first that matches counts.
  /// A part that nothing matches fails the test: whoever adds it says here how it is judged.
  private static final Map<String, String> JUDGES = new LinkedHashMap<>();

  static {
    JUDGES.put("chainId.*", "the node serves the election's chain");
    JUDGES.put("contract.*", "the evidence is of the election's contract");
    JUDGES.put("runtimeCode.*", "the deployed code is the reproducible build");
    JUDGES.put("terms\\.manifestHash.*", "the contract pins this manifest");
    JUDGES.put("terms\\.electionId.*", "election id");
    JUDGES.put("terms\\.nullifierKeyCommitment.*", "nullifier key commitment");
    JUDGES.put("terms\\.citizenship.*", "citizenship");
    JUDGES.put("terms\\.bornOnOrBefore.*", "latest birth date");
    JUDGES.put("terms\\.passportValidOn.*", "day on which passports must be valid");
    JUDGES.put("terms\\.uniqueBy.*", "unique by");
    JUDGES.put("terms\\.trustRoots.*", "trust roots");
    JUDGES.put("terms\\.enrolmentKeyHashes.*", "enrolment verifying keys in the contract");
    JUDGES.put("terms\\.ballotKeyHash.*", "ballot verifying key in the contract");
    JUDGES.put("terms\\.decryptionKeyHash.*", "decryption verifying key in the contract");
    JUDGES.put("terms\\.jointKey[XY].*", "joint key");
    JUDGES.put("terms\\.threshold.*", "threshold");
    JUDGES.put("terms\\.trusteeKeyWords.*", "trustees' verification keys");
    JUDGES.put("terms\\.optionCount.*", "options");
    JUDGES.put("terms\\.stations.*", "accredited stations");
    JUDGES.put("terms\\.schedule.*", "schedule");

    // A whole batch that changed nothing can be kept back, and so can anything at the evidence's
    // end: to know that
    // there is more, one asks another node.
    JUDGES.put("casts without 1", NOT_JUDGED);
    JUDGES.put(
        "casts without 0", "the contract's encrypted sums are those of the accepted ballots");
    JUDGES.put("casts last twice", "was sent again unchanged");
    JUDGES.put("casts swapped", "first ballots counted, second ballots skipped");
    JUDGES.put("casts\\[\\d\\]\\.station.*", "is of an accredited station within its limit");
    JUDGES.put("casts\\[\\d\\]\\.sequence.*", "carries its station's signature");
    JUDGES.put("casts\\[\\d\\]\\.words (without|last twice).*", "is made of whole ballots");
    JUDGES.put("casts\\[\\d\\]\\.words swapped", "names an admitted variant");
    JUDGES.put("casts\\[\\d\\]\\.rsv.*", "carries its station's signature");
    JUDGES.put(
        "casts\\[\\d\\]\\.(accepted|skipped)Nullifiers.*",
        "first ballots counted, second ballots skipped");
    JUDGES.put("casts\\[\\d\\]\\.repeated.*", "was new to the contract");
    // Which transaction carried a batch, in which block and for what price is said for whoever
    // wants to look it up;
    // a second more or less changes nothing. Order and schedule have tests of their own below.
    JUDGES.put("casts\\[\\d\\]\\.(transaction|block|timestamp|gasUsed|gasPrice).*", NOT_JUDGED);
    JUDGES.put("block \\+1", NOT_JUDGED);

    JUDGES.put(
        "encryptedSums.*", "the contract's encrypted sums are those of the accepted ballots");
    JUDGES.put("acceptedBallots.*", "the contract counted what its events say");
    JUDGES.put("partials without.*", "no result without shares");
    JUDGES.put("partials last twice", "the shares open the sums to the published counts");
    JUDGES.put("partials\\[0\\].*", "share of trustee");
    // A node can keep the result back; then there is none, see below.
    JUDGES.put("result removed", NOT_JUDGED);
    JUDGES.put("result.*", "the shares open the sums to the published counts");
  }

  /// Places of the practice election's variants.
  private static final int CHAIN = 0;

  private static final int LISTED = 1;

  /// Place of the nullifier in the words of a ballot.
  private static final int NULLIFIER = 1;

  private static PracticeFixture day;
  private static ElectionManifest manifest;
  private static ChainReference chain;
  private static ChainEvidence evidence;
  private static ElectionVerifier verifier;

  @BeforeAll
  static void play() throws Exception {
    day = PracticeFixture.day();
    manifest = day.manifest();
    chain = day.election().chain();
    evidence = day.evidence();
    verifier = new ElectionVerifier(day.circuits(), ContractCode.ofThisBuild(), new SecureRandom());
  }

  private static VerificationReport verify(ChainEvidence forged) throws Exception {
    return verifier.verify(manifest, chain, forged);
  }

  private static VerificationReport verify(ElectionManifest forged) throws Exception {
    return verifier.verify(forged, chain, evidence);
  }

  private static void assertFails(VerificationReport report, String claim, String what) {
    assertThat(report.allHold()).as(what).isFalse();
    assertThat(report.failures()).as(what).anyMatch(finding -> finding.claim().contains(claim));
  }

  // ---------------------------------------------------------------- good

  @Test
  void evidenceOfTheDayVerifies() throws Exception {
    VerificationReport report = verify(evidence);

    assertThat(report.failures()).isEmpty();
    assertThat(report.ballotsVerified()).isEqualTo(5);
    assertThat(report.ballotsRefused()).isEqualTo(1);
    assertThat(report.counts())
        .isEqualTo(Optional.of(Stream.of(2, 1, 1, 0, 1).map(BigInteger::valueOf).toList()));
    assertThat(report.gasUsed()).isPositive();
    assertThat(report.cost()).isPositive();
  }

  @Test
  void unfinishedElectionHasNoCounts() throws Exception {
    ChainEvidence beforeResult = Records.with(evidence, "result", Optional.empty());
    ChainEvidence beforeShares = Records.with(beforeResult, "partials", List.of());

    for (ChainEvidence early : List.of(beforeResult, beforeShares)) {
      VerificationReport report = verify(early);
      assertThat(report.failures()).isEmpty();
      assertThat(report.counts()).isEmpty();
    }
  }

  // ---------------------------------------------------------------- every part of the evidence

  @TestFactory
  Stream<DynamicTest> anyForgedPartOfTheEvidenceFailsByName() {
    return Forgeries.of(evidence, ElectionVerifierTest::chosen).stream()
        // Words of ballots are forged below, signed again.
        .filter(forgery -> !forgery.path().matches("casts\\[\\d\\]\\.words\\[.*"))
        .map(
            forgery ->
                DynamicTest.dynamicTest(
                    forgery.path(), () -> judge(forgery.path(), forgery.value())));
  }

  private static void judge(String path, ChainEvidence forged) throws Exception {
    String claim =
        JUDGES.entrySet().stream()
            .filter(judge -> Pattern.matches(judge.getKey(), path))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody judges " + path))
            .getValue();
    VerificationReport report = verify(forged);
    if (claim.equals(NOT_JUDGED) && standsInOrder(forged)) {
      assertThat(report.failures()).as(path).isEmpty();
    } else if (claim.equals(NOT_JUDGED)) {
      assertFails(report, "stands in the order of the chain", path);
    } else {
      assertFails(report, claim, path);
    }
  }

  /// Two batches of the day may share a block: then the first's can be no later without being later
  /// than the second's.
  private static boolean standsInOrder(ChainEvidence forged) {
    List<CastCall> casts = forged.casts();
    return IntStream.range(1, casts.size())
        .allMatch(
            i ->
                casts.get(i - 1).block() <= casts.get(i).block()
                    && casts.get(i - 1).timestamp() <= casts.get(i).timestamp());
  }

  /// Long lists of words: the first, one in the middle and the last; all of short ones.
  private static List<Integer> chosen(String path, List<?> list) {
    int last = list.size() - 1;
    return list.size() <= 4 || path.startsWith("partials")
        ? IntStream.rangeClosed(0, last).boxed().toList()
        : List.of(0, list.size() / 2, last);
  }

  @Test
  void eachByteOfTheCodeCountsExceptTheConstructorsPlaces() throws Exception {
    byte[] code = evidence.runtimeCode().toByteArray();
    ContractCode ours = ContractCode.ofThisBuild();
    Set<Integer> open = new TreeSet<>();
    for (int at = 0; at < code.length; at++) {
      code[at] ^= 0x10;
      if (ours.matches(Bytes.of(code))) {
        open.add(at);
      }
      code[at] ^= 0x10;
    }

    // Immutables are pushed as words: each place follows a PUSH instruction that fits it.
    Set<Integer> starts = new LinkedHashSet<>();
    open.stream().filter(at -> !open.contains(at - 1)).forEach(starts::add);
    assertThat(starts).isNotEmpty();
    for (int start : starts) {
      int length = 0;
      while (open.contains(start + length)) {
        length++;
      }
      assertThat(length).as("place at %s", start).isEqualTo(32);
      assertThat(code[start - 1] & 0xff).as("PUSH32 before %s", start).isEqualTo(0x7f);
    }
    assertThat(ours.matches(Bytes.of(Arrays.copyOf(code, code.length + 1)))).isFalse();
    assertThat(ours.matches(Bytes.of(new byte[0]))).isFalse();
  }

  // ---------------------------------------------------------------- words of ballots

  private static int words() {
    return 3 + 4 * manifest.optionCount() + 2 * Proof.WORDS;
  }

  /// Place in the first batch of the ballot whose voter came twice. Nullifiers differ from one
  /// practice election to the next, and with them the order of the ballots.
  private static int repeated() {
    return evidence
        .casts()
        .getFirst()
        .acceptedNullifiers()
        .indexOf(evidence.casts().get(1).skippedNullifiers().getFirst());
  }

  /// The evidence of a contract that took these words, signed again by the station with a stolen
  /// key.
  private static ChainEvidence withWord(int cast, int index, BigInteger value) throws Exception {
    CastCall call = evidence.casts().get(cast);
    List<BigInteger> words = new ArrayList<>(call.words());
    words.set(index, value);
    return withWords(cast, words);
  }

  private static ChainEvidence withWords(int cast, List<BigInteger> words) throws Exception {
    CastCall call = evidence.casts().get(cast);
    int station = call.station().equals(day.address(1)) ? 1 : 2;
    Bytes digest =
        chain
            .domain()
            .digest(
                Eip712Domain.typeHash("Batch(uint64 sequence,uint32 count,bytes32 ballotsHash)"),
                Bytes.word(BigInteger.valueOf(call.sequence())),
                Bytes.word(BigInteger.valueOf(words.size() / words())),
                CastBallot.ballotsHash(words, manifest.optionCount()).toByteArray());
    CastCall forged =
        Records.with(
            Records.with(call, "words", words),
            "rsv",
            EcdsaSignature.sign(day.stolenKey(station), digest).toBytes());
    return withCast(cast, forged);
  }

  private static ChainEvidence withCast(int index, CastCall forged) {
    List<CastCall> casts = new ArrayList<>(evidence.casts());
    casts.set(index, forged);
    return Records.with(evidence, "casts", casts);
  }

  @TestFactory
  Stream<DynamicTest> anyForgedWordOfABallotFailsByName() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int word = 0; word < words(); word++) {
      tests.add(word(0, 0, word));
    }
    tests.add(word(0, repeated(), NULLIFIER));
    // One of each kind in the last ballot of the first batch and in the batch that was skipped.
    int[] kinds = {0, 1, 2, 3, words() - 16, words() - 1};
    for (int kind : kinds) {
      tests.add(word(0, 4, kind));
      tests.add(word(1, 0, kind));
    }
    return tests.stream();
  }

  private static DynamicTest word(int cast, int ballot, int word) {
    return DynamicTest.dynamicTest(
        "batch " + cast + " ballot " + ballot + " word " + word,
        () -> {
          int index = ballot * words() + word;
          BigInteger value = evidence.casts().get(cast).words().get(index);
          int enrolmentProof = words() - 2 * Proof.WORDS;
          int ballotProof = words() - Proof.WORDS;
          String at = ", ballot " + ballot;
          List<String> claims =
              switch (word) {
                // Another variant that the election admits, or another person.
                case 0, 1 -> List.of(at + ": enrolment proof verifies");
                case 2 ->
                    List.of(at + ": enrolment proof verifies", at + ": ballot proof verifies");
                default ->
                    word < enrolmentProof || word >= ballotProof
                        ? List.of(at + ": ballot proof verifies")
                        : List.of(at + ": enrolment proof verifies");
              };
          VerificationReport report = verify(withWord(cast, index, value.xor(BigInteger.ONE)));
          for (String claim : claims) {
            assertFails(report, claim, "word " + word);
          }
          assertThat(report.failures())
              .as("the forged batch is signed")
              .noneMatch(finding -> finding.claim().contains("signature"));
          if (cast == 0) {
            // What the contract says it counted is not what such a batch holds: none of it is
            // believed.
            assertThat(report.ballotsVerified())
                .as("word %s", word)
                .isEqualTo(word == NULLIFIER ? 0 : 4);
          }
          BigInteger order = word < enrolmentProof ? R : Q;
          String range =
              word == 0
                  ? at + " names an admitted variant"
                  : word < enrolmentProof ? at + " holds numbers of the field" : claims.getFirst();
          assertFails(
              verify(withWord(cast, index, value.add(order))), range, "word " + word + " + order");
          assertFails(
              verify(withWord(cast, index, HIGHEST_WORD)), range, "word " + word + " = highest");
        });
  }

  @Test
  void ballotWithoutAProofIsNotVerifiedAndNotCountedAsSuch() throws Exception {
    int index = words() - 1;
    BigInteger value = evidence.casts().getFirst().words().get(index);

    VerificationReport report = verify(withWord(0, index, value.add(BigInteger.ONE)));

    assertThat(report.ballotsVerified()).isEqualTo(4);
    assertThat(report.ballotsRefused()).isEqualTo(2);
  }

  @Test
  void wordsChangedAfterSigningAreFound() throws Exception {
    CastCall call = evidence.casts().getFirst();
    for (int index = 0; index < words(); index += 5) {
      List<BigInteger> words = new ArrayList<>(call.words());
      words.set(index, words.get(index).xor(BigInteger.ONE));

      assertFails(
          verify(withCast(0, Records.with(call, "words", words))),
          "carries its station's signature",
          "word " + index);
    }
  }

  @Test
  void ballotsOutOfOrderAreFound() throws Exception {
    List<BigInteger> words = evidence.casts().getFirst().words();
    List<BigInteger> turned = new ArrayList<>(words.subList(words(), 2 * words()));
    turned.addAll(words.subList(0, words()));
    turned.addAll(words.subList(2 * words(), words.size()));

    assertFails(verify(withWords(0, turned)), "is in ascending order of nullifier", "order");
  }

  @Test
  void ballotTwiceInABatchIsFound() throws Exception {
    List<BigInteger> words = new ArrayList<>(evidence.casts().getFirst().words());
    words.addAll(words.subList(words.size() - words(), words.size()));

    assertFails(verify(withWords(0, words)), "is in ascending order of nullifier", "twice");
  }

  /// Without the first ballot of the voter who came twice, the second one counts: one batch counts
  /// a ballot less, the next one more, and the sum is as before.
  @Test
  void ballotLeftOutOfABatchIsFound() throws Exception {
    List<BigInteger> words = evidence.casts().getFirst().words();
    for (int left = 0; left < 5; left++) {
      List<BigInteger> kept = new ArrayList<>(words);
      kept.subList(left * words(), (left + 1) * words()).clear();
      VerificationReport report = verify(withWords(0, kept));

      String what = "left out " + left;
      assertFails(report, firstCounted(0), what);
      assertFails(report, "encrypted sums", what);
      assertFails(
          report,
          left == repeated() ? firstCounted(1) : "the contract counted what its events say",
          what);
    }
  }

  private static String firstCounted(int cast) {
    return "batch 1 of %s: first ballots counted".formatted(evidence.casts().get(cast).station());
  }

  /// A contract that also lies in its events and sums about what it was given.
  @Test
  void consistentLieAboutSkippedBallotIsFound() throws Exception {
    CastCall second = evidence.casts().get(1);
    CastCall counted =
        Records.with(
            Records.with(second, "acceptedNullifiers", second.skippedNullifiers()),
            "skippedNullifiers",
            List.of());
    ChainEvidence lie =
        Records.with(withCast(1, counted), "acceptedBallots", BigInteger.valueOf(6));

    VerificationReport report = verify(lie);
    assertFails(report, "first ballots counted, second ballots skipped", "counted twice");
    assertFails(report, "the contract counted what its events say", "counted twice");
  }

  // ---------------------------------------------------------------- moments

  @Test
  void batchOutsideTheScheduleIsFound() throws Exception {
    Schedule schedule = manifest.schedule();
    for (long time :
        List.of(
            schedule.opening().getEpochSecond() - 1,
            schedule.legalClose().getEpochSecond(),
            schedule.uploadDeadline().getEpochSecond())) {
      assertFails(
          verify(withCast(1, Records.with(evidence.casts().get(1), "timestamp", time))),
          "came while the contract was open",
          "at " + Instant.ofEpochSecond(time));
    }
  }

  @Test
  void batchesOutOfTheChainsOrderAreFound() throws Exception {
    CastCall first = evidence.casts().get(0);
    CastCall second = evidence.casts().get(1);
    for (ChainEvidence forged :
        List.of(
            withCast(0, Records.with(first, "block", second.block() + 1)),
            withCast(0, Records.with(first, "timestamp", second.timestamp() + 1)),
            withCast(1, Records.with(second, "block", evidence.block() + 1)),
            Records.with(evidence, "block", second.block() - 1))) {
      assertFails(verify(forged), "stands in the order of the chain", "order");
    }
  }

  // ---------------------------------------------------------------- proofs of decryption

  @Test
  void sharesWithWordsOutOfRangeAreFound() throws Exception {
    ChainEvidence.Partial share = evidence.partials().getFirst();
    for (String list : List.of("words", "proof")) {
      List<BigInteger> good = list.equals("words") ? share.words() : share.proof();
      BigInteger order = list.equals("words") ? R : Q;
      for (int i = 0; i < good.size(); i++) {
        for (BigInteger bad : List.of(good.get(i).add(order), HIGHEST_WORD, BigInteger.ZERO)) {
          if (bad.equals(good.get(i))) {
            continue;
          }
          List<BigInteger> forged = new ArrayList<>(good);
          forged.set(i, bad);
          assertFails(
              verify(
                  Records.with(evidence, "partials", List.of(Records.with(share, list, forged)))),
              "share of trustee",
              list + " " + i);
        }
      }
    }
  }

  @Test
  void shareOfNobodyIsFound() throws Exception {
    ChainEvidence.Partial share = evidence.partials().getFirst();
    for (int number : new int[] {-1, 0, 2, Integer.MAX_VALUE}) {
      assertFails(
          verify(
              Records.with(evidence, "partials", List.of(Records.with(share, "trustee", number)))),
          "share of trustee",
          "trustee " + number);
    }
  }

  @Test
  void countsMovedBetweenOptionsAreFound() throws Exception {
    List<BigInteger> counts = new ArrayList<>(evidence.result().orElseThrow());
    counts.set(0, counts.get(0).subtract(BigInteger.ONE));
    counts.set(3, counts.get(3).add(BigInteger.ONE));
    VerificationReport report = verify(Records.with(evidence, "result", Optional.of(counts)));

    assertFails(report, "the shares open the sums to the published counts", "moved");
    assertThat(report.counts()).isEmpty();
  }

  // ---------------------------------------------------------------- manifest

  /// The manifest's parts with something else in them.
  private static Map<String, Object> otherParts() {
    ElectionManifest m = manifest;
    Schedule s = m.schedule();
    EligibilityRule rule = m.eligibility();
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("practice", !m.practice());
    parts.put("languages", m.languages().reversed());
    parts.put("title", changed(m.title()));
    parts.put("description", changed(m.description()));
    parts.put("round", new Round.Later(2, BigInteger.ONE, chain));
    parts.put(
        "optionOrder",
        Arrays.stream(OptionOrder.values())
            .filter(o -> o != m.optionOrder())
            .findFirst()
            .orElseThrow());
    parts.put("options", m.options().reversed());
    parts.put(
        "schedule",
        new Schedule(
            s.opening().minusSeconds(1),
            s.legalClose(),
            s.declarationDeadline(),
            s.uploadDeadline()));
    parts.put(
        "eligibility",
        new EligibilityRule(
            rule.citizenship(),
            rule.bornOnOrBefore().minusDays(1),
            rule.passportValidOn(),
            rule.uniqueBy()));
    parts.put("anchors", m.anchors().reversed());
    parts.put("variants", withVariant(0, "trustRoot", BigInteger.TEN).variants());
    parts.put("ballotCircuit", otherKey(m.ballotCircuit()));
    parts.put("decryptionCircuit", otherKey(m.decryptionCircuit()));
    parts.put("nullifierKeyCommitment", m.nullifierKeyCommitment().xor(BigInteger.ONE));
    parts.put("trustees", Records.with(m.trustees(), "jointKey", otherPoint()));
    parts.put("stations", List.of(m.stations().getFirst()));
    parts.put(
        "runoff",
        new RunoffRule(
            m.runoff().followedByRunoff(),
            m.runoff().againstAllAdvances(),
            Arrays.stream(RunoffRule.Tie.values())
                .filter(tie -> tie != m.runoff().tie())
                .findFirst()
                .orElseThrow()));
    parts.put("batchMax", m.batchMax() + 1);
    return parts;
  }

  private static Localized changed(Localized text) {
    Map<String, String> texts = new LinkedHashMap<>();
    text.languages().forEach(language -> texts.put(language, text.in(language) + "!"));
    return Localized.of(texts);
  }

  private static CircuitPin otherKey(CircuitPin pin) {
    return Records.with(pin, "verifyingKeyHash", Bytes.of(new byte[32]));
  }

  private static CurvePoint otherPoint() {
    BabyJubJub.Point point = BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(7));
    return new CurvePoint(point.x(), point.y());
  }

  @TestFactory
  Stream<DynamicTest> anyOtherManifestIsNotTheOneThatTheContractPins() {
    Map<String, Object> parts = otherParts();
    return Arrays.stream(ElectionManifest.class.getRecordComponents())
        .map(component -> component.getName())
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      assertThat(parts).as("nobody forges %s", name).containsKey(name);
                      ElectionManifest other =
                          name.equals("round")
                              ? laterRound()
                              : Records.with(manifest, name, parts.get(name));
                      assertFails(verify(other), "the contract pins this manifest", name);
                    }));
  }

  /// A second round is not followed by another.
  private static ElectionManifest laterRound() {
    return Records.with(
        Records.with(manifest, "runoff", new RunoffRule(false, false, manifest.runoff().tie())),
        "round",
        new Round.Later(2, BigInteger.ONE, chain));
  }

  /// A dishonest organiser: the contract pins just this manifest and says so.
  private static VerificationReport pinned(ElectionManifest dishonest) throws Exception {
    ChainEvidence.Terms terms =
        Records.with(
            Records.with(evidence.terms(), "manifestHash", dishonest.manifestHash()),
            "electionId",
            dishonest.electionId());
    VerificationReport report =
        verifier.verify(dishonest, chain, Records.with(evidence, "terms", terms));
    assertThat(report.failures())
        .noneMatch(finding -> finding.claim().equals("the contract pins this manifest"));
    return report;
  }

  @Test
  void jointKeyThatIsNotTheTrusteesIsFound() throws Exception {
    assertFails(
        pinned(
            Records.with(
                manifest, "trustees", Records.with(manifest.trustees(), "jointKey", otherPoint()))),
        "the joint key follows from what the trustees published",
        "joint key");
  }

  @Test
  void trusteeWhoDidNotProveTheirKeyIsFound() throws Exception {
    TrusteeBoard board = manifest.trustees();
    Trustee trustee = board.trustees().getFirst();
    List<Trustee> forged =
        List.of(
            Records.with(trustee, "proofResponse", trustee.proofResponse().xor(BigInteger.ONE)),
            Records.with(trustee, "proofCommitment", otherPoint()),
            Records.with(trustee, "commitments", List.of(otherPoint())));
    for (Trustee other : forged) {
      assertFails(
          pinned(
              Records.with(manifest, "trustees", Records.with(board, "trustees", List.of(other)))),
          "the joint key follows from what the trustees published",
          "trustee");
    }
    assertFails(
        pinned(
            Records.with(
                manifest, "trustees", Records.with(board, "ceremonyId", Bytes.of(new byte[32])))),
        "the joint key follows from what the trustees published",
        "ceremony");
  }

  @Test
  void trustRootThatDoesNotFollowFromTheKeysIsFound() throws Exception {
    for (int variant : List.of(CHAIN, LISTED)) {
      assertFails(
          pinned(withVariant(variant, "trustRoot", BigInteger.TEN)), rootOf(variant), "root");
    }
    assertFails(pinned(withVariant(LISTED, "signers", List.of())), rootOf(LISTED), "no signer");
    assertFails(
        pinned(withVariant(CHAIN, "signers", manifest.variants().get(LISTED).signers())),
        rootOf(CHAIN),
        "a signer in the chain form");
  }

  /// The tree of the chain form is over all authorities of the state, and no other.
  @Test
  void authorityLeftOutOrAddedIsFound() throws Exception {
    StateCertificate chain = manifest.anchors().getFirst();
    assertFails(
        pinned(Records.with(manifest, "anchors", without(chain))), rootOf(CHAIN), "left out");
    List<StateCertificate> renamed = new ArrayList<>(without(chain));
    renamed.add(new StateCertificate("UTO", chain.der()));
    assertFails(
        pinned(Records.with(manifest, "anchors", renamed)), rootOf(CHAIN), "another state's");
  }

  private static List<StateCertificate> without(StateCertificate anchor) {
    return manifest.anchors().stream().filter(each -> !each.equals(anchor)).toList();
  }

  @Test
  void signerWhomNoAnchorVouchesForIsFound() throws Exception {
    StateCertificate signer = manifest.variants().get(LISTED).signers().getFirst();
    byte[] der = signer.der().toByteArray();
    der[der.length - 1] ^= 1;

    // A broken signature, an anchor as its own signer, another state's name on a good signer.
    for (StateCertificate forged :
        List.of(
            new StateCertificate(signer.state(), Bytes.of(der)),
            manifest.anchors().getFirst(),
            new StateCertificate("UTO", signer.der()))) {
      assertFails(
          pinned(withVariant(LISTED, "signers", List.of(forged))), rootOf(LISTED), "signer");
    }
    // Only the foreign authority is left, under the citizenship's name.
    StateCertificate foreign = manifest.anchors().getLast();
    assertFails(
        pinned(
            Records.with(
                manifest, "anchors", List.of(new StateCertificate(signer.state(), foreign.der())))),
        rootOf(LISTED),
        "anchor");
  }

  private static String rootOf(int variant) {
    return "trust root of "
        + manifest.variants().get(variant).circuit().name()
        + " follows from the anchors";
  }

  /// The manifest with one part of one variant replaced.
  private static ElectionManifest withVariant(int index, String part, Object value) {
    List<ElectionVariant> variants = new ArrayList<>(manifest.variants());
    variants.set(index, Records.with(variants.get(index), part, value));
    return Records.with(manifest, "variants", variants);
  }

  @Test
  void otherVerifyingKeyThanTheAuditorsIsFound() throws Exception {
    for (ElectionManifest forged :
        List.of(
            withVariant(CHAIN, "circuit", otherKey(manifest.variants().get(CHAIN).circuit())),
            withVariant(LISTED, "circuit", otherKey(manifest.variants().get(LISTED).circuit())),
            Records.with(manifest, "ballotCircuit", otherKey(manifest.ballotCircuit())),
            Records.with(manifest, "decryptionCircuit", otherKey(manifest.decryptionCircuit())))) {
      VerificationReport report = pinned(forged);
      assertFails(report, "is the pinned one", "key");
      assertThat(report.counts().isEmpty() || report.ballotsVerified() == 0).isTrue();
    }
  }

  @Test
  void realElectionMayNotUsePracticeKeysAndAuthorities() throws Exception {
    VerificationReport report = pinned(Records.with(manifest, "practice", false));

    assertFails(report, "come from a ceremony", "keys");
    assertFails(report, "no authority is a practice authority", "authorities");
  }

  @Test
  void otherRuleOrStationsThanTheContractsAreFound() throws Exception {
    EligibilityRule rule = manifest.eligibility();
    Map<EligibilityRule, String> rules = new LinkedHashMap<>();
    rules.put(
        new EligibilityRule("UTO", rule.bornOnOrBefore(), rule.passportValidOn(), rule.uniqueBy()),
        "citizenship");
    rules.put(
        new EligibilityRule(
            rule.citizenship(), LocalDate.of(2000, 1, 1), rule.passportValidOn(), rule.uniqueBy()),
        "latest birth date");
    rules.put(
        new EligibilityRule(
            rule.citizenship(),
            rule.bornOnOrBefore(),
            rule.passportValidOn().plusDays(1),
            rule.uniqueBy()),
        "day on which passports must be valid");
    rules.put(
        new EligibilityRule(
            rule.citizenship(),
            rule.bornOnOrBefore(),
            rule.passportValidOn(),
            rule.uniqueBy() == UniqueBy.PERSON ? UniqueBy.DOCUMENT : UniqueBy.PERSON),
        "unique by");
    for (var forged : rules.entrySet()) {
      VerificationReport report = pinned(Records.with(manifest, "eligibility", forged.getKey()));
      assertFails(report, forged.getValue(), "rule");
      assertFails(report, "enrolment proof verifies", "rule");
    }
    AccreditedStation first = manifest.stations().getFirst();
    assertFails(
        pinned(
            Records.with(
                manifest,
                "stations",
                List.of(Records.with(first, "maxBallots", 1), manifest.stations().getLast()))),
        "is of an accredited station within its limit",
        "limit");
    assertFails(
        pinned(
            Records.with(
                manifest,
                "stations",
                List.of(
                    Records.with(first, "address", new Address(Bytes.of(twenty(7)))),
                    manifest.stations().getLast()))),
        "is of an accredited station within its limit",
        "stranger");
  }

  private static byte[] twenty(int value) {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
