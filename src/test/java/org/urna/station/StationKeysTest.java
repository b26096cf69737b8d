package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.badge.NullifierKey;
import org.urna.ballot.BallotCode;
import org.urna.ballot.Promise;
import org.urna.election.Bytes;
import org.urna.election.ElectionFixtures;
import org.urna.keys.Passphrase;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.StationKeyException.Reason;

class StationKeysTest {
  private static final BigInteger HALF_ORDER =
      new BigInteger("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16);

  private final SecureRandom random = new SecureRandom();
  @TempDir Path folder;
  private StationIdentity identity;

  @BeforeEach
  void create() throws Exception {
    identity =
        StationKeys.create(folder, StationFixture.passphrases(), StationFixture.CHEAP, random);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1", "1, 3", "3, 2"})
  void anyTwoOfficialsOpenTheKeys(int first, int second) throws Exception {
    try (StationKeys keys = open(first, second)) {
      assertThat(keys.address()).isEqualTo(identity.address());
    }
    assertThat(StationKeys.identity(folder)).contains(identity);
  }

  @Test
  void oneOfficialTwiceIsNotTwo() {
    assertThatIllegalArgumentException().isThrownBy(() -> open(1, 1));
  }

  @Test
  void refusesAWrongPassphraseOfEither() {
    for (int wrong = 1; wrong <= 2; wrong++) {
      OfficialEntry bad =
          new OfficialEntry(wrong, Passphrase.of("not the passphrase".toCharArray()));
      OfficialEntry good = StationFixture.official(3 - wrong);
      assertThatThrownBy(() -> StationKeys.open(folder, bad, good))
          .isInstanceOfSatisfying(
              StationKeyException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.PASSPHRASES_REFUSED));
    }
  }

  @Test
  void oneOfficialsPassphraseUnderAnothersNumberIsRefused() {
    OfficialEntry swapped =
        new OfficialEntry(2, Passphrase.of(StationFixture.PASSPHRASES[2].toCharArray()));
    assertThatThrownBy(() -> StationKeys.open(folder, StationFixture.official(1), swapped))
        .isInstanceOf(StationKeyException.class);
  }

  @Test
  void neverReplacesKeysThatExist() {
    assertThatThrownBy(
            () ->
                StationKeys.create(
                    folder, StationFixture.passphrases(), StationFixture.CHEAP, random))
        .isInstanceOfSatisfying(
            StationKeyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.KEYS_EXIST));
  }

  @Test
  void everyHexDigitOfEveryKeyFileMatters() throws Exception {
    for (String name : List.of("signing-key.json", "sealing-key.json", "officials.json")) {
      Path file = folder.resolve(name);
      String content = Files.readString(file);
      // One change in each run of hexadecimal digits that the pair 1+2 needs.
      for (String part : List.of("\"public\":\"", "\"1+2\":\"", "\"sealed\":\"", "[\"", ",\"")) {
        int at = content.indexOf(part);
        if (at < 0 || (part.equals(",\"") && !name.startsWith("officials"))) {
          continue;
        }
        int digit = at + part.length() + 7;
        char changed = content.charAt(digit) == 'a' ? 'b' : 'a';
        Files.writeString(
            file, content.substring(0, digit) + changed + content.substring(digit + 1));
        assertThatThrownBy(() -> open(1, 2)).as(name + " " + part).isInstanceOf(Exception.class);
        Files.writeString(file, content);
      }
    }
    open(1, 2).close();
  }

  @Test
  void filesCannotBeExchanged() throws Exception {
    byte[] signing = Files.readAllBytes(folder.resolve("signing-key.json"));
    Files.write(
        folder.resolve("sealing-key.json"),
        new String(signing, StandardCharsets.UTF_8)
            .replace("signing-key.json", "sealing-key.json")
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> open(1, 2)).isInstanceOf(StationKeyException.class);
  }

  @Test
  void secretsAreInNoFile() throws Exception {
    byte[] x25519;
    byte[] vault;
    try (StationKeys keys = open(1, 2)) {
      x25519 = keys.x25519PrivateKey();
      vault = keys.vaultKey();
    }
    for (String name : List.of("signing-key.json", "sealing-key.json", "officials.json")) {
      String content = Files.readString(folder.resolve(name));
      assertThat(content)
          .doesNotContain(Bytes.of(x25519).hex())
          .doesNotContain(Bytes.of(vault).hex());
      assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
          .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void promisesAreSignedForElectionCodeAndContractWithTheSmallerS() throws Exception {
    var domain = ElectionFixtures.chain().domain();
    BallotCode code =
        BallotCode.of(
            BigInteger.ONE,
            identity.address(),
            new org.urna.badge.BadgeCommitment(BigInteger.TEN),
            org.urna.queue.BallotFixtures.random(random).ciphertexts());
    try (StationKeys keys = open(1, 2)) {
      Promise promise = keys.promise(domain, BigInteger.ONE, code);
      assertThat(promise.isBy(identity.address(), domain)).isTrue();
      assertThat(promise.signature().s()).isLessThanOrEqualTo(HALF_ORDER);
      assertThat(
              new Promise(BigInteger.TWO, code, promise.signature())
                  .isBy(identity.address(), domain))
          .isFalse();
    }
  }

  @Test
  void closedKeysDoNotSign() throws Exception {
    StationKeys keys = open(1, 2);
    keys.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> keys.signLogHead(ElectionFixtures.chain().domain().digest(new byte[32])));
    assertThatIllegalStateException().isThrownBy(keys::vaultKey);
  }

  @Test
  void partsMakeTheKeyThatTheElectionPins() throws Exception {
    Bytes ceremony = Bytes.of(new byte[32]);
    BigInteger first = NullifierKey.drawPart(random);
    BigInteger second = NullifierKey.drawPart(random);
    List<SealedKeyPart> parts =
        List.of(
            SealedKeyPart.seal(second, ceremony, 2, identity),
            SealedKeyPart.fromJson(SealedKeyPart.seal(first, ceremony, 1, identity).toJson()));
    NullifierKeyVault vault = new NullifierKeyVault(folder, random);
    try (StationKeys keys = open(1, 2);
        NullifierKey expected = NullifierKey.fromParts(List.of(first, second))) {
      assertReason(
          Reason.COMMITMENT_MISMATCH,
          () -> vault.receive(parts, 2, ceremony, Optional.of(BigInteger.TEN), keys));
      assertThat(vault.holdsKey()).isFalse();
      assertThat(vault.commitment()).isEmpty();
      BigInteger commitment = vault.receive(parts, 2, ceremony, Optional.empty(), keys);
      assertThat(vault.commitment()).contains(commitment);
      assertThat(commitment).isEqualTo(expected.commitment());
      try (NullifierKey key = vault.open(keys, StationFixture.manifest(commitment, identity))) {
        assertThat(key.toBytes()).isEqualTo(expected.toBytes());
      }
      assertReason(
          Reason.COMMITMENT_MISMATCH,
          () ->
              vault.open(keys, StationFixture.manifest(commitment.add(BigInteger.ONE), identity)));
      assertThat(Bytes.of(Files.readAllBytes(folder.resolve("nullifier-key.sealed"))).hex())
          .doesNotContain(Bytes.of(expected.toBytes()).hex());
    }
  }

  @Test
  void refusesPartsThatAreMissingTwiceForeignOrChanged() throws Exception {
    Bytes ceremony = Bytes.of(new byte[32]);
    NullifierKeyVault vault = new NullifierKeyVault(folder, random);
    SealedKeyPart good = SealedKeyPart.seal(NullifierKey.drawPart(random), ceremony, 1, identity);
    StationIdentity other = new StationIdentity(ElectionFixtures.STATION, identity.x25519Key());
    byte[] changed = good.ciphertext().toByteArray();
    changed[3] ^= 1;
    try (StationKeys keys = open(1, 2)) {
      List<List<SealedKeyPart>> bad =
          List.of(
              List.of(),
              List.of(good, good),
              List.of(SealedKeyPart.seal(BigInteger.ONE, ceremony, 1, other)),
              List.of(
                  SealedKeyPart.seal(
                      BigInteger.ONE,
                      ElectionFixtures.practice().trustees().ceremonyId(),
                      1,
                      identity)),
              List.of(SealedKeyPart.seal(BigInteger.ONE.shiftLeft(248), ceremony, 1, identity)),
              List.of(
                  new SealedKeyPart(
                      ceremony, identity.address(), 1, good.encapsulated(), Bytes.of(changed))),
              // A part of trustee 2 passed off as trustee 1's.
              List.of(relabelled(SealedKeyPart.seal(BigInteger.ONE, ceremony, 2, identity), 1)),
              // An encapsulated key that is a point of small order.
              List.of(
                  new SealedKeyPart(
                      ceremony, identity.address(), 1, Bytes.of(new byte[32]), good.ciphertext())));
      for (List<SealedKeyPart> parts : bad) {
        assertReason(
            Reason.PART_REFUSED, () -> vault.receive(parts, 1, ceremony, Optional.empty(), keys));
      }
      assertThat(vault.holdsKey()).isFalse();
      vault.receive(List.of(good), 1, ceremony, Optional.empty(), keys);
    }
  }

  @Test
  void destroyingTakesTheKeyAndWhatOpensThePartsButNotSigning() throws Exception {
    Bytes ceremony = Bytes.of(new byte[32]);
    NullifierKeyVault vault = new NullifierKeyVault(folder, random);
    SealedKeyPart part = SealedKeyPart.seal(NullifierKey.drawPart(random), ceremony, 1, identity);
    try (StationKeys keys = open(1, 2)) {
      vault.receive(List.of(part), 1, ceremony, Optional.empty(), keys);
    }
    vault.destroy();
    vault.destroy();
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("officials.json", "signing-key.json");
    }
    assertThat(vault.holdsKey()).isFalse();
    try (StationKeys keys = open(2, 3)) {
      assertReason(
          Reason.DESTROYED,
          () -> vault.receive(List.of(part), 1, ceremony, Optional.empty(), keys));
      assertThat(
              keys.signLogHead(Bytes.of(new byte[32]))
                  .recover(StationKeys.logDigest(Bytes.of(new byte[32]))))
          .contains(identity.address());
    }
  }

  /// RFC 9180 written out with the JDK's own X25519, HMAC and AES-GCM: an independent program opens
  /// what ours seals.
  @Test
  void sealedPartsAreHpkeByTheLetter() throws Exception {
    Bytes ceremony = ElectionFixtures.practice().trustees().ceremonyId();
    BigInteger secret = NullifierKey.drawPart(random);
    SealedKeyPart part = SealedKeyPart.seal(secret, ceremony, 1, identity);
    byte[] privateKey;
    try (StationKeys keys = open(1, 2)) {
      privateKey = keys.x25519PrivateKey();
    }
    byte[] dh = x25519(privateKey, part.encapsulated().toByteArray());
    byte[] kem = concat(ascii("KEM"), new byte[] {0, 0x20});
    byte[] eae = labeledExtract(kem, new byte[0], "eae_prk", dh);
    byte[] shared =
        labeledExpand(
            kem,
            eae,
            "shared_secret",
            concat(part.encapsulated().toByteArray(), identity.x25519Key().toByteArray()),
            32);
    byte[] suite = concat(ascii("HPKE"), new byte[] {0, 0x20, 0, 1, 0, 2});
    byte[] info =
        concat(
            ascii("urna-nullifier-part/1"),
            ceremony.toByteArray(),
            identity.address().value().toByteArray(),
            new byte[] {1});
    byte[] context =
        concat(
            new byte[] {0},
            labeledExtract(suite, new byte[0], "psk_id_hash", new byte[0]),
            labeledExtract(suite, new byte[0], "info_hash", info));
    byte[] root = labeledExtract(suite, shared, "secret", new byte[0]);
    byte[] key = labeledExpand(suite, root, "key", context, 32);
    byte[] nonce = labeledExpand(suite, root, "base_nonce", context, 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    assertThat(new BigInteger(1, cipher.doFinal(part.ciphertext().toByteArray())))
        .isEqualTo(secret);
  }

  /// Vector of the reference implementation (phc-winner-argon2, src/test.c, argon2id, version 0x13,
  /// t=2, m=65536 KiB, p=1).
  @Test
  void passphrasesAreStretchedWithArgon2id() {
    try (Passphrase passphrase = Passphrase.of("differentpassword".toCharArray())) {
      assertThat(
              Bytes.of(
                      new Argon2Cost(65536, 2)
                          .derive(passphrase, "somesalt".getBytes(StandardCharsets.US_ASCII)))
                  .hex())
          .isEqualTo("0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde");
    }
  }

  private StationKeys open(int first, int second) throws StationKeyException {
    return StationKeys.open(
        folder, StationFixture.official(first), StationFixture.official(second));
  }

  private static SealedKeyPart relabelled(SealedKeyPart part, int trustee) {
    return new SealedKeyPart(
        part.ceremonyId(), part.station(), trustee, part.encapsulated(), part.ciphertext());
  }

  private static void assertReason(
      Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StationKeyException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] x25519(byte[] privateKey, byte[] publicKey) throws Exception {
    KeyFactory factory = KeyFactory.getInstance("X25519");
    byte[] reversed = publicKey.clone();
    for (int i = 0; i < 16; i++) {
      byte swap = reversed[i];
      reversed[i] = reversed[31 - i];
      reversed[31 - i] = swap;
    }
    reversed[0] &= 0x7f;
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(
        factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
    agreement.doPhase(
        factory.generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed))),
        true);
    return agreement.generateSecret();
  }

  private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] ikm)
      throws Exception {
    return hmac(
        salt.length == 0 ? new byte[32] : salt, concat(ascii("HPKE-v1"), suite, ascii(label), ikm));
  }

  private static byte[] labeledExpand(
      byte[] suite, byte[] prk, String label, byte[] info, int length) throws Exception {
    byte[] labeled =
        concat(
            new byte[] {(byte) (length >> 8), (byte) length},
            ascii("HPKE-v1"),
            suite,
            ascii(label),
            info);
    return Arrays.copyOf(hmac(prk, concat(labeled, new byte[] {1})), length);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
