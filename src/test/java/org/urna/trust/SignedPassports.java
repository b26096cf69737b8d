package org.urna.trust;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.urna.election.StateCertificate;

/// Authentic passports with any data group 1 and any layout of the signed data, for tests of what
/// comes after trust. All are signed by one test signer, RSA-2048 with SHA-256, of the state asked
/// for.
public final class SignedPassports {
  public static final Clock CLOCK = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);

  private static final TestAuthority AUTHORITY = new TestAuthority("RSA2048", "SHA256withRSA", 0);
  private static final KeyPair SIGNER = TestAuthority.key("RSA2048", "signer");
  private static final X509CertificateHolder CERTIFICATE = AUTHORITY.issue(SIGNER).sign();

  /// How the signed data is laid out.
  public enum Layout {
    /// Data groups 1, 2, 14; contentType and messageDigest.
    PLAIN,
    /// With a signing time, as most states have it.
    SIGNING_TIME,
    /// Data groups 1, 2, 3, 7, 11, 12, 13, 14, 16: nine, the most that fit.
    NINE_DATA_GROUPS,
    /// Ten data groups: too long for the circuit.
    TEN_DATA_GROUPS,
    /// LDS version 1 with its version info.
    VERSION_1,
    /// Data group 2 listed before data group 1.
    DATA_GROUP_1_SECOND,
    /// The attributes sorted the other way round, and signed so.
    UNSORTED_ATTRIBUTES,
    /// An attribute that makes them too long.
    LONG_ATTRIBUTES,
    /// Signed by the same key with PSS padding.
    PSS,
    /// Digests and signature with SHA-512.
    SHA_512
  }

  private SignedPassports() {}

  public static StateCertificate anchor(String state) {
    return AUTHORITY.pinnedFor(state);
  }

  public static StateCertificate signer(String state) {
    return TestAuthority.pinned(state, CERTIFICATE);
  }

  /// Another signer of the same authority.
  public static StateCertificate otherSigner(String state) {
    return TestAuthority.pinned(
        state, AUTHORITY.issue(TestAuthority.key("RSA2048", "other")).serial(209).sign());
  }

  /// A passport that passed inspection.
  public static AuthenticPassport authentic(String state, byte[] dg1, Layout layout) {
    FakeChip chip = new FakeChip();
    chip.dataGroups.put(1, dg1);
    chip.dataGroups.put(14, dataGroup14());
    TestSecurityObject object = new TestSecurityObject(SIGNER, CERTIFICATE);
    if (layout == Layout.SHA_512) {
      object.hash(HashAlgorithm.SHA_512);
      object.signatureAlgorithm = "SHA512withRSA";
    }
    object.dataGroup(1, dg1).dataGroup(2, new byte[1]).dataGroup(14, dataGroup14());
    change(layout).accept(object);
    chip.securityObject = object.encode();
    InspectionResult result = inspect(chip, state);
    if (result instanceof InspectionResult.Genuine(AuthenticPassport passport)) {
      return passport;
    }
    throw new IllegalStateException("the fixture is not authentic: " + result);
  }

  /// A passport that passed inspection, of a signer with such a key who signs in that way.
  ///
  /// @param keyKind as [TestAuthority#key] takes it
  public static AuthenticPassport signedBy(
      String keyKind, String signatureAlgorithm, HashAlgorithm hash, String state, byte[] dg1) {
    FakeChip chip = new FakeChip();
    chip.dataGroups.put(1, dg1);
    chip.dataGroups.put(14, dataGroup14());
    KeyPair signer = TestAuthority.key(keyKind, "signer");
    TestSecurityObject object =
        new TestSecurityObject(signer, AUTHORITY.issue(signer).sign()).hash(hash);
    object.signatureAlgorithm = signatureAlgorithm;
    chip.securityObject =
        object.dataGroup(1, dg1).dataGroup(2, new byte[1]).dataGroup(14, dataGroup14()).encode();
    InspectionResult result = inspect(chip, state);
    if (result instanceof InspectionResult.Genuine(AuthenticPassport passport)) {
      return passport;
    }
    throw new IllegalStateException("the fixture is not authentic: " + result);
  }

  /// A passport whose signed data names nothing that the chip could prove itself with.
  public static InspectionResult.SignedButClonable clonable(String state, byte[] dg1) {
    FakeChip chip = new FakeChip();
    chip.dataGroups.put(1, dg1);
    chip.securityObject =
        new TestSecurityObject(SIGNER, CERTIFICATE).dataGroup(1, dg1).dataGroup(2, dg1).encode();
    return (InspectionResult.SignedButClonable) inspect(chip, state);
  }

  private static InspectionResult inspect(FakeChip chip, String state) {
    try {
      return new PassportInspection(
              TrustList.of(List.of(AUTHORITY.pinnedFor(state))),
              CLOCK,
              new SecureRandom(),
              Runnable::run)
          .inspect(chip, PrintedPage.unseen());
    } catch (TrustListException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Consumer<TestSecurityObject> change(Layout layout) {
    return switch (layout) {
      case PLAIN, SHA_512 -> _ -> {};
      case SIGNING_TIME ->
          object ->
              object.attributes =
                  list ->
                      plus(
                          list,
                          new Attribute(
                              CMSAttributes.signingTime,
                              new DERSet(
                                  new Time(
                                      Date.from(TestAuthority.NOW.minus(Duration.ofDays(700)))))));
      case NINE_DATA_GROUPS -> object -> fill(object, 3, 7, 11, 12, 13, 16);
      case TEN_DATA_GROUPS -> object -> fill(object, 3, 7, 10, 11, 12, 13, 16);
      case VERSION_1 -> object -> object.content = SignedPassports::version1;
      case DATA_GROUP_1_SECOND -> object -> object.content = SignedPassports::swapFirstTwo;
      case UNSORTED_ATTRIBUTES ->
          object -> {
            object.sortsAttributes = false;
            object.attributes = List::reversed;
          };
      case LONG_ATTRIBUTES ->
          object ->
              object.attributes =
                  list ->
                      plus(
                          list,
                          new Attribute(
                              new ASN1ObjectIdentifier("1.2.3.4"),
                              new DERSet(new DERPrintableString("x".repeat(60)))));
      case PSS -> object -> object.signatureAlgorithm = "SHA256withRSAandMGF1";
    };
  }

  private static void fill(TestSecurityObject object, int... numbers) {
    for (int number : numbers) {
      object.dataGroup(number, new byte[number]);
    }
  }

  private static List<ASN1Encodable> plus(List<ASN1Encodable> list, ASN1Encodable more) {
    List<ASN1Encodable> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }

  private static byte[] version1(byte[] list) {
    ASN1Encodable[] parts = org.bouncycastle.asn1.ASN1Sequence.getInstance(list).toArray();
    return TestSecurityObject.encode(
        TestSecurityObject.sequence(
            new ASN1Integer(1),
            parts[1],
            parts[2],
            TestSecurityObject.sequence(
                new DERPrintableString("0108"), new DERPrintableString("040000"))));
  }

  private static byte[] swapFirstTwo(byte[] list) {
    ASN1Encodable[] parts = org.bouncycastle.asn1.ASN1Sequence.getInstance(list).toArray();
    ASN1Encodable[] digests = org.bouncycastle.asn1.ASN1Sequence.getInstance(parts[2]).toArray();
    ASN1Encodable first = digests[0];
    digests[0] = digests[1];
    digests[1] = first;
    parts[2] = new DLSequence(digests);
    return TestSecurityObject.encode(new DLSequence(parts));
  }

  private static byte[] dataGroup14() {
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(
            TestAuthority.key("secp256r1", "chip").getPublic().getEncoded());
    ASN1Encodable info =
        TestSecurityObject.sequence(
            new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2"),
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, NamedCurve.P_256.oid()),
                key.getPublicKeyData().getOctets()));
    return TestSecurityObject.file(
        0x6E, TestSecurityObject.encode(new DERSet(new ASN1Encodable[] {info})));
  }
}
