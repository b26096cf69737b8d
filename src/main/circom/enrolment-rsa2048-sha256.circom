// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/bits.circom";
include "lib/sha256.circom";
include "lib/rsa.circom";
include "lib/lds.circom";
include "lib/cms.circom";
include "lib/mrz.circom";
include "lib/trust-tree.circom";
include "lib/nullifier.circom";

/**
 * @title Enrolment by a passport signed with RSA-2048 PKCS#1 v1.5 and SHA-256, document signer listed (docs/protocol.md, section 5)
 * @param depth of the trust tree
 * @input badge bound by a quadratic constraint only: nothing is said about it
 * @input electionId
 * @input trustRoot of the tree of admitted document signers
 * @input nullifierKeyCommitment
 * @input citizenship three letters as a number: the signer's state, the issuing state and the nationality
 * @input bornOnOrBefore yyyymmdd
 * @input passportValidOn yyyymmdd
 * @input uniqueBy 0 person, 1 document
 * @input dg1 the file EF.DG1, 93 bytes
 * @input econtent LDSSecurityObject, zeros behind econtentLength
 * @input signedAttributes DER SET as it is hashed, zeros behind signedAttributesLength
 * @input signature big-endian bytes
 * @input modulus big-endian bytes
 * @input leafIndex, leafPath place of the signer in the tree
 * @input nullifierKey K
 * @output nullifier
 */
template EnrolmentRsa2048Sha256(depth) {
    var econtentBlocks = 6;
    var attributeBlocks = 2;

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

    // DG1, and what it says
    component dg1Bits = BytesToBits(93);
    dg1Bits.bytes <== dg1;
    component dg1Digest = Sha256Fixed(93);
    dg1Digest.bits <== dg1Bits.bits;
    component mrz = Td3Fields();
    mrz.bits <== dg1Bits.bits;

    // eContent holds the digest of DG1
    component econtentBits = BytesToBits(64 * econtentBlocks);
    econtentBits.bytes <== econtent;
    component econtentDigest = Sha256Bounded(econtentBlocks);
    econtentDigest.bits <== econtentBits.bits;
    econtentDigest.length <== econtentLength;
    component lds = LdsSecurityObject(64 * econtentBlocks);
    lds.bytes <== econtent;
    lds.length <== econtentLength;
    lds.dg1Digest <== dg1Digest.digest;

    // the signed attributes hold the digest of eContent
    component attributeBits = BytesToBits(64 * attributeBlocks);
    attributeBits.bytes <== signedAttributes;
    component attributeDigest = Sha256Bounded(attributeBlocks);
    attributeDigest.bits <== attributeBits.bits;
    attributeDigest.length <== signedAttributesLength;
    component attributes = SignedAttributes(64 * attributeBlocks);
    attributes.bits <== attributeBits.bits;
    attributes.length <== signedAttributesLength;
    attributes.isEnd <== attributeDigest.isEnd;
    attributes.digest <== econtentDigest.digest;

    // the signature covers the signed attributes
    component signatureBits = BytesToBits(256);
    signatureBits.bytes <== signature;
    component modulusBits = BytesToBits(256);
    modulusBits.bytes <== modulus;
    component encoded = Pkcs1Sha256();
    encoded.digest <== attributeDigest.digest;
    component rsa = RsaPower65537();
    rsa.signature <== signatureBits.bits;
    rsa.modulus <== modulusBits.bits;
    rsa.message <== encoded.limbs;

    // the signer is trusted for the state whose citizen this is
    component leaf = RsaSignerLeaf(keyTypeRsa2048Pkcs1Sha256());
    leaf.state <== citizenship;
    leaf.modulus <== modulusBits.bits;
    component tree = TrustTreeRoot(depth);
    tree.leaf <== leaf.leaf;
    tree.index <== leafIndex;
    tree.path <== leafPath;
    tree.root === trustRoot;
    mrz.issuingState === citizenship;
    mrz.nationality === citizenship;

    component dates = DatesFit();
    dates.birth <== mrz.birth;
    dates.birthYear <== mrz.birthYear;
    dates.expiry <== mrz.expiry;
    dates.bornOnOrBefore <== bornOnOrBefore;
    dates.passportValidOn <== passportValidOn;

    component subject = SubjectNullifier();
    subject.name0 <== mrz.name0;
    subject.name1 <== mrz.name1;
    subject.person <== mrz.person;
    subject.econtentDigest <== econtentDigest.digest;
    subject.uniqueBy <== uniqueBy;
    subject.nullifierKey <== nullifierKey;
    subject.nullifierKeyCommitment <== nullifierKeyCommitment;
    subject.electionId <== electionId;
    nullifier <== subject.nullifier;

    signal badgeSquared;
    badgeSquared <== badge * badge;
}
