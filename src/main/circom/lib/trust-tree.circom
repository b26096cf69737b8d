// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "tags.circom";
include "circomlib/circuits/poseidon.circom";

/**
 * @title Root of the trust tree from a leaf
 * @param depth levels above the leaves
 * @input leaf
 * @input index place of the leaf; its bit i says whether the node at level i is a right child; below 2^depth (enforced)
 * @input path siblings from the leaf up
 * @output root node = Poseidon("urna.node.v1", left, right)
 * @notice A leaf is a Poseidon hash with another tag and arity, so an inner node cannot be passed for a leaf.
 */
template TrustTreeRoot(depth) {
    signal input leaf;
    signal input index;
    signal input path[depth];
    signal output root;
    component bits = Bits(depth);
    bits.number <== index;
    signal nodes[depth + 1];
    signal left[depth];
    component hash[depth];
    nodes[0] <== leaf;
    for (var i = 0; i < depth; i++) {
        left[i] <== nodes[i] + bits.bits[i] * (path[i] - nodes[i]);
        hash[i] = Poseidon(3);
        hash[i].inputs[0] <== tagNode();
        hash[i].inputs[1] <== left[i];
        hash[i].inputs[2] <== nodes[i] + path[i] - left[i];
        nodes[i + 1] <== hash[i].out;
    }
    root <== nodes[depth];
}

/**
 * @title Leaf of an RSA-2048 signer
 * @param keyType algorithm, padding, hash and exponent
 * @param width, limbs of the modulus; width divides 240
 * @input state three ASCII letters as a number
 * @input modulus limbs, least significant first, in range
 * @output leaf Poseidon("urna.signer.v1", state, key type, c0..c8), c_i = bits 240 i to 240 i + 239 of the modulus: every bit is bound
 */
template RsaSignerLeaf(keyType, width, limbs) {
    assert(240 % width == 0);
    assert(9 * 240 >= width * limbs);
    signal input state;
    signal input modulus[limbs];
    signal output leaf;
    component hash = Poseidon(12);
    hash.inputs[0] <== tagSigner();
    hash.inputs[1] <== state;
    hash.inputs[2] <== keyType;
    for (var i = 0; i < 9; i++) {
        var chunk = 0;
        for (var k = 0; k < 240 \ width; k++) {
            var at = 240 \ width * i + k;
            if (at < limbs) { chunk += modulus[at] * (1 << (width * k)); }
        }
        hash.inputs[3 + i] <== chunk;
    }
    leaf <== hash.out;
}

/**
 * @title Leaf of a P-256 key
 * @param keyType what the key may sign, and how
 * @input state three ASCII letters as a number
 * @input keyDigests of the key's public multiples, as of EcdsaP256Listed
 * @output leaf Poseidon("urna.signer.v1", state, key type, k0..k5)
 * @notice Another arity than RsaSignerLeaf's, so neither can be read as the other; nor as an inner node, whose tag differs.
 */
template EcSignerLeaf(keyType) {
    signal input state;
    signal input keyDigests[6];
    signal output leaf;
    component hash = Poseidon(9);
    hash.inputs[0] <== tagSigner();
    hash.inputs[1] <== state;
    hash.inputs[2] <== keyType;
    for (var i = 0; i < 6; i++) { hash.inputs[3 + i] <== keyDigests[i]; }
    leaf <== hash.out;
}
