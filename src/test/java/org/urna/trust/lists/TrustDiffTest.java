package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.trust.lists.TrustWorkshop.NEW;
import static org.urna.trust.lists.TrustWorkshop.OLD;
import static org.urna.trust.lists.TrustWorkshop.OTHER;
import static org.urna.trust.lists.TrustWorkshop.link;

import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;
import org.urna.trust.TestAuthority;
import org.urna.trust.TrustListException;

class TrustDiffTest {
  private static boolean needsReview(TrustDiff diff, X509CertificateHolder certificate) {
    return diff.lines().stream()
        .filter(TrustDiff.Line.Added.class::isInstance)
        .map(TrustDiff.Line.Added.class::cast)
        .filter(line -> line.facts().fingerprint().equals(TrustWorkshop.fingerprint(certificate)))
        .findFirst()
        .orElseThrow()
        .needsReview();
  }

  @Test
  void flagsANewKeyOnlyWhereNothingLeadsToIt() throws Exception {
    List<StateCertificate> before = List.of(OLD.pinnedFor("XOM"));
    X509CertificateHolder link = link(OLD, NEW);
    StateCertificate linked = TestAuthority.pinned("XOM", link);
    TrustDiff with =
        TrustDiff.of(before, List.of(OLD.pinnedFor("XOM"), linked, NEW.pinnedFor("XOM")));
    assertThat(needsReview(with, NEW.certificate)).isFalse();
    assertThat(needsReview(with, link)).isFalse();
    assertThat(with.unchanged()).isEqualTo(1);
    TrustDiff without = TrustDiff.of(before, List.of(NEW.pinnedFor("XOM"), OTHER.pinnedFor("UTO")));
    assertThat(needsReview(without, NEW.certificate)).isTrue();
    assertThat(needsReview(without, OTHER.certificate)).as("the first of its state").isFalse();
    assertThat(without.lines()).hasSize(3);
  }

  @Test
  void refusesWhatCannotBeRead() {
    byte[] junk = new byte[131];
    junk[0] = 0x30;
    junk[1] = (byte) 0x81;
    junk[2] = (byte) 128;
    List<StateCertificate> broken = List.of(new StateCertificate("XOM", Bytes.of(junk)));
    assertThatThrownBy(() -> TrustDiff.of(List.of(), broken))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("XOM");
  }
}
