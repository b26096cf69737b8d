package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.ElectionFixtures;
import org.urna.queue.BallotFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchId;
import org.urna.queue.UnsignedBatch;

class BatchFilesTest {
  @TempDir Path stick;

  @Test
  void damagedAndMissingFilesAreNamedAndTheOthersAreRead() throws Exception {
    BatchFile format = new BatchFile(ElectionFixtures.chain().domain(), BigInteger.valueOf(7));
    UnsignedBatch unsigned =
        new UnsignedBatch(
            new BatchId(ElectionFixtures.STATION, 1),
            List.of(BallotFixtures.random(new Random(3))));
    Batch good = unsigned.signed(BallotFixtures.signer().sign(unsigned));
    Path whole = format.write(good, stick);
    byte[] content = Files.readAllBytes(whole);
    content[content.length / 2] ^= 1;
    Path damaged = Files.write(stick.resolve("damaged.batch"), content);
    Path missing = stick.resolve("missing.batch");

    BatchFiles read = BatchFiles.read(format, List.of(damaged, missing, whole));

    assertThat(read.batches()).containsExactly(good);
    assertThat(read.unreadable()).hasSize(2);
    assertThat(read.unreadable().getFirst()).startsWith(damaged + ": ").contains("checksum");
    assertThat(read.unreadable().getLast()).startsWith(missing + ": ");
  }
}
