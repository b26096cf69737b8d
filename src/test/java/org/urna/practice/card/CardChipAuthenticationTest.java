package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.jmrtd.lds.ChipAuthenticationInfo;
import org.jmrtd.lds.ChipAuthenticationPublicKeyInfo;
import org.jmrtd.lds.icao.DG14File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// The chip's side of Chip Authentication, inside a session that PACE opened.
class CardChipAuthenticationTest {

  private static final CardPaceInfo PACE =
      new CardPaceInfo(CardPaceInfo.Mapping.ECDH_GENERIC, CardPaceInfo.Cipher.AES_128, 12);
  private static final String NUMBER = "500540";
  private static final BigInteger SECRET = BigInteger.valueOf(0x1234567);

  static Stream<Arguments> everyWay() {
    return Stream.of(
            "secp192r1",
            "P-224",
            "P-256",
            "P-384",
            "P-521",
            "brainpoolP224r1",
            "brainpoolP256r1",
            "brainpoolP384r1")
        .flatMap(
            curve ->
                Arrays.stream(ChipAuthenticationProtocol.values())
                    .map(protocol -> Arguments.of(curve, protocol)));
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void agreesOnNewKeysAndItsCopyDoesNot(String curve, ChipAuthenticationProtocol protocol)
      throws Exception {
    SpecimenPassport passport = personalisation().withChipAuthentication(curve, protocol).issue();
    ChipKey key = onlyKey(passport);
    Session session = open(passport);
    TerminalSession renewed = session.authenticate(protocol, key, null);
    assertThat(renewed.send(hex("00B0810000")).data()).isEqualTo(passport.dataGroup(1));
    Session copied = open(passport.cloned());
    TerminalSession wrong = copied.authenticate(protocol, key, null);
    assertThat(copied.chip.transmit(wrong.seal(hex("00B0810000")))).contains(hex("6988"));
  }

  @Test
  void keepsTheOldKeysUntilTheAnswerIsOut() throws Exception {
    SpecimenPassport passport =
        personalisation()
            .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_3DES)
            .issue();
    Session session = open(passport);
    session.authenticate(ChipAuthenticationProtocol.ECDH_3DES, onlyKey(passport), null);
    assertThat(session.chip.transmit(session.secure.seal(hex("00B0810000"))))
        .as("not afterwards")
        .contains(hex("6988"));
  }

  @Test
  void choosesAmongSeveralKeysByTheirIdentifiers() throws Exception {
    SpecimenPassport passport =
        personalisation()
            .withChipAuthenticationKey(1, "secp192r1", ChipAuthenticationProtocol.ECDH_3DES)
            .withChipAuthenticationKey(
                2,
                "brainpoolP256r1",
                ChipAuthenticationProtocol.ECDH_3DES,
                ChipAuthenticationProtocol.ECDH_AES_256)
            .issue();
    List<AgreementKey> keys = passport.contents().chipKeys();
    assertThat(keys.getFirst().key().secret()).isNotEqualTo(keys.getLast().key().secret());
    for (AgreementKey agreement : keys) {
      for (ChipAuthenticationProtocol protocol : agreement.protocols()) {
        TerminalSession renewed =
            open(passport).authenticate(protocol, agreement.key(), agreement.key().id());
        assertThat(renewed.send(hex("00B0810004")).statusWord()).isEqualTo(0x9000);
      }
    }
    ChipKey first = keys.getFirst().key();
    for (Optional<Integer> id : List.of(Optional.<Integer>empty(), Optional.of(3))) {
      BigInteger reference = id.map(BigInteger::valueOf).orElse(null);
      assertThat(open(passport).setKeyAgreement(first, reference).statusWord())
          .as("%s", id)
          .isEqualTo(0x6A88);
    }
    assertThat(
            open(passport)
                .choose(ChipAuthenticationProtocol.ECDH_AES_256, BigInteger.ONE)
                .statusWord())
        .as("a protocol of the other key")
        .isEqualTo(0x6A88);
  }

  @Test
  void answersOnlyToTheProtocolsItAnnounces() throws Exception {
    SpecimenPassport passport =
        personalisation()
            .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
            .issue();
    assertThat(open(passport).setKeyAgreement(onlyKey(passport), null).statusWord())
        .isEqualTo(0x6A88);
    for (ChipAuthenticationProtocol protocol : ChipAuthenticationProtocol.values()) {
      int expected =
          switch (protocol) {
            case ECDH_3DES -> 0x6A80;
            case ECDH_AES_128 -> 0x9000;
            case ECDH_AES_192, ECDH_AES_256 -> 0x6A88;
          };
      assertThat(open(passport).choose(protocol, null).statusWord())
          .as("%s", protocol)
          .isEqualTo(expected);
    }
  }

  @Test
  void meansTripleDesIfItAnnouncesNoProtocol() throws Exception {
    SpecimenPassport passport = personalisation().withChipAuthentication("secp192r1").issue();
    DG14File infos = new DG14File(new ByteArrayInputStream(passport.dataGroup(14)));
    assertThat(infos.getSecurityInfos()).noneMatch(ChipAuthenticationInfo.class::isInstance);
    TerminalSession renewed =
        open(passport).authenticate(ChipAuthenticationProtocol.ECDH_3DES, onlyKey(passport), null);
    assertThat(renewed.send(hex("00B0810004")).statusWord()).isEqualTo(0x9000);
    assertThat(open(passport).choose(ChipAuthenticationProtocol.ECDH_AES_128, null).statusWord())
        .isEqualTo(0x6A88);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp192r1", "P-256", "brainpoolP384r1"})
  void spellsOutItsCurveIfItIsToldTo(String curve) throws Exception {
    SpecimenPassport passport =
        personalisation()
            .withChipAuthentication(curve, ChipAuthenticationProtocol.ECDH_3DES)
            .withCurvesSpelledOut()
            .issue();
    DG14File infos = new DG14File(new ByteArrayInputStream(passport.dataGroup(14)));
    ChipAuthenticationPublicKeyInfo info =
        (ChipAuthenticationPublicKeyInfo)
            infos.getSecurityInfos().stream()
                .filter(ChipAuthenticationPublicKeyInfo.class::isInstance)
                .findFirst()
                .orElseThrow();
    X9ECParameters inFull =
        X9ECParameters.getInstance(
            org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                    onlyKey(passport).publicKey(true))
                .getAlgorithm()
                .getParameters());
    X9ECParameters byName = ChipKey.curve(curve);
    assertThat(inFull.getN()).isEqualTo(byName.getN());
    assertThat(inFull.getSeed()).isEqualTo(byName.getSeed());
    assertThat(inFull.getH()).isEqualTo(BigInteger.ONE);
    assertThat(((java.security.interfaces.ECPublicKey) info.getSubjectPublicKey()).getParams())
        .extracting(java.security.spec.ECParameterSpec::getOrder)
        .isEqualTo(byName.getN());
    SpecimenPassport named =
        personalisation()
            .withChipAuthentication(curve, ChipAuthenticationProtocol.ECDH_3DES)
            .issue();
    assertThat(passport.dataGroup(14).length).isGreaterThan(named.dataGroup(14).length + 100);
  }

  @Test
  void refusesWhatIsNoPointOfItsCurve() throws Exception {
    SpecimenPassport passport =
        personalisation()
            .withChipAuthentication(
                "P-256",
                ChipAuthenticationProtocol.ECDH_3DES,
                ChipAuthenticationProtocol.ECDH_AES_128)
            .issue();
    byte[] good = point(onlyKey(passport));
    byte[] changed = good.clone();
    changed[64] ^= 1;
    byte[] infinite = new byte[65];
    infinite[0] = 4;
    byte[] compressed = onlyKey(passport).curve().getG().getEncoded(true);
    for (byte[] bad :
        List.of(
            changed,
            infinite,
            compressed,
            new byte[1],
            new byte[0],
            Arrays.copyOf(good, 64),
            Arrays.copyOf(good, 66),
            ChipKey.curve("brainpoolP256r1").getG().getEncoded(false))) {
      Session session = open(passport);
      assertThat(session.setKeyAgreement(bad, null).statusWord()).isEqualTo(0x6A80);
      assertThat(session.choose(ChipAuthenticationProtocol.ECDH_AES_128, null).statusWord())
          .isEqualTo(0x9000);
      assertThat(session.generalAuthenticate(bad).statusWord()).isEqualTo(0x6A80);
      assertThat(session.generalAuthenticate(good).statusWord())
          .as("one attempt for a choice")
          .isEqualTo(0x6985);
      assertThat(session.secure.send(hex("00B0810004")).statusWord())
          .as("the session goes on")
          .isEqualTo(0x9000);
    }
  }

  @Test
  void refusesItOutsideASessionAndInAChain() throws Exception {
    SpecimenPassport passport =
        personalisation()
            .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
            .issue();
    ChipSimulator chip = passport.chip();
    chip.transmit(hex("00A4040C07A0000002471001"));
    assertThat(chip.transmit(hex("002241A400"))).contains(hex("6982"));
    assertThat(chip.transmit(hex("002241A600"))).contains(hex("6982"));
    Session session = open(passport);
    session.choose(ChipAuthenticationProtocol.ECDH_AES_128, null);
    byte[] data = DataObjects.of(0x7C, DataObjects.of(0x80, point(onlyKey(passport))));
    byte[] header = {0x10, (byte) 0x86, 0, 0, (byte) data.length};
    assertThat(session.secure.send(DataObjects.join(header, data, new byte[1])).statusWord())
        .isEqualTo(0x6884);
  }

  private static Personalisation personalisation() {
    return new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
        .withPace(PACE)
        .withCardAccessNumber(NUMBER);
  }

  private static ChipKey onlyKey(SpecimenPassport passport) {
    return passport.contents().chipKeys().getFirst().key();
  }

  private static byte[] point(ChipKey key) {
    return key.curve().getG().multiply(SECRET).normalize().getEncoded(false);
  }

  private static Session open(SpecimenPassport passport) throws CardRefusal {
    ChipSimulator chip = passport.chip();
    TerminalSession secure =
        new PaceReader(chip, PACE).run(2, NUMBER.getBytes(StandardCharsets.US_ASCII));
    secure.send(hex("00A4040C07A0000002471001"));
    return new Session(chip, secure);
  }

  private record Session(ChipSimulator chip, TerminalSession secure) {

    TerminalSession authenticate(
        ChipAuthenticationProtocol protocol, ChipKey key, BigInteger reference) throws CardRefusal {
      ECPoint open = key.curve().getG().multiply(key.secret());
      byte[] shared = open.multiply(SECRET).normalize().getAffineXCoord().getEncoded();
      if (protocol == ChipAuthenticationProtocol.ECDH_3DES) {
        assertThat(setKeyAgreement(key, reference).statusWord()).isEqualTo(0x9000);
        return new TerminalSession(SessionCipher.tripleDes(shared), chip);
      }
      assertThat(choose(protocol, reference).statusWord()).isEqualTo(0x9000);
      assertThat(generalAuthenticate(point(key)).data()).isEqualTo(hex("7C00"));
      int keyBytes =
          switch (protocol) {
            case ECDH_AES_192 -> 24;
            case ECDH_AES_256 -> 32;
            default -> 16;
          };
      return new TerminalSession(SessionCipher.aes(shared, keyBytes), chip);
    }

    CardAnswer setKeyAgreement(ChipKey key, BigInteger reference) throws CardRefusal {
      return setKeyAgreement(point(key), reference);
    }

    CardAnswer setKeyAgreement(byte[] point, BigInteger reference) throws CardRefusal {
      return send("002241A6", DataObjects.join(DataObjects.of(0x91, point), key(reference)), 0);
    }

    CardAnswer choose(ChipAuthenticationProtocol protocol, BigInteger reference)
        throws CardRefusal {
      byte[] der = DataObjects.der(new ASN1ObjectIdentifier(protocol.oid()));
      byte[] oid = Arrays.copyOfRange(der, 2, der.length);
      return send("002241A4", DataObjects.join(DataObjects.of(0x80, oid), key(reference)), 0);
    }

    CardAnswer generalAuthenticate(byte[] point) throws CardRefusal {
      return send("00860000", DataObjects.of(0x7C, DataObjects.of(0x80, point)), 1);
    }

    private CardAnswer send(String header, byte[] data, int le) throws CardRefusal {
      return secure.send(
          DataObjects.join(hex(header), new byte[] {(byte) data.length}, data, new byte[le]));
    }

    private static byte[] key(BigInteger reference) {
      return reference == null
          ? new byte[0]
          : DataObjects.of(0x84, new byte[] {reference.byteValueExact()});
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
