package org.urna.flow;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.queue.BatchId;
import org.urna.upload.BallotOutcome;
import org.urna.upload.BatchInclusion;
import org.urna.upload.ContractRefusal;
import org.urna.upload.Fees;
import org.urna.upload.SignedTransaction;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadProgress.Hold;
import org.urna.upload.UploadState;

/// Batches on their way, as an uploader reports them.
public final class UploadSamples {
  private static final Address STATION =
      Address.parse("0x71C7656EC7ab88b098defB751B7401B5f6d8976F");
  private static final Bytes HASH = Bytes.ofHex("0x" + "1f".repeat(32));

  private UploadSamples() {}

  private static BatchId id(long sequence) {
    return new BatchId(STATION, sequence);
  }

  public static UploadProgress sealed(long sequence, int ballots, Hold hold) {
    return new UploadProgress(id(sequence), ballots, new UploadState.Sealed(), hold);
  }

  public static UploadProgress sent(long sequence, int ballots) {
    SignedTransaction transaction =
        new SignedTransaction(
            HASH,
            Bytes.of(new byte[100]),
            7,
            14_000_000,
            new Fees(BigInteger.valueOf(2_000_000_000L), BigInteger.ONE));
    return new UploadProgress(
        id(sequence),
        ballots,
        new UploadState.Submitted(
            List.of(new UploadState.Attempt(transaction, Instant.parse("2026-11-22T19:00:00Z")))),
        Hold.BLOCK);
  }

  public static UploadProgress included(long sequence, int ballots) {
    return new UploadProgress(
        id(sequence),
        ballots,
        new UploadState.Included(inclusion(sequence, ballots, 0), List.of()),
        Hold.DEPTH);
  }

  /// @param earlier of `ballots`, how many were counted before
  public static UploadProgress settled(long sequence, int ballots, int earlier) {
    return new UploadProgress(
        id(sequence),
        ballots,
        new UploadState.Final(inclusion(sequence, ballots, earlier)),
        Hold.SETTLED);
  }

  public static UploadProgress refused(long sequence, int ballots, ContractRefusal refusal) {
    return new UploadProgress(
        id(sequence), ballots, new UploadState.Refused(refusal, List.of()), Hold.SETTLED);
  }

  private static BatchInclusion inclusion(long sequence, int ballots, int earlier) {
    List<BallotOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < ballots; i++) {
      outcomes.add(new BallotOutcome(HASH, BigInteger.valueOf(i + 1L), i >= earlier));
    }
    return new BatchInclusion(
        id(sequence),
        HASH,
        outcomes,
        HASH,
        STATION,
        100,
        HASH,
        Instant.parse("2026-11-22T19:00:00Z"),
        14_201_332,
        BigInteger.valueOf(150_000_000));
  }
}
