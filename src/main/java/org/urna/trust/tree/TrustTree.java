package org.urna.trust.tree;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.urna.proof.hash.Poseidon;
import org.urna.trust.DocumentSigner;
import org.urna.trust.NamedCurve;
import org.urna.trust.SignerKey;
import org.urna.trust.SignerKeyType;

/// The Merkle tree of trusted keys whose root is an election's public signal `trustRoot`: depth 16,
/// distinct leaves in ascending order, the empty leaf 0, node = Poseidon(tag "urna.node.v1", left,
/// right). The same set of keys always has the same root.
public final class TrustTree {
  /// Levels between a leaf and the root.
  public static final int DEPTH = 16;

  static final int CAPACITY = 1 << DEPTH;

  private static final BigInteger NODE_TAG = Poseidon.tag("urna.node.v1");
  private static final BigInteger SIGNER_TAG = Poseidon.tag("urna.signer.v1");
  private static final int LIMB_BITS = 240;
  private static final int RSA_2048_LIMBS = 9;
  private static final List<BigInteger> EMPTY = emptySubtrees();

  /// levels.get(0) are the leaves; only the filled left part of each level is held.
  private final List<List<BigInteger>> levels;

  private TrustTree(List<List<BigInteger>> levels) {
    this.levels = levels;
  }

  /// The tree over a set of leaves; their order and repetitions do not matter.
  ///
  /// @throws IllegalArgumentException if there are none, too many, or one is 0 or not in the field
  public static TrustTree of(Collection<BigInteger> leaves) {
    List<BigInteger> level = leaves.stream().sorted().distinct().toList();
    if (level.isEmpty() || level.size() > CAPACITY) {
      throw new IllegalArgumentException("a trust tree has 1 to 65536 leaves");
    }
    if (level.getFirst().signum() <= 0 || !Poseidon.isFieldElement(level.getLast())) {
      throw new IllegalArgumentException("a leaf must be in the field and not the empty leaf");
    }
    List<List<BigInteger>> levels = new ArrayList<>();
    levels.add(level);
    for (int height = 0; height < DEPTH; height++) {
      List<BigInteger> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        above.add(
            parent(level.get(i), i + 1 < level.size() ? level.get(i + 1) : EMPTY.get(height)));
      }
      levels.add(Collections.unmodifiableList(above));
      level = above;
    }
    return new TrustTree(List.copyOf(levels));
  }

  /// The leaf of a listed signer. Empty if its key has no type, or its type is not for lists.
  public static Optional<BigInteger> leafOf(DocumentSigner signer) {
    return signer
        .keyType()
        .filter(type -> type.form() == SignerKeyType.Form.LISTED)
        .flatMap(type -> leafOf(signer.state(), type, signer.key()));
  }

  /// The leaf of a key that has been found to be of that type: Poseidon(tag "urna.signer.v1",
  /// state, key type, key limbs); for RSA-2048 nine limbs of 240 bits of the modulus, least
  /// significant first, for P-256 see [EcLeaf]. Empty for a type whose limbs are not defined yet.
  static Optional<BigInteger> leafOf(String state, SignerKeyType type, SignerKey key) {
    return switch (key) {
      case SignerKey.Rsa rsa -> Optional.of(rsaLeaf(state, type, rsa.modulus()));
      case SignerKey.Ec ec ->
          ec.curve() == NamedCurve.P_256
              ? Optional.of(EcLeaf.of(new P256Point(ec.x(), ec.y())).leaf(state, type))
              : Optional.empty();
    };
  }

  private static BigInteger rsaLeaf(String state, SignerKeyType type, BigInteger modulus) {
    List<BigInteger> inputs = new ArrayList<>();
    inputs.add(SIGNER_TAG);
    inputs.add(new BigInteger(1, state.getBytes(StandardCharsets.US_ASCII)));
    inputs.add(BigInteger.valueOf(type.code()));
    inputs.addAll(limbs(modulus));
    return Poseidon.hash(inputs);
  }

  /// The nine limbs of 240 bits of a number of 2048 bits, least significant first.
  public static List<BigInteger> limbs(BigInteger number) {
    if (number.signum() < 0 || number.bitLength() > 2048) {
      throw new IllegalArgumentException("limbs are of numbers of at most 2048 bits");
    }
    BigInteger mask = BigInteger.ONE.shiftLeft(LIMB_BITS).subtract(BigInteger.ONE);
    List<BigInteger> limbs = new ArrayList<>();
    for (int i = 0; i < RSA_2048_LIMBS; i++) {
      limbs.add(number.shiftRight(i * LIMB_BITS).and(mask));
    }
    return limbs;
  }

  static BigInteger parent(BigInteger left, BigInteger right) {
    return Poseidon.hash(NODE_TAG, left, right);
  }

  private static List<BigInteger> emptySubtrees() {
    List<BigInteger> roots = new ArrayList<>();
    BigInteger root = BigInteger.ZERO;
    for (int height = 0; height < DEPTH; height++) {
      roots.add(root);
      root = parent(root, root);
    }
    return List.copyOf(roots);
  }

  /// The public signal `trustRoot`.
  public BigInteger root() {
    return levels.get(DEPTH).getFirst();
  }

  /// All leaves, ascending.
  public List<BigInteger> leaves() {
    return levels.getFirst();
  }

  /// The path of a leaf, or empty if it is not in the tree.
  public Optional<MerklePath> pathOf(BigInteger leaf) {
    int index = Collections.binarySearch(leaves(), leaf);
    if (index < 0) {
      return Optional.empty();
    }
    List<BigInteger> siblings = new ArrayList<>();
    for (int height = 0; height < DEPTH; height++) {
      List<BigInteger> level = levels.get(height);
      int sibling = index >> height ^ 1;
      siblings.add(sibling < level.size() ? level.get(sibling) : EMPTY.get(height));
    }
    return Optional.of(new MerklePath(leaf, index, siblings));
  }
}
