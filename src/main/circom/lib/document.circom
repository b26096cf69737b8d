// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "hash.circom";
include "lds.circom";
include "cms.circom";
include "mrz.circom";
include "nullifier.circom";

/**
 * @title A passport's signed data up to the digest that its signer signed, and everything that does not depend on how it was signed
 * @param hash of the security object and of the signed attributes, as of hash.circom
 * @param econtentBlocks most blocks of the padded eContent
 * @param attributeBlocks most blocks of the padded signed attributes
 * @input badge bound by a quadratic constraint only: nothing is said about it
 * @input electionId
 * @input nullifierKeyCommitment
 * @input citizenship three letters as a number: the issuing state and the nationality; the caller puts it into the leaf of the key
 * @input bornOnOrBefore yyyymmdd
 * @input passportValidOn yyyymmdd
 * @input uniqueBy 0 person, 1 document
 * @input dg1 the file EF.DG1, 93 bytes
 * @input econtent LDSSecurityObject, zeros behind econtentLength
 * @input signedAttributes DER SET as it is hashed, zeros behind signedAttributesLength
 * @input nullifierKey K
 * @output digest of the signed attributes, words: what the caller must find signed
 * @output nullifier
 * @notice docs/protocol.md, section 5, without points 3 and 4 (signature and trusted key): those are the caller's.
 */
template EnrolmentDocument(hash, econtentBlocks, attributeBlocks) {
    var words = hashWords(hash);

    signal input badge;
    signal input electionId;
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
    signal input nullifierKey;

    signal output digest[words];
    signal output nullifier;

    // DG1, and what it says
    component dg1Bits = BytesToBits(93);
    dg1Bits.bytes <== dg1;
    component dg1Digest = HashFixed(hash, 93);
    dg1Digest.bits <== dg1Bits.bits;
    component mrz = Td3Fields();
    mrz.bits <== dg1Bits.bits;

    // eContent holds the digest of DG1
    component econtentBits = BytesToBits(64 * econtentBlocks);
    econtentBits.bytes <== econtent;
    component econtentDigest = HashBounded(hash, econtentBlocks);
    econtentDigest.bits <== econtentBits.bits;
    econtentDigest.length <== econtentLength;
    component lds = LdsSecurityObject(hash, 64 * econtentBlocks);
    lds.bytes <== econtent;
    lds.length <== econtentLength;
    lds.dg1Digest <== dg1Digest.digest;

    // the signed attributes hold the digest of eContent
    component attributeBits = BytesToBits(64 * attributeBlocks);
    attributeBits.bytes <== signedAttributes;
    component attributeDigest = HashBounded(hash, attributeBlocks);
    attributeDigest.bits <== attributeBits.bits;
    attributeDigest.length <== signedAttributesLength;
    component attributes = SignedAttributes(hash, 64 * attributeBlocks);
    attributes.bits <== attributeBits.bits;
    attributes.length <== signedAttributesLength;
    attributes.isEnd <== attributeDigest.isEnd;
    attributes.digest <== econtentDigest.digest;
    digest <== attributeDigest.digest;

    mrz.issuingState === citizenship;
    mrz.nationality === citizenship;

    component dates = DatesFit();
    dates.birth <== mrz.birth;
    dates.birthYear <== mrz.birthYear;
    dates.expiry <== mrz.expiry;
    dates.bornOnOrBefore <== bornOnOrBefore;
    dates.passportValidOn <== passportValidOn;

    component subject = SubjectNullifier(words);
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
