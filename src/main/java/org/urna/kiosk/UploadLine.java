package org.urna.kiosk;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.ChainReference;
import org.urna.election.ElectionManifest;
import org.urna.flow.staff.BatchRow;
import org.urna.queue.Batch;
import org.urna.upload.BatchReceipt;
import org.urna.upload.BatchUploader;
import org.urna.upload.ChainException;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.UploadPreflight;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;
import org.urna.upload.UploadStoreException;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmChainGateway;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.EvmNode;
import org.urna.upload.sqlite.SqliteUploadStore;

/// One election's line to its chain, while the network is armed.
public final class UploadLine implements AutoCloseable {
  /// Where and how a station uploads.
  ///
  /// @param account pays; it has no power over the election
  /// @param depth blocks on top of a batch before it counts as final
  public record Terms(URI endpoint, EvmAccount account, int depth, Duration poll) {}

  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final int ETHER_DECIMALS = 18;
  private static final int TRIES = 6;
  private static final Logger LOG = LoggerFactory.getLogger(UploadLine.class);

  private final ChainReference chain;
  private final EvmNode node;
  private final SqliteUploadStore store;
  private final EvmChainGateway gateway;
  private final BatchUploader uploader;
  private final GasPolicy gas = GasPolicy.standard();
  private final Terms terms;
  private final Clock clock;

  private UploadLine(
      ChainReference chain, EvmNode node, SqliteUploadStore store, Terms terms, Clock clock) {
    this.chain = chain;
    this.node = node;
    this.store = store;
    this.terms = terms;
    this.clock = clock;
    this.gateway = new EvmChainGateway(node, chain, terms.account());
    this.uploader = new BatchUploader(gateway, store, gas, terms.depth(), clock);
  }

  /// @param file where the state of uploads is kept
  public static UploadLine open(ChainReference chain, Path file, Terms terms, Clock clock)
      throws UploadStoreException {
    return new UploadLine(
        chain,
        EvmNode.at(terms.endpoint(), CALL_LIMIT),
        SqliteUploadStore.open(file),
        terms,
        clock);
  }

  UploadPreflight.Report preflight(ElectionManifest manifest, List<Batch> batches)
      throws ChainException {
    return new UploadPreflight(EvmElection.at(node, chain), gateway, gas, clock)
        .check(manifest, batches);
  }

  String sender() {
    return gateway.account().toString();
  }

  /// Takes one batch as far as it goes now. A node that is between two blocks, or a network that
  /// flickers, may answer a question wrongly or not at all; that is asked again, a bounded number
  /// of times. Asking again is always safe: what was sent is kept before it is sent.
  ///
  /// @throws ChainException if the chain could not be asked [#TRIES] times in a row
  public UploadProgress step(Batch batch)
      throws ChainException, UploadStoreException, InterruptedException {
    for (int tried = 1; ; tried++) {
      try {
        return uploader.step(batch);
      } catch (ChainException e) {
        if (tried == TRIES) {
          throw e;
        }
        LOG.info("upload: {}: {}; asking again", e.kind(), e.getMessage());
        pause();
      }
    }
  }

  public void pause() throws InterruptedException {
    Pause.real().pause(terms.poll());
  }

  public BatchReceipt receipt(Batch batch, UploadState.Final settled) {
    return BatchReceipt.of(chain, batch, settled.inclusion());
  }

  /// The row that volunteers see.
  public static BatchRow row(Batch batch, UploadState state) {
    int ballots = batch.ballots().size();
    return switch (state) {
      case UploadState.Sealed() -> row(batch, BatchRow.State.BUILT, "");
      case UploadState.Submitted submitted ->
          row(
              batch,
              BatchRow.State.SENT,
              submitted.attempts().getLast().transaction().hash().toString());
      case UploadState.Included(var inclusion, var _) ->
          row(batch, BatchRow.State.INCLUDED, inclusion);
      case UploadState.Final(var inclusion) -> row(batch, BatchRow.State.FINAL, inclusion);
      case UploadState.Refused _ ->
          new BatchRow(batch.id().sequence(), ballots, BatchRow.State.REFUSED, 0, 0, 0, "", "");
    };
  }

  private static BatchRow row(Batch batch, BatchRow.State state, String transaction) {
    return new BatchRow(
        batch.id().sequence(), batch.ballots().size(), state, 0, 0, 0, "", transaction);
  }

  private static BatchRow row(
      Batch batch, BatchRow.State state, org.urna.upload.BatchInclusion inclusion) {
    return new BatchRow(
        batch.id().sequence(),
        batch.ballots().size(),
        state,
        inclusion.accepted(),
        inclusion.refused(),
        inclusion.gasUsed(),
        coin(inclusion.cost()),
        inclusion.transaction().toString());
  }

  /// Wei in the chain's coin, to six digits.
  static String coin(BigInteger wei) {
    return new BigDecimal(wei, ETHER_DECIMALS)
        .round(new java.math.MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }

  @Override
  public void close() throws UploadStoreException {
    node.close();
    store.close();
  }
}
