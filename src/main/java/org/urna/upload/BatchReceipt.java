package org.urna.upload;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.StrictJson;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What became of a batch, for the station's file and for anyone: every value but the price's
/// meaning in money can be checked against the chain. It holds nothing about a person.
///
/// @param refused ballots that were left out, with the reason
/// @param gasPrice wei paid for a unit of gas
/// @param stationSignature over the batch, as it went to the contract
public record BatchReceipt(
    ChainReference chain,
    BatchId id,
    Bytes ballotsHash,
    int count,
    int accepted,
    List<RefusedBallot> refused,
    Bytes transaction,
    Address sender,
    long block,
    Bytes blockHash,
    Instant blockTime,
    long gasUsed,
    BigInteger gasPrice,
    EcdsaSignature stationSignature) {
  private static final String FORMAT = "urna-batch-receipt-1";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// A ballot that was left out.
  ///
  /// @param code the ballot's code
  public record RefusedBallot(Bytes code, String reason) {}

  public BatchReceipt {
    refused = List.copyOf(refused);
    if (count < 1 || accepted < 0 || accepted + refused.size() != count) {
      throw new IllegalArgumentException("receipt: accepted and refused must sum to count");
    }
  }

  /// The receipt of a batch that is final.
  ///
  /// @throws IllegalArgumentException if the inclusion is of another batch
  public static BatchReceipt of(ChainReference chain, Batch batch, BatchInclusion inclusion) {
    if (!batch.id().equals(inclusion.id())
        || !batch.ballotsHash().equals(inclusion.ballotsHash())) {
      throw new IllegalArgumentException("receipt: the inclusion is of another batch");
    }
    return new BatchReceipt(
        chain,
        batch.id(),
        inclusion.ballotsHash(),
        inclusion.outcomes().size(),
        inclusion.accepted(),
        inclusion.outcomes().stream()
            .filter(outcome -> !outcome.counted())
            .map(outcome -> new RefusedBallot(outcome.code(), BallotOutcome.DUPLICATE))
            .toList(),
        inclusion.transaction(),
        inclusion.sender(),
        inclusion.block(),
        inclusion.blockHash(),
        inclusion.blockTime(),
        inclusion.gasUsed(),
        inclusion.gasPrice(),
        batch.signature());
  }

  /// Reads what [#toJson()] wrote.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static BatchReceipt ofJson(byte[] json, int maxSize) {
    return StrictJson.read(json, maxSize, BatchReceipt::of);
  }

  private static BatchReceipt of(StrictJson json) {
    if (!json.text("format").equals(FORMAT)) {
      throw new IllegalArgumentException("format: must be \"" + FORMAT + "\"");
    }
    BatchReceipt receipt =
        new BatchReceipt(
            new ChainReference(
                json.number("chainId"),
                json.text("contract", Address::parse),
                json.text("chainName")),
            new BatchId(json.text("station", Address::parse), json.number("sequence")),
            json.text("ballotsHash", BatchReceipt::word),
            json.integer("count"),
            json.integer("accepted"),
            json.objects(
                "refused",
                ballot ->
                    new RefusedBallot(
                        ballot.text("code", BatchReceipt::word), ballot.text("reason"))),
            json.text("transaction", BatchReceipt::word),
            json.text("sender", Address::parse),
            json.number("block"),
            json.text("blockHash", BatchReceipt::word),
            json.text("blockTime", BatchReceipt::moment),
            json.number("gasUsed"),
            json.text("gasPriceWei", BatchReceipt::wei),
            json.text("stationSignature", text -> EcdsaSignature.ofBytes(bytes(text))));
    if (!json.text("costWei", BatchReceipt::wei).equals(receipt.cost())) {
      throw new IllegalArgumentException("costWei: is not gasUsed times gasPriceWei");
    }
    return receipt;
  }

  private static Bytes bytes(String text) {
    if (!text.startsWith("0x")) {
      throw new IllegalArgumentException("must begin with 0x");
    }
    return Bytes.ofHex(text.substring(2));
  }

  private static Bytes word(String text) {
    Bytes word = bytes(text);
    if (word.size() != 32) {
      throw new IllegalArgumentException("must have 32 bytes");
    }
    return word;
  }

  private static BigInteger wei(String text) {
    if (!text.matches("[0-9]{1,78}")) {
      throw new IllegalArgumentException("must be a whole number");
    }
    return new BigInteger(text);
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a moment in UTC", e);
    }
  }

  /// What can be checked of a receipt without a chain: that it speaks of `batch` and of this
  /// contract. That the batch lies in the block it names is the word of who wrote it.
  ///
  /// @throws IllegalArgumentException naming what does not fit
  public void requireOf(ChainReference here, BigInteger electionId, Batch batch) {
    require(chain.domain().equals(here.domain()), "chainId or contract: is another");
    require(id.equals(batch.id()), "station or sequence: is another");
    require(count == batch.ballots().size(), "count: is another");
    require(ballotsHash.equals(batch.ballotsHash()), "ballotsHash: is another");
    require(stationSignature.equals(batch.signature()), "stationSignature: is another");
    Set<Bytes> codes =
        batch.ballots().stream()
            .map(ballot -> ballot.code(electionId, id.station()).value())
            .collect(Collectors.toSet());
    require(
        refused.stream().map(RefusedBallot::code).allMatch(codes::contains),
        "refused: names a ballot that is not in the batch");
    require(
        refused.stream().map(RefusedBallot::code).distinct().count() == refused.size(),
        "refused: names a ballot twice");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /// Wei paid.
  public BigInteger cost() {
    return gasPrice.multiply(BigInteger.valueOf(gasUsed));
  }

  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("chainId", chain.chainId());
    root.put("chainName", chain.name());
    root.put("contract", chain.contract().toString());
    root.put("station", id.station().toString());
    root.put("sequence", id.sequence());
    root.put("ballotsHash", ballotsHash.toString());
    root.put("count", count);
    root.put("accepted", accepted);
    ArrayNode list = root.putArray("refused");
    for (RefusedBallot ballot : refused) {
      list.addObject().put("code", ballot.code().toString()).put("reason", ballot.reason());
    }
    root.put("transaction", transaction.toString());
    root.put("sender", sender.toString());
    root.put("block", block);
    root.put("blockHash", blockHash.toString());
    root.put("blockTime", blockTime.toString());
    root.put("gasUsed", gasUsed);
    root.put("gasPriceWei", gasPrice.toString());
    root.put("costWei", cost().toString());
    root.put("stationSignature", stationSignature.toBytes().toString());
    return root.toPrettyString();
  }

  /// Two lines of comma-separated values (RFC 4180): names, values. Left-out ballots stand in one
  /// field, `code reason` separated by `;`.
  public String toCsv() {
    StringBuilder names = new StringBuilder();
    StringBuilder values = new StringBuilder();
    String left =
        String.join(
            ";", refused.stream().map(ballot -> ballot.code() + " " + ballot.reason()).toList());
    String[][] columns = {
      {"chainId", Long.toString(chain.chainId())},
      {"contract", chain.contract().toString()},
      {"station", id.station().toString()},
      {"sequence", Long.toString(id.sequence())},
      {"ballotsHash", ballotsHash.toString()},
      {"count", Integer.toString(count)},
      {"accepted", Integer.toString(accepted)},
      {"refused", left},
      {"transaction", transaction.toString()},
      {"sender", sender.toString()},
      {"block", Long.toString(block)},
      {"blockHash", blockHash.toString()},
      {"blockTime", blockTime.toString()},
      {"gasUsed", Long.toString(gasUsed)},
      {"gasPriceWei", gasPrice.toString()},
      {"costWei", cost().toString()},
      {"stationSignature", stationSignature.toBytes().toString()},
    };
    for (String[] column : columns) {
      String comma = names.isEmpty() ? "" : ",";
      names.append(comma).append(column[0]);
      values.append(comma).append(column[1]);
    }
    return names.append("\r\n").append(values).append("\r\n").toString();
  }
}
