package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jmrtd.protocol.AESSecureMessagingWrapper;
import org.jmrtd.protocol.PACEProtocol;
import org.jmrtd.protocol.SecureMessagingWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.SessionFacts.AccessProtocol;

/// The reader's side against the worked examples of ICAO 9303-11 appendices G, H and I: every
/// command is the example's, byte for byte, and so are the session keys.
class ReaderPaceVectorsTest {

  @ParameterizedTest
  @CsvSource({
    "pace-g1, PACE_GENERIC_MAPPING",
    "pace-g2, PACE_GENERIC_MAPPING",
    "pace-h1, PACE_INTEGRATED_MAPPING",
    "pace-h2, PACE_INTEGRATED_MAPPING",
    "pace-i1, PACE_CHIP_AUTHENTICATION_MAPPING"
  })
  void sendsEveryCommandByteForByteAndDerivesTheKeys(String name, AccessProtocol protocol)
      throws Exception {
    ReaderExample example = new ReaderExample(name);
    assertThat(example.info().accessProtocol()).isEqualTo(protocol);
    ScriptedCard card = example.card();
    SecureMessagingWrapper keys = example.pace(card).open(example.key(), false);
    assertThat(card.isFinished()).isTrue();
    assertThat(keys).isInstanceOf(AESSecureMessagingWrapper.class);
    assertThat(keys.getEncryptionKey().getEncoded()).isEqualTo(example.bytes("ks.enc"));
    assertThat(keys.getMACKey().getEncoded()).isEqualTo(example.bytes("ks.mac"));
    assertThat(keys.getSendSequenceCounter()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pace-g1", "pace-g2", "pace-i1"})
  void mapsTheNonceToTheExamplesGenerator(String name) throws Exception {
    ReaderExample example = new ReaderExample(name);
    PaceGroup standardised = PaceGroup.of(example.info());
    PaceGroup mapped =
        standardised.mapped(
            new BigInteger(1, example.bytes("nonce")),
            standardised.newKey(example.random()),
            example.chipElement("map"));
    assertThat(generator(mapped)).isEqualToIgnoringCase(example.text("mapped.generator"));
  }

  @Test
  void hashesTheNoncesOntoTheExamplesPointAndNumber() throws Exception {
    ReaderExample h1 = new ReaderExample("pace-h1");
    assertThat(generator(hashed(h1)).substring(2, 66))
        .isEqualToIgnoringCase(h1.text("mapped.generator.x"));
    ReaderExample h2 = new ReaderExample("pace-h2");
    assertThat(generator(hashed(h2))).isEqualToIgnoringCase(h2.text("mapped.generator"));
  }

  /// JMRTD's hash onto a curve, which shares no code with ours, as an oracle.
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 11, 12, 13, 14, 15, 16, 17, 18})
  void hashesOntoEveryCurveAsJmrtdDoes(int parameterId) throws Exception {
    java.util.Random numbers = new java.util.Random(parameterId);
    PaceCurve curve = PaceCurve.standardised(parameterId);
    var jmrtd =
        (java.security.spec.ECParameterSpec) org.jmrtd.lds.PACEInfo.toParameterSpec(parameterId);
    for (int i = 0; i < 5; i++) {
      BigInteger x = new BigInteger(curve.prime().bitLength() + 64, numbers).mod(curve.prime());
      java.security.spec.ECPoint expected = PACEProtocol.icartPointEncode(x, jmrtd);
      PaceCurve mapped = (PaceCurve) curve.mapped(x);
      assertThat(mapped.generator().getAffineXCoord().toBigInteger())
          .isEqualTo(expected.getAffineX());
      assertThat(mapped.generator().getAffineYCoord().toBigInteger())
          .isEqualTo(expected.getAffineY());
    }
  }

  @Test
  void thePrimeFieldsAreWhatTheyClaim() {
    for (int parameterId = 0; parameterId <= 2; parameterId++) {
      PacePrimeField field = PacePrimeField.standardised(parameterId);
      assertThat(field.prime().isProbablePrime(50)).isTrue();
      assertThat(field.order().isProbablePrime(50)).isTrue();
      assertThat(field.generator().modPow(field.order(), field.prime())).isEqualTo(BigInteger.ONE);
      assertThat(field.generator()).isNotEqualTo(BigInteger.ONE);
    }
  }

  @Test
  void drawsDiffieHellmanKeysAsLongAsThePrime() {
    PacePrimeField field = PacePrimeField.standardised(0);
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 600; i++) {
      assertThat(field.newKey(random).publicElement()).hasSize(128);
    }
  }

  private static PaceGroup hashed(ReaderExample example) throws Exception {
    PaceInfo info = example.info();
    PaceGroup standardised = PaceGroup.of(info);
    byte[] t = HexFormat.of().parseHex(example.text("random.mapping"));
    return standardised.mapped(
        PaceNonceHash.of(info.cipher(), example.bytes("nonce"), t, standardised.prime()));
  }

  private static String generator(PaceGroup group) {
    byte[] encoded =
        switch (group) {
          case PaceCurve curve -> curve.generator().getEncoded(false);
          case PacePrimeField field -> field.newKey(new OneRandom()).publicElement();
        };
    return HexFormat.of().formatHex(encoded);
  }

  /// Draws the scalar 1, so that the public element is the generator itself.
  private static final class OneRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      java.util.Arrays.fill(bytes, (byte) 0);
      bytes[bytes.length - 1] = 1;
    }
  }
}
