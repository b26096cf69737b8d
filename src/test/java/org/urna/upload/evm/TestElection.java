package org.urna.upload.evm;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.BallotOption;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CircuitPin;
import org.urna.election.CurvePoint;
import org.urna.election.EcdsaSignature;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.Keccak256;
import org.urna.election.Localized;
import org.urna.election.MediaFile;
import org.urna.election.Schedule;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.proof.Proof;
import org.urna.proof.VerifyingKey;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.ElGamal;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.queue.UnsignedBatch;
import org.urna.rehearsal.LocalChain;
import org.urna.rehearsal.Records;
import org.urna.upload.ChainException;
import org.urna.upload.EncryptedSum;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;

/// A whole election with real encryption, real keys of real trustees and real signatures; only its
/// proofs are made with a trapdoor.
public final class TestElection {
  static final Instant OPENING = Instant.parse("2026-11-22T06:00:00Z");
  static final Instant LEGAL_CLOSE = Instant.parse("2026-11-22T20:00:00Z");
  static final Instant UPLOAD_DEADLINE = Instant.parse("2026-11-25T20:00:00Z");
  static final BigInteger STATION_KEY = BigInteger.valueOf(0x5747);
  static final BigInteger OTHER_STATION_KEY = BigInteger.valueOf(0x5748);
  static final int MAX_BALLOTS = 200;
  private static final int SLOTS = 16;
  private static final TrapdoorCircuit BALLOT = new TrapdoorCircuit(6 + 4 * SLOTS, 2);
  private static final TrapdoorCircuit DECRYPTION = new TrapdoorCircuit(4 + 4 * SLOTS, 3);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final List<String> ENROLMENT_SIGNALS =
      List.of(
          "nullifier:1",
          "badge:1",
          "electionId:1",
          "trustRoot:1",
          "nullifierKeyCommitment:1",
          "citizenship:1",
          "bornOnOrBefore:1",
          "passportValidOn:1",
          "uniqueBy:1");
  private static final List<String> BALLOT_SIGNALS =
      List.of(
          "badge:1",
          "electionId:1",
          "station:1",
          "jointKey:2",
          "optionCount:1",
          "ciphertexts:" + 4 * SLOTS);

  private final Random random;
  private final TrapdoorCircuit[] enrolment;
  private final TrapdoorCircuit ballotCircuit = BALLOT;
  private final TrapdoorCircuit decryption = DECRYPTION;
  private final List<BigInteger> shares = new ArrayList<>();
  private final CurvePoint jointKey;
  private final BigInteger stationKey;
  private final ElectionManifest manifest;
  private final BigInteger electionId;

  /// @param options how many
  /// @param variants how many ways to enrol
  /// @param threshold of `trustees`
  public TestElection(int options, int variants, int threshold, int trustees, int maxBallots) {
    this(options, variants, threshold, trustees, maxBallots, STATION_KEY);
  }

  private TestElection(
      int options,
      int variants,
      int threshold,
      int trustees,
      int maxBallots,
      BigInteger stationKey) {
    this.stationKey = stationKey;
    random = new Random(Long.MAX_VALUE - options);
    enrolment = new TrapdoorCircuit[variants];
    for (int v = 0; v < variants; v++) {
      enrolment[v] = new TrapdoorCircuit(9, 100 + v);
    }
    List<BigInteger> polynomial =
        IntStream.range(0, threshold).mapToObj(k -> new BigInteger(250, random)).toList();
    for (int j = 1; j <= trustees; j++) {
      BigInteger share = BigInteger.ZERO;
      for (int k = threshold - 1; k >= 0; k--) {
        share = share.multiply(BigInteger.valueOf(j)).add(polynomial.get(k)).mod(BabyJubJub.ORDER);
      }
      shares.add(share);
    }
    jointKey = point(polynomial.getFirst());
    manifest = manifest(options, threshold, polynomial, maxBallots);
    electionId = manifest.electionId();
  }

  /// Five options, one variant, one trustee: what most tests need.
  public static TestElection usual() {
    return new TestElection(5, 1, 1, 1, MAX_BALLOTS);
  }

  /// Two options, two variants, one trustee, and a station whose key somebody else made.
  public static TestElection ofStation(BigInteger stationKey, int maxBallots) {
    return new TestElection(2, 2, 1, 1, maxBallots, stationKey);
  }

  private static CurvePoint point(BigInteger scalar) {
    BabyJubJub.Point point = BabyJubJub.multiply(BabyJubJub.BASE8, scalar);
    return new CurvePoint(point.x(), point.y());
  }

  private ElectionManifest manifest(
      int options, int threshold, List<BigInteger> polynomial, int maxBallots) {
    ElectionManifest base = ElectionFixtures.practice();
    List<BallotOption> list = new ArrayList<>();
    for (int i = 0; i < options; i++) {
      Localized name = Localized.of(Map.of("ru", "Кандидат " + i, "en", "Candidate " + i));
      list.add(
          new BallotOption.Candidate(
              "candidate-" + i, name, name, name, new MediaFile(i + ".jpg", sha256(photo(i)))));
    }
    List<ElectionVariant> variants = new ArrayList<>();
    for (int v = 0; v < enrolment.length; v++) {
      variants.add(
          new ElectionVariant(pin("enrolment-" + v, enrolment[v].key()), trustRoot(v), List.of()));
    }
    List<CurvePoint> commitments = polynomial.stream().map(TestElection::point).toList();
    List<Trustee> trustees = new ArrayList<>();
    for (int j = 1; j <= shares.size(); j++) {
      // Only the board's shape matters here; a transcript is the tally's business.
      List<CurvePoint> own = new ArrayList<>(commitments);
      own.set(0, point(BigInteger.valueOf(j + 1000L)));
      trustees.add(new Trustee("Trustee " + j, own, point(BigInteger.TEN), BigInteger.ONE));
    }
    return Records.with(
        base,
        Map.of(
            "options",
            list,
            "schedule",
            new Schedule(OPENING, LEGAL_CLOSE, LEGAL_CLOSE.plusSeconds(86_400), UPLOAD_DEADLINE),
            "variants",
            variants,
            "ballotCircuit",
            pin("ballot-16", ballotCircuit.key()),
            "decryptionCircuit",
            pin("decryption-16", decryption.key()),
            "trustees",
            new TrusteeBoard(threshold, trustees, hash("ceremony"), hash("transcript"), jointKey),
            "stations",
            List.of(
                new AccreditedStation(station(stationKey), hash("x1"), "venue-1", maxBallots),
                new AccreditedStation(
                    station(OTHER_STATION_KEY), hash("x2"), "venue-2", maxBallots)),
            "batchMax",
            50));
  }

  private static BigInteger trustRoot(int variant) {
    return BigInteger.valueOf(4242L + variant);
  }

  private static CircuitPin pin(String name, VerifyingKey key) {
    return new CircuitPin(name, Bytes.of(key.hash()), hash(name), true);
  }

  private static Bytes hash(String text) {
    return Bytes.of(Keccak256.hash(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static byte[] photo(int option) {
    return ("photo " + option).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Bytes sha256(byte[] content) {
    try {
      return Bytes.of(java.security.MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// The photos that the manifest pins, by their files.
  public Map<String, byte[]> media() {
    Map<String, byte[]> media = new TreeMap<>();
    for (int i = 0; i < manifest.optionCount(); i++) {
      media.put(i + ".jpg", photo(i));
    }
    return media;
  }

  /// The circuits that the manifest names, as `circuits.json` lists them.
  public String circuits() {
    StringBuilder json = new StringBuilder("[");
    for (int v = 0; v < enrolment.length; v++) {
      json.append(circuit("enrolment-" + v, "enrolment", ENROLMENT_SIGNALS)).append(',');
    }
    return json.append(circuit("ballot-16", "ballot", BALLOT_SIGNALS)).append(']').toString();
  }

  private static String circuit(String name, String family, List<String> signals) {
    String groups =
        signals.stream()
            .map(signal -> signal.split(":"))
            .map(parts -> "{\"name\":\"" + parts[0] + "\",\"size\":" + parts[1] + "}")
            .collect(java.util.stream.Collectors.joining(","));
    return "{\"name\":\"%s\",\"family\":\"%s\",\"maxConstraints\":1,\"publicSignals\":[%s]}"
        .formatted(name, family, groups);
  }

  /// The verifying keys that ballots are checked with, by circuit.
  public Map<String, VerifyingKey> ballotKeys() {
    Map<String, VerifyingKey> keys = new TreeMap<>();
    for (int v = 0; v < enrolment.length; v++) {
      keys.put("enrolment-" + v, enrolment[v].key());
    }
    keys.put("ballot-16", ballotCircuit.key());
    return keys;
  }

  public static Address station(BigInteger key) {
    return EcdsaSignature.addressOf(key);
  }

  public ElectionManifest manifest() {
    return manifest;
  }

  public BigInteger electionId() {
    return electionId;
  }

  CurvePoint jointKey() {
    return jointKey;
  }

  List<CurvePoint> trusteeKeys() {
    return shares.stream().map(TestElection::point).toList();
  }

  ElectionDeployment.Keys keys() {
    return new ElectionDeployment.Keys(
        java.util.Arrays.stream(enrolment).map(TrapdoorCircuit::key).toList(),
        ballotCircuit.key(),
        decryption.key());
  }

  // ---------------------------------------------------------------- chain

  static Clock chainClock() {
    return Clock.fixed(SharedChain.GENESIS, ZoneOffset.UTC);
  }

  static ElectionDeployment deployment() {
    return new ElectionDeployment(
        SharedChain.node(),
        "test chain",
        EvmAccount.of(LocalChain.RICH_KEY),
        GasPolicy.standard(),
        LIMIT,
        chainClock(),
        Pause.real());
  }

  /// Deploys the contract; the chain's time becomes `time`.
  public ChainReference deploy(Instant time) throws Exception {
    ChainReference reference = deployment().deploy(manifest, keys(), trusteeKeys());
    if (SharedChain.chain().now().isBefore(time)) {
      SharedChain.chain().moveTo(time);
    }
    return reference;
  }

  static EvmElection contract(ChainReference reference) {
    return EvmElection.at(
        SharedChain.node(),
        reference,
        EvmAccount.of(LocalChain.RICH_KEY),
        GasPolicy.standard(),
        LIMIT,
        chainClock(),
        Pause.real());
  }

  // ---------------------------------------------------------------- ballots

  public BigInteger fieldElement() {
    return new BigInteger(SlowBn254.R.bitLength() + 64, random).mod(SlowBn254.R);
  }

  /// A ballot of a new person for option `choice`, cast at the station with `stationKey`.
  public SealedBallot ballot(BigInteger stationKey, int choice) {
    return ballot(0, fieldElement(), fieldElement(), stationKey, choice);
  }

  public SealedBallot ballot(
      int variant, BigInteger nullifier, BigInteger badge, BigInteger stationKey, int choice) {
    BabyJubJub.Point key = new BabyJubJub.Point(jointKey.x(), jointKey.y());
    List<BigInteger> ciphertexts = new ArrayList<>();
    for (int i = 0; i < manifest.optionCount(); i++) {
      ciphertexts.addAll(
          ElGamal.encrypt(key, i == choice ? 1 : 0, new BigInteger(250, random)).toWords());
    }
    return new SealedBallot(
        variant,
        new Nullifier(nullifier),
        new BadgeCommitment(badge),
        ciphertexts,
        enrolmentProof(variant, nullifier, badge, electionId),
        ballotProof(badge, electionId, station(stationKey), ciphertexts));
  }

  Proof enrolmentProof(int variant, BigInteger nullifier, BigInteger badge, BigInteger election) {
    return enrolment[variant].prove(
        List.of(
            nullifier,
            badge,
            election,
            trustRoot(variant),
            manifest.nullifierKeyCommitment(),
            manifest.eligibility().citizenshipSignal(),
            BigInteger.valueOf(manifest.eligibility().bornOnOrBeforeSignal()),
            BigInteger.valueOf(manifest.eligibility().passportValidOnSignal()),
            BigInteger.valueOf(manifest.eligibility().uniqueBy().signal())));
  }

  Proof ballotProof(
      BigInteger badge, BigInteger election, Address station, List<BigInteger> ciphertexts) {
    List<BigInteger> signals = new ArrayList<>();
    signals.addAll(List.of(badge, election, station.toInteger(), jointKey.x(), jointKey.y()));
    signals.add(BigInteger.valueOf(manifest.optionCount()));
    signals.addAll(ciphertexts);
    padWithIdentities(signals, 6 + 4 * SLOTS);
    return ballotCircuit.prove(signals);
  }

  private static void padWithIdentities(List<BigInteger> signals, int length) {
    while (signals.size() < length) {
      signals.add(BigInteger.ZERO);
      signals.add(BigInteger.ONE);
    }
  }

  /// Ballots of new people, one for each choice given, in ascending order of nullifier.
  List<SealedBallot> ballots(BigInteger stationKey, int... choices) {
    return sorted(
        java.util.Arrays.stream(choices).mapToObj(choice -> ballot(stationKey, choice)).toList());
  }

  static List<SealedBallot> sorted(List<SealedBallot> ballots) {
    return ballots.stream().sorted(Comparator.comparing(SealedBallot::nullifier)).toList();
  }

  static Batch batch(
      ChainReference reference, BigInteger stationKey, long sequence, List<SealedBallot> ballots) {
    UnsignedBatch batch = new UnsignedBatch(new BatchId(station(stationKey), sequence), ballots);
    return batch.signed(EcdsaSignature.sign(stationKey, batch.digest(reference.domain())));
  }

  // ---------------------------------------------------------------- tally

  /// share·C1 for each option, x and y.
  List<BigInteger> partials(int trustee, List<EncryptedSum> sums) {
    List<BigInteger> words = new ArrayList<>();
    for (EncryptedSum sum : sums) {
      BabyJubJub.Point partial =
          BabyJubJub.multiply(new BabyJubJub.Point(sum.c1X(), sum.c1Y()), shares.get(trustee - 1));
      words.add(partial.x());
      words.add(partial.y());
    }
    return words;
  }

  Proof decryptionProof(int trustee, List<EncryptedSum> sums, List<BigInteger> partials) {
    CurvePoint key = trusteeKeys().get(trustee - 1);
    List<BigInteger> signals = new ArrayList<>();
    signals.addAll(List.of(electionId, key.x(), key.y()));
    signals.add(BigInteger.valueOf(manifest.optionCount()));
    sums.forEach(sum -> signals.addAll(List.of(sum.c1X(), sum.c1Y())));
    padWithIdentities(signals, 4 + 2 * SLOTS);
    signals.addAll(partials);
    padWithIdentities(signals, 4 + 4 * SLOTS);
    return decryption.prove(signals);
  }

  /// Publishes a good share of trustee `trustee`.
  void publishShare(EvmElection contract, int trustee) throws ChainException, InterruptedException {
    List<EncryptedSum> sums = contract.encryptedSums();
    List<BigInteger> partials = partials(trustee, sums);
    contract.publishPartialDecryption(trustee, partials, decryptionProof(trustee, sums, partials));
  }

  /// Counts of a list of choices, by option.
  List<Integer> counts(int... choices) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int choice : choices) {
      counts.merge(choice, 1, Integer::sum);
    }
    return IntStream.range(0, manifest.optionCount())
        .mapToObj(option -> counts.getOrDefault(option, 0))
        .toList();
  }
}
