package org.urna.trust.tree;

import java.util.List;
import java.util.Optional;
import org.urna.election.StateCertificate;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// The keys that one variant of an election trusts and the tree over them, whose root is the
/// variant's `trustRoot` (protocol §5.4). Made from the manifest by whoever needs it: an organiser
/// for the root, a kiosk for paths, a verifier to recompute the root.
public sealed interface TrustedKeys permits SignerList, AuthorityList {

  /// The keys of a variant: the listed signers, or the anchors of the citizens' state.
  ///
  /// @param circuit the variant's circuit by its name in `circuits.json`
  /// @param signers the variant's list; must be empty in the chain form
  /// @param anchors all authorities that the manifest pins
  /// @param citizenship the state whose citizens vote
  /// @throws TrustListException if the circuit is not known, a certificate is not what it must be,
  ///   a listed signer is not vouched for by an anchor of its state, or no key is left
  static TrustedKeys of(
      String circuit,
      List<StateCertificate> signers,
      List<StateCertificate> anchors,
      String citizenship)
      throws TrustListException {
    SignerKeyType type =
        SignerKeyType.ofCircuit(circuit)
            .orElseThrow(() -> new TrustListException("no enrolment circuit is called " + circuit));
    return switch (type.form()) {
      case LISTED -> {
        SignerList list = SignerList.of(signers, type);
        list.requireVouchedFor(TrustList.of(anchors));
        yield list;
      }
      case CHAIN -> {
        if (!signers.isEmpty()) {
          throw new TrustListException("a variant that verifies the chain lists no signers");
        }
        yield AuthorityList.of(anchors, type, citizenship);
      }
    };
  }

  /// The type of all keys here.
  SignerKeyType type();

  /// The tree over the keys' leaves.
  TrustTree tree();

  /// How many keys, and whose, for people: `2 authorities`.
  String description();

  /// The path of the key here that vouches for a passport: its signer's own in the listed form, its
  /// signer's authority's in the chain form. Empty if there is none: another key, another state, or
  /// another way of signing.
  Optional<MerklePath> pathOf(AuthenticPassport passport);
}
