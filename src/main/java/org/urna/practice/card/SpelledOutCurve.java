package org.urna.practice.card;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9FieldID;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.util.BigIntegers;

/// A curve in full in place of its name: SpecifiedECDomain (SEC 1 §C.2, RFC 3279 §2.3.5) with an
/// uncompressed base point, the cofactor, and the seed if the curve has one.
public final class SpelledOutCurve {

  private SpelledOutCurve() {}

  /// @param unusedSeedBits how many of the seed's last bits count as unused, all of them 0: four in
  ///   Russian certificates, whose seed ends in 0, else none
  public static DERSequence of(X9ECParameters curve, int unusedSeedBits) {
    int field = (curve.getCurve().getFieldSize() + 7) / 8;
    ASN1EncodableVector equation = new ASN1EncodableVector();
    equation.add(octets(field, curve.getCurve().getA()));
    equation.add(octets(field, curve.getCurve().getB()));
    if (curve.hasSeed()) {
      equation.add(new DERBitString(curve.getSeed(), unusedSeedBits));
    }
    return sequence(
        new ASN1Integer(1),
        new X9FieldID(curve.getCurve().getField().getCharacteristic()),
        new DERSequence(equation),
        new DEROctetString(curve.getG().getEncoded(false)),
        new ASN1Integer(curve.getN()),
        new ASN1Integer(1));
  }

  private static DERSequence sequence(ASN1Encodable... elements) {
    return new DERSequence(elements);
  }

  private static DEROctetString octets(int size, ECFieldElement element) {
    return new DEROctetString(BigIntegers.asUnsignedByteArray(size, element.toBigInteger()));
  }
}
