// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// The padding that SHA-1 and SHA-256 share (FIPS 180-4, 5.1.1): a bit 1, zeros, the length in bits as 64 bits, in blocks of 64 bytes.
// Message words are arrays of 32 bits, index = weight.

/**
 * @title Padded message of fixed length
 * @param n length in bytes
 * @input bits bits of each byte, index = weight
 * @output words sixteen message words of each block; linear, so free
 */
template PaddedFixed(n) {
    var blocks = (n + 8) \ 64 + 1;
    signal input bits[n][8];
    signal output words[blocks][16][32];
    for (var b = 0; b < blocks; b++) {
        for (var k = 0; k < 64; k++) {
            var at = 64 * b + k;
            for (var i = 0; i < 8; i++) {
                var bit = 0;
                if (at == n) { bit = (0x80 >> i) & 1; }
                if (b == blocks - 1 && k >= 56) { bit = ((8 * n) >> (8 * (63 - k) + i)) & 1; }
                if (at < n) {
                    words[b][k \ 4][8 * (3 - k % 4) + i] <== bits[at][i];
                } else {
                    words[b][k \ 4][8 * (3 - k % 4) + i] <== bit;
                }
            }
        }
    }
}

/**
 * @title Padded message whose length is an input
 * @param blocks the most blocks the padded message may have; the message has at most 64 * blocks - 9 bytes
 * @input bits bits of each byte, index = weight; all zero from `length` on (enforced)
 * @input length in bytes
 * @output words sixteen message words of each block: those of the padded message, then zeros; linear
 * @output isEnd isEnd[i] = 1 exactly for i = length
 * @output isLast isLast[b] = 1 exactly for the last block of the padded message
 * @notice Soundness. inside[i] is to be 1 for i < length, else 0. It may change only where i = length, because
 *   (inside[i - 1] - inside[i]) (length - i) = 0; it starts with the constant 1 in front of byte 0 and ends with the constant 0 behind
 *   the last place allowed. So it changes once, from 1 to 0, at i = length, and a length out of bounds has no solution.
 *   From it everything else is linear: isEnd[i] = inside[i - 1] - inside[i], which bytes lie behind the end (they are forced to 0),
 *   where the padding bit stands, which block is the last, and the bits of the length field. No padding byte is an input, so no byte
 *   can hide behind an end. Prefixes rather than indicators are the wires because sums of indicators would make rows of hundreds of
 *   terms; a difference of prefixes has two.
 */
template PaddedBounded(blocks) {
    var bytes = 64 * blocks;
    var most = bytes - 9;
    assert(most < 8192); // the bit length fits the last two bytes
    signal input bits[bytes][8];
    signal input length;
    signal output words[blocks][16][32];
    signal output isEnd[most + 1];
    signal output isLast[blocks];

    signal inside[most];
    for (var i = 0; i <= most; i++) {
        var before = 1;
        var after = 0;
        if (i > 0) { before = inside[i - 1]; }
        if (i < most) {
            inside[i] <-- i < length ? 1 : 0;
            after = inside[i];
        }
        (before - after) * (length - i) === 0;
        isEnd[i] <== before - after;
    }
    for (var i = 0; i < bytes; i++) {
        var byte = 0;
        for (var j = 0; j < 8; j++) { byte += bits[i][j] * (1 << j); }
        if (i < most) { (1 - inside[i]) * byte === 0; } else { byte === 0; }
    }

    for (var b = 0; b < blocks; b++) {
        var lengthBits[16];
        for (var j = 0; j < 16; j++) { lengthBits[j] = 0; }
        var last = 0;
        // Block b is the last one of the lengths 64 b - 8 to 64 b + 55.
        for (var l = 0; l <= most; l++) {
            if (l >= 64 * b - 8 && l <= 64 * b + 55) {
                last += isEnd[l];
                for (var j = 0; j < 16; j++) { lengthBits[j] += isEnd[l] * (((8 * l) >> j) & 1); }
            }
        }
        isLast[b] <== last;
        for (var k = 0; k < 64; k++) {
            var at = 64 * b + k;
            for (var i = 0; i < 8; i++) {
                // At most one of the terms is 1: the message is 0 from its end on, and the length field is behind the padding bit.
                var bit = bits[at][i];
                if (i == 7 && at <= most) { bit += isEnd[at]; }
                if (k == 62) { bit += lengthBits[8 + i]; }
                if (k == 63) { bit += lengthBits[i]; }
                words[b][k \ 4][8 * (3 - k % 4) + i] <== bit;
            }
        }
    }
}
