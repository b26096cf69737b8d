package org.urna.rehearsal;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a practice chain make a block now and then, as public chains do, so that batches become
/// final.
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final long MILLIS = 500;

  private final ScheduledExecutorService beats;

  private Heartbeat(ScheduledExecutorService beats) {
    this.beats = beats;
  }

  public static Heartbeat of(LocalChain chain) {
    ScheduledExecutorService beats =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("practice-chain").daemon().factory());
    // Nobody waits for the beats; they end with the executor.
    var _ = beats.scheduleWithFixedDelay(() -> mine(chain), MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    return new Heartbeat(beats);
  }

  private static void mine(LocalChain chain) {
    try {
      chain.mine(1);
    } catch (IOException e) {
      LOG.debug("no block this time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
