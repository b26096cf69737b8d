package org.urna.upload;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
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
