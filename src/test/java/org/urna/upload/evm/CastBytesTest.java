package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionFixtures;
import org.urna.queue.BallotFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.queue.BatchSigner;
import org.urna.queue.UnsignedBatch;
import org.urna.upload.CastGas;
import org.urna.upload.Fees;
import org.urna.upload.GasPolicy;

/// What a signed batch weighs. anvil takes transactions of any size, other nodes do not; so this is
/// held by counting bytes.
class CastBytesTest {
  private static int signedBytes(int options, int ballots) {
    Random random = new Random(7);
    List<SealedBallot> sorted =
        Stream.generate(() -> BallotFixtures.random(random, options))
            .limit(ballots)
            .sorted(Comparator.comparing(ballot -> ballot.nullifier().value()))
            .toList();
    BatchSigner signer = BallotFixtures.signer();
    UnsignedBatch unsigned = new UnsignedBatch(new BatchId(signer.station(), 1), sorted);
    Batch batch = unsigned.signed(signer.sign(unsigned));
    return EvmSender.sign(
            EvmAccount.of(BigInteger.TWO),
            ElectionFixtures.chain().chainId(),
            1_000,
            ElectionFixtures.chain().contract(),
            CastCall.of(batch).encode(),
            GasPolicy.TRANSACTION_GAS_CAP,
            new Fees(BigInteger.TEN.pow(11), BigInteger.TEN.pow(9)))
        .raw()
        .size();
  }

  @ParameterizedTest
  @CsvSource({"2, 90", "5, 71", "10, 47", "16, 33"})
  void theLargestBatchFitsEveryPoolAndTheGasCap(int options, int most) {
    assertThat(CastGas.batchMax(options, 1)).isEqualTo(most);
    assertThat(signedBytes(options, most))
        .isLessThanOrEqualTo(CastGas.bytesAtMost(options, most))
        .isGreaterThan(CastGas.bytesAtMost(options, most) * 99 / 100)
        .isLessThanOrEqualTo(CastGas.TRANSACTION_BYTES);
    assertThat(CastGas.atMost(options, 1, most))
        .isLessThanOrEqualTo(GasPolicy.TRANSACTION_GAS_CAP * 80 / 100);
  }
}
