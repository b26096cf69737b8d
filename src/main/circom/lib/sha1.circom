// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "padding.circom";

// SHA-1 (FIPS 180-4) in about 9,700 constraints a block. Words are arrays of 32 bits, index = weight. Variable names are those of the
// standard. The habits are those of sha256.circom: exclusive or of three bits and majority are one constraint each, every sum is
// decomposed once, rotations cost nothing.
//
// SHA-1 is not collision resistant. What protects a passport here is that it is second-preimage resistant: whoever forges must find
// another message with the digest of one that the state signed. Only somebody whose messages the state signs could use a collision.

function sha1Constant(t) {
    if (t < 20) { return 0x5a827999; }
    if (t < 40) { return 0x6ed9eba1; }
    if (t < 60) { return 0x8f1bbcdc; }
    return 0xca62c1d6;
}

function sha1InitialWord(i) {
    var h[5] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    return h[i];
}

/**
 * @title One block of SHA-1
 * @input state the five chaining words, bits
 * @input message the sixteen message words, bits (or linear expressions that are 0 or 1)
 * @output next the five chaining words after the block, bits
 * @notice Soundness: each output of Xor3, Maj3, of the exclusive or x + y - 2 x y and of the Ch product is a function of its inputs as
 *   long as those are bits; WordSum's decomposition is unique because its range is wider than the largest sum, stated at each use.
 */
template Sha1Block() {
    signal input state[5][32];
    signal input message[16][32];
    signal output next[5][32];

    // W[t] = ROTL1(W[t - 3] xor W[t - 8] xor W[t - 14] xor W[t - 16])
    signal W[80][32];
    component three[80][32];
    for (var t = 0; t < 80; t++) {
        for (var i = 0; i < 32; i++) {
            if (t < 16) {
                W[t][i] <== message[t][i];
            } else {
                var from = (i + 31) % 32;
                three[t][i] = Xor3();
                three[t][i].a <== W[t - 3][from];
                three[t][i].b <== W[t - 8][from];
                three[t][i].c <== W[t - 14][from];
                W[t][i] <== three[t][i].out + W[t - 16][from] - 2 * three[t][i].out * W[t - 16][from];
            }
        }
    }

    // A[t + 4] is a before round t; b = A[t + 3], and c, d, e are A[t + 2], A[t + 1], A[t] rotated left by 30. The first three entries
    // are the state rotated back.
    signal A[85][32];
    for (var i = 0; i < 32; i++) {
        A[4][i] <== state[0][i];
        A[3][i] <== state[1][i];
        for (var j = 0; j < 3; j++) { A[2 - j][i] <== state[2 + j][(i + 30) % 32]; }
    }
    signal choose[20][32]; // Ch = d + b (c - d)
    component parity[80][32];
    component majority[80][32];
    component newA[80];
    for (var t = 0; t < 80; t++) {
        var sum = sha1Constant(t);
        for (var i = 0; i < 32; i++) {
            var turned = (i + 2) % 32; // bit i of ROTL30
            var f;
            if (t < 20) {
                choose[t][i] <== A[t + 3][i] * (A[t + 2][turned] - A[t + 1][turned]);
                f = A[t + 1][turned] + choose[t][i];
            } else if (t < 40 || t >= 60) {
                parity[t][i] = Xor3();
                parity[t][i].a <== A[t + 3][i];
                parity[t][i].b <== A[t + 2][turned];
                parity[t][i].c <== A[t + 1][turned];
                f = parity[t][i].out;
            } else {
                majority[t][i] = Maj3();
                majority[t][i].a <== A[t + 3][i];
                majority[t][i].b <== A[t + 2][turned];
                majority[t][i].c <== A[t + 1][turned];
                f = majority[t][i].out;
            }
            sum += (A[t + 4][(i + 27) % 32] + f + A[t][turned] + W[t][i]) * (1 << i);
        }
        newA[t] = WordSum(3); // 5 terms: below 2^35
        newA[t].sum <== sum;
        for (var i = 0; i < 32; i++) { A[t + 5][i] <== newA[t].word[i]; }
    }

    component final[5];
    for (var j = 0; j < 5; j++) {
        var sum = 0;
        for (var i = 0; i < 32; i++) {
            var from = j < 2 ? i : (i + 2) % 32;
            sum += (state[j][i] + A[84 - j][from]) * (1 << i);
        }
        final[j] = WordSum(1);
        final[j].sum <== sum;
        for (var i = 0; i < 32; i++) { next[j][i] <== final[j].word[i]; }
    }
}

/**
 * @title Chain of SHA-1 blocks
 * @input words of the padded message
 * @output states the five chaining words after each block, numbers below 2^32
 */
template Sha1Chain(blocks) {
    signal input words[blocks][16][32];
    signal output states[blocks][5];
    component block[blocks];
    for (var b = 0; b < blocks; b++) {
        block[b] = Sha1Block();
        block[b].message <== words[b];
        for (var j = 0; j < 5; j++) {
            for (var i = 0; i < 32; i++) {
                if (b == 0) {
                    block[b].state[j][i] <== (sha1InitialWord(j) >> i) & 1;
                } else {
                    block[b].state[j][i] <== block[b - 1].next[j][i];
                }
            }
        }
        for (var j = 0; j < 5; j++) {
            var word = 0;
            for (var i = 0; i < 32; i++) { word += block[b].next[j][i] * (1 << i); }
            states[b][j] <== word;
        }
    }
}

/**
 * @title SHA-1 of a message of fixed length
 * @param n length in bytes
 * @input bits bits of each byte, index = weight
 * @output digest the five words of the digest as numbers below 2^32
 */
template Sha1Fixed(n) {
    var blocks = (n + 8) \ 64 + 1;
    signal input bits[n][8];
    signal output digest[5];
    component padded = PaddedFixed(n);
    padded.bits <== bits;
    component chain = Sha1Chain(blocks);
    chain.words <== padded.words;
    digest <== chain.states[blocks - 1];
}

/**
 * @title SHA-1 of a message whose length is an input
 * @param blocks the most blocks the padded message may have; the message has at most 64 * blocks - 9 bytes
 * @input bits bits of each byte, index = weight; all zero from `length` on (enforced)
 * @input length in bytes
 * @output digest the five words of the digest as numbers below 2^32
 * @output isEnd isEnd[i] = 1 exactly for i = length
 * @notice The argument is PaddedBounded's: padding, length field and last block follow from the length.
 */
template Sha1Bounded(blocks) {
    signal input bits[64 * blocks][8];
    signal input length;
    signal output digest[5];
    signal output isEnd[64 * blocks - 8];
    component padded = PaddedBounded(blocks);
    padded.bits <== bits;
    padded.length <== length;
    isEnd <== padded.isEnd;
    component chain = Sha1Chain(blocks);
    chain.words <== padded.words;
    component last[5];
    for (var j = 0; j < 5; j++) {
        last[j] = Choose(blocks);
        last[j].hot <== padded.isLast;
        for (var b = 0; b < blocks; b++) { last[j].values[b] <== chain.states[b][j]; }
        digest[j] <== last[j].out;
    }
}
