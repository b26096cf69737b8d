package org.urna.trust;

import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// The key of data group 15 (ICAO Doc 9303-10 §4.7.15): `6F` around one SubjectPublicKeyInfo.
/// Called only with bytes whose digest is signed.
final class DataGroup15 {
  private static final int TAG = 0x6F;
  private static final int MAX_SIZE = 8192;

  private DataGroup15() {}

  /// @throws Refusal [SecurityObjectDefect#CHIP_KEY] if it is not understood or its key is none
  ///   that can be used: a chip that promises the proof must give it
  static ChipSignatureKey key(byte[] dg15) throws Refusal {
    try {
      Refusal.unless(
          dg15.length >= 2 && dg15.length <= MAX_SIZE && dg15[0] == TAG,
          SecurityObjectDefect.CHIP_KEY);
      return KeyCodec.readChipKey(
          SubjectPublicKeyInfo.getInstance(ASN1Sequence.getInstance(StrictDer.contents(dg15))));
    } catch (Refusal | RuntimeException e) {
      // Bouncy Castle's parsers throw many kinds at malformed input.
      throw new Refusal(SecurityObjectDefect.CHIP_KEY, e);
    }
  }
}
