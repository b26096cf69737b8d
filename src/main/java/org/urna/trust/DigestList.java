package org.urna.trust;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/// The LDSSecurityObject (ICAO Doc 9303-10 §4.6.2.3): the signed digests of the data groups. What
/// is *not* in it does not exist, whatever EF.COM says; what is in it must be there.
record DigestList(HashAlgorithm hash, SortedMap<Integer, byte[]> digests) {
  private static final int MAX_DATA_GROUP = 16;

  static DigestList read(byte[] content) throws Refusal {
    StrictDer.requireOneElement(content);
    ASN1Sequence list = ASN1Sequence.getInstance(content);
    Refusal.unless(list.size() >= 3 && list.size() <= 4, SecurityObjectDefect.DIGEST_LIST);
    int version = smallInteger(list.getObjectAt(0));
    Refusal.unless(
        (version == 0 && list.size() == 3) || version == 1, SecurityObjectDefect.DIGEST_LIST);
    HashAlgorithm hash =
        SignatureScheme.hashOf(AlgorithmIdentifier.getInstance(list.getObjectAt(1)));
    SortedMap<Integer, byte[]> digests = new TreeMap<>();
    for (ASN1Encodable element : ASN1Sequence.getInstance(list.getObjectAt(2))) {
      ASN1Sequence entry = ASN1Sequence.getInstance(element);
      Refusal.unless(entry.size() == 2, SecurityObjectDefect.DIGEST_LIST);
      int number = smallInteger(entry.getObjectAt(0));
      byte[] digest = ASN1OctetString.getInstance(entry.getObjectAt(1)).getOctets();
      Refusal.unless(
          number >= 1 && number <= MAX_DATA_GROUP && digest.length == hash.size(),
          SecurityObjectDefect.DIGEST_LIST);
      Refusal.unless(digests.put(number, digest) == null, SecurityObjectDefect.DIGEST_LIST);
    }
    Refusal.unless(digests.containsKey(1), SecurityObjectDefect.DIGEST_LIST);
    return new DigestList(hash, Collections.unmodifiableSortedMap(digests));
  }

  private static int smallInteger(ASN1Encodable value) throws Refusal {
    ASN1Integer integer = ASN1Integer.getInstance(value);
    Refusal.unless(
        integer.getValue().signum() >= 0 && integer.getValue().bitLength() < 8,
        SecurityObjectDefect.DIGEST_LIST);
    return integer.intValueExact();
  }

  boolean contains(int dataGroup) {
    return digests.containsKey(dataGroup);
  }

  /// @throws Refusal [SecurityObjectDefect#DATA_GROUP_CHANGED] unless `raw`, exactly as read from
  ///   the chip, has the signed digest. It is never parsed and encoded again before this.
  void requireUnchanged(int dataGroup, byte[] raw) throws Refusal {
    byte[] signed = digests.get(dataGroup);
    Refusal.unless(
        signed != null && Arrays.equals(signed, hash.digest(raw)),
        SecurityObjectDefect.DATA_GROUP_CHANGED);
  }
}
