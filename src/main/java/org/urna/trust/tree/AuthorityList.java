package org.urna.trust.tree;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.election.StateCertificate;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.NamedCurve;
import org.urna.trust.PinnedAuthority;
import org.urna.trust.SignerKey;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// The authorities of one state under whose keys a circuit of the chain form verifies document
/// signers' certificates (protocol §5.4), and the tree over them. All pinned keys of that state on
/// the circuit's curve are in it, several generations side by side; one key in two certificates, a
/// link certificate's and a self-signed one's, is one leaf.
public final class AuthorityList implements TrustedKeys {
  private final SignerKeyType type;
  private final TrustTree tree;

  private AuthorityList(SignerKeyType type, TrustTree tree) {
    this.type = type;
    this.tree = tree;
  }

  /// The authorities of `state` among the anchors, whose order does not matter.
  ///
  /// @throws TrustListException if an anchor is none, or none is of the state and on the curve
  static AuthorityList of(List<StateCertificate> anchors, SignerKeyType type, String state)
      throws TrustListException {
    if (type.form() != SignerKeyType.Form.CHAIN) {
      throw new TrustListException("keys of type " + type + " are listed, not chained to");
    }
    List<BigInteger> leaves = new ArrayList<>();
    for (PinnedAuthority authority : TrustList.of(anchors).authorities()) {
      if (authority.state().equals(state) && fits(authority.key())) {
        leaves.add(
            TrustTree.leafOf(state, type, authority.key())
                .orElseThrow(() -> new TrustListException("no leaf is defined for " + type)));
      }
    }
    if (leaves.isEmpty()) {
      throw new TrustListException("no authority of " + state + " with a key for " + type);
    }
    return new AuthorityList(type, TrustTree.of(leaves));
  }

  private static boolean fits(SignerKey key) {
    return key instanceof SignerKey.Ec ec && ec.curve() == NamedCurve.P_256;
  }

  @Override
  public SignerKeyType type() {
    return type;
  }

  @Override
  public TrustTree tree() {
    return tree;
  }

  @Override
  public String description() {
    return tree.leaves().size() + " authorities";
  }

  /// Which authority it is has been found by its signature, never by a name.
  @Override
  public Optional<MerklePath> pathOf(AuthenticPassport passport) {
    if (!passport.signer().keyType().equals(Optional.of(type))
        || !passport.signerScheme().equals(passport.signer().scheme())
        || !fits(passport.authority().key())) {
      return Optional.empty();
    }
    PinnedAuthority authority = passport.authority();
    return TrustTree.leafOf(authority.state(), type, authority.key()).flatMap(tree::pathOf);
  }
}
