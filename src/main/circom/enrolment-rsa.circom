// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/document.circom";
include "lib/pss.circom";
include "lib/rsa.circom";
include "lib/trust-tree.circom";

// RSASSA-PKCS1-v1_5 and RSASSA-PSS with MGF1-SHA-256 and 32 bytes of salt.
function paddingPkcs1() { return 1; }
function paddingPss() { return 2; }

function rsaKeyType(padding, exponent) {
    assert(padding == paddingPkcs1() && exponent == 65537 || padding == paddingPss() && (exponent == 65537 || exponent == 3));
    if (padding == paddingPkcs1()) { return keyTypeRsa2048Pkcs1Sha256(); }
    return exponent == 3 ? keyTypeRsa2048PssE3Sha256() : keyTypeRsa2048PssSha256();
}

/**
 * @title Enrolment by a passport signed with RSA-2048 and SHA-256, document signer listed (docs/protocol.md, section 5)
 * @param padding 1 PKCS#1 v1.5, 2 PSS
 * @param exponent 65537 or 3
 * @param econtentBlocks, attributeBlocks bounds of the signed data in blocks
 * @param depth of the trust tree
 * @input signature, modulus limbs as in lib/rsa.circom
 * @input quotients, remainders hints of RsaPower
 * @input salt hint of PssSha256; without PSS there is no such input
 * @output nullifier
 * @notice All other inputs are those of EnrolmentDocument; trustRoot, leafIndex and leafPath are those of TrustTreeRoot.
 */
template EnrolmentRsa(padding, exponent, econtentBlocks, attributeBlocks, depth) {
    var hash = hashSha256();
    var squarings = exponent == 3 ? 1 : 16;

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
    signal input signature[rsaLimbs()];
    signal input modulus[rsaLimbs()];
    signal input quotients[squarings + 1][rsaLimbs()];
    signal input remainders[squarings][rsaLimbs()];
    signal input salt[padding == paddingPss() ? 32 : 0];
    signal input leafIndex;
    signal input leafPath[depth];
    signal input nullifierKey;

    signal output nullifier;

    // the signer is trusted for the state whose citizen this is
    component leaf = RsaSignerLeaf(rsaKeyType(padding, exponent), rsaWidth(), rsaLimbs());
    leaf.state <== citizenship;
    leaf.modulus <== modulus;
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
    component rsa = RsaPower(squarings);
    rsa.signature <== signature;
    rsa.modulus <== modulus;
    rsa.quotients <== quotients;
    rsa.remainders <== remainders;
    if (padding == paddingPss()) {
        component pss = PssSha256();
        pss.digest <== document.digest;
        pss.salt <== salt;
        rsa.message <== pss.message;
    } else {
        component pkcs1 = Pkcs1Sha256();
        pkcs1.digest <== document.digest;
        rsa.message <== pkcs1.message;
    }
}
