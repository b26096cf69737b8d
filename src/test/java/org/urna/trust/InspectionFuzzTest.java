package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;

/// 100,000 mutations of what a chip sends: no exception but the typed ones, no accepted forgery, no
/// input that takes long or much memory. The mutations are seeded; the keys are fresh in every run,
/// so a finding is printed in full.
class InspectionFuzzTest {
  private static final long SEED = 20261122L;
  private static final int SECURITY_OBJECTS = 40_000;
  private static final int DATA_GROUPS_14 = 25_000;
  private static final int DATA_GROUPS_15 = 20_000;
  private static final int CERTIFICATES = 10_000;
  private static final int ANSWERS = 5_000;
  private static final byte[] DG1 = "data group one".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DG14 = "data group fourteen".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHALLENGE = {1, 2, 3, 4, 5, 6, 7, 8};

  /// Holds every case to its limits.
  private static final class Limits {
    /// Of processor time, which does not depend on what else the machine does.
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /// Bytes allocated for one input, garbage included. The most that was seen is 6 MB, nearly all
    /// of it the curve arithmetic of two signatures and classes loaded by the first of their kind.
    private static final long MOST_BYTES = 16L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long slowest;
    private long most;
    private int cases;

    /// Runs one case on this thread.
    <T> T watch(byte[] input, Supplier<T> act) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      T result;
      try {
        result = act.get();
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("untyped failure at " + HexFormat.of().formatHex(input), e);
      }
      slowest = Math.max(slowest, THREADS.getCurrentThreadCpuTime() - start);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(bytes)
          .as(() -> "bytes allocated at " + HexFormat.of().formatHex(input))
          .isLessThan(MOST_BYTES);
      most = Math.max(most, bytes);
      cases++;
      return result;
    }

    void report(String what, int expected, Object details) {
      System.out.printf(
          "fuzz: %d %s, slowest %d ms, most memory %d kB, %s%n",
          cases, what, slowest / 1_000_000, most >> 10, details);
      assertThat(cases).isEqualTo(expected);
      assertThat(Duration.ofNanos(slowest)).isLessThan(LONGEST);
    }
  }

  /// One for each way in which states sign, all with a signed data group 14.
  private record Seed(byte[] securityObject, TrustList trustList) {}

  @Test
  @Timeout(600)
  void everyMutationOfASecurityObjectIsRefusedInTime() throws Exception {
    Clock clock = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);
    List<Seed> seeds = new ArrayList<>();
    for (Way way : Way.ALL) {
      seeds.add(way.seed());
      assertThat(verdict(seeds.getLast().securityObject, seeds.getLast(), clock))
          .isInstanceOf(PassiveAuthentication.Result.Signed.class);
    }
    Random random = new Random(SEED);
    Map<SecurityObjectDefect, Integer> refusals = new EnumMap<>(SecurityObjectDefect.class);
    Limits limits = new Limits();
    int accepted = 0;
    int unknown = 0;
    for (int i = 0; i < SECURITY_OBJECTS; i++) {
      Seed seed = seeds.get(i % seeds.size());
      byte[] mutated = mutate(seed.securityObject, random);
      PassiveAuthentication.Result result =
          limits.watch(
              mutated,
              () -> {
                PassiveAuthentication.firstOfProof(mutated);
                return verdict(mutated, seed, clock);
              });
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
    limits.report(
        "security objects",
        SECURITY_OBJECTS,
        accepted + " harmless, " + unknown + " unknown issuer, refused " + refusals);
    assertThat(refusals.size()).as("kinds of refusals reached").isGreaterThan(8);
    assertThat(accepted).as("mutations outside the signed parts").isLessThan(SECURITY_OBJECTS / 10);
  }

  private static PassiveAuthentication.Result verdict(byte[] file, Seed seed, Clock clock) {
    return new PassiveAuthentication(seed.trustList, clock).authenticate(file);
  }

  /// A mutation outside the signed parts (a version number, a list of algorithms) may pass, if what
  /// it says is what the original says.
  private static void assertSameStatement(
      Seed seed, PassiveAuthentication.Result.Signed signed, Clock clock) {
    PassiveAuthentication.Result.Signed original =
        (PassiveAuthentication.Result.Signed) verdict(seed.securityObject, seed, clock);
    assertThat(signed.message().content()).isEqualTo(original.message().content());
    assertThat(signed.message().signedAttributes())
        .isEqualTo(original.message().signedAttributes());
    assertThat(signed.message().signer().der()).isEqualTo(original.message().signer().der());
    assertThat(signed.signer()).isEqualTo(original.signer());
  }

  @Test
  @Timeout(300)
  void everyMutationOfDataGroup14EndsTyped() {
    List<byte[]> seeds =
        List.of(russianDataGroup14(), dataGroup14(NamedCurve.P_256), dataGroup14());
    Random random = new Random(SEED);
    Limits limits = new Limits();
    int understood = 0;
    for (int i = 0; i < DATA_GROUPS_14; i++) {
      byte[] mutated = mutate(seeds.get(i % seeds.size()), random);
      understood += limits.watch(mutated, () -> isTyped(() -> DataGroup14.read(mutated))) ? 1 : 0;
    }
    limits.report("data groups 14", DATA_GROUPS_14, understood + " understood");
    assertThat(understood).isBetween(1, DATA_GROUPS_14 / 2);
  }

  @Test
  @Timeout(300)
  void everyMutationOfDataGroup15EndsTyped() {
    List<byte[]> seeds = new ArrayList<>();
    for (String kind : List.of("RSA1024", "RSA2048", "secp256r1", "brainpoolP256r1")) {
      seeds.add(new ChipSigner(kind, HashAlgorithm.SHA_256).dataGroup15());
    }
    seeds.add(new ChipSigner("secp256r1", HashAlgorithm.SHA_256).dataGroup15(NamedCurve.P_256));
    Random random = new Random(SEED);
    Limits limits = new Limits();
    int understood = 0;
    for (int i = 0; i < DATA_GROUPS_15; i++) {
      byte[] mutated = mutate(seeds.get(i % seeds.size()), random);
      understood += limits.watch(mutated, () -> isTyped(() -> DataGroup15.key(mutated))) ? 1 : 0;
    }
    // A changed bit of an RSA modulus is another modulus.
    limits.report("data groups 15", DATA_GROUPS_15, understood + " understood");
    assertThat(understood).isBetween(1, DATA_GROUPS_15 / 2);
  }

  @Test
  @Timeout(300)
  void noMutationOfAnAnswerIsAnAnswer() throws Exception {
    ChipSigner rsa = new ChipSigner("RSA1024", HashAlgorithm.SHA_256);
    ChipSigner ec = new ChipSigner("secp256r1", HashAlgorithm.SHA_256);
    ChipSignatureKey rsaKey = DataGroup15.key(rsa.dataGroup15());
    ChipSignatureKey ecKey = DataGroup15.key(ec.dataGroup15(NamedCurve.P_256));
    byte[] recoverable = rsa.recoverable(CHALLENGE);
    byte[] plain = ec.plain(NamedCurve.P_256, CHALLENGE);
    Random random = new Random(SEED);
    Limits limits = new Limits();
    for (int i = 0; i < ANSWERS; i++) {
      boolean isRsa = i % 2 == 0;
      byte[] good = isRsa ? recoverable : plain;
      byte[] mutated = mutate(good, random);
      boolean accepted =
          limits.watch(
              mutated,
              () ->
                  isTrue(
                      () ->
                          ActiveAuthentication.verifies(
                              isRsa ? rsaKey : ecKey,
                              Optional.of(HashAlgorithm.SHA_256),
                              CHALLENGE,
                              mutated)));
      assertThat(accepted).isEqualTo(Arrays.equals(mutated, good));
    }
    limits.report("answers", ANSWERS, "");
  }

  @Test
  @Timeout(300)
  void everyMutationOfACertificateEndsTyped() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (Way way : Way.ALL) {
      seeds.add(way.certificate().getEncoded());
      seeds.add(way.authority().certificate.getEncoded());
    }
    Random random = new Random(SEED);
    Limits limits = new Limits();
    int read = 0;
    for (int i = 0; i < CERTIFICATES; i++) {
      byte[] mutated = mutate(seeds.get(i % seeds.size()), random);
      read += limits.watch(mutated, () -> isReadOrTyped(mutated)) ? 1 : 0;
    }
    limits.report("certificates", CERTIFICATES, read + " read");
    assertThat(read).isBetween(1, CERTIFICATES);
  }

  /// Whether the certificate could be read; as a listed signer's and as an authority's it either
  /// passes or is refused by its name.
  private static boolean isReadOrTyped(byte[] der) {
    StateCertificate entry;
    try {
      entry = new StateCertificate("RUS", Bytes.of(der));
    } catch (IllegalArgumentException notOneSequence) {
      return isTyped(() -> Certificate.read(der));
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
    return isTyped(() -> Certificate.read(der));
  }

  private interface Parse<T> {
    T parse() throws Refusal;
  }

  private static boolean isTyped(Parse<?> parse) {
    try {
      parse.parse();
      return true;
    } catch (Refusal expected) {
      return false;
    }
  }

  private static boolean isTrue(Parse<Boolean> parse) {
    try {
      return parse.parse();
    } catch (Refusal expected) {
      return false;
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

  /// A way in which states sign; authority and signer have a key of the same kind.
  private record Way(String keyKind, String algorithm, int number, String state) {
    private static final List<Way> ALL =
        List.of(
            new Way("RSA2048", "SHA256withRSA", 0, "UTO"),
            new Way("RSA2048", "SHA256withRSAandMGF1", 0, "UTO"),
            new Way("secp256r1", "SHA256withECDSA", 3, "UTO"),
            new Way("brainpoolP256r1", "SHA256withECDSA", 3, "UTO"),
            // As Russia does it, with the curve of the signer's key spelled out.
            new Way("secp256r1", "SHA1withECDSA", 3, "RUS"));

    TestAuthority authority() {
      return new TestAuthority(keyKind, algorithm, number);
    }

    KeyPair signer() {
      return TestAuthority.key(keyKind, "signer");
    }

    X509CertificateHolder certificate() {
      byte[] key = signer().getPublic().getEncoded();
      return authority().issue(state.equals("RUS") ? spelledOut(key) : key).sign();
    }

    Seed seed() throws TrustListException {
      TestSecurityObject object =
          new TestSecurityObject(signer(), certificate())
              .hash(state.equals("RUS") ? HashAlgorithm.SHA_1 : HashAlgorithm.SHA_256);
      object.signatureAlgorithm = algorithm;
      return new Seed(
          object.dataGroup(1, DG1).dataGroup(14, DG14).encode(),
          TrustList.of(List.of(authority().pinnedFor(state))));
    }

    private static byte[] spelledOut(byte[] key) {
      return TestSecurityObject.encode(
          new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey, ECNamedCurveTable.getByName("secp256r1")),
              SubjectPublicKeyInfo.getInstance(key).getPublicKeyData().getOctets()));
    }
  }

  private static byte[] dataGroup14(NamedCurve curve) {
    SubjectPublicKeyInfo key =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()),
            curve.group().getG().getEncoded(false));
    return dataGroup14(
        TestSecurityObject.sequence(
            new ASN1ObjectIdentifier("2.23.136.1.1.5"),
            new ASN1Integer(1),
            new ASN1ObjectIdentifier("0.4.0.127.0.7.1.1.4.1.3")),
        TestSecurityObject.sequence(
            new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.3.2.4"),
            new ASN1Integer(1),
            new ASN1Integer(7)),
        TestSecurityObject.sequence(
            new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2"), key, new ASN1Integer(7)));
  }

  private static byte[] dataGroup14(ASN1Encodable... infos) {
    return TestSecurityObject.file(0x6E, TestSecurityObject.encode(new DERSet(infos)));
  }

  /// An info and a key on secp192r1 with its parameters spelled out.
  private static byte[] russianDataGroup14() {
    X9ECParameters curve = ECNamedCurveTable.getByName("secp192r1");
    return dataGroup14(
        TestSecurityObject.sequence(
            new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.3.2.1"), new ASN1Integer(1)),
        TestSecurityObject.sequence(
            new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2"),
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve),
                curve.getG().getEncoded(false))));
  }
}
