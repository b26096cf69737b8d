// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/document.circom";
include "lib/p256/ecdsa.circom";
include "lib/trust-tree.circom";

/**
 * @title Enrolment by a passport signed with ECDSA P-256, document signer listed (docs/protocol.md, section 5)
 * @param hash of the passport, as of hash.circom
 * @param keyType of the listed key: constant of the instance, part of the leaf
 * @param econtentBlocks, attributeBlocks bounds of the signed data in blocks
 * @param depth of the trust tree
 * @input signer... the signer's public multiples, and hints for the signature (README.md, EcdsaP256Listed)
 * @output nullifier
 * @notice All other inputs are those of EnrolmentDocument; trustRoot, leafIndex and leafPath are those of TrustTreeRoot.
 */
template EnrolmentEcdsa(hash, keyType, econtentBlocks, attributeBlocks, depth) {
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
    signal input leafIndex;
    signal input leafPath[depth];
    signal input nullifierKey;

    signal input signerMultiples[96];
    signal input signerNonceX[8];
    signal input signerS[8];
    signal input signerWindows[64][4];
    signal input signerFirstSlopes[64][8];
    signal input signerSecondSlopes[64][8];
    signal input signerGeneratorWindows[32][8];
    signal input signerGeneratorSlopes[31][8];
    signal input signerSumDifference[8];
    signal input signerSumSlope[8];

    signal output nullifier;

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
    component signer = EcdsaP256Listed(hashWords(hash));
    signer.digest <== document.digest;
    signer.multiples <== signerMultiples;
    signer.nonceX <== signerNonceX;
    signer.s <== signerS;
    signer.windows <== signerWindows;
    signer.firstSlopes <== signerFirstSlopes;
    signer.secondSlopes <== signerSecondSlopes;
    signer.generatorWindows <== signerGeneratorWindows;
    signer.generatorSlopes <== signerGeneratorSlopes;
    signer.sumDifference <== signerSumDifference;
    signer.sumSlope <== signerSumSlope;

    // the signer is trusted for the state whose citizen this is
    component leaf = EcSignerLeaf(keyType);
    leaf.state <== citizenship;
    leaf.keyDigests <== signer.keyDigests;
    component tree = TrustTreeRoot(depth);
    tree.leaf <== leaf.leaf;
    tree.index <== leafIndex;
    tree.path <== leafPath;
    tree.root === trustRoot;
}
