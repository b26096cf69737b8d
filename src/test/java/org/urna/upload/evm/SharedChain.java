package org.urna.upload.evm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.urna.rehearsal.LocalChain;

/// One anvil for all tests of this JVM; each test goes back to the snapshot it began with.
public final class SharedChain {
  /// The time of the first block.
  public static final Instant GENESIS = Instant.parse("2026-11-22T05:00:00Z");

  private static final Duration CALL_LIMIT = Duration.ofSeconds(120);
  private static final SharedChain ONE = start();

  private final SteeredChain chain;
  private final EvmNode node;

  private SharedChain(LocalChain chain) {
    this.chain = new SteeredChain(chain);
    this.node = EvmNode.at(chain.endpoint(), CALL_LIMIT);
  }

  private static SharedChain start() {
    try {
      LocalChain chain = LocalChain.start(LocalChain.Settings.startingAt(GENESIS));
      Runtime.getRuntime().addShutdownHook(new Thread(chain::close));
      return new SharedChain(chain);
    } catch (IOException e) {
      throw new AssertionError("the tests need anvil", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public static SteeredChain chain() {
    return ONE.chain;
  }

  public static EvmNode node() {
    return ONE.node;
  }
}
