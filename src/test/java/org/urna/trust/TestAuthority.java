package org.urna.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;

/// A country authority made for a test, and certificates signed by it. Keys are generated once per
/// kind and number in a test run: RSA keys cost a second each.
public final class TestAuthority {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  public static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  public static final Instant TO = Instant.parse("2036-01-01T00:00:00Z");

  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

  public final KeyPair keys;
  public final String signatureAlgorithm;
  public final X500Name name;
  public final X509CertificateHolder certificate;

  public TestAuthority(String keyKind, String signatureAlgorithm, int number) {
    this(keyKind, signatureAlgorithm, number, FROM, TO);
  }

  public TestAuthority(
      String keyKind, String signatureAlgorithm, int number, Instant from, Instant to) {
    this.keys = key(keyKind, "authority" + number);
    this.signatureAlgorithm = signatureAlgorithm;
    // All test authorities share one name, as Russia's do.
    this.name = new X500Name("C=UT,O=URNA PRACTICE,CN=Country Signing Authority");
    this.certificate =
        new Issue(keys.getPublic().getEncoded())
            .authority()
            .validity(from, to)
            .serial(number + 1)
            .sign();
  }

  /// `RSA2048`, `RSA1024`, or the name of a curve.
  public static KeyPair key(String kind, String use) {
    return KEYS.computeIfAbsent(
        kind + "/" + use,
        _ -> {
          try {
            boolean rsa = kind.startsWith("RSA");
            String[] parts = kind.split("/");
            AlgorithmParameterSpec parameters =
                rsa
                    ? new RSAKeyGenParameterSpec(
                        Integer.parseInt(parts[0].substring(3)),
                        parts.length > 1 ? new BigInteger(parts[1]) : RSAKeyGenParameterSpec.F4)
                    : new ECGenParameterSpec(kind);
            KeyPairGenerator generator =
                KeyPairGenerator.getInstance(rsa ? "RSA" : "EC", SignatureCheck.PROVIDER);
            generator.initialize(parameters, new SecureRandom());
            return generator.generateKeyPair();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  public StateCertificate pinnedFor(String state) {
    return pinned(state, certificate);
  }

  public static StateCertificate pinned(String state, X509CertificateHolder certificate) {
    try {
      return new StateCertificate(state, Bytes.of(certificate.getEncoded()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public Issue issue(KeyPair subject) {
    return new Issue(subject.getPublic().getEncoded());
  }

  public Issue issue(byte[] subjectPublicKeyInfo) {
    return new Issue(subjectPublicKeyInfo);
  }

  /// A certificate in the making; the default is a proper document signer's.
  public final class Issue {
    private final byte[] subjectKey;
    private Instant from = FROM;
    private Instant to = TO;
    private BigInteger serial = BigInteger.valueOf(208);
    private boolean isAuthority;
    private int usage = KeyUsage.digitalSignature;
    private byte[] authorityKeyIdentifier =
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
            .getPublicKeyData()
            .getOctets();
    private KeyPair signingKeys = keys;
    private String algorithm = signatureAlgorithm;
    private final Map<ASN1ObjectIdentifier, Extension> more = new HashMap<>();

    private Issue(byte[] subjectKey) {
      this.subjectKey = subjectKey;
    }

    public Issue authority() {
      isAuthority = true;
      usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
      return this;
    }

    public Issue usage(int bits) {
      usage = bits;
      return this;
    }

    public Issue validity(Instant notBefore, Instant notAfter) {
      from = notBefore;
      to = notAfter;
      return this;
    }

    public Issue serial(long number) {
      serial = BigInteger.valueOf(number);
      return this;
    }

    public Issue algorithm(String name) {
      algorithm = name;
      return this;
    }

    public Issue signedWith(KeyPair other) {
      signingKeys = other;
      return this;
    }

    public Issue extension(ASN1ObjectIdentifier oid, boolean critical, byte[] value) {
      more.put(oid, new Extension(oid, critical, value));
      return this;
    }

    public X509CertificateHolder sign() {
      try {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(subjectKey);
        X509v3CertificateBuilder builder =
            new X509v3CertificateBuilder(
                name,
                serial,
                Date.from(from),
                Date.from(to),
                isAuthority ? name : new X500Name("C=UT,O=URNA PRACTICE,CN=Document Signer"),
                key);
        if (usage != 0) {
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        }
        if (isAuthority) {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        }
        if (!more.containsKey(Extension.subjectKeyIdentifier)) {
          builder.addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new SubjectKeyIdentifier(identifier(key.getPublicKeyData().getOctets())));
        }
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new AuthorityKeyIdentifier(identifier(authorityKeyIdentifier)));
        for (Extension extension : more.values()) {
          builder.addExtension(extension);
        }
        return builder.build(
            new JcaContentSignerBuilder(algorithm)
                .setProvider(SignatureCheck.PROVIDER)
                .build(signingKeys.getPrivate()));
      } catch (IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static byte[] identifier(byte[] key) {
    return HashAlgorithm.SHA_1.digest(key);
  }
}
