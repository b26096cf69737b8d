package org.urna.trust;

import java.util.Arrays;
import java.util.Set;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.passport.mrz.MrzFormatException;

/// The signed data of one passport, and what its chip showed about itself. Only
/// [PassportInspection] makes one, so whoever holds one needs to check no signature again. Whether
/// the chip is known to be no copy is for [#isChipProven] to say.
///
/// It holds personal data: it is wiped on close, and has neither `toString` nor `equals`. Arrays
/// that its accessors return are copies that the caller wipes.
public final class AuthenticPassport implements AutoCloseable {
  private final byte[] dg1;
  private final byte[] econtent;
  private final byte[] signedAttributes;
  private final byte[] signature;
  private final HashAlgorithm hash;
  private final DocumentSigner signer;
  private final Certificate certificate;
  private final PinnedAuthority authority;
  private final Set<ChipProof> chipProofs;
  private final boolean accessDowngraded;
  private boolean closed;

  /// Takes over the arrays of the message, so that closing wipes them.
  AuthenticPassport(
      byte[] dg1,
      PassiveAuthentication.Result.Signed signed,
      Set<ChipProof> chipProofs,
      boolean accessDowngraded) {
    SignedMessage message = signed.message();
    this.dg1 = dg1.clone();
    this.econtent = message.content();
    this.signedAttributes = message.signedAttributes();
    this.signature = message.signature();
    this.certificate = message.signer();
    this.hash = signed.digests().hash();
    this.signer = signed.signer();
    this.authority = signed.authority();
    this.chipProofs = Set.copyOf(chipProofs);
    this.accessDowngraded = accessDowngraded;
  }

  /// Data group 1 as it lies on the chip, tags included.
  public byte[] dg1() {
    return copy(dg1);
  }

  /// The LDS security object: the octets that are signed, starting with `30`.
  public byte[] econtent() {
    return copy(econtent);
  }

  /// The bytes under the signature, starting with the SET tag `31`.
  public byte[] signedAttributes() {
    return copy(signedAttributes);
  }

  /// RSA: big-endian, as long as the modulus. ECDSA: the DER sequence of r and s.
  public byte[] signature() {
    return copy(signature);
  }

  /// The document signer's certificate, DER.
  public byte[] signerCertificate() {
    return copy(certificate.der());
  }

  /// The part of the document signer's certificate that its authority signed (TBSCertificate, RFC
  /// 5280 §4.1.1.1), from its own `30`, as it stands in the passport.
  public byte[] signerTbsCertificate() {
    return copy(certificate.tbs());
  }

  /// The authority's signature over [#signerTbsCertificate], in the form of [#signature].
  public byte[] signerCertificateSignature() {
    return copy(certificate.signature());
  }

  /// How the authority signed the document signer's certificate.
  public SignatureScheme signerScheme() {
    return certificate.scheme();
  }

  /// The pinned authority whose key made [#signerCertificateSignature]: found by the signature, not
  /// by a name.
  public PinnedAuthority authority() {
    return authority;
  }

  /// Whom to ask about the signer, for an election that does not admit it: nothing of the holder.
  public IssuerHint issuerHint() {
    return certificate.issuerHint();
  }

  /// The hash of the data group digests in [#econtent].
  public HashAlgorithm hash() {
    return hash;
  }

  public DocumentSigner signer() {
    return signer;
  }

  /// Every way in which the chip showed that it is no copy; it has shown all that its signed data
  /// names. Empty for a chip that has none.
  public Set<ChipProof> chipProofs() {
    return chipProofs;
  }

  /// Whether Basic Access Control opened a chip that speaks PACE. It says nothing against the data
  /// or the chip, but somebody between chip and reader may have wanted it so: what was overheard
  /// then lets the key be guessed, and read what this passport was read for.
  public boolean isAccessDowngraded() {
    return accessDowngraded;
  }

  /// Whether the chip is known to be the one that the state made.
  public boolean isChipProven() {
    return !chipProofs.isEmpty();
  }

  /// The machine readable zone of data group 1, which the caller closes.
  ///
  /// @throws MrzFormatException if data group 1 is not that of a passport book, or the state signed
  ///   a zone with an error in it
  public MachineReadableZone machineReadableZone() throws MrzFormatException {
    byte[] copy = dg1();
    try {
      return DataGroup1.machineReadableZone(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private byte[] copy(byte[] bytes) {
    if (closed) {
      throw new IllegalStateException("the passport is closed");
    }
    return bytes.clone();
  }

  /// Wipes everything. Later calls of accessors throw [IllegalStateException].
  @Override
  public void close() {
    closed = true;
    for (byte[] secret : new byte[][] {dg1, econtent, signedAttributes, signature}) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
