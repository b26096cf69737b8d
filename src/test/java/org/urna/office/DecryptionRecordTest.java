package org.urna.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.Address;
import org.urna.election.ChainReference;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.election.PackageSignature;
import org.urna.failure.CommandRefused;
import org.urna.proof.hash.BabyJubJub;
import org.urna.tally.EncryptedTally;

class DecryptionRecordTest {
  @TempDir Path data;
  private Path key;
  private ElectionPackage election;
  private EncryptedTally whole;

  @BeforeEach
  void use() throws Exception {
    key = data.resolve("trustee.key");
    election = packageAt(ElectionFixtures.chain(), "package");
    whole = tally(3);
    DecryptionRecord.beside(key).bind(election, whole);
  }

  private ElectionPackage packageAt(ChainReference chain, String name) throws Exception {
    ElectionManifest manifest = ElectionFixtures.practice();
    return ElectionPackage.create(
        data.resolve(name),
        manifest,
        chain,
        PackageSignature.sign(manifest, chain, ElectionFixtures.ORGANISER_KEY),
        ElectionFixtures.media());
  }

  private static EncryptedTally tally(int ballots) {
    BabyJubJub.Point point = BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(ballots));
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      words.addAll(List.of(point.x(), point.y()));
    }
    return EncryptedTally.ofWords(words, ballots);
  }

  @Test
  void sameSumMayBeDecryptedAgain() throws Exception {
    DecryptionRecord.beside(key).bind(election, whole);

    assertThat(Files.readString(data.resolve("trustee.key.used"))).contains("ballots 3");
  }

  /// A node that hides a batch from one reading and shows it to the next gets that batch opened.
  @Test
  void secondSumIsRefused() {
    assertThatThrownBy(() -> DecryptionRecord.beside(key).bind(election, tally(2)))
        .isInstanceOf(CommandRefused.class)
        .hasMessageContaining("ballots 3");
  }

  /// An organiser's second contract under the same ceremony may hold a copied ballot.
  @Test
  void secondElectionIsRefused() throws Exception {
    ElectionPackage second =
        packageAt(
            new ChainReference(
                31337, Address.parse("0x00000000000000000000000000000000000000AA"), "other"),
            "second");

    assertThatThrownBy(() -> DecryptionRecord.beside(key).bind(second, whole))
        .isInstanceOf(CommandRefused.class);
  }
}
