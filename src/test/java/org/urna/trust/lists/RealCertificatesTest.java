package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;
import org.urna.trust.Certificate;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.NamedCurve;
import org.urna.trust.Refusal;
import org.urna.trust.SignatureScheme;
import org.urna.trust.SignerKey;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.TrustedKeys;

/// The certificates that states really issue (vectors/csca/SOURCE.md).
class RealCertificatesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  /// Five certificates of four keys, a link certificate among them.
  @Test
  void allRussianAuthoritiesAreUnderTheTrustRootOfTheChain() throws Exception {
    List<StateCertificate> anchors = new ArrayList<>();
    for (byte[] der : TrustWorkshop.realPem("ru_csca_2006-2019.pem")) {
      anchors.add(new StateCertificate("RUS", Bytes.of(der)));
    }
    TrustedKeys keys = TrustedKeys.of("enrolment-p256-sha1-chain", List.of(), anchors, "RUS");
    assertThat(keys.tree().leaves()).hasSize(4);
    assertThat(
            TrustedKeys.of("enrolment-p256-sha1-chain", List.of(), anchors.reversed(), "RUS")
                .tree()
                .root())
        .isEqualTo(keys.tree().root());
  }

  @Test
  void theRussianDocumentSignerChainsToTheAuthorityOf2019() throws Exception {
    Certificate signer =
        Certificate.read(TrustWorkshop.realPem("ru_dsc_document_signer_3.3.pem").getFirst());
    signer.requireDocumentSigner();
    assertThat(signer.key())
        .isInstanceOfSatisfying(
            SignerKey.Ec.class, key -> assertThat(key.curve()).isEqualTo(NamedCurve.P_256));
    assertThat(signer.scheme()).isEqualTo(SignatureScheme.ecdsa(HashAlgorithm.SHA_1));
    assertThat(signer.isValidAt(CLOCK.instant())).isTrue();

    List<StateCertificate> authorities = new ArrayList<>();
    for (byte[] der : TrustWorkshop.realPem("ru_csca_2006-2019.pem")) {
      authorities.add(new StateCertificate("RUS", Bytes.of(der)));
    }
    assertThat(authorities).hasSize(5);
    TrustList pinned = TrustList.of(authorities);
    assertThat(pinned.issuerOf(signer, CLOCK.instant()))
        .isInstanceOfSatisfying(
            TrustList.Issuer.Found.class,
            found -> {
              assertThat(found.anchor().state()).isEqualTo("RUS");
              assertThat(found.anchor().certificate().notBefore())
                  .isBetween(
                      Instant.parse("2019-10-11T00:00:00Z"), Instant.parse("2019-10-12T00:00:00Z"));
            });

    // The authority of 2014 has the same name and another key.
    List<StateCertificate> older = new ArrayList<>();
    for (StateCertificate authority : authorities) {
      if (Certificate.read(authority.der().toByteArray())
          .notBefore()
          .isBefore(Instant.parse("2019-01-01T00:00:00Z"))) {
        older.add(authority);
      }
    }
    assertThat(older).hasSize(3);
    assertThat(TrustList.of(older).issuerOf(signer, CLOCK.instant()))
        .isInstanceOf(TrustList.Issuer.Unknown.class);
    assertThat(signer.issuerHint().authorityKeyIdentifier())
        .isEqualTo("850c53f7160e5def64a5677cf7c1849205d2b29c");
    assertThat(signer.issuerHint().signerSerialNumber()).isEqualTo("d0");
  }

  @Test
  void everyFlippedBitOfTheRussianSignerIsNoticed() throws Exception {
    byte[] der = TrustWorkshop.realPem("ru_dsc_document_signer_3.3.pem").getFirst();
    List<StateCertificate> authorities = new ArrayList<>();
    for (byte[] authority : TrustWorkshop.realPem("ru_csca_2006-2019.pem")) {
      authorities.add(new StateCertificate("RUS", Bytes.of(authority)));
    }
    TrustList pinned = TrustList.of(authorities);
    for (int at = 0; at < der.length; at++) {
      byte[] changed = der.clone();
      changed[at] ^= (byte) (1 << at % 8);
      try {
        assertThat(pinned.issuerOf(Certificate.read(changed), CLOCK.instant()))
            .as("byte %d", at)
            .isNotInstanceOf(TrustList.Issuer.Found.class);
      } catch (Refusal | RuntimeException refused) {
        assertThat(refused).isNotNull();
      }
    }
  }

  @Test
  void readsTheGermanAndTheDutchMasterList() throws Exception {
    MasterListFile german = read("DE_ML_2026-05-28.ml", "D<<", "C=DE");
    MasterListFile dutch = read("NL_ML_2026-07-22.ml", "NLD", "C=NL");
    assertThat(german.candidates().size() + german.refused().size()).isEqualTo(588);
    assertThat(dutch.candidates().size() + dutch.refused().size()).isEqualTo(411);
    assertThat(german.repeated() + dutch.repeated()).isZero();
    // Every key and every algorithm is known; what is refused is certificates for signing others
    // that say that they are no authorities'.
    assertThat(german.refused()).hasSize(GERMAN_REFUSED);
    assertThat(dutch.refused()).hasSize(DUTCH_REFUSED);
    assertThat(Stream.concat(german.refused().stream(), dutch.refused().stream()))
        .allSatisfy(
            refused -> {
              assertThat(refused.reason()).startsWith("may sign certificates, but");
              assertThat(refused.country()).matches("[A-Z]{2}");
              assertThat(refused.serialNumber()).matches("[0-9a-f]+");
            });
    assertThat(german.origin().words()).isEqualTo("master list of D<<, 2026-05-28");
    assertThat(dutch.origin().words()).isEqualTo("master list of NLD, 2026-07-23");
    assertThat(german.candidates())
        .anySatisfy(
            candidate ->
                assertThat(candidate.subjectKeyIdentifier())
                    .isEqualTo("850c53f7160e5def64a5677cf7c1849205d2b29c"));
  }

  @Test
  void refusesAMasterListThatWasChangedOrSignedByAnother() throws Exception {
    byte[] file = Files.readAllBytes(TrustWorkshop.VECTORS.resolve("NL_ML_2026-07-22.ml"));
    TrustList publishers = publishers(file, "NLD", "C=NL");
    byte[] changed = file.clone();
    changed[file.length / 2] ^= 1;
    assertThatThrownBy(() -> MasterListFile.read(changed, publishers, CLOCK))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("MESSAGE_DIGEST");
    TrustList germans =
        publishers(
            Files.readAllBytes(TrustWorkshop.VECTORS.resolve("DE_ML_2026-05-28.ml")),
            "D<<",
            "C=DE");
    assertThatThrownBy(() -> MasterListFile.read(file, germans, CLOCK))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("no publisher that was given");
    Clock late = Clock.fixed(Instant.parse("2060-01-01T00:00:00Z"), ZoneOffset.UTC);
    assertThatThrownBy(() -> MasterListFile.read(file, publishers, late))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("CERTIFICATE_TIME");
    assertThatThrownBy(() -> MasterListFile.read(new byte[0], publishers, CLOCK))
        .isInstanceOf(TrustListException.class);
  }

  private static MasterListFile read(String name, String state, String country) throws Exception {
    byte[] file = Files.readAllBytes(TrustWorkshop.VECTORS.resolve(name));
    return MasterListFile.read(file, publishers(file, state, country), CLOCK);
  }

  private static final int GERMAN_REFUSED = 8;
  private static final int DUTCH_REFUSED = 0;

  /// The publisher's authorities, taken out of its own list: an organiser gets them elsewhere.
  private static TrustList publishers(byte[] file, String state, String country) throws Exception {
    List<StateCertificate> own = new ArrayList<>();
    for (byte[] der : MasterLists.authoritiesIn(file, country)) {
      own.add(new StateCertificate(state, Bytes.of(der)));
    }
    return TrustList.of(own);
  }
}
