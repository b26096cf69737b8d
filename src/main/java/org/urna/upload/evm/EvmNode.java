package org.urna.upload.evm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.upload.ChainException;
import org.urna.upload.ChainHead;
import org.urna.upload.FeeMarket;
import org.urna.upload.GasEstimate;
import org.urna.upload.Refusal;
import org.urna.upload.SendOutcome;
import org.urna.upload.TransactionStatus;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.http.HttpService;

/// JSON-RPC to one node. Every call ends within the time limit it was made with; each may be
/// repeated.
public final class EvmNode implements AutoCloseable {
  private static final int NO_CODE = 0;

  private final Web3j web3j;
  private final OkHttpClient http;

  private EvmNode(Web3j web3j, OkHttpClient http) {
    this.web3j = web3j;
    this.http = http;
  }

  /// A node at an HTTP address; nothing is asked yet.
  ///
  /// @param callLimit how long one call may take, connecting included
  public static EvmNode at(URI endpoint, Duration callLimit) {
    OkHttpClient http = new OkHttpClient.Builder().callTimeout(callLimit).build();
    return new EvmNode(Web3j.build(new HttpService(endpoint.toString(), http)), http);
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

  private static <T extends Response<?>> T ask(Request<?, T> request) throws ChainException {
    try {
      return request.send();
    } catch (InterruptedIOException e) {
      throw new ChainException(ChainException.Kind.DEADLINE, "the node did not answer in time", e);
    } catch (IOException e) {
      throw new ChainException(ChainException.Kind.UNREACHABLE, "the node cannot be reached", e);
    } catch (RuntimeException e) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the node's answer cannot be read", e);
    }
  }

  private static <T extends Response<?>> T require(Request<?, T> request) throws ChainException {
    T response = ask(request);
    if (response.hasError()) {
      throw nodeError(response.getError());
    }
    return response;
  }

  private static ChainException nodeError(Response.Error error) {
    return new ChainException(
        ChainException.Kind.NODE_ERROR, "the node says: " + error.getMessage());
  }

  BigInteger chainId() throws ChainException {
    return require(web3j.ethChainId()).getChainId();
  }

  ChainHead head() throws ChainException {
    return head(DefaultBlockParameterName.LATEST);
  }

  private ChainHead head(DefaultBlockParameter which) throws ChainException {
    EthBlock.Block block = require(web3j.ethGetBlockByNumber(which, false)).getBlock();
    if (block == null) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the node has no block " + which.getValue());
    }
    return new ChainHead(
        block.getNumber().longValueExact(),
        Bytes.ofHex(block.getHash()),
        Instant.ofEpochSecond(block.getTimestamp().longValueExact()));
  }

  ChainHead block(long number) throws ChainException {
    return head(DefaultBlockParameter.valueOf(BigInteger.valueOf(number)));
  }

  BigInteger balance(Address account) throws ChainException {
    return require(web3j.ethGetBalance(account.toString(), DefaultBlockParameterName.LATEST))
        .getBalance();
  }

  long nonce(Address account) throws ChainException {
    return require(
            web3j.ethGetTransactionCount(account.toString(), DefaultBlockParameterName.LATEST))
        .getTransactionCount()
        .longValueExact();
  }

  FeeMarket feeMarket() throws ChainException {
    EthBlock.Block block =
        require(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false)).getBlock();
    BigInteger baseFee =
        block == null || block.getBaseFeePerGas() == null
            ? BigInteger.ZERO
            : block.getBaseFeePerGas();
    return new FeeMarket(
        baseFee, require(web3j.ethMaxPriorityFeePerGas()).getMaxPriorityFeePerGas());
  }

  Bytes code(Address account) throws ChainException {
    return Bytes.ofHex(
        require(web3j.ethGetCode(account.toString(), DefaultBlockParameterName.LATEST)).getCode());
  }

  /// What a call returns or is refused with.
  sealed interface CallOutcome {
    /// The bytes that the call returned.
    record Returned(Bytes data) implements CallOutcome {}

    /// The reason for which it reverted.
    record Reverted(Refusal refusal) implements CallOutcome {}
  }

  CallOutcome call(Address contract, byte[] calldata) throws ChainException {
    return call(contract, calldata, null);
  }

  CallOutcome call(Address contract, byte[] calldata, @Nullable Address from)
      throws ChainException {
    Transaction transaction =
        Transaction.createEthCallTransaction(
            from == null ? null : from.toString(),
            contract.toString(),
            Bytes.of(calldata).toString());
    EthCall answer = ask(web3j.ethCall(transaction, DefaultBlockParameterName.LATEST));
    if (answer.hasError()) {
      return new CallOutcome.Reverted(refusal(answer.getError()));
    }
    return new CallOutcome.Returned(Bytes.ofHex(answer.getValue()));
  }

  /// The revert's data, or an exception if the error is the node's own.
  private static Refusal refusal(Response.Error error) throws ChainException {
    String data = error.getData() == null ? "" : error.getData().replace("\"", "");
    if (data.matches("0x([0-9a-fA-F]{2})*")) {
      return ElectionAbi.get().refusal(Bytes.ofHex(data).toByteArray());
    }
    String message = error.getMessage() == null ? "" : error.getMessage();
    String lower = message.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("out of gas") || lower.contains("outofgas")) {
      return Refusal.named(Refusal.OUT_OF_GAS);
    }
    if (lower.contains("revert")) {
      return Refusal.named(Refusal.UNNAMED);
    }
    throw nodeError(error);
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
      case CallOutcome.Reverted(Refusal refusal) ->
          throw new ChainException(ChainException.Kind.REFUSED, refusal.toString());
    };
  }

  GasEstimate estimate(Address from, @Nullable Address to, byte[] data) throws ChainException {
    Transaction transaction =
        new Transaction(
            from.toString(),
            null,
            null,
            null,
            to == null ? null : to.toString(),
            BigInteger.ZERO,
            Bytes.of(data).toString());
    var answer = ask(web3j.ethEstimateGas(transaction));
    if (answer.hasError()) {
      return new GasEstimate.WouldBeRefused(refusal(answer.getError()));
    }
    return new GasEstimate.Estimated(answer.getAmountUsed().longValueExact());
  }

  SendOutcome send(Bytes raw) throws ChainException {
    EthSendTransaction answer = ask(web3j.ethSendRawTransaction(raw.toString()));
    if (!answer.hasError()) {
      return SendOutcome.WAITING;
    }
    String message =
        String.valueOf(answer.getError().getMessage()).toLowerCase(java.util.Locale.ROOT);
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
    throw nodeError(answer.getError());
  }

  TransactionStatus status(Bytes hash) throws ChainException {
    var receipt = require(web3j.ethGetTransactionReceipt(hash.toString())).getTransactionReceipt();
    if (receipt.isPresent()) {
      var found = receipt.get();
      return new TransactionStatus.Mined(
          found.getBlockNumber().longValueExact(),
          Bytes.ofHex(found.getBlockHash()),
          found.getGasUsed().longValueExact(),
          quantity(found.getEffectiveGasPrice()),
          found.isStatusOK());
    }
    return require(web3j.ethGetTransactionByHash(hash.toString())).getTransaction().isPresent()
        ? new TransactionStatus.Waiting()
        : new TransactionStatus.Unknown();
  }

  /// A mined transaction's sender and calldata.
  record Sent(Address sender, Optional<Address> to, Bytes input) {}

  Sent sent(Bytes hash) throws ChainException {
    var transaction = require(web3j.ethGetTransactionByHash(hash.toString())).getTransaction();
    if (transaction.isEmpty()) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the node does not know transaction " + hash);
    }
    return new Sent(
        Address.parse(transaction.get().getFrom()),
        Optional.ofNullable(transaction.get().getTo()).map(Address::parse),
        Bytes.ofHex(transaction.get().getInput()));
  }

  private static BigInteger quantity(String hex) {
    return new BigInteger(hex.startsWith("0x") ? hex.substring(2) : hex, 16);
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
    EthFilter filter =
        new EthFilter(
            DefaultBlockParameter.valueOf(BigInteger.valueOf(fromBlock)),
            DefaultBlockParameter.valueOf(BigInteger.valueOf(toBlock)),
            contract.toString());
    for (Optional<Bytes> topic : topics) {
      if (topic.isPresent()) {
        filter.addSingleTopic(topic.get().toString());
      } else {
        filter.addNullTopic();
      }
    }
    List<Event> found = new java.util.ArrayList<>();
    for (EthLog.LogResult<?> result : require(web3j.ethGetLogs(filter)).getLogs()) {
      if (!(result.get() instanceof Log log) || log.isRemoved()) {
        continue;
      }
      found.add(
          new Event(
              log.getTopics().stream().map(Bytes::ofHex).toList(),
              AbiWords.split(Bytes.ofHex(log.getData()).toByteArray()),
              Bytes.ofHex(log.getTransactionHash()),
              log.getBlockNumber().longValueExact(),
              Bytes.ofHex(log.getBlockHash()),
              log.getLogIndex().longValueExact()));
    }
    return found;
  }

  @Override
  public void close() {
    web3j.shutdown();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
