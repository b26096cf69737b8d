package org.urna.practice.card;

import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipAuthenticationProtocol;

/// Takes the one key out of a specimen's data group 14. `trust` has the strict parser; this is what
/// a test of the reader needs without it.
public final class SecurityInfos {

  private SecurityInfos() {}

  public static ChipAuthenticationKey onlyKey(byte[] dataGroup14) throws Exception {
    int header = dataGroup14[1] == (byte) 0x82 ? 4 : dataGroup14[1] == (byte) 0x81 ? 3 : 2;
    ASN1Set infos =
        ASN1Set.getInstance(Arrays.copyOfRange(dataGroup14, header, dataGroup14.length));
    SubjectPublicKeyInfo key = null;
    ChipAuthenticationProtocol protocol = null;
    for (ASN1Encodable info : infos) {
      ASN1Sequence sequence = ASN1Sequence.getInstance(info);
      String oid = ASN1ObjectIdentifier.getInstance(sequence.getObjectAt(0)).getId();
      if (oid.equals("0.4.0.127.0.7.2.2.1.2")) {
        key = SubjectPublicKeyInfo.getInstance(sequence.getObjectAt(1));
      } else if (oid.startsWith("0.4.0.127.0.7.2.2.3.")) {
        protocol = ChipAuthenticationProtocol.ofOid(oid).orElseThrow();
      }
    }
    return new ChipAuthenticationKey(protocol, null, key.getEncoded());
  }
}
