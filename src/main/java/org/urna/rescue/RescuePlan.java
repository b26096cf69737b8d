package org.urna.rescue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.queue.UnsignedBatch;
import org.urna.queue.sqlite.EvenBatches;

/// Which batches carry the whole ballots of a survey to the chain.
///
/// ## What the contract does with a number and with a ballot
///
/// Another batch under a used number is refused, whatever is in it; numbers may be left out. A
/// ballot whose nullifier was counted is skipped and reported, and the others of its batch count
/// (protocol §7). So a ballot may safely stand in two batches, and two batches never under one
/// number.
///
/// ## Numbers
///
/// A station counts its batches from 1. A new batch here gets 2^30 and the first 30 bits of its
/// ballots' hash, which lies behind every number that a station ever reaches. So the number depends
/// on what is in the batch and on nothing that may be lost: no log, box or person has to know the
/// last one; the same ballots rescued twice make the same file; other ballots, of a second rescue
/// from a better copy, or of the station itself that goes on after all, get another number
/// (docs/adr/0017).
///
/// @param signed batches that the station signed and that are whole, by number
/// @param cut new ones, to be signed
/// @param leftOut whole ballots in neither: of somebody whose other ballot is in one, or more than
///   the contract takes from this station
/// @param isFull whether there are more whole ballots than the contract takes, so that nothing new
///   is cut: nobody could say which ones are too many
/// @param ballots how many people's ballots are whole
/// @param notes on what should not be
public record RescuePlan(
    List<Batch> signed,
    List<UnsignedBatch> cut,
    List<SealedBallot> leftOut,
    boolean isFull,
    int ballots,
    List<String> notes) {
  /// The first number of a rescued batch.
  public static final long FIRST = 1L << 30;

  private static final int BITS = 30;

  public RescuePlan {
    signed = List.copyOf(signed);
    cut = List.copyOf(cut);
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }

  /// The plan for what `survey` found.
  ///
  /// @param batchMax the most ballots of a batch
  /// @param maxBallots the most that the contract takes from the station
  public static RescuePlan of(Survey survey, int batchMax, int maxBallots) {
    List<String> notes = new ArrayList<>();
    List<Batch> signed = new ArrayList<>();
    survey
        .signed()
        .forEach(
            (sequence, batches) -> {
              signed.add(batches.getFirst());
              if (batches.size() > 1) {
                notes.add(
                    "%d different batches were signed under number %d: two machines may hold this station's keys"
                        .formatted(batches.size(), sequence));
              }
            });
    Map<Nullifier, SealedBallot> covered = new HashMap<>();
    signed.forEach(
        batch ->
            batch.ballots().forEach(ballot -> covered.putIfAbsent(ballot.nullifier(), ballot)));
    Map<Nullifier, SealedBallot> fresh = new LinkedHashMap<>();
    List<SealedBallot> leftOut = new ArrayList<>();
    for (SealedBallot ballot : survey.whole()) {
      SealedBallot chosen = covered.get(ballot.nullifier());
      if (chosen == null) {
        chosen = fresh.putIfAbsent(ballot.nullifier(), ballot);
      }
      if (chosen != null && !chosen.equals(ballot)) {
        leftOut.add(ballot);
      }
    }
    if (!leftOut.isEmpty()) {
      notes.add(
          "%d ballots are second ones of somebody whose first one is kept"
              .formatted(leftOut.size()));
    }
    int ballots = covered.size() + fresh.size();
    boolean isFull = ballots > maxBallots && !fresh.isEmpty();
    List<UnsignedBatch> cut =
        isFull
            ? List.of()
            : cut(fresh.values(), survey.station(), batchMax, survey.signed().keySet());
    if (isFull) {
      leftOut.addAll(fresh.values());
      notes.add(
          "%d ballots are whole, and the contract takes %d from this station: nothing new is signed"
              .formatted(ballots, maxBallots));
    }
    return new RescuePlan(signed, cut, sorted(leftOut), isFull, ballots, notes);
  }

  private static List<UnsignedBatch> cut(
      Collection<SealedBallot> ballots, Address station, int batchMax, Set<Long> taken) {
    List<UnsignedBatch> batches = new ArrayList<>();
    Set<Long> used = taken.stream().collect(Collectors.toSet());
    for (List<SealedBallot> part : EvenBatches.of(sorted(ballots), batchMax)) {
      Bytes hash = new UnsignedBatch(new BatchId(station, FIRST), part).ballotsHash();
      long number = number(hash);
      while (!used.add(number)) {
        number = number == Integer.MAX_VALUE ? FIRST : number + 1;
      }
      batches.add(new UnsignedBatch(new BatchId(station, number), part));
    }
    return batches;
  }

  /// The number of a rescued batch with this hash of its ballots: from 2^30 to 2^31 − 1.
  static long number(Bytes ballotsHash) {
    BigInteger bits = ballotsHash.toInteger().shiftRight(256 - BITS);
    return FIRST + bits.longValueExact();
  }

  static List<SealedBallot> sorted(Collection<SealedBallot> ballots) {
    return ballots.stream()
        .sorted(
            Comparator.comparing(SealedBallot::nullifier)
                .thenComparing(ballot -> Bytes.of(ballot.toBytes()).hex()))
        .toList();
  }
}
