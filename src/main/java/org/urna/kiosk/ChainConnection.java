package org.urna.kiosk;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.urna.upload.UploadTerms;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmChainGateway;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.EvmNode;
import org.urna.upload.sqlite.SqliteUploadStore;

/// One election's line to its chain, while the network is armed.
public final class ChainConnection implements AutoCloseable {
  /// Where and how a station uploads.
  ///
  /// @param endpoint and, where there is one, `second`, by another provider: it is asked before
  ///   anything bad or final is believed, and takes over when the first does not answer
  /// @param account pays; it has no power over the election
  /// @param changes what the organiser sets instead of what is known to be right for the chain
  public record Terms(
      URI endpoint,
      Optional<URI> second,
      EvmAccount account,
      UploadTerms.Changes changes,
      Duration poll) {}

  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final int TRIES = 6;
  private static final Logger LOG = LoggerFactory.getLogger(ChainConnection.class);

  /// A node, and what is asked of it.
  ///
  /// @param hangUp lets go of the node
  record Line(ElectionChain contract, ChainGateway gateway, Runnable hangUp) {
    private static Line to(URI endpoint, ChainReference chain, EvmAccount account) {
      EvmNode node = EvmNode.at(endpoint, CALL_LIMIT);
      return new Line(
          EvmElection.at(node, chain), new EvmChainGateway(node, chain, account), node::close);
    }
  }

  private final List<Line> lines;
  private final List<BatchUploader> uploaders = new ArrayList<>();
  private final UploadStore store;
  private final GasPolicy gas;
  private final Duration poll;
  private final Clock clock;

  /// Which of the lines is asked; the other one, if there is one, is asked for a second opinion.
  private int used;

  /// @param lines one or two, the first one first
  /// @param store closed with this line
  /// @param poll how long to wait between two rounds
  ChainConnection(
      List<Line> lines, UploadStore store, UploadTerms terms, Duration poll, Clock clock) {
    this.lines = List.copyOf(lines);
    this.store = store;
    this.gas = terms.gas();
    this.poll = poll;
    this.clock = clock;
    for (int i = 0; i < lines.size(); i++) {
      Optional<ChainGateway> other =
          lines.size() == 1
              ? Optional.empty()
              : Optional.of(lines.get(lines.size() - 1 - i).gateway());
      uploaders.add(new BatchUploader(lines.get(i).gateway(), other, store, terms, clock));
    }
  }

  /// @param file where the state of uploads is kept
  public static ChainConnection open(ChainReference chain, Path file, Terms terms, Clock clock)
      throws UploadStoreException {
    SqliteUploadStore store = SqliteUploadStore.open(file);
    List<Line> lines = new ArrayList<>();
    lines.add(Line.to(terms.endpoint(), chain, terms.account()));
    terms.second().ifPresent(second -> lines.add(Line.to(second, chain, terms.account())));
    return new ChainConnection(
        lines, store, UploadTerms.of(chain.chainId()).with(terms.changes()), terms.poll(), clock);
  }

  private Line line() {
    return lines.get(used);
  }

  /// @throws ChainException if no node could be asked
  public UploadPreflight.Report preflight(ElectionManifest manifest, List<Batch> batches)
      throws ChainException {
    ChainException last = null;
    for (int tried = 0; tried < lines.size(); tried++) {
      try {
        return new UploadPreflight(line().contract(), line().gateway(), gas, clock)
            .check(manifest, batches);
      } catch (ChainException e) {
        LOG.info("preflight: {}: {}", e.kind(), e.getMessage());
        last = e;
        useAnother();
      }
    }
    throw requireNonNull(last);
  }

  private void useAnother() {
    used = (used + 1) % lines.size();
  }

  public String sender() {
    return line().gateway().account().toString();
  }

  /// Takes one batch as far as it goes now. A node that is between two blocks, or a network that
  /// flickers, may answer a question wrongly or not at all; that is asked again, a bounded number
  /// of times, of the other node where there are two. Asking again is always safe: what was sent is
  /// kept before it is sent.
  ///
  /// @throws ChainException if the chain could not be asked [#TRIES] times in a row
  public UploadProgress step(Batch batch)
      throws ChainException, UploadStoreException, InterruptedException {
    for (int tried = 1; ; tried++) {
      try {
        return uploaders.get(used).step(batch);
      } catch (ChainException e) {
        if (tried == TRIES) {
          throw e;
        }
        LOG.info("upload: {}: {}; asking again", e.kind(), e.getMessage());
        useAnother();
        pause();
      }
    }
  }

  public void pause() throws InterruptedException {
    Pause.real().pause(poll);
  }

  public BatchReceipt receipt(Batch batch, UploadState.Final settled) {
    return BatchReceipt.of(line().gateway().reference(), batch, settled.inclusion());
  }

  @Override
  public void close() throws UploadStoreException {
    lines.forEach(line -> line.hangUp().run());
    store.close();
  }
}
