package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;

/// 20,000 mutations of what a chip sends: no exception but the typed ones, no accepted forgery, no
/// input that takes long. The mutations are seeded; the keys are fresh in every run, so a finding
/// is printed in full.
class InspectionFuzzTest {
  private static final long SEED = 20261122L;
  private static final int MUTATIONS = 20_000;
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final byte[] DG1 = "data group one".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DG14 = "data group fourteen".getBytes(StandardCharsets.US_ASCII);

  /// Seed 1: RSA. Seed 2: ECDSA with SHA-1, as Russia signs. Both with a signed data group 14.
  private record Seed(byte[] securityObject, TrustList trustList) {}

  @Test
  @Timeout(240)
  void everyMutationOfASecurityObjectIsRefusedInTime() throws Exception {
    Clock clock = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);
    List<Seed> seeds = List.of(rsa(), russian());
    Random random = new Random(SEED);
    Map<SecurityObjectDefect, Integer> refusals = new EnumMap<>(SecurityObjectDefect.class);
    int accepted = 0;
    int unknown = 0;
    long slowest = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Seed seed = seeds.get(i % seeds.size());
      byte[] mutated = mutate(seed.securityObject, random);
      long start = System.nanoTime();
      PassiveAuthentication.Result result;
      try {
        result = new PassiveAuthentication(seed.trustList, clock).authenticate(mutated);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("untyped failure at " + HexFormat.of().formatHex(mutated), e);
      }
      slowest = Math.max(slowest, System.nanoTime() - start);
      switch (result) {
        case PassiveAuthentication.Result.Refused(SecurityObjectDefect defect) ->
            refusals.merge(defect, 1, Integer::sum);
        case PassiveAuthentication.Result.UnknownIssuer _ -> unknown++;
        case PassiveAuthentication.Result.Signed signed -> {
          accepted++;
          assertSameStatement(seed, signed, clock);
        }
      }
    }
    System.out.printf(
        "fuzz: %d mutations, %d harmless, %d unknown issuer, refused %s, slowest %d ms%n",
        MUTATIONS, accepted, unknown, refusals, slowest / 1_000_000);
    assertThat(Duration.ofNanos(slowest)).isLessThan(LONGEST);
    assertThat(refusals.size()).as("kinds of refusals reached").isGreaterThan(8);
    assertThat(accepted).as("mutations outside the signed parts").isLessThan(MUTATIONS / 10);
  }

  /// A mutation outside the signed parts (a version number, a list of algorithms) may pass, if what
  /// it says is what the original says.
  private static void assertSameStatement(
      Seed seed, PassiveAuthentication.Result.Signed signed, Clock clock) {
    PassiveAuthentication.Result.Signed original =
        (PassiveAuthentication.Result.Signed)
            new PassiveAuthentication(seed.trustList, clock).authenticate(seed.securityObject);
    assertThat(signed.message().content()).isEqualTo(original.message().content());
    assertThat(signed.message().signedAttributes())
        .isEqualTo(original.message().signedAttributes());
    assertThat(signed.message().signer().der()).isEqualTo(original.message().signer().der());
    assertThat(signed.signer()).isEqualTo(original.signer());
  }

  @Test
  @Timeout(120)
  void everyMutationOfDataGroup14EndsTyped() throws Exception {
    byte[] good = russianDataGroup14();
    Random random = new Random(SEED);
    int understood = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutate(good, random);
      try {
        DataGroup14.read(mutated);
        understood++;
      } catch (Refusal expected) {
        assertThat(expected.defect()).isEqualTo(SecurityObjectDefect.CHIP_KEY);
      }
    }
    assertThat(understood).isLessThan(MUTATIONS / 2);
  }

  @Test
  @Timeout(120)
  void everyMutationOfACertificateEndsTyped() throws Exception {
    TestAuthority authority = new TestAuthority("secp256r1", "SHA1withECDSA", 3);
    TrustList pinned = TrustList.of(List.of(authority.pinnedFor("RUS")));
    byte[] good = authority.issue(TestAuthority.key("secp256r1", "signer")).sign().getEncoded();
    Random random = new Random(SEED);
    for (int i = 0; i < MUTATIONS / 4; i++) {
      byte[] mutated = mutate(good, random);
      if (Arrays.equals(mutated, good) || mutated.length < 128 || mutated.length > 8192) {
        continue;
      }
      StateCertificate entry;
      try {
        entry = new StateCertificate("RUS", Bytes.of(mutated));
      } catch (IllegalArgumentException notOneSequence) {
        continue;
      }
      try {
        DocumentSigner.listed(entry, SignerKeyType.P256_SHA256);
      } catch (TrustListException expected) {
        assertThat(expected).hasMessageContaining("RUS");
      }
      try {
        TrustList.of(List.of(entry));
      } catch (TrustListException expected) {
        assertThat(expected).hasMessageContaining("RUS");
      }
      assertThat(pinned.size()).isOne();
    }
  }

  /// One to four of: flip a bit, set a byte, cut, repeat or insert a stretch, write a hostile
  /// length.
  private static byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    // Half of them keep every length, so that they pass the look at the frame and reach the parser.
    int kinds = random.nextBoolean() ? 4 : 8;
    for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(kinds)) {
        case 0, 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 3 -> bytes[at] = (byte) random.nextInt(256);
        case 4 -> bytes = Arrays.copyOf(bytes, at);
        case 5 -> {
          int length = Math.min(random.nextInt(64), bytes.length - at);
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
        case 6 -> {
          byte[] hostile = {(byte) 0x84, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
          int length = Math.min(1 + random.nextInt(hostile.length), bytes.length - at);
          System.arraycopy(hostile, 0, bytes, at, length);
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(1 + random.nextInt(32), bytes.length - Math.max(from, at));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private static Seed rsa() throws TrustListException {
    TestAuthority authority = new TestAuthority("RSA2048", "SHA256withRSA", 0);
    KeyPair keys = TestAuthority.key("RSA2048", "signer");
    X509CertificateHolder certificate = authority.issue(keys).sign();
    return new Seed(
        new TestSecurityObject(keys, certificate).dataGroup(1, DG1).dataGroup(14, DG14).encode(),
        TrustList.of(List.of(authority.pinnedFor("UTO"))));
  }

  private static Seed russian() throws TrustListException {
    TestAuthority authority = new TestAuthority("secp256r1", "SHA1withECDSA", 3);
    KeyPair keys = TestAuthority.key("secp256r1", "signer");
    TestSecurityObject object =
        new TestSecurityObject(keys, authority.issue(keys).sign()).hash(HashAlgorithm.SHA_1);
    object.signatureAlgorithm = "SHA1withECDSA";
    return new Seed(
        object.dataGroup(1, DG1).dataGroup(14, DG14).encode(),
        TrustList.of(List.of(authority.pinnedFor("RUS"))));
  }

  /// An info and a key on secp192r1 with its parameters spelled out.
  private static byte[] russianDataGroup14() {
    List<org.bouncycastle.asn1.ASN1Encodable> infos = new ArrayList<>();
    infos.add(
        TestSecurityObject.sequence(
            new org.bouncycastle.asn1.ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.3.2.1"),
            new org.bouncycastle.asn1.ASN1Integer(1)));
    org.bouncycastle.asn1.x9.X9ECParameters curve =
        org.bouncycastle.asn1.x9.ECNamedCurveTable.getByName("secp192r1");
    infos.add(
        TestSecurityObject.sequence(
            new org.bouncycastle.asn1.ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2"),
            new org.bouncycastle.asn1.x509.SubjectPublicKeyInfo(
                new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                    org.bouncycastle.asn1.x9.X9ObjectIdentifiers.id_ecPublicKey, curve),
                curve.getG().getEncoded(false))));
    return TestSecurityObject.file(
        0x6E,
        TestSecurityObject.encode(
            new org.bouncycastle.asn1.DERSet(
                infos.toArray(org.bouncycastle.asn1.ASN1Encodable[]::new))));
  }
}
