package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.ChainReference;
import org.urna.queue.Batch;
import org.urna.upload.GasPolicy;
import org.urna.upload.TransactionReceipt;

/// What a ballot costs, in gas, and how many fit into a transaction. The bounds are the public account: a change that
/// makes casting dearer has to change them, in the open.
class ElectionGasTest {
  private static final Logger LOG = LoggerFactory.getLogger(ElectionGasTest.class);

  private String snapshot = "";

  @BeforeEach
  void remember() throws Exception {
    snapshot = SharedChain.chain().snapshot();
  }

  @AfterEach
  void goBack() throws Exception {
    SharedChain.chain().revert(snapshot);
  }

  private static long cast(
      TestElection election, ChainReference reference, int sequence, int ballots)
      throws Exception {
    Batch batch =
        TestElection.batch(
            reference,
            TestElection.STATION_KEY,
            sequence,
            election.ballots(
                TestElection.STATION_KEY,
                IntStream.range(0, ballots).map(i -> i % 5).toArray()));
    TransactionReceipt receipt =
        TestElection.contract(reference).sender().call(reference.contract(), CastCall.of(batch).encode());
    LOG.warn("gas: {} ballots {} ({} each)", ballots, receipt.gasUsed(), receipt.gasUsed() / ballots);
    return receipt.gasUsed();
  }

  @Test
  void ballotsOfFiveOptionsCostWhatTheAccountSays() throws Exception {
    TestElection election = TestElection.usual();
    ChainReference reference = election.deploy(TestElection.OPENING);
    cast(election, reference, 1, 1);
    assertThat(cast(election, reference, 2, 1)).isLessThan(900_000);
    assertThat(cast(election, reference, 3, 5) / 5).isLessThan(300_000);
    assertThat(cast(election, reference, 4, 50) / 50).isLessThan(170_000);
  }
}
