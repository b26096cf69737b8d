package org.urna.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.ballot.SealedBallot;
import org.urna.election.Bytes;
import org.urna.election.ElectionFixtures;
import org.urna.election.Keccak256;

class BatchTest {
  private final Random random = new Random(2);
  private final BatchSigner signer = BallotFixtures.signer();
  private final BatchFile files =
      new BatchFile(ElectionFixtures.chain().domain(), BigInteger.valueOf(7));

  @Test
  void ballotsHashIsOfHashesOfWords() {
    Batch batch = batch(2);
    assertThat(batch.ballotsHash())
        .isEqualTo(
            Bytes.of(
                Keccak256.hash(
                    Keccak256.hash(batch.ballots().get(0).toBytes()),
                    Keccak256.hash(batch.ballots().get(1).toBytes()))));
  }

  @Test
  void wordsAreReadBackEqual() {
    SealedBallot ballot = BallotFixtures.random(random);
    byte[] words = ballot.toBytes();
    assertThat(words).hasSize(32 * 31);
    assertThat(SealedBallot.fromBytes(words, 3)).isEqualTo(ballot);
    assertThatIllegalArgumentException().isThrownBy(() -> SealedBallot.fromBytes(words, 4));
  }

  @Test
  void refusesBallotsOutOfOrderTwiceOrNone() {
    List<SealedBallot> ballots = batch(3).ballots();
    BatchId id = batch(1).id();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnsignedBatch(id, ballots.reversed()))
        .withMessageContaining("ascend");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnsignedBatch(id, List.of(ballots.get(0), ballots.get(0))));
    assertThatIllegalArgumentException().isThrownBy(() -> new UnsignedBatch(id, List.of()));
  }

  @Test
  void signatureIsBoundToNumberBallotsAndContract() {
    Batch batch = batch(3);
    var domain = signer.domain();
    assertThat(batch.isSignedFor(domain)).isTrue();
    BatchId renumbered = new BatchId(batch.id().station(), 2);
    assertThat(new Batch(renumbered, batch.ballots(), batch.signature()).isSignedFor(domain))
        .isFalse();
    assertThat(
            new Batch(batch.id(), batch.ballots().subList(0, 2), batch.signature())
                .isSignedFor(domain))
        .isFalse();
    var otherContract =
        new org.urna.election.Eip712Domain(domain.chainId(), ElectionFixtures.STATION);
    assertThat(batch.isSignedFor(otherContract)).isFalse();
    var otherChain = new org.urna.election.Eip712Domain(BigInteger.ONE, domain.verifyingContract());
    assertThat(batch.isSignedFor(otherChain)).isFalse();
  }

  @Test
  void aBatchFileIsReadBackEqual(@TempDir Path folder) throws Exception {
    Batch batch = batch(5);
    Path file = files.write(batch, folder);
    assertThat(files.read(file)).isEqualTo(batch);
    assertThat(files.write(batch, folder)).isEqualTo(file);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void refusesABatchFileWithAnyByteChanged(@TempDir Path folder) throws Exception {
    Path file = files.write(batch(1), folder);
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < content.length; i++) {
      byte[] changed = content.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> files.read(file))
          .as("byte %d", i)
          .isInstanceOf(QueueException.class);
    }
  }

  /// The checksum is no secret: a forger computes it anew, and the signature has to refuse.
  @Test
  void refusesAChangedBatchFileWithAFreshChecksum(@TempDir Path folder) throws Exception {
    Path file = files.write(batch(2), folder);
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < content.length - 32; i += 5) {
      byte[] changed = content.clone();
      changed[i] ^= 1;
      var digest = java.security.MessageDigest.getInstance("SHA-256");
      digest.update(changed, 0, changed.length - 32);
      System.arraycopy(digest.digest(), 0, changed, changed.length - 32, 32);
      Files.write(file, changed);
      assertThatThrownBy(() -> files.read(file))
          .as("byte %d", i)
          .isInstanceOf(QueueException.class);
    }
  }

  @Test
  void refusesABatchFileOfAnotherElectionOrContract(@TempDir Path folder) throws Exception {
    Path file = files.write(batch(1), folder);
    assertThatThrownBy(
            () -> new BatchFile(ElectionFixtures.chain().domain(), BigInteger.ONE).read(file))
        .hasMessageContaining("another election");
    var other =
        new org.urna.election.Eip712Domain(
            ElectionFixtures.chain().domain().chainId(), ElectionFixtures.STATION);
    assertThatThrownBy(() -> new BatchFile(other, BigInteger.valueOf(7)).read(file))
        .hasMessageContaining("another contract");
  }

  @Test
  void refusesToSayWrittenWhenTheFolderIsGone(@TempDir Path folder) {
    assertThatThrownBy(() -> files.write(batch(1), folder.resolve("unplugged")))
        .isInstanceOf(QueueException.class);
  }

  private Batch batch(int count) {
    List<SealedBallot> ballots =
        Stream.generate(() -> BallotFixtures.random(random))
            .limit(count)
            .sorted(Comparator.comparing(ballot -> ballot.nullifier().value()))
            .toList();
    UnsignedBatch batch = new UnsignedBatch(new BatchId(ElectionFixtures.STATION, 1), ballots);
    return batch.signed(signer.sign(batch));
  }
}
