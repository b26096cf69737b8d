package org.urna.upload.evm;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
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
    try {
      return reading.apply(value);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw JsonRpc.unreadable(e);
    }
  }

  private static ChainException nodeError(JsonRpc.Answer.Failed failed) {
    return new ChainException(ChainException.Kind.NODE_ERROR, "the node says: " + failed.message());
  }

  // ------------------------------------------------------------------ values of Ethereum's
  // JSON-RPC

  private static String text(JsonNode value) {
    if (!value.isString()) {
      throw new IllegalArgumentException("no string where one must be");
    }
    return value.stringValue();
  }

  private static BigInteger quantity(JsonNode value) {
    String hex = text(value);
    if (!hex.matches("0x[0-9a-fA-F]{1,64}")) {
      throw new IllegalArgumentException("no quantity: it must be 0x and up to 64 digits");
    }
    return new BigInteger(hex.substring(2), 16);
  }

  private static String quantity(long number) {
    return "0x" + Long.toHexString(number);
  }

  private static long number(JsonNode value) {
    return quantity(value).longValueExact();
  }

  private static Bytes bytes(JsonNode value) {
    return Bytes.ofHex(text(value));
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isNull() || value.isMissingNode();
  }

  // ------------------------------------------------------------------ questions

  BigInteger chainId() throws ChainException {
    return require(EvmNode::quantity, "eth_chainId");
  }

  ChainHead head() throws ChainException {
    return head(LATEST);
  }

  private ChainHead head(String which) throws ChainException {
    JsonNode block = block(which);
    return read(
        found ->
            new ChainHead(
                number(found.path("number")),
                bytes(found.path("hash")),
                Instant.ofEpochSecond(number(found.path("timestamp")))),
        block);
  }

  private JsonNode block(String which) throws ChainException {
    JsonNode block = require(found -> found, "eth_getBlockByNumber", which, false);
    if (isAbsent(block)) {
      throw new ChainException(ChainException.Kind.WRONG_ANSWER, "the node has no block " + which);
    }
    return block;
  }

  ChainHead block(long number) throws ChainException {
    return head(quantity(number));
  }

  BigInteger balance(Address account) throws ChainException {
    return require(EvmNode::quantity, "eth_getBalance", account.toString(), LATEST);
  }

  long nonce(Address account) throws ChainException {
    return require(EvmNode::number, "eth_getTransactionCount", account.toString(), LATEST);
  }

  FeeMarket feeMarket() throws ChainException {
    JsonNode baseFee = block(LATEST).path("baseFeePerGas");
    return new FeeMarket(
        isAbsent(baseFee) ? BigInteger.ZERO : read(EvmNode::quantity, baseFee),
        require(EvmNode::quantity, "eth_maxPriorityFeePerGas"));
  }

  Bytes code(Address account) throws ChainException {
    return require(EvmNode::bytes, "eth_getCode", account.toString(), LATEST);
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
          new CallOutcome.Returned(read(EvmNode::bytes, value));
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

  /// The revert's data, or an exception if the error is the node's own.
  private static ContractRefusal refusal(JsonRpc.Answer.Failed failed) throws ChainException {
    if (failed.data().matches("0x([0-9a-fA-F]{2})*+")) {
      return ElectionAbi.get().refusal(Bytes.ofHex(failed.data()).toByteArray());
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
          new GasEstimate.Estimated(read(EvmNode::number, value));
      case JsonRpc.Answer.Failed failed -> new GasEstimate.WouldBeRefused(refusal(failed));
    };
  }

  SendOutcome send(Bytes raw) throws ChainException {
    return switch (rpc.ask("eth_sendRawTransaction", raw.toString())) {
      case JsonRpc.Answer.Result _ -> SendOutcome.WAITING;
      case JsonRpc.Answer.Failed failed -> notSent(failed);
    };
  }

  private static SendOutcome notSent(JsonRpc.Answer.Failed failed) throws ChainException {
    String message = failed.message().toLowerCase(Locale.ROOT);
    if (message.contains("already known")
        || message.contains("already imported")
        || message.contains("known transaction")) {
      return SendOutcome.WAITING;
    }
    if (message.contains("nonce too low") || message.contains("nonce is too low")) {
      return SendOutcome.NONCE_USED;
    }
    if (message.contains("insufficient funds")) {
      return SendOutcome.TOO_POOR;
    }
    if (message.contains("underpriced")
        || message.contains("base fee")
        || message.contains("max fee per gas")) {
      return SendOutcome.UNDERPRICED;
    }
    throw nodeError(failed);
  }

  TransactionStatus status(Bytes hash) throws ChainException {
    JsonNode receipt = require(found -> found, "eth_getTransactionReceipt", hash.toString());
    if (!isAbsent(receipt)) {
      return read(
          found ->
              new TransactionStatus.Mined(
                  number(found.path("blockNumber")),
                  bytes(found.path("blockHash")),
                  number(found.path("gasUsed")),
                  quantity(found.path("effectiveGasPrice")),
                  quantity(found.path("status")).equals(BigInteger.ONE)),
          receipt);
    }
    return isAbsent(transaction(hash))
        ? new TransactionStatus.Unknown()
        : new TransactionStatus.Waiting();
  }

  private JsonNode transaction(Bytes hash) throws ChainException {
    return require(found -> found, "eth_getTransactionByHash", hash.toString());
  }

  /// A mined transaction's sender and calldata.
  record Sent(Address sender, Optional<Address> to, Bytes input) {}

  Sent sent(Bytes hash) throws ChainException {
    JsonNode transaction = transaction(hash);
    if (isAbsent(transaction)) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the node does not know transaction " + hash);
    }
    return read(
        found ->
            new Sent(
                Address.parse(text(found.path("from"))),
                isAbsent(found.path("to"))
                    ? Optional.empty()
                    : Optional.of(Address.parse(text(found.path("to")))),
                bytes(found.path("input"))),
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
    if (!logs.isArray()) {
      throw new IllegalArgumentException("no list of events");
    }
    return logs.valueStream()
        .filter(log -> !log.path("removed").asBoolean(false))
        .map(EvmNode::event)
        .toList();
  }

  private static Event event(JsonNode log) {
    return new Event(
        log.path("topics").valueStream().map(EvmNode::bytes).toList(),
        AbiWords.split(bytes(log.path("data")).toByteArray()),
        bytes(log.path("transactionHash")),
        number(log.path("blockNumber")),
        bytes(log.path("blockHash")),
        number(log.path("logIndex")));
  }

  @Override
  public void close() {
    rpc.close();
  }
}
