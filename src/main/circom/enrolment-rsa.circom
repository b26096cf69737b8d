// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/document.circom";
include "lib/rsa.circom";
include "lib/trust-tree.circom";

/**
 * @title Enrolment by a passport signed with RSA-2048 PKCS#1 v1.5 and SHA-256, document signer listed (docs/protocol.md, section 5)
 * @param econtentBlocks, attributeBlocks bounds of the signed data in blocks
 * @param depth of the trust tree
 * @input signature big-endian bytes
 * @input modulus big-endian bytes
 * @output nullifier
 * @notice All other inputs are those of EnrolmentDocument; trustRoot, leafIndex and leafPath are those of TrustTreeRoot.
 */
template EnrolmentRsa(econtentBlocks, attributeBlocks, depth) {
    var hash = hashSha256();

    signal input badge;
    signal input electionId;
    signal input trustRoot;
    signal input nullifierKeyCommitment;
    signal input citizenship;
    signal input bornOnOrBefore;
    signal input passportValidOn;
    signal input uniqueBy;

    signal input dg1[93];
    signal input econtent[64 * econtentBlocks];
    signal input econtentLength;
    signal input signedAttributes[64 * attributeBlocks];
    signal input signedAttributesLength;
    signal input signature[256];
    signal input modulus[256];
    signal input leafIndex;
    signal input leafPath[depth];
    signal input nullifierKey;

    signal output nullifier;

    component signatureBits = BytesToBits(256);
    signatureBits.bytes <== signature;
    component modulusBits = BytesToBits(256);
    modulusBits.bytes <== modulus;

    // the signer is trusted for the state whose citizen this is
    component leaf = RsaSignerLeaf(keyTypeRsa2048Pkcs1Sha256());
    leaf.state <== citizenship;
    leaf.modulus <== modulusBits.bits;
    component tree = TrustTreeRoot(depth);
    tree.leaf <== leaf.leaf;
    tree.index <== leafIndex;
    tree.path <== leafPath;
    tree.root === trustRoot;

    component document = EnrolmentDocument(hash, econtentBlocks, attributeBlocks);
    document.badge <== badge;
    document.electionId <== electionId;
    document.nullifierKeyCommitment <== nullifierKeyCommitment;
    document.citizenship <== citizenship;
    document.bornOnOrBefore <== bornOnOrBefore;
    document.passportValidOn <== passportValidOn;
    document.uniqueBy <== uniqueBy;
    document.dg1 <== dg1;
    document.econtent <== econtent;
    document.econtentLength <== econtentLength;
    document.signedAttributes <== signedAttributes;
    document.signedAttributesLength <== signedAttributesLength;
    document.nullifierKey <== nullifierKey;
    nullifier <== document.nullifier;

    // the signature covers the signed attributes
    component encoded = Pkcs1Sha256();
    encoded.digest <== document.digest;
    component rsa = RsaPower65537();
    rsa.signature <== signatureBits.bits;
    rsa.modulus <== modulusBits.bits;
    rsa.message <== encoded.limbs;
}
