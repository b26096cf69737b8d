package org.urna.upload.evm;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.upload.ChainException;
import org.urna.upload.ChainHead;
import org.urna.upload.ContractRefusal;
import org.urna.upload.FeeMarket;
import org.urna.upload.GasEstimate;
import org.urna.upload.SendOutcome;
import org.urna.upload.TransactionStatus;
import tools.jackson.databind.JsonNode;

/// JSON-RPC to one node. Every call ends within the time limit it was made with; each may be
/// repeated.
public final class EvmNode implements AutoCloseable {
  private static final int NO_CODE = 0;

  private static final String LATEST = "latest";

  /// The error code of a node that keeps no old blocks.
  private static final long PRUNED = 4444;

  private static final long FEE_BLOCKS = 5;
  private static final int MEDIAN = 50;

  /// Wei offered on top of the base fee where a node suggests nothing.
  private static final BigInteger PLAIN_TIP = BigInteger.valueOf(1_000_000_000);

  private final JsonRpc rpc;

  private EvmNode(JsonRpc rpc) {
    this.rpc = rpc;
  }

  /// A node at an HTTP address; nothing is asked yet.
  ///
  /// @param callLimit how long one call may take, connecting included
  public static EvmNode at(URI endpoint, Duration callLimit) {
    return new EvmNode(JsonRpc.at(endpoint, callLimit));
  }

  static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, end, part.length);
      end += part.length;
    }
    return all;
  }

  /// Asks for what every node answers.
  private <T> T require(Function<JsonNode, T> reading, String method, Object... parameters)
      throws ChainException {
    return switch (rpc.ask(method, parameters)) {
      case JsonRpc.Answer.Result(JsonNode value) -> read(reading, value);
      case JsonRpc.Answer.Failed failed -> throw nodeError(failed);
    };
  }

  private static <T> T read(Function<JsonNode, T> reading, JsonNode value) throws ChainException {
    return NodeValues.decode(() -> reading.apply(value));
  }

  private static ChainException nodeError(JsonRpc.Answer.Failed failed) {
    return new ChainException(ChainException.Kind.NODE_ERROR, "the node says: " + failed.message());
  }

  private static String quantity(long number) {
    return "0x" + Long.toHexString(number);
  }

  // ------------------------------------------------------------------ questions

  BigInteger chainId() throws ChainException {
    return require(NodeValues::quantity, "eth_chainId");
  }

  ChainHead head() throws ChainException {
    return head(LATEST);
  }

  private ChainHead head(String which) throws ChainException {
    return read(EvmNode::head, block(which));
  }

  private static ChainHead head(JsonNode block) {
    return new ChainHead(
        NodeValues.number(block.path("number")),
        NodeValues.bytes(block.path("hash")),
        NodeValues.time(block.path("timestamp")));
  }

  private JsonNode block(String which) throws ChainException {
    JsonNode block = require(found -> found, "eth_getBlockByNumber", which, false);
    if (NodeValues.isAbsent(block)) {
      throw new ChainException(ChainException.Kind.WRONG_ANSWER, "the node has no block " + which);
    }
    return block;
  }

  ChainHead block(long number) throws ChainException {
    return head(quantity(number));
  }

  /// The block that the node calls finalized. Nodes of chains that have none answer with an error,
  /// or with nothing.
  Optional<ChainHead> finalized() throws ChainException {
    return switch (rpc.ask("eth_getBlockByNumber", "finalized", false)) {
      case JsonRpc.Answer.Failed _ -> Optional.empty();
      case JsonRpc.Answer.Result(JsonNode value) ->
          NodeValues.isAbsent(value) ? Optional.empty() : Optional.of(read(EvmNode::head, value));
    };
  }

  /// The block, or nothing if it is among the old ones that the node has thrown away (EIP-4444).
  Optional<ChainHead> keptBlock(long number) throws ChainException {
    return switch (rpc.ask("eth_getBlockByNumber", quantity(number), false)) {
      case JsonRpc.Answer.Failed failed when isPruned(failed) -> Optional.empty();
      case JsonRpc.Answer.Failed failed -> throw nodeError(failed);
      case JsonRpc.Answer.Result(JsonNode value) -> Optional.of(read(EvmNode::head, value));
    };
  }

  /// geth and reth answer code 4444 "pruned history unavailable" (reth:
  /// crates/rpc/rpc-eth-types/src/error/mod.rs).
  private static boolean isPruned(JsonRpc.Answer.Failed failed) {
    return failed.code() == PRUNED
        || failed.message().toLowerCase(Locale.ROOT).contains("pruned history");
  }

  BigInteger balance(Address account) throws ChainException {
    return require(NodeValues::quantity, "eth_getBalance", account.toString(), LATEST);
  }

  long nonce(Address account) throws ChainException {
    return require(NodeValues::number, "eth_getTransactionCount", account.toString(), LATEST);
  }

  FeeMarket feeMarket() throws ChainException {
    JsonNode found = block(LATEST).path("baseFeePerGas");
    BigInteger baseFee =
        NodeValues.isAbsent(found) ? BigInteger.ZERO : read(NodeValues::quantity, found);
    return new FeeMarket(baseFee, priorityFee(baseFee));
  }

  /// What the node suggests to offer on top. Nodes that do not know the question (it is in no
  /// standard) are asked what was paid in the last blocks, then for the price of a transaction of
  /// the old kind.
  private BigInteger priorityFee(BigInteger baseFee) throws ChainException {
    if (rpc.ask("eth_maxPriorityFeePerGas") instanceof JsonRpc.Answer.Result(JsonNode tip)) {
      return read(NodeValues::quantity, tip);
    }
    if (rpc.ask("eth_feeHistory", quantity(FEE_BLOCKS), LATEST, List.of(MEDIAN))
        instanceof JsonRpc.Answer.Result(JsonNode history)) {
      return read(EvmNode::medianTip, history);
    }
    if (rpc.ask("eth_gasPrice") instanceof JsonRpc.Answer.Result(JsonNode price)) {
      return read(NodeValues::quantity, price).subtract(baseFee).max(BigInteger.ONE);
    }
    return PLAIN_TIP;
  }

  private static BigInteger medianTip(JsonNode history) {
    List<BigInteger> tips =
        NodeValues.list(history.path("reward")).stream()
            .map(block -> NodeValues.quantity(NodeValues.list(block).getFirst()))
            .sorted()
            .toList();
    return tips.get(tips.size() / 2);
  }

  Bytes code(Address account) throws ChainException {
    return require(NodeValues::bytes, "eth_getCode", account.toString(), LATEST);
  }

  /// What a call returns or is refused with.
  sealed interface CallOutcome {
    /// The bytes that the call returned.
    record Returned(Bytes data) implements CallOutcome {}

    /// The reason for which it reverted.
    record Reverted(ContractRefusal refusal) implements CallOutcome {}
  }

  CallOutcome call(Address contract, byte[] calldata) throws ChainException {
    return call(contract, calldata, null);
  }

  CallOutcome call(Address contract, byte[] calldata, @Nullable Address from)
      throws ChainException {
    return switch (rpc.ask("eth_call", message(from, contract, calldata), LATEST)) {
      case JsonRpc.Answer.Result(JsonNode value) ->
          new CallOutcome.Returned(read(NodeValues::bytes, value));
      case JsonRpc.Answer.Failed failed -> new CallOutcome.Reverted(refusal(failed));
    };
  }

  private static Map<String, String> message(
      @Nullable Address from, @Nullable Address to, byte[] data) {
    Map<String, String> message = new LinkedHashMap<>();
    if (from != null) {
      message.put("from", from.toString());
    }
    if (to != null) {
      message.put("to", to.toString());
    }
    message.put("data", Bytes.of(data).toString());
    return message;
  }

  /// What the contract reverted with, if the node tells its bytes.
  private static Optional<ContractRefusal> reverted(JsonRpc.Answer.Failed failed)
      throws ChainException {
    if (!failed.data().matches("0x([0-9a-fA-F]{2})*+")) {
      return Optional.empty();
    }
    return Optional.of(
        NodeValues.decode(
            () -> ElectionAbi.get().refusal(Bytes.ofHex(failed.data()).toByteArray())));
  }

  /// The revert's data, or an exception if the error is the node's own.
  private static ContractRefusal refusal(JsonRpc.Answer.Failed failed) throws ChainException {
    Optional<ContractRefusal> reverted = reverted(failed);
    if (reverted.isPresent()) {
      return reverted.get();
    }
    String lower = failed.message().toLowerCase(Locale.ROOT);
    if (lower.contains("out of gas") || lower.contains("outofgas")) {
      return ContractRefusal.named(ContractRefusal.OUT_OF_GAS);
    }
    if (lower.contains("revert")) {
      return ContractRefusal.named(ContractRefusal.UNNAMED);
    }
    throw nodeError(failed);
  }

  /// The words that a call of a view returns.
  List<BigInteger> read(Address contract, byte[] calldata) throws ChainException {
    return switch (call(contract, calldata)) {
      case CallOutcome.Returned(Bytes data) -> {
        if (data.size() == NO_CODE) {
          throw new ChainException(
              ChainException.Kind.WRONG_ANSWER, "there is no election contract at " + contract);
        }
        try {
          yield AbiWords.split(data.toByteArray());
        } catch (IllegalArgumentException e) {
          throw new ChainException(
              ChainException.Kind.WRONG_ANSWER, "the contract's answer cannot be read", e);
        }
      }
      case CallOutcome.Reverted(ContractRefusal refusal) ->
          throw new ChainException(ChainException.Kind.REFUSED, refusal.toString());
    };
  }

  GasEstimate estimate(Address from, @Nullable Address to, byte[] data) throws ChainException {
    return switch (rpc.ask("eth_estimateGas", message(from, to, data))) {
      case JsonRpc.Answer.Result(JsonNode value) ->
          new GasEstimate.Estimated(read(NodeValues::number, value));
      case JsonRpc.Answer.Failed failed ->
          reverted(failed)
              .filter(refusal -> !refusal.reason().equals(ContractRefusal.UNNAMED))
              .<GasEstimate>map(GasEstimate.WouldBeRefused::new)
              .orElseGet(() -> new GasEstimate.Unclear(failed.message()));
    };
  }

  SendOutcome send(Bytes raw) throws ChainException {
    return switch (rpc.ask("eth_sendRawTransaction", raw.toString())) {
      case JsonRpc.Answer.Result _ -> new SendOutcome.Waiting();
      case JsonRpc.Answer.Failed failed -> SendRefusals.get().outcome(failed.message());
    };
  }

  TransactionStatus status(Bytes hash) throws ChainException {
    JsonNode receipt = require(found -> found, "eth_getTransactionReceipt", hash.toString());
    if (NodeValues.isAbsent(receipt)) {
      return NodeValues.isAbsent(transaction(hash))
          ? new TransactionStatus.Unknown()
          : new TransactionStatus.Waiting();
    }
    // Some clients give a receipt, or a part of one, before there is a block.
    if (receipt.isObject()
        && List.of("blockNumber", "blockHash", "status").stream()
            .anyMatch(field -> NodeValues.isAbsent(receipt.path(field)))) {
      return new TransactionStatus.Waiting();
    }
    BigInteger price = paid(receipt, hash);
    return read(
        found ->
            new TransactionStatus.Mined(
                NodeValues.number(found.path("blockNumber")),
                NodeValues.bytes(found.path("blockHash")),
                NodeValues.number(found.path("gasUsed")),
                price,
                NodeValues.quantity(found.path("status")).equals(BigInteger.ONE)),
        receipt);
  }

  /// Wei for a unit of gas; where the receipt does not say, the transaction does, which names what
  /// was paid once it is in a block, or else what it offered at most.
  private BigInteger paid(JsonNode receipt, Bytes hash) throws ChainException {
    JsonNode price = receipt.path("effectiveGasPrice");
    if (NodeValues.isAbsent(price)) {
      JsonNode transaction = transaction(hash);
      price = transaction.path("gasPrice");
      if (NodeValues.isAbsent(price)) {
        price = transaction.path("maxFeePerGas");
      }
    }
    return read(NodeValues::quantity, price);
  }

  private JsonNode transaction(Bytes hash) throws ChainException {
    return require(found -> found, "eth_getTransactionByHash", hash.toString());
  }

  /// A mined transaction's sender and calldata.
  record Sent(Address sender, Optional<Address> to, Bytes input) {}

  Sent sent(Bytes hash) throws ChainException {
    JsonNode transaction = transaction(hash);
    if (NodeValues.isAbsent(transaction)) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the node does not know transaction " + hash);
    }
    return read(
        found ->
            new Sent(
                NodeValues.address(found.path("from")),
                NodeValues.isAbsent(found.path("to"))
                    ? Optional.empty()
                    : Optional.of(NodeValues.address(found.path("to"))),
                NodeValues.bytes(found.path("input"))),
        transaction);
  }

  /// An event of one contract.
  record Event(
      List<Bytes> topics,
      List<BigInteger> data,
      Bytes transaction,
      long block,
      Bytes blockHash,
      long index) {}

  /// Events of `contract` with these leading topics; an empty topic matches anything.
  List<Event> events(Address contract, long fromBlock, long toBlock, List<Optional<Bytes>> topics)
      throws ChainException {
    List<@Nullable String> wanted = new ArrayList<>();
    topics.forEach(topic -> wanted.add(topic.map(Bytes::toString).orElse(null)));
    Map<String, Object> filter =
        Map.of(
            "address", contract.toString(),
            "fromBlock", quantity(fromBlock),
            "toBlock", quantity(toBlock),
            "topics", wanted);
    return require(EvmNode::events, "eth_getLogs", filter);
  }

  private static List<Event> events(JsonNode logs) {
    return NodeValues.list(logs).stream()
        .filter(log -> !log.path("removed").asBoolean(false))
        .map(EvmNode::event)
        .toList();
  }

  private static Event event(JsonNode log) {
    return new Event(
        NodeValues.list(log.path("topics")).stream().map(NodeValues::bytes).toList(),
        AbiWords.split(NodeValues.bytes(log.path("data")).toByteArray()),
        NodeValues.bytes(log.path("transactionHash")),
        NodeValues.number(log.path("blockNumber")),
        NodeValues.bytes(log.path("blockHash")),
        NodeValues.number(log.path("logIndex")));
  }

  @Override
  public void close() {
    rpc.close();
  }
}
