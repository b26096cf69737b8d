package org.urna.election;

import java.math.BigInteger;
import java.util.List;

/// One admitted way to prove eligibility. Its position in [ElectionManifest#variants()] is the
/// variant index of every ballot.
///
/// @param trustRoot the root of the tree of trusted keys, which `verify` recomputes: from `signers`
///   in the listed form, from the anchors in the chain form
/// @param signers the listed document signers in leaf order; empty in the chain form
public record ElectionVariant(
    CircuitPin circuit, BigInteger trustRoot, List<StateCertificate> signers) {
  public ElectionVariant {
    Checks.inField(trustRoot, "variant.trustRoot");
    Checks.that(trustRoot.signum() > 0, "variant.trustRoot", "must not be zero");
    Checks.range(signers.size(), 0, 65_536, "variant.signers");
    Checks.unique(signers, StateCertificate::der, "variant.signers");
    signers = List.copyOf(signers);
  }
}
