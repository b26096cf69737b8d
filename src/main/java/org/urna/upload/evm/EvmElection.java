package org.urna.upload.evm;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CurvePoint;
import org.urna.election.Schedule;
import org.urna.proof.Proof;
import org.urna.queue.BatchId;
import org.urna.upload.BallotOutcome;
import org.urna.upload.BatchInclusion;
import org.urna.upload.CastBatch;
import org.urna.upload.ChainException;
import org.urna.upload.ChainHead;
import org.urna.upload.ContractFacts;
import org.urna.upload.ElectionChain;
import org.urna.upload.EncryptedSum;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.PublishedDecryption;
import org.urna.upload.TransactionReceipt;
import org.urna.upload.TransactionStatus;

/// The election's contract over JSON-RPC. Reading needs no account; publishing does.
public final class EvmElection implements ElectionChain {
  /// Blocks per question for events at first: what public nodes commonly allow.
  private static final long MOST_BLOCKS = 5_000;

  private final EvmNode node;
  private final ChainReference reference;
  private final @Nullable EvmSender sender;
  private long firstBlock = -1;

  /// Halved whenever the node refuses a question, and kept.
  private long blocksPerQuestion = MOST_BLOCKS;

  /// Where batches were found, so that looking again does not read the chain from the opening.
  private final Map<BatchId, Long> foundAt = new ConcurrentHashMap<>();

  private EvmElection(EvmNode node, ChainReference reference, @Nullable EvmSender sender) {
    this.node = node;
    this.reference = reference;
    this.sender = sender;
  }

  /// The contract for readers.
  public static EvmElection at(EvmNode node, ChainReference reference) {
    return new EvmElection(node, reference, null);
  }

  /// The contract for a reader that also publishes.
  ///
  /// @param inclusionLimit how long to wait for a transaction of ours to be in a block
  public static EvmElection at(
      EvmNode node,
      ChainReference reference,
      EvmAccount account,
      GasPolicy gas,
      Duration inclusionLimit,
      Clock clock,
      Pause pause) {
    return new EvmElection(
        node,
        reference,
        new EvmSender(node, reference.chainId(), account, gas, inclusionLimit, clock, pause));
  }

  @Override
  public ChainReference reference() {
    return reference;
  }

  @Override
  public ChainHead head() throws ChainException {
    return node.head();
  }

  @Override
  public boolean codeIsOurs() throws ChainException {
    return ElectionAbi.get().isThisCode(node.code(reference.contract()).toByteArray());
  }

  List<BigInteger> read(String function, long... arguments) throws ChainException {
    AbiWords.Tuple words = new AbiWords.Tuple();
    for (long argument : arguments) {
      words.word(argument);
    }
    return read(function, words);
  }

  List<BigInteger> read(String function, AbiWords.Tuple arguments) throws ChainException {
    return node.read(
        reference.contract(),
        EvmNode.concat(ElectionAbi.get().function(function).toByteArray(), arguments.encode()));
  }

  private BigInteger one(String function) throws ChainException {
    return read(function).getFirst();
  }

  private int count(String function) throws ChainException {
    return NodeValues.decode(() -> one(function).intValueExact());
  }

  @Override
  public ContractFacts facts() throws ChainException {
    return NodeValues.decode(this::pinned);
  }

  private ContractFacts pinned() throws ChainException {
    List<ContractFacts.Variant> variants = new ArrayList<>();
    for (int i = 0; i < count("variantCount"); i++) {
      List<BigInteger> words = read("variant", i);
      variants.add(new ContractFacts.Variant(words.get(0), Bytes.ofWord(words.get(1))));
    }
    List<CurvePoint> trustees = new ArrayList<>();
    for (int i = 1; i <= count("trusteeCount"); i++) {
      trustees.add(point(read("trusteeKey", i)));
    }
    List<ContractFacts.Station> stations = new ArrayList<>();
    int stationCount = count("stationCount");
    for (int i = 0; i < stationCount; i++) {
      List<BigInteger> words = read("stationAt", i);
      stations.add(new ContractFacts.Station(address(words.get(0)), words.get(1).longValueExact()));
    }
    return new ContractFacts(
        Bytes.ofWord(one("manifestHash")),
        one("electionId"),
        one("nullifierKeyCommitment"),
        one("citizenship"),
        one("bornOnOrBefore"),
        one("passportValidOn"),
        one("uniqueBy"),
        variants,
        Bytes.ofWord(one("ballotVerifyingKeyHash")),
        Bytes.ofWord(one("decryptionVerifyingKeyHash")),
        point(read("jointKey")),
        trustees,
        count("threshold"),
        count("optionCount"),
        stations,
        schedule());
  }

  private Schedule schedule() throws ChainException {
    return NodeValues.decode(this::moments);
  }

  private Schedule moments() throws ChainException {
    List<Instant> moments =
        read("schedule").stream()
            .map(word -> Instant.ofEpochSecond(word.longValueExact()))
            .toList();
    return new Schedule(moments.get(0), moments.get(1), moments.get(2), moments.get(3));
  }

  private static CurvePoint point(List<BigInteger> words) {
    return new CurvePoint(words.get(0), words.get(1));
  }

  static Address address(BigInteger word) {
    return new Address(Bytes.of(java.util.Arrays.copyOfRange(Bytes.word(word), 12, AbiWords.WORD)));
  }

  Bytes manifestHash() throws ChainException {
    return Bytes.ofWord(one("manifestHash"));
  }

  @Override
  public long acceptedBallots() throws ChainException {
    return NodeValues.decode(() -> one("acceptedBallots").longValueExact());
  }

  @Override
  public List<EncryptedSum> encryptedSums() throws ChainException {
    List<EncryptedSum> sums = new ArrayList<>();
    int options = count("optionCount");
    for (int i = 0; i < options; i++) {
      List<BigInteger> words = read("encryptedSum", i);
      sums.add(
          NodeValues.decode(
              () -> new EncryptedSum(words.get(0), words.get(1), words.get(2), words.get(3))));
    }
    return sums;
  }

  @Override
  public Optional<List<BigInteger>> result() throws ChainException {
    return NodeValues.decode(() -> array(read("result")));
  }

  private static Optional<List<BigInteger>> array(List<BigInteger> words) {
    List<BigInteger> found = AbiWords.arrayAt(words, 0);
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  // ---------------------------------------------------------------- events

  /// The first block in which the contract can have done anything: the first not before the
  /// opening. Found by halving, which needs no archive node.
  private long firstBlock() throws ChainException {
    if (firstBlock >= 0) {
      return firstBlock;
    }
    Instant opening = schedule().opening();
    long low = 0;
    long high = node.head().number();
    while (low < high) {
      long middle = (low + high) >>> 1;
      // A block that the node has no more is older than any that it has.
      if (node.keptBlock(middle).map(ChainHead::time).orElse(Instant.MIN).isBefore(opening)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // The head itself may still be before the opening; then the question is asked again later.
    if (!node.block(low).time().isBefore(opening)) {
      firstBlock = low;
    }
    return low;
  }

  private List<EvmNode.Event> events(List<Optional<Bytes>> topics) throws ChainException {
    List<EvmNode.Event> found = new ArrayList<>();
    long head = node.head().number();
    long from = firstBlock();
    while (from <= head) {
      long to = Math.min(head, from + blocksPerQuestion - 1);
      try {
        found.addAll(node.events(reference.contract(), from, to, topics));
        from = to + 1;
      } catch (ChainException e) {
        if (e.kind() != ChainException.Kind.NODE_ERROR || to == from) {
          throw e;
        }
        blocksPerQuestion = (to - from + 1) / 2;
      }
    }
    found.sort(
        Comparator.comparingLong(EvmNode.Event::block).thenComparingLong(EvmNode.Event::index));
    return found;
  }

  private static Optional<Bytes> topic(String event) {
    return Optional.of(ElectionAbi.get().event(event));
  }

  /// keccak-256 of the ballots of the batch that was accepted under this name.
  Optional<Bytes> acceptedHash(BatchId id) throws ChainException {
    BigInteger hash =
        read("batchHash", new AbiWords.Tuple().word(id.station().toInteger()).word(id.sequence()))
            .getFirst();
    return hash.signum() == 0 ? Optional.empty() : Optional.of(Bytes.ofWord(hash));
  }

  Optional<BatchInclusion> inclusion(BatchId id) throws ChainException {
    if (acceptedHash(id).isEmpty()) {
      return Optional.empty();
    }
    List<Optional<Bytes>> topics =
        List.of(
            topic("BatchAccepted"),
            Optional.of(Bytes.ofWord(id.station().toInteger())),
            Optional.of(Bytes.ofWord(BigInteger.valueOf(id.sequence()))));
    Long known = foundAt.get(id);
    List<EvmNode.Event> accepted =
        known == null ? List.of() : node.events(reference.contract(), known, known, topics);
    if (accepted.isEmpty()) {
      accepted = events(topics);
    }
    if (accepted.isEmpty()) {
      // State and events come from different parts of a node. "Not accepted" would be wrong, and
      // costly.
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER,
          "the node knows that " + id + " was accepted, not where");
    }
    EvmNode.Event event = accepted.getFirst();
    BatchInclusion inclusion =
        NodeValues.decode(() -> inclusionOf(event, node.sent(event.transaction())));
    foundAt.put(id, inclusion.block());
    return Optional.of(inclusion);
  }

  private BatchInclusion inclusionOf(EvmNode.Event event, EvmNode.Sent sent) throws ChainException {
    if (!(node.status(event.transaction()) instanceof TransactionStatus.Mined mined)
        || !mined.blockHash().equals(event.blockHash())) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the chain changed while it was read");
    }
    BatchId id =
        new BatchId(
            address(event.topics().get(1).toInteger()),
            event.topics().get(2).toInteger().longValueExact());
    List<EvmNode.Event> ballots =
        node.events(reference.contract(), event.block(), event.block(), List.of()).stream()
            .filter(other -> other.transaction().equals(event.transaction()))
            .toList();
    Bytes counted = ElectionAbi.get().event("BallotAccepted");
    Bytes skipped = ElectionAbi.get().event("DuplicateBallotSkipped");
    List<BallotOutcome> outcomes = new ArrayList<>();
    for (EvmNode.Event ballot : ballots) {
      Bytes kind = ballot.topics().getFirst();
      if (kind.equals(counted) || kind.equals(skipped)) {
        outcomes.add(
            new BallotOutcome(
                ballot.topics().get(1), ballot.topics().get(2).toInteger(), kind.equals(counted)));
      }
    }
    return new BatchInclusion(
        id,
        Bytes.ofWord(event.data().getFirst()),
        outcomes,
        event.transaction(),
        sent.sender(),
        event.block(),
        event.blockHash(),
        node.block(event.block()).time(),
        mined.gasUsed(),
        mined.gasPrice());
  }

  @Override
  public List<CastBatch> batches() throws ChainException {
    List<CastBatch> found = new ArrayList<>();
    int perBallot = 3 + 4 * count("optionCount") + 2 * Proof.WORDS;
    for (EvmNode.Event event : events(List.of(topic("BatchAccepted")))) {
      EvmNode.Sent sent = node.sent(event.transaction());
      BatchInclusion inclusion = NodeValues.decode(() -> inclusionOf(event, sent));
      try {
        CastCall call = CastCall.decode(sent.input().toByteArray());
        List<List<BigInteger>> ballots = new ArrayList<>();
        for (int i = 0; i < call.words().size(); i += perBallot) {
          ballots.add(call.words().subList(i, i + perBallot));
        }
        found.add(new CastBatch(inclusion, ballots, call.signature()));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new ChainException(
            ChainException.Kind.WRONG_ANSWER,
            "transaction " + event.transaction() + " is not the cast that its event reports",
            e);
      }
    }
    return found;
  }

  @Override
  public Optional<PublishedDecryption> publishedDecryption(int trustee) throws ChainException {
    List<EvmNode.Event> found =
        events(
            List.of(
                topic("PartialDecryptionPublished"),
                Optional.of(Bytes.ofWord(BigInteger.valueOf(trustee)))));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Bytes input = node.sent(found.getFirst().transaction()).input();
    try {
      List<BigInteger> words = AbiWords.split(input.toByteArray(), 4);
      return Optional.of(
          new PublishedDecryption(
              words.get(0).intValueExact(),
              AbiWords.arrayAt(words, 1),
              Proof.fromWords(words.subList(2, 2 + Proof.WORDS))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "a trustee's transaction cannot be read", e);
    }
  }

  // ---------------------------------------------------------------- publishing

  @Override
  public TransactionReceipt publishPartialDecryption(
      int trustee, List<BigInteger> partials, Proof proof)
      throws ChainException, InterruptedException {
    return sender()
        .call(
            reference.contract(),
            EvmNode.concat(
                ElectionAbi.get().function("publishPartialDecryption").toByteArray(),
                new AbiWords.Tuple()
                    .word(trustee)
                    .dynamic(AbiWords.array(partials.size(), partials))
                    .words(proof.toWords())
                    .encode()));
  }

  @Override
  public TransactionReceipt publishResult(List<Integer> counts)
      throws ChainException, InterruptedException {
    List<BigInteger> words = counts.stream().map(BigInteger::valueOf).toList();
    return sender()
        .call(
            reference.contract(),
            EvmNode.concat(
                ElectionAbi.get().function("publishResult").toByteArray(),
                new AbiWords.Tuple().dynamic(AbiWords.array(words.size(), words)).encode()));
  }

  EvmSender sender() {
    if (sender == null) {
      throw new IllegalStateException("this contract was opened for reading only");
    }
    return sender;
  }
}
