package org.urna.trust;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/// The elliptic curves that are known here. Certificates of 49 states, Russia's among them, spell
/// the parameters out instead of naming the curve; such parameters are *compared* with the known
/// ones, number by number, and never computed with: parameters of an attacker's choice could cost
/// minutes or make any signature pass (CVE-2020-0601 was of that kind).
public enum NamedCurve {
  /// Chip Authentication of Russian passports; too small for documents.
  P_192("1.2.840.10045.3.1.1", "secp192r1"),
  P_224("1.3.132.0.33", "secp224r1"),
  P_256("1.2.840.10045.3.1.7", "secp256r1"),
  P_384("1.3.132.0.34", "secp384r1"),
  P_521("1.3.132.0.35", "secp521r1"),
  BRAINPOOL_P192R1("1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1"),
  BRAINPOOL_P224R1("1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1"),
  BRAINPOOL_P256R1("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
  BRAINPOOL_P320R1("1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1"),
  BRAINPOOL_P384R1("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
  BRAINPOOL_P512R1("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1");

  private static final int MIN_SIGNATURE_BITS = 256;
  private static final String PRIME_FIELD = "1.2.840.10045.1.1";

  private final String oid;
  private final String jcaName;

  NamedCurve(String oid, String name) {
    this.oid = oid;
    this.jcaName = name;
  }

  /// Bits of the group's order.
  public int bits() {
    return known().getN().bitLength();
  }

  /// Whether signatures on documents are accepted on this curve; the smaller ones serve the proofs
  /// of a chip.
  public boolean isForSignatures() {
    return bits() >= MIN_SIGNATURE_BITS;
  }

  ASN1ObjectIdentifier oid() {
    return new ASN1ObjectIdentifier(oid);
  }

  /// Bouncy Castle keeps them; an enum's own fields stay immutable.
  private X9ECParameters known() {
    return ECNamedCurveTable.getByName(jcaName);
  }

  int fieldBytes() {
    return (known().getCurve().getFieldSize() + 7) / 8;
  }

  /// The group for arithmetic with a verified point.
  ECDomainParameters group() {
    return new ECDomainParameters(known());
  }

  BigInteger order() {
    return known().getN();
  }

  /// Decodes a point (SEC 1 §2.3.4) and checks that it is on the curve and not infinity. All curves
  /// here have cofactor 1, so such a point is in the group.
  ECPoint decodePoint(byte[] encoded) throws Refusal {
    int field = fieldBytes();
    boolean uncompressed = encoded.length == 1 + 2 * field && encoded[0] == 4;
    boolean compressed = encoded.length == 1 + field && (encoded[0] == 2 || encoded[0] == 3);
    Refusal.unless(uncompressed || compressed, SecurityObjectDefect.KEY);
    try {
      ECPoint point = known().getCurve().decodePoint(encoded).normalize();
      Refusal.unless(!point.isInfinity() && point.isValid(), SecurityObjectDefect.KEY);
      return point;
    } catch (IllegalArgumentException e) {
      throw new Refusal(SecurityObjectDefect.KEY, e);
    }
  }

  /// The name as it is usually written, `brainpoolP256r1`.
  String jcaName() {
    return jcaName;
  }

  /// The curve that the parameters of an `id-ecPublicKey` name or spell out (RFC 3279 §2.3.5).
  ///
  /// @throws Refusal [SecurityObjectDefect#KEY] if it is none of these
  static NamedCurve ofParameters(ASN1Encodable parameters) throws Refusal {
    for (NamedCurve curve : values()) {
      boolean same =
          parameters instanceof ASN1ObjectIdentifier named
              ? named.getId().equals(curve.oid)
              : parameters instanceof ASN1Sequence explicit && curve.isSpelledOutBy(explicit);
      if (same) {
        return curve;
      }
    }
    throw new Refusal(SecurityObjectDefect.KEY);
  }

  /// SpecifiedECDomain: version, field, curve (with an optional seed, which no one needs), base
  /// point, order, and the cofactor, which may be left out.
  private boolean isSpelledOutBy(ASN1Sequence domain) {
    if (domain.size() < 5 || domain.size() > 6) {
      return false;
    }
    ASN1Sequence field = ASN1Sequence.getInstance(domain.getObjectAt(1));
    ASN1Sequence curve = ASN1Sequence.getInstance(domain.getObjectAt(2));
    if (field.size() != 2 || curve.size() < 2 || curve.size() > 3) {
      return false;
    }
    Optional<BigInteger> cofactor =
        domain.size() == 6 ? Optional.of(integer(domain.getObjectAt(5))) : Optional.empty();
    return PRIME_FIELD.equals(ASN1ObjectIdentifier.getInstance(field.getObjectAt(0)).getId())
        && integer(field.getObjectAt(1)).equals(known().getCurve().getField().getCharacteristic())
        && octets(curve.getObjectAt(0)).equals(known().getCurve().getA().toBigInteger())
        && octets(curve.getObjectAt(1)).equals(known().getCurve().getB().toBigInteger())
        && isBasePoint(ASN1OctetString.getInstance(domain.getObjectAt(3)).getOctets())
        && integer(domain.getObjectAt(4)).equals(known().getN())
        && (cofactor.isEmpty() || cofactor.orElseThrow().equals(BigInteger.ONE));
  }

  private boolean isBasePoint(byte[] encoded) {
    return Arrays.equals(encoded, known().getG().getEncoded(false))
        || Arrays.equals(encoded, known().getG().getEncoded(true));
  }

  private static BigInteger integer(ASN1Encodable value) {
    return ASN1Integer.getInstance(value).getValue();
  }

  private static BigInteger octets(ASN1Encodable value) {
    return new BigInteger(1, ASN1OctetString.getInstance(value).getOctets());
  }
}
