package org.urna.kiosk;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.ChainReference;
import org.urna.election.ElectionManifest;
import org.urna.queue.Batch;
import org.urna.upload.BatchReceipt;
import org.urna.upload.BatchUploader;
import org.urna.upload.ChainException;
import org.urna.upload.ChainGateway;
import org.urna.upload.ElectionChain;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.UploadPreflight;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;
import org.urna.upload.UploadStore;
import org.urna.upload.UploadStoreException;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmChainGateway;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.EvmNode;
import org.urna.upload.sqlite.SqliteUploadStore;

/// One election's line to its chain, while the network is armed.
public final class ChainConnection implements AutoCloseable {
  /// Where and how a station uploads.
  ///
  /// @param account pays; it has no power over the election
  /// @param depth blocks on top of a batch before it counts as final
  public record Terms(URI endpoint, EvmAccount account, int depth, Duration poll) {}

  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final int TRIES = 6;
  private static final Logger LOG = LoggerFactory.getLogger(ChainConnection.class);

  private final ElectionChain contract;
  private final ChainGateway gateway;
  private final UploadStore store;
  private final BatchUploader uploader;
  private final GasPolicy gas = GasPolicy.standard();
  private final Duration poll;
  private final Clock clock;
  private final Runnable hangUp;

  /// @param store closed with this line
  /// @param poll how long to wait between two rounds
  /// @param hangUp lets go of the node
  ChainConnection(
      ElectionChain contract,
      ChainGateway gateway,
      UploadStore store,
      int depth,
      Duration poll,
      Clock clock,
      Runnable hangUp) {
    this.contract = contract;
    this.gateway = gateway;
    this.store = store;
    this.uploader = new BatchUploader(gateway, store, gas, depth, clock);
    this.poll = poll;
    this.clock = clock;
    this.hangUp = hangUp;
  }

  /// @param file where the state of uploads is kept
  public static ChainConnection open(ChainReference chain, Path file, Terms terms, Clock clock)
      throws UploadStoreException {
    SqliteUploadStore store = SqliteUploadStore.open(file);
    EvmNode node = EvmNode.at(terms.endpoint(), CALL_LIMIT);
    return new ChainConnection(
        EvmElection.at(node, chain),
        new EvmChainGateway(node, chain, terms.account()),
        store,
        terms.depth(),
        terms.poll(),
        clock,
        node::close);
  }

  UploadPreflight.Report preflight(ElectionManifest manifest, List<Batch> batches)
      throws ChainException {
    return new UploadPreflight(contract, gateway, gas, clock).check(manifest, batches);
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
    Pause.real().pause(poll);
  }

  public BatchReceipt receipt(Batch batch, UploadState.Final settled) {
    return BatchReceipt.of(gateway.reference(), batch, settled.inclusion());
  }

  @Override
  public void close() throws UploadStoreException {
    hangUp.run();
    store.close();
  }
}
