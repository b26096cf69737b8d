// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Domain tags: the ASCII text as a big-endian integer, reduced into the field (only the 32-byte one is reduced).

function tagBadge() { return 0x75726e612e62616467652e7631; } // urna.badge.v1
function tagNullifierKeyCommitment() { // urna.nullifier-key-commitment.v1
    return 0x75726e612e6e756c6c69666965722d6b65792d636f6d6d69746d656e742e7631;
}
function tagNullifier() { return 0x75726e612e6e756c6c69666965722e7631; } // urna.nullifier.v1
function tagSubjectPerson() { return 0x75726e612e7375626a6563742d706572736f6e2e7631; } // urna.subject-person.v1
function tagSubjectDocument() { return 0x75726e612e7375626a6563742d646f63756d656e742e7631; } // urna.subject-document.v1
function tagSigner() { return 0x75726e612e7369676e65722e7631; } // urna.signer.v1
function tagNode() { return 0x75726e612e6e6f64652e7631; } // urna.node.v1

// Key types of a signer leaf: algorithm, padding, hash and exponent in one number.
function keyTypeRsa2048Pkcs1Sha256() { return 1; }
function keyTypeRsa2048PssSha256() { return 2; } // salt 32 bytes, MGF1 with SHA-256, exponent 65537
function keyTypeRsa2048PssE3Sha256() { return 3; } // the same with exponent 3
function keyTypeP256Sha256() { return 4; } // listed document signer
function keyTypeP256Sha1Authority() { return 5; } // authority (CSCA) that signs document signers' certificates with SHA-1
