package org.urna.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.urna.election.ElectionManifest;
import org.urna.proof.Circuit;
import org.urna.proof.PublicSignals;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// The opening of the sums: each share is the trustee's, and the shares give the published counts.
final class OpeningCheck {
  private final ElectionManifest manifest;
  private final BigInteger electionId;
  private final Circuit circuit;

  OpeningCheck(ElectionManifest manifest, BigInteger electionId, Circuit circuit) {
    this.manifest = manifest;
    this.electionId = electionId;
    this.circuit = circuit;
  }

  /// The claim of one trustee's share, for recomputed sums.
  ///
  /// @param sums four words per option
  /// @throws IllegalArgumentException if the trustee is unknown or a number is out of range
  ProofClaim share(ChainEvidence.Partial partial, List<BigInteger> sums) {
    List<BigInteger> keys = CeremonyCheck.verificationKeyWords(manifest.trustees());
    int index = partial.trustee() - 1;
    if (index < 0 || 2 * index + 1 >= keys.size()) {
      throw new IllegalArgumentException("no trustee has number " + partial.trustee());
    }
    if (partial.words().size() != 2 * manifest.optionCount()) {
      throw new IllegalArgumentException(
          partial.words().size() + " words for " + manifest.optionCount() + " options");
    }
    List<BigInteger> c1 = new ArrayList<>();
    for (int i = 0; i < manifest.optionCount(); i++) {
      c1.add(sums.get(4 * i));
      c1.add(sums.get(4 * i + 1));
    }
    PublicSignals signals =
        circuit
            .signals()
            .set("electionId", electionId)
            .set("verificationKey", keys.subList(2 * index, 2 * index + 2))
            .set("optionCount", BigInteger.valueOf(manifest.optionCount()))
            .set("c1", padded(c1, circuit.group("c1").size()))
            .set("partials", padded(partial.words(), circuit.group("partials").size()))
            .build();
    return new ProofClaim(
        "share of trustee " + partial.trustee(),
        manifest.decryptionCircuit(),
        signals,
        partial.proof());
  }

  /// Whether C2 = Σ λⱼ·Dⱼ + count·B8 for every option, over the `threshold` published trustees with
  /// the lowest numbers; λⱼ is Lagrange's coefficient at 0 modulo ℓ (protocol §3, §7).
  boolean opens(
      List<BigInteger> sums, List<ChainEvidence.Partial> partials, List<BigInteger> counts) {
    int threshold = manifest.trustees().threshold();
    if (partials.size() < threshold || counts.size() != manifest.optionCount()) {
      return false;
    }
    List<ChainEvidence.Partial> used =
        partials.stream()
            .sorted(Comparator.comparingInt(ChainEvidence.Partial::trustee))
            .limit(threshold)
            .toList();
    if (used.stream().map(ChainEvidence.Partial::trustee).distinct().count() != threshold) {
      return false;
    }
    for (int option = 0; option < manifest.optionCount(); option++) {
      Point opened = BabyJubJub.multiply(BabyJubJub.BASE8, counts.get(option));
      for (ChainEvidence.Partial partial : used) {
        Point share =
            new Point(partial.words().get(2 * option), partial.words().get(2 * option + 1));
        opened = BabyJubJub.add(opened, BabyJubJub.multiply(share, lagrange(partial, used)));
      }
      Point sum = new Point(sums.get(4 * option + 2), sums.get(4 * option + 3));
      if (!opened.equals(sum)) {
        return false;
      }
    }
    return true;
  }

  private static BigInteger lagrange(
      ChainEvidence.Partial partial, List<ChainEvidence.Partial> used) {
    BigInteger l = BabyJubJub.ORDER;
    BigInteger coefficient = BigInteger.ONE;
    BigInteger j = BigInteger.valueOf(partial.trustee());
    for (ChainEvidence.Partial other : used) {
      BigInteger k = BigInteger.valueOf(other.trustee());
      if (!k.equals(j)) {
        coefficient = coefficient.multiply(k).mod(l);
        coefficient = coefficient.multiply(k.subtract(j).mod(l).modInverse(l)).mod(l);
      }
    }
    return coefficient;
  }

  /// `words` followed by the identity (0, 1) up to `size` words: what stands where the election has
  /// no option.
  static List<BigInteger> padded(List<BigInteger> words, int size) {
    List<BigInteger> all = new ArrayList<>(words);
    while (all.size() < size) {
      all.add(BigInteger.ZERO);
      all.add(BigInteger.ONE);
    }
    return all;
  }
}
