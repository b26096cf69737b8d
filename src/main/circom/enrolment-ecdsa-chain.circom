// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/document.circom";
include "lib/certificate.circom";
include "lib/p256/ecdsa.circom";
include "lib/trust-tree.circom";

/**
 * @title Enrolment by a passport signed with ECDSA P-256, up to the authority that signed the document signer's certificate
 *   (docs/protocol.md, section 5, chain form)
 * @param hash of the passport and of the certificate, as of hash.circom
 * @param keyType of the authority's key: constant of the instance, part of the leaf
 * @param econtentBlocks, attributeBlocks, certificateBlocks bounds of the signed data in blocks
 * @param extensionChunks bound of the certificate's extensions: 31 extensionChunks - 8 bytes
 * @param depth of the trust tree
 * @input certificate TBSCertificate of the document signer, zeros behind certificateLength
 * @input signer... hints for the passport's signature under the certificate's key (README.md, EcdsaP256)
 * @input authority... the authority's public multiples, and hints for the certificate's signature (README.md, EcdsaP256Listed)
 * @output nullifier
 * @notice All other inputs are those of EnrolmentDocument; trustRoot, leafIndex and leafPath are those of TrustTreeRoot. What is trusted is the authority's key, for the state whose citizen this is: its
 *   leaf is in the tree under `citizenship`. The document signer's key counts because the authority signed a certificate that
 *   CertificateKey admits as a document signer's. The state in the certificate's own names is not looked at.
 */
template EnrolmentEcdsaChain(hash, keyType, econtentBlocks, attributeBlocks, certificateBlocks, extensionChunks, depth) {
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
    signal input certificate[64 * certificateBlocks];
    signal input certificateLength;
    signal input leafIndex;
    signal input leafPath[depth];
    signal input nullifierKey;

    signal input signerNonceX[8];
    signal input signerNonceY[8];
    signal input signerS[8];
    signal input signerTableX[10][8];
    signal input signerTableSlopes[10][8];
    signal input signerWindows[64][4];
    signal input signerDoublingSlopes[64][8];
    signal input signerDoubledX[64][8];
    signal input signerFirstSlopes[64][8];
    signal input signerSecondSlopes[64][8];
    signal input signerIsEven[2];
    signal input signerCorrectionX[2][8];
    signal input signerCorrectionSlopes[2][8];
    signal input signerGeneratorWindows[32][8];
    signal input signerGeneratorSlopes[31][8];

    signal input authorityMultiples[96];
    signal input authorityNonceX[8];
    signal input authorityS[8];
    signal input authorityWindows[64][4];
    signal input authorityFirstSlopes[64][8];
    signal input authoritySecondSlopes[64][8];
    signal input authorityGeneratorWindows[32][8];
    signal input authorityGeneratorSlopes[31][8];
    signal input authoritySumDifference[8];
    signal input authoritySumSlope[8];

    signal output nullifier;

    // the certificate, and the key in it
    component certificateBits = BytesToBits(64 * certificateBlocks);
    certificateBits.bytes <== certificate;
    component certificateDigest = HashBounded(hash, certificateBlocks);
    certificateDigest.bits <== certificateBits.bits;
    certificateDigest.length <== certificateLength;
    component signerKey = CertificateKey(hash, 64 * certificateBlocks, extensionChunks);
    signerKey.bits <== certificateBits.bits;
    signerKey.length <== certificateLength;

    // the authority signed the certificate
    component authority = EcdsaP256Listed(hashWords(hash));
    authority.digest <== certificateDigest.digest;
    authority.multiples <== authorityMultiples;
    authority.nonceX <== authorityNonceX;
    authority.s <== authorityS;
    authority.windows <== authorityWindows;
    authority.firstSlopes <== authorityFirstSlopes;
    authority.secondSlopes <== authoritySecondSlopes;
    authority.generatorWindows <== authorityGeneratorWindows;
    authority.generatorSlopes <== authorityGeneratorSlopes;
    authority.sumDifference <== authoritySumDifference;
    authority.sumSlope <== authoritySumSlope;

    // the authority is trusted for the state whose citizen this is
    component leaf = EcSignerLeaf(keyType);
    leaf.state <== citizenship;
    leaf.keyDigests <== authority.keyDigests;
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

    // the document signer signed the signed attributes
    component signer = EcdsaP256(hashWords(hash));
    signer.digest <== document.digest;
    signer.keyX <== signerKey.keyX;
    signer.keyY <== signerKey.keyY;
    signer.nonceX <== signerNonceX;
    signer.nonceY <== signerNonceY;
    signer.s <== signerS;
    signer.tableX <== signerTableX;
    signer.tableSlopes <== signerTableSlopes;
    signer.windows <== signerWindows;
    signer.doublingSlopes <== signerDoublingSlopes;
    signer.doubledX <== signerDoubledX;
    signer.firstSlopes <== signerFirstSlopes;
    signer.secondSlopes <== signerSecondSlopes;
    signer.isEven <== signerIsEven;
    signer.correctionX <== signerCorrectionX;
    signer.correctionSlopes <== signerCorrectionSlopes;
    signer.generatorWindows <== signerGeneratorWindows;
    signer.generatorSlopes <== signerGeneratorSlopes;
}
