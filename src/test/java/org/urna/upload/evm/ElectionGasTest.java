package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.ballot.SealedBallot;
import org.urna.election.ChainReference;
import org.urna.queue.Batch;
import org.urna.upload.CastGas;
import org.urna.upload.GasPolicy;

/// What a ballot costs, in gas, and how many fit into a transaction. The bounds are the public
/// account: a change that makes casting dearer has to change them, in the open.
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
      TestElection election, ChainReference reference, int sequence, int ballots) throws Exception {
    int options = election.manifest().optionCount();
    Batch batch =
        TestElection.batch(
            reference,
            TestElection.STATION_KEY,
            sequence,
            election.ballots(
                TestElection.STATION_KEY,
                IntStream.range(0, ballots).map(i -> i % options).toArray()));
    long used =
        TestElection.contract(reference)
            .sender()
            .call(reference.contract(), CastCall.of(batch).encode())
            .gasUsed();
    LOG.warn(
        "gas: {} options, batch {} of {} ballots: {} ({} each)",
        options,
        sequence,
        ballots,
        used,
        used / ballots);
    return used;
  }

  @Test
  void ballotsOfFiveOptionsCostWhatTheAccountSays() throws Exception {
    TestElection election = TestElection.usual();
    ChainReference reference = election.deploy(TestElection.OPENING);
    cast(election, reference, 1, 1);
    assertThat(cast(election, reference, 2, 1)).isLessThan(845_000);
    assertThat(cast(election, reference, 3, 5) / 5).isLessThan(291_000);
    assertThat(cast(election, reference, 4, 50) / 50).isLessThan(167_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16})
  void bestBoundIsKeptAndNotMuchTooHigh(int options) throws Exception {
    TestElection election = new TestElection(options, 1, 1, 1, 1_000);
    ChainReference reference = election.deploy(TestElection.OPENING);

    long first = cast(election, reference, 1, 10);

    assertThat(first).isLessThanOrEqualTo(CastGas.atMost(options, 1, 10));
    assertThat(first).isGreaterThan(CastGas.atMost(options, 1, 10) * 95 / 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void eachVariantThatOccursCostsAMultiPairing(int variants) throws Exception {
    TestElection election = new TestElection(5, variants, 1, 1, 1_000);
    ChainReference reference = election.deploy(TestElection.OPENING);
    List<SealedBallot> ballots = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ballots.add(
          election.ballot(
              i % variants,
              election.fieldElement(),
              election.fieldElement(),
              TestElection.STATION_KEY,
              i % 5));
    }
    Batch batch =
        TestElection.batch(reference, TestElection.STATION_KEY, 1, TestElection.sorted(ballots));
    long first =
        TestElection.contract(reference)
            .sender()
            .call(reference.contract(), CastCall.of(batch).encode())
            .gasUsed();
    LOG.warn("gas: {} variants, 12 ballots of 5 options: {}", variants, first);

    assertThat(first).isLessThanOrEqualTo(CastGas.atMost(5, variants, 12));
    assertThat(first).isGreaterThan(CastGas.atMost(5, variants, 12) * 95 / 100);
  }

  @Test
  void largestBatchFitsGasAndBytes() throws Exception {
    TestElection election = TestElection.usual();
    ChainReference reference = election.deploy(TestElection.OPENING);
    int most = CastGas.batchMax(5, 1);

    long used = cast(election, reference, 1, most);

    assertThat(used).isLessThanOrEqualTo(GasPolicy.TRANSACTION_GAS_CAP * 80 / 100);
  }
}
