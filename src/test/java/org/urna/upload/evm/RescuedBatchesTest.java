package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.ChainReference;
import org.urna.queue.Batch;
import org.urna.rescue.RuinedStation;
import org.urna.upload.BatchInclusion;

/// What a rescue makes of a damaged station, before the contract: everything whole is counted, and
/// what was counted before is skipped and takes nobody along.
class RescuedBatchesTest {
  @TempDir Path data;

  @Test
  void theContractCountsEveryRescuedBallotOnce() throws Exception {
    String before = SharedChain.chain().snapshot();
    try {
      BigInteger key = RuinedStation.stationKey();
      TestElection election = TestElection.ofStation(key, 12);
      ChainReference reference = election.deploy(TestElection.OPENING);
      EvmElection contract = TestElection.contract(reference);
      RuinedStation ruin = new RuinedStation(data.resolve("station"), election, key, reference);
      ruin.vote(6);
      List<Batch> cut = ruin.close(3);
      ruin.vote(4);
      // The first batch is on the chain already; the box then loses a ballot of the second one, and
      // the page that leads to its tables, so that no signed batch can be read from it.
      cast(contract, reference, cut.getFirst());
      byte[] box = Files.readAllBytes(ruin.box());
      java.util.Arrays.fill(box, 0, 100, (byte) 0);
      byte[] lost = cut.getLast().ballots().getFirst().toBytes();
      box[indexOf(box, lost) + lost.length / 2] ^= 0x10;
      Files.write(ruin.box(), box);

      List<Batch> batches = ruin.rescue(data.resolve("out"), ruin.folder);
      List<BatchInclusion> inclusions = new ArrayList<>();
      for (Batch batch : batches) {
        cast(contract, reference, batch);
        inclusions.add(contract.inclusion(batch.id()).orElseThrow());
      }
      assertThat(batches).hasSize(3);
      assertThat(contract.acceptedBallots()).isEqualTo(9);
      assertThat(inclusions.stream().mapToInt(BatchInclusion::accepted).sum()).isEqualTo(6);
      assertThat(inclusions.stream().mapToInt(BatchInclusion::refused).sum()).isEqualTo(3);
      // The whole box turns up after all: its own second batch brings what was missing.
      cast(contract, reference, cut.getLast());
      assertThat(contract.acceptedBallots()).isEqualTo(10);
    } finally {
      SharedChain.chain().revert(before);
    }
  }

  private static void cast(EvmElection contract, ChainReference reference, Batch batch)
      throws Exception {
    contract.sender().call(reference.contract(), CastCall.of(batch).encode());
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
