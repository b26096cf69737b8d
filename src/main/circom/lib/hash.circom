// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "sha1.circom";
include "sha256.circom";

// A hash function as a template parameter: 1 for SHA-1, 256 for SHA-256. A digest is an array of 32-bit words, the first word first.

function hashSha1() { return 1; }
function hashSha256() { return 256; }

function hashWords(hash) {
    assert(hash == hashSha1() || hash == hashSha256());
    return hash == hashSha1() ? 5 : 8;
}

// In how many numbers a digest is compared: each must stay below the field's order.
function digestChunks(words) { return words == 8 ? 2 : 1; }

/**
 * @title Digest of a message of fixed length
 * @param hash which function
 * @param n length in bytes
 * @input bits bits of each byte, index = weight
 * @output digest words, numbers below 2^32
 */
template HashFixed(hash, n) {
    signal input bits[n][8];
    signal output digest[hashWords(hash)];
    if (hash == hashSha1()) {
        component sha1 = Sha1Fixed(n);
        sha1.bits <== bits;
        digest <== sha1.digest;
    } else {
        component sha256 = Sha256Fixed(n);
        sha256.bits <== bits;
        digest <== sha256.digest;
    }
}

/**
 * @title Digest of a message whose length is an input
 * @param hash which function
 * @param blocks the most blocks the padded message may have; the message has at most 64 * blocks - 9 bytes
 * @input bits bits of each byte, index = weight; all zero from `length` on (enforced)
 * @input length in bytes
 * @output digest words, numbers below 2^32
 * @output isEnd isEnd[i] = 1 exactly for i = length
 */
template HashBounded(hash, blocks) {
    signal input bits[64 * blocks][8];
    signal input length;
    signal output digest[hashWords(hash)];
    signal output isEnd[64 * blocks - 8];
    if (hash == hashSha1()) {
        component sha1 = Sha1Bounded(blocks);
        sha1.bits <== bits;
        sha1.length <== length;
        digest <== sha1.digest;
        isEnd <== sha1.isEnd;
    } else {
        component sha256 = Sha256Bounded(blocks);
        sha256.bits <== bits;
        sha256.length <== length;
        digest <== sha256.digest;
        isEnd <== sha256.isEnd;
    }
}
