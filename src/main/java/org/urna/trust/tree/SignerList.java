package org.urna.trust.tree;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.election.StateCertificate;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.Certificate;
import org.urna.trust.DocumentSigner;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// The document signers of one listed variant (protocol §5.4) and the tree over their keys. Made
/// from the manifest by whoever needs it: a kiosk for paths, a verifier for the root.
public final class SignerList implements TrustedKeys {
  private record Entry(Certificate certificate, DocumentSigner signer) {}

  private final List<Entry> entries;
  private final SignerKeyType type;
  private final TrustTree tree;

  private SignerList(List<Entry> entries, SignerKeyType type, TrustTree tree) {
    this.entries = List.copyOf(entries);
    this.type = type;
    this.tree = tree;
  }

  /// The list over the manifest's certificates, whose order does not matter.
  ///
  /// @throws TrustListException if there are none, one is not a document signer's, or a key is not
  ///   of `type`
  public static SignerList of(List<StateCertificate> signers, SignerKeyType type)
      throws TrustListException {
    if (type.form() != SignerKeyType.Form.LISTED) {
      throw new TrustListException("signers of type " + type + " are not listed");
    }
    List<Entry> entries = new ArrayList<>();
    List<BigInteger> leaves = new ArrayList<>();
    for (StateCertificate listed : signers) {
      DocumentSigner signer = DocumentSigner.listed(listed, type);
      leaves.add(
          TrustTree.leafOf(signer)
              .orElseThrow(() -> new TrustListException("no leaf is defined for " + type)));
      entries.add(new Entry(TrustList.read(listed, "signer"), signer));
    }
    if (leaves.isEmpty()) {
      throw new TrustListException("no document signer is listed");
    }
    return new SignerList(entries, type, TrustTree.of(leaves));
  }

  /// Checks that a pinned authority *of the same state* signed each signer's certificate. A list
  /// that passes names no signer that the anchors would not admit.
  ///
  /// @throws TrustListException naming the first that none did
  public void requireVouchedFor(TrustList anchors) throws TrustListException {
    for (Entry entry : entries) {
      boolean vouched =
          anchors.issuerOf(entry.certificate(), entry.certificate().notBefore())
                  instanceof TrustList.Issuer.Found(TrustList.Anchor anchor)
              && anchor.state().equals(entry.signer().state())
              && entry.certificate().scheme().hash() != HashAlgorithm.SHA_1;
      if (!vouched) {
        throw new TrustListException(
            "signer "
                + entry.certificate().serialNumber().toString(16)
                + " ("
                + entry.signer().state()
                + "): no pinned authority of its state signed it soundly");
      }
    }
  }

  @Override
  public SignerKeyType type() {
    return type;
  }

  public List<DocumentSigner> signers() {
    return entries.stream().map(Entry::signer).toList();
  }

  @Override
  public TrustTree tree() {
    return tree;
  }

  @Override
  public String description() {
    return entries.size() + " listed signers";
  }

  @Override
  public Optional<MerklePath> pathOf(AuthenticPassport passport) {
    return pathOf(passport.signer());
  }

  /// The path of a signer, or empty if it is not listed: another key, another state, or another way
  /// of signing.
  public Optional<MerklePath> pathOf(DocumentSigner signer) {
    return TrustTree.leafOf(signer).flatMap(tree::pathOf);
  }
}
