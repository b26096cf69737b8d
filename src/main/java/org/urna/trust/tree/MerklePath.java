package org.urna.trust.tree;

import java.math.BigInteger;
import java.util.List;

/// Proof that a leaf is in a [TrustTree].
///
/// @param index of the leaf; bit 0, at the level of the leaves, is 1 if the node there is the right
///   child
/// @param siblings the neighbour at each level, from the leaves up
public record MerklePath(BigInteger leaf, int index, List<BigInteger> siblings) {
  public MerklePath {
    siblings = List.copyOf(siblings);
    if (siblings.size() != TrustTree.DEPTH || index < 0 || index >= TrustTree.CAPACITY) {
      throw new IllegalArgumentException("a path has 16 siblings and an index of 16 bits");
    }
  }

  /// The root that this path leads to.
  public BigInteger root() {
    BigInteger node = leaf;
    for (int level = 0; level < TrustTree.DEPTH; level++) {
      BigInteger sibling = siblings.get(level);
      node =
          (index >> level & 1) == 0
              ? TrustTree.parent(node, sibling)
              : TrustTree.parent(sibling, node);
    }
    return node;
  }
}
