// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "tags.circom";
include "circomlib/circuits/poseidon.circom";

/**
 * @title Nullifier of a subject
 * @input name0, name1, person as of Td3Fields
 * @input econtentDigest words, 8 or 5; a document is known by its first and second half as two numbers (10 bytes each with SHA-1)
 * @input uniqueBy 0: the person as spelt, 1: the document (enforced to be one of them)
 * @input nullifierKey K
 * @input nullifierKeyCommitment must be Poseidon("urna.nullifier-key-commitment.v1", K)
 * @input electionId
 * @output nullifier Poseidon("urna.nullifier.v1", subject, K, electionId)
 * @notice The signature never enters: a signer's two valid signatures of one document are one subject.
 */
template SubjectNullifier(words) {
    assert(words == 8 || words == 5);
    signal input name0;
    signal input name1;
    signal input person;
    signal input econtentDigest[words];
    signal input uniqueBy;
    signal input nullifierKey;
    signal input nullifierKeyCommitment;
    signal input electionId;
    signal output nullifier;

    component byPerson = Poseidon(4);
    byPerson.inputs[0] <== tagSubjectPerson();
    byPerson.inputs[1] <== name0;
    byPerson.inputs[2] <== name1;
    byPerson.inputs[3] <== person;

    component byDocument = Poseidon(3);
    byDocument.inputs[0] <== tagSubjectDocument();
    if (words == 8) {
        for (var h = 0; h < 2; h++) {
            var half = 0;
            for (var i = 0; i < 4; i++) { half = half * (1 << 32) + econtentDigest[4 * h + i]; }
            byDocument.inputs[1 + h] <== half;
        }
    } else {
        component middle = Bits(32);
        middle.number <== econtentDigest[2];
        var upper = 0;
        var lower = 0;
        for (var i = 0; i < 16; i++) {
            lower += middle.bits[i] * (1 << i);
            upper += middle.bits[16 + i] * (1 << i);
        }
        byDocument.inputs[1] <== (econtentDigest[0] * (1 << 32) + econtentDigest[1]) * (1 << 16) + upper;
        byDocument.inputs[2] <== (lower * (1 << 32) + econtentDigest[3]) * (1 << 32) + econtentDigest[4];
    }

    uniqueBy * (uniqueBy - 1) === 0;
    signal subject;
    subject <== byPerson.out + uniqueBy * (byDocument.out - byPerson.out);

    component commitment = Poseidon(2);
    commitment.inputs[0] <== tagNullifierKeyCommitment();
    commitment.inputs[1] <== nullifierKey;
    commitment.out === nullifierKeyCommitment;

    component hash = Poseidon(4);
    hash.inputs[0] <== tagNullifier();
    hash.inputs[1] <== subject;
    hash.inputs[2] <== nullifierKey;
    hash.inputs[3] <== electionId;
    nullifier <== hash.out;
}
