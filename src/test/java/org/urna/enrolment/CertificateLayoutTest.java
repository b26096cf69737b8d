package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.practice.specimen.PracticeScheme;
import org.urna.trust.TbsCertificates;

/// Which document signers' certificates the chain circuit reads; the circuit's own tests
/// (org.urna.circuits) hold the same rules.
class CertificateLayoutTest {
  private static final int CAPACITY = EnrolmentForm.capacity(14);

  private static byte[] specimen() {
    return TbsCertificates.of(
        SpecimenVariants.authority(PracticeScheme.RUSSIAN_P256_SHA1).signerCertificate());
  }

  private static byte[] real() throws Exception {
    String pem =
        Files.readString(Path.of("src/test/resources/vectors/csca/ru_dsc_document_signer_3.3.pem"));
    return TbsCertificates.of(Base64.getMimeDecoder().decode(pem.split("-----[A-Z ]+-----")[1]));
  }

  @Test
  void readsTheSpecimensAndARealRussianSigner() throws Exception {
    assertThat(CertificateLayout.isReadable(specimen(), CAPACITY)).isTrue();
    assertThat(CertificateLayout.isReadable(real(), CAPACITY)).isTrue();
    assertThat(CertificateLayout.isReadable(real(), real().length)).isTrue();
    assertThat(CertificateLayout.isReadable(real(), real().length - 1)).isFalse();
  }

  @Test
  void doesNotReadOtherSigners() {
    for (PracticeScheme scheme : PracticeScheme.values()) {
      byte[] tbs = TbsCertificates.of(SpecimenVariants.authority(scheme).signerCertificate());
      assertThat(CertificateLayout.isReadable(tbs, 8_000))
          .as("%s", scheme)
          .isEqualTo(scheme == PracticeScheme.RUSSIAN_P256_SHA1);
    }
  }

  /// One byte changed: what the circuit compares, and whether the rest is its own business.
  @ParameterizedTest
  @CsvSource({
    "a003020102, 4, 01, false", // version 2
    "a0030201020202, 6, 19, false", // the serial number swallows what follows
    "300906072a8648ce3d0401, 10, 03, false", // another algorithm
    "06072a8648ce3d0201, 8, 02, false", // another kind of key
    "c49d36, 0, c5, false", // another seed
    "0441046b17d1f2, 3, 6a, false", // another base point
    "02010103420004, 2, 02, false", // another cofactor
    "02010103420004, 6, 02, false", // a compressed point
    "0603551d0f0101ff, 7, 00, false", // key usage not critical
    "0603551d0e, 4, 13, false", // the key identifier says it is basic constraints
    "0603551d0e, 4, 20, true" // certificate policies in its place
  })
  void readsWhatTheCircuitReads(String where, int offset, String becomes, boolean readable) {
    byte[] tbs = specimen();
    String hex = HexFormat.of().formatHex(tbs);
    int at = hex.indexOf(where);
    assertThat(at).isNotNegative().isEven();
    tbs[at / 2 + offset] = HexFormat.of().parseHex(becomes)[0];
    assertThat(CertificateLayout.isReadable(tbs, CAPACITY)).isEqualTo(readable);
  }

  @Test
  void leavesNothingBehindTheExtensions() {
    byte[] tbs = specimen();
    byte[] longer = Arrays.copyOf(tbs, tbs.length + 2);
    longer[tbs.length] = 5;
    longer[3] += 2;
    assertThat(CertificateLayout.isReadable(longer, CAPACITY)).isFalse();
  }
}
