// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "padding.circom";

// SHA-256 (FIPS 180-4) in about 17,700 constraints a block. Words are arrays of 32 bits, index = weight.
//
// Where the usual 30,000 go and these do not:
//  - exclusive or and majority of three bits are one constraint each (Xor3, Maj3 in bits.circom);
//  - every sum of words is taken modulo 2^32 once, by one decomposition, however many terms it has;
//  - the new `a` is taken from the new `e` (a = e - d + S0 + Maj), so that its carry needs 2 bits;
//  - the last two schedule words are only ever summed, so they are never decomposed.
// Variable names are those of the standard.

function sha256Constant(t) {
    var k[64] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2];
    return k[t];
}

function sha256InitialWord(i) {
    var h[8] = [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    return h[i];
}

/**
 * @title One block of SHA-256
 * @input state the eight chaining words, bits
 * @input message the sixteen message words, bits (or linear expressions that are 0 or 1)
 * @output next the eight chaining words after the block, bits
 * @notice Soundness: every output of Xor3, Maj3 and of the Ch product is a function of its inputs as long as those are bits;
 *   WordSum's decomposition is unique because its range is wider than the largest sum, stated at each use.
 */
template Sha256Block() {
    signal input state[8][32];
    signal input message[16][32];
    signal output next[8][32];

    // Message schedule. W[62] and W[63] stay unreduced sums.
    signal W[62][32];
    var lastWords[2];
    for (var t = 0; t < 16; t++) {
        for (var i = 0; i < 32; i++) {
            W[t][i] <== message[t][i];
        }
    }
    component small0[64][32];
    component small1[64][32];
    component schedule[62];
    for (var t = 16; t < 64; t++) {
        var sum = 0;
        for (var i = 0; i < 32; i++) {
            // sigma0 = ROTR 7, ROTR 18, SHR 3; sigma1 = ROTR 17, ROTR 19, SHR 10
            small0[t][i] = Xor3();
            small0[t][i].a <== W[t - 15][(i + 7) % 32];
            small0[t][i].b <== W[t - 15][(i + 18) % 32];
            if (i + 3 < 32) { small0[t][i].c <== W[t - 15][i + 3]; } else { small0[t][i].c <== 0; }
            small1[t][i] = Xor3();
            small1[t][i].a <== W[t - 2][(i + 17) % 32];
            small1[t][i].b <== W[t - 2][(i + 19) % 32];
            if (i + 10 < 32) { small1[t][i].c <== W[t - 2][i + 10]; } else { small1[t][i].c <== 0; }
            sum += (small1[t][i].out + W[t - 7][i] + small0[t][i].out + W[t - 16][i]) * (1 << i);
        }
        if (t < 62) {
            schedule[t] = WordSum(2); // 4 terms: below 2^34
            schedule[t].sum <== sum;
            for (var i = 0; i < 32; i++) { W[t][i] <== schedule[t].word[i]; }
        } else {
            lastWords[t - 62] = sum;
        }
    }

    // A[t + 3] and E[t + 3] are a and e before round t; b, c, d and f, g, h are older entries.
    signal A[68][32];
    signal E[68][32];
    for (var i = 0; i < 32; i++) {
        for (var j = 0; j < 4; j++) {
            A[j][i] <== state[3 - j][i];
            E[j][i] <== state[7 - j][i];
        }
    }
    component big0[64][32];
    component big1[64][32];
    component majority[64][32];
    component newE[64];
    component newA[64];
    signal choose[64][32]; // Ch = g + e(f - g)
    for (var t = 0; t < 64; t++) {
        var sumE = sha256Constant(t);
        var sumA = 1 << 32;
        for (var i = 0; i < 32; i++) {
            big1[t][i] = Xor3();
            big1[t][i].a <== E[t + 3][(i + 6) % 32];
            big1[t][i].b <== E[t + 3][(i + 11) % 32];
            big1[t][i].c <== E[t + 3][(i + 25) % 32];
            choose[t][i] <== E[t + 3][i] * (E[t + 2][i] - E[t + 1][i]);
            sumE += (A[t][i] + E[t][i] + big1[t][i].out + choose[t][i] + E[t + 1][i]) * (1 << i);
            if (t < 62) { sumE += W[t][i] * (1 << i); }

            big0[t][i] = Xor3();
            big0[t][i].a <== A[t + 3][(i + 2) % 32];
            big0[t][i].b <== A[t + 3][(i + 13) % 32];
            big0[t][i].c <== A[t + 3][(i + 22) % 32];
            majority[t][i] = Maj3();
            majority[t][i].a <== A[t + 3][i];
            majority[t][i].b <== A[t + 2][i];
            majority[t][i].c <== A[t + 1][i];
        }
        if (t < 62) {
            newE[t] = WordSum(3); // 6 terms: below 2^35
        } else {
            sumE += lastWords[t - 62];
            newE[t] = WordSum(4); // 5 terms and 4 of the schedule: below 2^36
        }
        newE[t].sum <== sumE;
        for (var i = 0; i < 32; i++) {
            E[t + 4][i] <== newE[t].word[i];
            sumA += (E[t + 4][i] - A[t][i] + big0[t][i].out + majority[t][i].out) * (1 << i);
        }
        // e - d = T1 modulo 2^32; with the 2^32 added the sum lies in (0, 2^34).
        newA[t] = WordSum(2);
        newA[t].sum <== sumA;
        for (var i = 0; i < 32; i++) { A[t + 4][i] <== newA[t].word[i]; }
    }

    component final[8];
    for (var j = 0; j < 8; j++) {
        var sum = 0;
        for (var i = 0; i < 32; i++) {
            if (j < 4) {
                sum += (state[j][i] + A[67 - j][i]) * (1 << i);
            } else {
                sum += (state[j][i] + E[71 - j][i]) * (1 << i);
            }
        }
        final[j] = WordSum(1);
        final[j].sum <== sum;
        for (var i = 0; i < 32; i++) { next[j][i] <== final[j].word[i]; }
    }
}

/**
 * @title Chain of SHA-256 blocks
 * @input words of the padded message
 * @output states the eight chaining words after each block, numbers below 2^32
 * @output bits those after the last block, as bits
 */
template Sha256Chain(blocks) {
    signal input words[blocks][16][32];
    signal output states[blocks][8];
    signal output bits[8][32];
    component block[blocks];
    for (var b = 0; b < blocks; b++) {
        block[b] = Sha256Block();
        block[b].message <== words[b];
        for (var j = 0; j < 8; j++) {
            for (var i = 0; i < 32; i++) {
                if (b == 0) {
                    block[b].state[j][i] <== (sha256InitialWord(j) >> i) & 1;
                } else {
                    block[b].state[j][i] <== block[b - 1].next[j][i];
                }
            }
        }
        for (var j = 0; j < 8; j++) {
            var word = 0;
            for (var i = 0; i < 32; i++) { word += block[b].next[j][i] * (1 << i); }
            states[b][j] <== word;
        }
    }
    bits <== block[blocks - 1].next;
}

/**
 * @title SHA-256 of a message of fixed length
 * @param n length in bytes
 * @input bits bits of each byte, index = weight
 * @output digest the eight words of the digest as numbers below 2^32
 * @output digestBits the same words as bits
 */
template Sha256Fixed(n) {
    var blocks = (n + 8) \ 64 + 1;
    signal input bits[n][8];
    signal output digest[8];
    signal output digestBits[8][32];
    component padded = PaddedFixed(n);
    padded.bits <== bits;
    component chain = Sha256Chain(blocks);
    chain.words <== padded.words;
    digest <== chain.states[blocks - 1];
    digestBits <== chain.bits;
}

/**
 * @title SHA-256 of a message whose length is an input
 * @param blocks the most blocks the padded message may have; the message has at most 64 * blocks - 9 bytes
 * @input bits bits of each byte, index = weight; all zero from `length` on (enforced)
 * @input length in bytes
 * @output digest the eight words of the digest as numbers below 2^32
 * @output isEnd isEnd[i] = 1 exactly for i = length
 * @notice The argument is PaddedBounded's: padding, length field and last block follow from the length.
 */
template Sha256Bounded(blocks) {
    signal input bits[64 * blocks][8];
    signal input length;
    signal output digest[8];
    signal output isEnd[64 * blocks - 8];
    component padded = PaddedBounded(blocks);
    padded.bits <== bits;
    padded.length <== length;
    isEnd <== padded.isEnd;
    component chain = Sha256Chain(blocks);
    chain.words <== padded.words;
    component last[8];
    for (var j = 0; j < 8; j++) {
        last[j] = Choose(blocks);
        last[j].hot <== padded.isLast;
        for (var b = 0; b < blocks; b++) { last[j].values[b] <== chain.states[b][j]; }
        digest[j] <== last[j].out;
    }
}
