package org.urna.upload.evm;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.urna.rehearsal.LocalChain;

/// A local chain whose blocks, balances and fees a test decides.
public record SteeredChain(LocalChain chain) {
  public URI endpoint() {
    return chain.endpoint();
  }

  public Instant now() throws IOException, InterruptedException {
    return chain.now();
  }

  public void moveTo(Instant time) throws IOException, InterruptedException {
    chain.moveTo(time);
  }

  public void mine(int blocks) throws IOException, InterruptedException {
    chain.mine(blocks);
  }

  /// Whether each transaction gets its own block at once (it does at the start), or waits for
  /// [#mine].
  public void mineAtOnce(boolean yes) throws IOException, InterruptedException {
    chain.call("evm_setAutomine", yes);
  }

  /// Remembers everything; [#revert] goes back once.
  public String snapshot() throws IOException, InterruptedException {
    return chain.call("evm_snapshot").stringValue();
  }

  public void revert(String snapshot) throws IOException, InterruptedException {
    if (!chain.call("evm_revert", snapshot).asBoolean()) {
      throw new IOException("there is no snapshot " + snapshot);
    }
  }

  /// Replaces the newest blocks by as many empty ones.
  public void reorganise(int depth) throws IOException, InterruptedException {
    chain.call("anvil_reorg", depth, List.of());
  }

  /// Forgets the transactions that wait for a block.
  public void dropWaiting() throws IOException, InterruptedException {
    chain.call("anvil_dropAllTransactions");
  }

  public void setBalance(String address, BigInteger wei) throws IOException, InterruptedException {
    chain.call("anvil_setBalance", address, "0x" + wei.toString(16));
  }

  /// The base fee of the next block, in wei.
  public void setBaseFee(BigInteger wei) throws IOException, InterruptedException {
    chain.call("anvil_setNextBlockBaseFeePerGas", "0x" + wei.toString(16));
  }
}
