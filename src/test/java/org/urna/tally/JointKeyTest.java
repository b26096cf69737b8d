package org.urna.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.urna.election.Bytes;
import org.urna.election.CurvePoint;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.proof.bn254.Fr;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

class JointKeyTest {
  private final TestCeremony ceremony = new TestCeremony(2, 3);
  private final CurvePoint joint = TestCeremony.commit(ceremony.secret());

  @Test
  void recomputesTheKeysOfEveryTrustee() throws Exception {
    JointKey key = JointKey.of(ceremony.board());
    assertThat(key.key()).isEqualTo(BabyJubJub.multiply(BabyJubJub.BASE8, ceremony.secret()));
    assertThat(key.threshold()).isEqualTo(2);
    for (int j = 1; j <= 3; j++) {
      try (TrusteeKey share = ceremony.key(j)) {
        assertThat(key.verificationKey(j)).isEqualTo(share.verificationKey());
      }
    }
    assertThatThrownBy(() -> key.verificationKey(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> key.verificationKey(4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAJointKeyThatIsNotTheSum() {
    CurvePoint other = TestCeremony.commit(ceremony.secret().add(BigInteger.ONE));
    assertThatThrownBy(() -> JointKey.of(ceremony.board(ceremony.trustees(), other)))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("sum");
  }

  @Test
  void refusesATrusteeWhoTookAnothersCommitmentAndProof() {
    // Rogue key: trustee 3 copies trustee 1, or answers with 1's proof under the number 3.
    List<Trustee> trustees = new ArrayList<>(ceremony.trustees());
    Trustee first = trustees.get(0);
    Trustee third = trustees.get(2);
    List<CurvePoint> copied = new ArrayList<>(third.commitments());
    copied.set(0, negated(first.commitments().getFirst()));
    trustees.set(2, new Trustee("T3", copied, first.proofCommitment(), first.proofResponse()));
    assertThatThrownBy(() -> JointKey.of(ceremony.board(trustees, joint)))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("trustee 3");
    List<Trustee> swapped = new ArrayList<>(ceremony.trustees());
    Trustee one = swapped.get(0);
    swapped.set(0, swapped.get(1));
    swapped.set(1, one);
    assertThatThrownBy(() -> JointKey.of(ceremony.board(swapped, joint)))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("trustee 1");
  }

  private static CurvePoint negated(CurvePoint point) {
    return TestCeremony.curvePoint(new Point(point.x(), point.y()).negate());
  }

  @Test
  void refusesEveryPartOfAProofChanged() {
    Trustee good = ceremony.trustees().getFirst();
    List<Trustee> forged =
        List.of(
            new Trustee("T", good.commitments(), joint, good.proofResponse()),
            new Trustee(
                "T",
                good.commitments(),
                good.proofCommitment(),
                good.proofResponse().add(BigInteger.ONE).mod(BabyJubJub.ORDER)),
            new Trustee(
                "T",
                List.of(joint, good.commitments().get(1)),
                good.proofCommitment(),
                good.proofResponse()));
    for (Trustee trustee : forged) {
      List<Trustee> trustees = new ArrayList<>(ceremony.trustees());
      trustees.set(0, trustee);
      assertThatThrownBy(() -> JointKey.of(ceremony.board(trustees, joint)))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("trustee 1");
    }
  }

  @Test
  void refusesProofsOfAnotherCeremony() {
    TrusteeBoard good = ceremony.board();
    TrusteeBoard other =
        new TrusteeBoard(
            good.threshold(),
            good.trustees(),
            Bytes.ofHex("5b".repeat(32)),
            good.transcriptHash(),
            good.jointKey());
    assertThatThrownBy(() -> JointKey.of(other)).isInstanceOf(CeremonyException.class);
  }

  @Test
  void refusesACommitmentOutsideTheSubgroup() {
    Point orderTwo = new Point(BigInteger.ZERO, Fr.MODULUS.subtract(BigInteger.ONE));
    Trustee good = ceremony.trustees().get(1);
    for (int k = 0; k < 2; k++) {
      CurvePoint commitment = good.commitments().get(k);
      List<CurvePoint> commitments = new ArrayList<>(good.commitments());
      commitments.set(
          k,
          TestCeremony.curvePoint(
              BabyJubJub.add(new Point(commitment.x(), commitment.y()), orderTwo)));
      List<Trustee> trustees = new ArrayList<>(ceremony.trustees());
      trustees.set(1, new Trustee("T", commitments, good.proofCommitment(), good.proofResponse()));
      assertThatThrownBy(() -> JointKey.of(ceremony.board(trustees, joint)))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("commitment of trustee 2");
    }
  }

  @Test
  void aSoleTrusteesCeremonyAddsUp() throws Exception {
    SoleTrusteeCeremony.Outcome outcome = SoleTrusteeCeremony.hold("Only", new SecureRandom());
    try (TrusteeKey share = outcome.key()) {
      JointKey key = JointKey.of(outcome.board());
      assertThat(key.key()).isEqualTo(share.verificationKey());
      assertThat(key.verificationKey(1)).isEqualTo(share.verificationKey());
      assertThat(outcome.board().threshold()).isEqualTo(1);
      assertThat(outcome.transcript()).contains(outcome.board().ceremonyId().hex());
    }
  }
}
